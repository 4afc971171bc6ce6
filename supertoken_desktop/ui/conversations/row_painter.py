"""Paint the rows of the conversation list, and say where their two buttons are."""

import enum
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.conversations.dates import moment_label
from supertoken_desktop.ui.conversations.list_model import Role
from supertoken_desktop.ui.conversations.rows import ConversationRow, HitRow, SectionRow
from supertoken_desktop.ui.theme import icons, metrics
from supertoken_desktop.ui.theme.palette import Theme

AnyIndex = QModelIndex | QPersistentModelIndex

_BUTTON = 24
_SMALLER = 0.88
_FULL_TURN = 360
_SPINNER_ARC = 270
_PHASES = 24
_SIXTEENTHS = 16


class RowButton(enum.Enum):
    """The buttons that a row shows under the pointer."""

    PIN = enum.auto()
    MORE = enum.auto()


class RowPainter(QStyledItemDelegate):
    """Draw sections, conversations and hits; edit a title in place."""

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._phase = 0
        self.open_id: str | None = None
        self.hovered_button: RowButton | None = None

    def turn_spinner(self) -> None:
        """Move the signs of running answers one step on."""
        self._phase = (self._phase + 1) % _PHASES

    def button_at(
        self, direction: Qt.LayoutDirection, rect: QRect, point: QPoint
    ) -> RowButton | None:
        """Return the button at a point of a conversation's row, None beside both."""
        for button in RowButton:
            place = QStyle.visualRect(direction, rect, _button_rect(rect, button))
            if place.contains(point):
                return button
        return None

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return one height for all rows, a larger one for hits."""
        line = QFontMetrics(option.font).height()
        if isinstance(index.data(Role.ROW), HitRow):
            return QSize(0, max(metrics.HIT_HEIGHT, 2 * line + metrics.SPACE_4 + metrics.SPACE_1))
        return QSize(0, max(metrics.ROW_HEIGHT, line + metrics.SPACE_4))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row."""
        row: object = index.data(Role.ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        match row:
            case SectionRow(text):
                self._paint_section(painter, option, text)
            case ConversationRow():
                self._paint_ground(painter, option, is_open=row.id == self.open_id)
                self._paint_conversation(painter, option, row)
            case HitRow():
                self._paint_ground(painter, option, is_open=False)
                self._paint_hit(painter, option, row)
            case _:
                pass
        painter.restore()

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002  # Qt's signature
        index: AnyIndex,  # noqa: ARG002  # Qt's signature
    ) -> QWidget:
        """Return the field in which a title is edited."""
        editor = QLineEdit(parent)
        editor.setAccessibleName(_("Title of the chat"))
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """Put the title into the field, all of it chosen."""
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        """Give the edited title to the model."""
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: AnyIndex,  # noqa: ARG002  # Qt's signature
    ) -> None:
        """Put the field over the row."""
        editor.setGeometry(_ground(_rect(option)))

    def _paint_section(self, painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
        font = _smaller(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self._theme.colours.muted)
        room = _rect(option).adjusted(metrics.SPACE_4, 0, -metrics.SPACE_4, -metrics.SPACE_1)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, shown)

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, *, is_open: bool
    ) -> None:
        colours = self._theme.colours
        ground = _ground(_rect(option))
        fill = colours.raised if is_open else colours.hover
        if is_open or _has(option, QStyle.StateFlag.State_MouseOver):
            painter.setPen(QPen(colours.border if is_open else fill, metrics.HAIRLINE))
            painter.setBrush(fill)
            painter.drawRoundedRect(
                ground.toRectF().adjusted(0.5, 0.5, -0.5, -0.5),
                metrics.RADIUS_SMALL,
                metrics.RADIUS_SMALL,
            )
        if _has(option, QStyle.StateFlag.State_HasFocus):
            painter.setPen(QPen(colours.focus, metrics.FOCUS_WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(
                ground.adjusted(1, 1, -1, -1), metrics.RADIUS_SMALL, metrics.RADIUS_SMALL
            )

    def _paint_conversation(
        self, painter: QPainter, option: QStyleOptionViewItem, row: ConversationRow
    ) -> None:
        room = _room(_rect(option))
        if _has(option, QStyle.StateFlag.State_MouseOver):
            self._paint_buttons(painter, option, row)
            right = _button_rect(_rect(option), RowButton.PIN).left()
        else:
            right = self._paint_marks(painter, option, row, room)
        font = QFont(option.font)
        if row.is_unread:
            font.setWeight(QFont.Weight.DemiBold)
        room.setRight(right - metrics.SPACE_2)
        room = _mirrored(option, room)
        painter.setFont(font)
        painter.setPen(self._theme.colours.text)
        shown = QFontMetrics(font).elidedText(row.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_marks(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        row: ConversationRow,
        room: QRect,
    ) -> int:
        """Draw the time and the signs from the far side; return where they begin, unmirrored."""
        colours = self._theme.colours
        font = _smaller(option.font)
        time = moment_label(row.updated_at, self._now())
        width = QFontMetrics(font).horizontalAdvance(time)
        painter.setFont(font)
        painter.setPen(colours.muted)
        place = _mirrored(option, room)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, time)
        left = room.right() - width
        middle = room.center().y() + 1
        if row.is_running:
            left -= metrics.ICON + metrics.SPACE_1
            self._paint_spinner(painter, _mirrored(option, QRect(left, middle - 6, 12, 12)))
        elif row.is_unread:
            left -= metrics.DOT + metrics.SPACE_2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.accent)
            dot = QRect(left, middle - metrics.DOT // 2, metrics.DOT, metrics.DOT)
            painter.drawEllipse(_mirrored(option, dot))
        # What is typed in the open conversation can be seen beside the list.
        has_draft = row.has_draft and row.id != self.open_id
        for name, is_shown in (("draft", has_draft), ("pin", row.is_pinned)):
            if is_shown:
                left -= metrics.ICON_SMALL + metrics.SPACE_1
                side = metrics.ICON_SMALL
                place = _mirrored(option, QRect(left, middle - side // 2, side, side))
                self._paint_icon(painter, name, place.topLeft(), side, colours.muted)
        return left

    def _paint_buttons(
        self, painter: QPainter, option: QStyleOptionViewItem, row: ConversationRow
    ) -> None:
        colours = self._theme.colours
        for button in RowButton:
            place = _mirrored(option, _button_rect(_rect(option), button))
            if button is self.hovered_button:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colours.border)
                painter.drawRoundedRect(place, metrics.SPACE_1, metrics.SPACE_1)
            pin = "unpin" if row.is_pinned else "pin"
            name = pin if button is RowButton.PIN else "more"
            inset = (_BUTTON - metrics.ICON) // 2
            corner = place.topLeft() + QPoint(inset, inset)
            self._paint_icon(painter, name, corner, metrics.ICON, colours.text)

    def _paint_hit(self, painter: QPainter, option: QStyleOptionViewItem, row: HitRow) -> None:
        colours = self._theme.colours
        room = _room(_rect(option))
        middle = room.center().y()
        upper = QRect(room.left(), room.top(), room.width(), middle - room.top())
        font = QFont(option.font)
        painter.setFont(font)
        painter.setPen(colours.text)
        title = QFontMetrics(font).elidedText(row.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(upper, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, title)
        painter.setPen(colours.muted)
        painter.setClipRect(room)
        layout = _snippet_layout(row, _smaller(font), colours.link)
        # A line stands at the side where its own text begins, as in any list of messages.
        layout.draw(painter, QPointF(room.left(), middle + 1))

    def _paint_spinner(self, painter: QPainter, rect: QRect) -> None:
        pen = QPen(self._theme.colours.accent, 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        start = -self._phase * _FULL_TURN // _PHASES
        painter.drawArc(rect, start * _SIXTEENTHS, _SPINNER_ARC * _SIXTEENTHS)

    def _paint_icon(
        self, painter: QPainter, name: str, corner: QPoint, size: int, colour: QColor
    ) -> None:
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(corner, icons.pixmap(name, size, colour, ratio))


def _snippet_layout(row: HitRow, font: QFont, mark: QColor) -> QTextLayout:
    """Lay a snippet out in one line, its hits in bold and in the colour `mark`."""
    layout = QTextLayout(row.snippet.replace("\n", " "), font)
    style = QTextCharFormat()
    style.setFontWeight(QFont.Weight.Bold)
    style.setForeground(mark)
    ranges: list[QTextLayout.FormatRange] = []
    for start, end in row.marks:
        piece = QTextLayout.FormatRange()
        piece.start, piece.length, piece.format = start, end - start, style
        ranges.append(piece)
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    if line.isValid():
        line.setPosition(QPointF(0, 0))
    layout.endLayout()
    return layout


def _rect(option: QStyleOptionViewItem) -> QRect:
    return QRect(option.rect)


def _mirrored(option: QStyleOptionViewItem, rect: QRect) -> QRect:
    """Return where a part of a row stands in the direction of the window."""
    return QStyle.visualRect(option.direction, _rect(option), rect)


def _has(option: QStyleOptionViewItem, flag: QStyle.StateFlag) -> bool:
    return bool(option.state & flag)


def _ground(rect: QRect) -> QRect:
    return rect.adjusted(metrics.SPACE_2, 1, -metrics.SPACE_2, -1)


def _room(rect: QRect) -> QRect:
    return rect.adjusted(metrics.SPACE_4, metrics.SPACE_1, -metrics.SPACE_4, -metrics.SPACE_1)


def _button_rect(rect: QRect, button: RowButton) -> QRect:
    from_right = 1 if button is RowButton.MORE else 2
    left = rect.right() - metrics.SPACE_3 - from_right * _BUTTON
    return QRect(left, rect.center().y() - _BUTTON // 2 + 1, _BUTTON, _BUTTON)


def _smaller(font: QFont) -> QFont:
    small = QFont(font)
    if font.pointSizeF() > 0:
        small.setPointSizeF(font.pointSizeF() * _SMALLER)
    return small
