"""The reading column: no wider than reads well, in the middle of what there is."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

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
