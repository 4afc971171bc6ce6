"""One picture in the transcript, or what stands in its place: why it isn't there, and buttons."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QHideEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.remote_pictures import Failed, NotLoaded
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import pixmap
from supertoken_desktop.ui.transcript.gallery import State, Unusable
from supertoken_desktop.ui.transcript.marks import MarkKind
from supertoken_desktop.ui.transcript.picture_data import Fault, Header
from supertoken_desktop.ui.transcript.picture_words import always_words, state_words
from supertoken_desktop.ui.transcript.row_kinds import Picture
from supertoken_desktop.ui.transcript.rows.style import RowStyle, paint_mark

PADDING = metrics.SPACE_3
_TEXT_LEFT = PADDING + metrics.ICON_LARGE + metrics.SPACE_3
_MARK_ALPHA = 110
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class Tile(QLabel):
    """Show a picture in one of its states.

    `pixels_wanted` asks for pixels of a size in dots; they come by `show_pixels`. It is a label
    with a pixmap because assistive technology then hears of a graphic.
    """

    chosen = Signal()
    load_wanted = Signal()
    always_wanted = Signal()
    pixels_wanted = Signal(QSize)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = Picture("", "")
        self._state: State = Unusable()
        self._style: RowStyle | None = None
        self._image: QImage | None = None
        self._mark: MarkKind | None = None
        self._load = QPushButton(self)
        self._always = QPushButton(self)
        self._load.clicked.connect(self.load_wanted)
        self._always.clicked.connect(self.always_wanted)
        for button in (self._load, self._always):
            button.setCursor(Qt.CursorShape.ArrowCursor)
            button.hide()
        graphic = QPixmap(1, 1)
        graphic.fill(Qt.GlobalColor.transparent)
        self.setPixmap(graphic)

    @property
    def is_shown(self) -> bool:
        """Whether the picture itself is there."""
        return isinstance(self._state, Header)

    def show_picture(self, picture: Picture, state: State, style: RowStyle) -> None:
        """Show a picture in a state."""
        if picture != self._picture or state != self._state:
            self._image = None
        self._picture, self._state, self._style = picture, state, style
        self._say()
        self._place_buttons()
        self.update()

    def show_pixels(self, image: QImage | None) -> None:
        """Take the pixels that were wanted; None where they are still being made."""
        self._image = image
        if image is not None:
            self.update()

    def mark(self, kind: MarkKind | None) -> None:
        """Show whether it is selected, or that its name is a hit."""
        if kind is not self._mark:
            self._mark = kind
            self.update()

    def box_height(self, width: int) -> int:
        """Return the height of the box in the picture's place, in pixels."""
        assert self._style is not None
        height = 2 * PADDING + _line(self._style)
        height += self._words_rect(width).height()
        if self._has_buttons():
            height += metrics.SPACE_2 + self._style.bar_height
        return height

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by Enter and the space bar."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of the pixels."""
        super().hideEvent(event)
        self._image = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Want pixels of another size."""
        super().resizeEvent(event)
        self._image = None
        self._place_buttons()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._style is not None:
            self._say()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the picture, or the box."""
        if self._style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.is_shown:
            self._paint_picture(painter, self._style)
        else:
            self._paint_box(painter, self._style)
        if self._mark is MarkKind.SELECTED:
            colour = QColor(self._style.colours.selection)
            colour.setAlpha(_MARK_ALPHA)
            painter.fillPath(self._outline(), colour)
        elif self._mark is not None:
            paint_mark(painter, self.rect(), self._mark, self._style)
        if self.hasFocus():
            painter.setPen(QPen(self._style.colours.focus, metrics.FOCUS_WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(self._outline(metrics.FOCUS_WIDTH / 2))
        painter.end()

    def _paint_picture(self, painter: QPainter, style: RowStyle) -> None:
        if self._image is None:
            dots = self.size() * self.devicePixelRatioF()
            self.pixels_wanted.emit(dots)
        if self._image is None:
            painter.fillPath(self._outline(), style.colours.code_background)
        else:
            painter.save()
            painter.setClipPath(self._outline())
            painter.drawImage(QRectF(self.rect()), self._image)
            painter.restore()
        painter.setPen(QPen(style.colours.code_border, metrics.HAIRLINE))
        painter.drawPath(self._outline(0.5))

    def _paint_box(self, painter: QPainter, style: RowStyle) -> None:
        colours = style.colours
        painter.setPen(QPen(colours.code_border, metrics.HAIRLINE))
        painter.setBrush(colours.code_background)
        painter.drawPath(self._outline(0.5))
        name = "picture-off" if isinstance(self._state, Fault | Failed | Unusable) else "picture"
        mark = pixmap(name, metrics.ICON_LARGE, colours.muted, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(PADDING, PADDING), mark)
        room = self.width() - _TEXT_LEFT - PADDING
        painter.setFont(style.body)
        painter.setPen(colours.text)
        title = QFontMetrics(style.body).elidedText(
            self._picture.name, Qt.TextElideMode.ElideRight, room
        )
        title_rect = QRect(_TEXT_LEFT, PADDING, room, _line(style))
        painter.drawText(title_rect, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(style.small)
        painter.setPen(colours.muted)
        painter.drawText(self._words_rect(self.width()), int(_WRAP), state_words(self._state))

    def _outline(self, inset: float = 0.0) -> QPainterPath:
        path = QPainterPath()
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        radius = min(metrics.RADIUS, box.height() / 4)
        path.addRoundedRect(box, radius, radius)
        return path

    def _words_rect(self, width: int) -> QRect:
        assert self._style is not None
        room = max(metrics.SPACE_8, width - _TEXT_LEFT - PADDING)
        top = PADDING + _line(self._style)
        high = QRect(_TEXT_LEFT, top, room, 10_000)
        measure = QFontMetrics(self._style.small)
        return measure.boundingRect(high, int(_WRAP), state_words(self._state))

    def _has_buttons(self) -> bool:
        return isinstance(self._state, NotLoaded | Failed)

    def _place_buttons(self) -> None:
        has_buttons = self._has_buttons()
        self._load.setVisible(has_buttons)
        self._always.setVisible(has_buttons and isinstance(self._state, NotLoaded))
        if not has_buttons:
            return
        assert self._style is not None
        top = self.height() - PADDING - self._style.bar_height
        left = _TEXT_LEFT
        for button in (self._load, self._always):
            width = min(button.sizeHint().width(), max(0, self.width() - PADDING - left))
            button.setGeometry(left, top, width, self._style.bar_height)
            left += width + metrics.SPACE_2

    def _say(self) -> None:
        """Set the texts of buttons and of assistive technology."""
        assert self._style is not None
        self._load.setText(_("Try again") if isinstance(self._state, Failed) else _("Load"))
        self._load.setAccessibleName(self._load.text())
        if isinstance(self._state, NotLoaded):
            words = always_words(self._state.host)
            self._always.setText(words.replace("&", "&&"))
            self._always.setAccessibleName(words)
        for button in (self._load, self._always):
            button.setFont(self._style.small)
        self.setAccessibleName(self._picture.name)
        self.setAccessibleDescription(state_words(self._state))
        policy = Qt.FocusPolicy.TabFocus if self.is_shown else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)


def _line(style: RowStyle) -> int:
    return round(style.first_line_height) + metrics.SPACE_1
