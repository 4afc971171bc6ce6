"""The reading column: no wider than reads well, in the middle of what there is."""

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supertoken_desktop.ui.theme import metrics

_ALL = 1000


def centred(widget: QWidget) -> QHBoxLayout:
    """Return a layout that keeps a widget in the middle and no wider than the column."""
    widget.setMaximumWidth(metrics.COLUMN_MAX)
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addStretch(1)
    row.addWidget(widget, _ALL)
    row.addStretch(1)
    return row


def foot_of(widgets: Iterable[QWidget], beside: int) -> QVBoxLayout:
    """Return a layout with widgets one under the other in the column, for below the text.

    `beside` is the room at the right, in pixels, that the text above has not.
    """
    foot = QWidget()
    inner = QVBoxLayout(foot)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.setSpacing(metrics.SPACE_1)
    for widget in widgets:
        inner.addWidget(widget)
    around = QVBoxLayout()
    around.setContentsMargins(
        metrics.SPACE_6, metrics.SPACE_2, metrics.SPACE_6 + beside, metrics.SPACE_4
    )
    around.addLayout(centred(foot))
    return around
