"""The reading column: no wider than reads well, in the middle of what there is."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

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
