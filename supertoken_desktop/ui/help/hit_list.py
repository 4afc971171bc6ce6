"""What a search in the guide has found: a line for the heading, a line of the text around it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from supertoken_desktop.ui.help.search import Hit
from supertoken_desktop.ui.plain_tip import plain_tip

_HIT = Qt.ItemDataRole.UserRole


class HitList(QListWidget):
    """List hits; `hit_chosen` tells which one the user is at, by key or by click."""

    hit_chosen = Signal(object)  # a Hit

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "pages")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.currentItemChanged.connect(lambda item, _before: self._on_current(item))
        self.itemClicked.connect(self._on_current)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """List hits; none of them is chosen yet."""
        self.blockSignals(True)  # Qt's signature
        self.clear()
        for hit in hits:
            item = QListWidgetItem(f"{hit.heading}\n{hit.snippet}")
            item.setData(_HIT, hit)
            item.setToolTip(plain_tip(hit.snippet))
            self.addItem(item)
        self.setCurrentRow(-1)
        self.blockSignals(False)  # Qt's signature

    def step(self, by: int) -> None:
        """Choose the next hit or the one before, round the ends."""
        if self.count():
            first = 0 if by > 0 else -1
            row = self.currentRow() + by if self.currentRow() >= 0 else first
            self.setCurrentRow(row % self.count())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as a wish to go to the hit, not to close the dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_current(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.hit_chosen.emit(item.data(_HIT))
