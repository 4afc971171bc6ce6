"""The popup in which one of several code blocks is picked, by its number or with the arrows."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.chat.answer_code import AnswerCode
from supertoken_desktop.ui.chat.code_words import code_words
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.palette import Theme

MOST_NUMBERED = 9
_MOST_SHOWN = 9
_LONGEST_LINE = 200
_CODE_ROLE = Qt.ItemDataRole.UserRole
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NOT_HELD = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_Index = QModelIndex | QPersistentModelIndex


class CodePicker(QFrame):
    """List the blocks of an answer, the last one chosen; `picked` tells the place of one, from 0.

    It is made for one question and goes when it closes.
    """

    picked = Signal(int)

    def __init__(self, codes: Sequence[AnswerCode], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "card")
        self.setFixedWidth(metrics.CARD_WIDTH)
        self._title = QLabel()
        self._title.setProperty("role", "muted")
        self._title.setWordWrap(True)
        self._list = QListWidget()
        self._list.setItemDelegate(_CodeDelegate(theme, self._list))
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setStyleSheet("QListView { background: transparent; }")
        for number, code in enumerate(codes, 1):
            item = QListWidgetItem(_spoken(number, code))
            item.setData(_CODE_ROLE, code)
            self._list.addItem(item)
        self._list.setCurrentRow(len(codes) - 1)
        row = self._list.sizeHintForRow(0)
        self._list.setFixedHeight(min(len(codes), _MOST_SHOWN) * row)
        self._list.itemClicked.connect(lambda item: self._pick(self._list.row(item)))
        self._list.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[metrics.SPACE_2] * 4)
        column.setSpacing(metrics.SPACE_1)
        column.addWidget(self._title)
        column.addWidget(self._list)
        self.retranslate()

    def open_over(self, anchor: QWidget) -> None:
        """Open above a widget, or in the middle of it where there is no room."""
        self.ensurePolished()
        self.resize(self.width(), self.heightForWidth(self.width()))
        screen = anchor.screen().availableGeometry()
        place = anchor.mapToGlobal(QPoint(0, -self.height() - metrics.SPACE_1))
        if anchor.isWindow():
            place = anchor.mapToGlobal(anchor.rect().center()) - self.rect().center()
        left = min(place.x(), screen.right() - self.width())
        self.move(max(screen.left(), left), max(screen.top(), place.y()))
        self.show()
        self._list.setFocus(Qt.FocusReason.PopupFocusReason)

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        words = _("Copy which code block? Press its number.")
        self._title.setText(words)
        self.setAccessibleName(words)
        self._list.setAccessibleName(words)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Pick by number and by Enter, close by Esc; the list itself moves."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        number = event.key() - Qt.Key.Key_0
        if 1 <= number <= MOST_NUMBERED and event.modifiers() in _NOT_HELD:
            if number <= self._list.count():
                self._pick(number - 1)
            return True
        if event.key() in _ENTER_KEYS:
            self._pick(self._list.currentRow())
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return True
        return False

    def _pick(self, at: int) -> None:
        self.close()
        self.picked.emit(at)


class _CodeDelegate(QStyledItemDelegate):
    """Paint a block: its number, its first line in the font of code, language and length."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Give every row the same height."""
        line = option.fontMetrics.lineSpacing()
        return QSize(0, max(metrics.ROW_HEIGHT, line + 2 * metrics.SPACE_1))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row in the colours of the look in force."""
        code = index.data(_CODE_ROLE)
        colours = self._theme.colours
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_chosen or option.state & QStyle.StateFlag.State_MouseOver:
            has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(colours.focus if has_focus else Qt.PenStyle.NoPen)
            painter.setBrush(colours.selection if is_chosen else colours.hover)
            painter.drawRoundedRect(
                option.rect.adjusted(0, 1, 0, -1), metrics.RADIUS_SMALL, metrics.RADIUS_SMALL
            )
        area = option.rect.adjusted(metrics.SPACE_2, 0, -metrics.SPACE_2, 0)
        strong = colours.selection_text if is_chosen else colours.text
        soft = colours.selection_text if is_chosen else colours.muted
        painter.setPen(soft)
        number = str(index.row() + 1) if index.row() < MOST_NUMBERED else ""
        words = code_words(code)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, number)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        used = painter.fontMetrics().horizontalAdvance(words) + metrics.SPACE_3
        painter.setPen(strong)
        room = area.adjusted(metrics.SPACE_6, 0, -used, 0)
        room = QStyle.visualRect(painter.layoutDirection(), area, room)
        self._paint_line(painter, room, code.first_line)
        painter.restore()

    def _paint_line(self, painter: QPainter, room: QRect, line: str) -> None:
        painter.setFont(self._theme.code_font())
        short = painter.fontMetrics().elidedText(
            line[:_LONGEST_LINE], Qt.TextElideMode.ElideRight, max(0, room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)


def _spoken(number: int, code: AnswerCode) -> str:
    words = _("{number}: {line} ({what})")
    line = code.first_line[:_LONGEST_LINE]
    return words.format(number=number, line=line, what=code_words(code))
