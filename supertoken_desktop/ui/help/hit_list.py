"""What a search in the guide has found: a line for the heading, a line of the text around it."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from supertoken_desktop.ui.help.search import Hit
from supertoken_desktop.ui.plain_tip import plain_tip
from supertoken_desktop.ui.theme import metrics

_HIT = Qt.ItemDataRole.UserRole


class HitDelegate(QStyledItemDelegate):
    """Paint the heading, and below it the text around the hit in second rank."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Let the style paint the ground, then write both lines, cut where they are too long."""
        hit = index.data(_HIT)
        chosen = QStyleOptionViewItem(option)
        self.initStyleOption(chosen, index)
        chosen.text = ""
        view = chosen.widget
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, chosen, painter, view)
        room = chosen.rect.adjusted(
            metrics.SPACE_3, metrics.SPACE_1, -metrics.SPACE_3, -metrics.SPACE_1
        )
        palette = chosen.palette
        is_chosen = bool(chosen.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole
        first = palette.color(role.HighlightedText if is_chosen else role.Text)
        second = first if is_chosen else palette.color(role.PlaceholderText)
        half = room.height() // 2
        for text, colour, top in ((hit.heading, first, 0), (hit.snippet, second, half)):
            line = QRect(room.left(), room.top() + top, room.width(), half)
            cut = chosen.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.setPen(colour)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, cut)


class HitList(QListWidget):
    """List hits; `hit_chosen` tells which one the user is at, by key or by click."""

    hit_chosen = Signal(object)  # a Hit

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "pages")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(HitDelegate(self))
        self.currentItemChanged.connect(lambda item, _before: self._on_current(item))
        self.itemClicked.connect(self._on_current)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """List hits; none of them is chosen yet."""
        self.blockSignals(True)  # Qt's signature
        self.clear()
        height = max(metrics.HIT_HEIGHT, 2 * self.fontMetrics().height() + metrics.SPACE_4)
        for hit in hits:
            item = QListWidgetItem(f"{hit.heading}\n{hit.snippet}")
            item.setSizeHint(QSize(0, height))
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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Go to the first hit where the reader comes to the list: there is nothing else in it."""
        super().focusInEvent(event)
        # Qt makes one the current one by itself, and does not choose it.
        if self.count() and not self.selectedItems():
            self.item(max(0, self.currentRow())).setSelected(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as a wish to go to the hit, not to close the dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_current(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.hit_chosen.emit(item.data(_HIT))
