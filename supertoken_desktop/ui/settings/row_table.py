"""The look and feel of tables whose rows are chosen as a whole."""

from collections.abc import Mapping

from PySide6.QtCore import QAbstractItemModel, QEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from supertoken_desktop.ui.theme import metrics


class RowTable(QTableView):
    """A table of which one row at a time is chosen; Tab leads out of it.

    One column takes the room that those with a width leave, and rows are as high as their letters
    need.
    """

    def __init__(
        self,
        model: QAbstractItemModel,
        stretched: int,
        widths_px: Mapping[int, int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        for column, width in widths_px.items():
            header.resizeSection(column, width)
        self._fit_rows()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()

    def _fit_rows(self) -> None:
        letters = self.fontMetrics().height() + metrics.SPACE_3
        self.verticalHeader().setDefaultSectionSize(max(metrics.ROW_HEIGHT, letters))
