"""The reading column: no wider than reads well, in the middle of what there is."""

from collections.abc import Iterable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.palette import Theme


def centred(widget: QWidget, theme: Theme) -> QHBoxLayout:
    """Return a layout that keeps a widget in the middle and no wider than the column."""
    _Fitting(widget, theme)
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addStretch()
    # What the widget may not take is shared by the two sides, and nothing else.
    row.addWidget(widget, 1)
    row.addStretch()
    return row


def foot_of(widgets: Iterable[QWidget], theme: Theme) -> QVBoxLayout:
    """Return a layout with widgets one under the other in the column, for below the text."""
    foot = QWidget()
    inner = QVBoxLayout(foot)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.setSpacing(metrics.SPACE_1)
    for widget in widgets:
        inner.addWidget(widget)
    around = QVBoxLayout()
    # Beside the transcript there is a scroll bar; composer and text share their edges.
    around.setContentsMargins(
        metrics.SPACE_6, metrics.SPACE_2, metrics.SPACE_6 + metrics.SCROLL_BAR, metrics.SPACE_4
    )
    around.addLayout(centred(foot, theme))
    return around


class _Fitting(QObject):
    """Keep a widget, which owns this, as wide as the settings say at most."""

    def __init__(self, widget: QWidget, theme: Theme) -> None:
        super().__init__(widget)
        self._widget = widget
        self._theme = theme
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._widget.setMaximumWidth(self._theme.reading.column)
