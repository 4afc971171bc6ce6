"""The rail beside the transcript: a tick for each question, which a click brings to the top."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QStyle, QVBoxLayout, QWidget

from supertoken_desktop.domain.message import Role
from supertoken_desktop.i18n import _, format_number
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.entry import Entry
from supertoken_desktop.ui.transcript.view import TranscriptView

FEWEST_QUESTIONS = 3
NARROWEST = 560
WIDTH = 20
# How often at most the place of the reader is looked up while the transcript scrolls.
FOLLOW_MS = 120
_PITCH = 14
_CLOSEST = 8
_TICK_WIDTH = 10
_CURRENT_WIDTH = 16
_TICK_HEIGHT = 2
_CARD_WIDTH = 300
_CARD_CHARACTERS = 160


class TurnNavigator(QWidget):
    """One tick per question in the order of the conversation, or per few where there are many.

    It mirrors the keys that go from message to message, so it takes no focus. Streaming costs it
    nothing: ticks stand by number, not by height.
    """

    question_chosen = Signal(str)

    def __init__(self, transcript: TranscriptView, theme: Theme, area: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self._transcript = transcript
        self._theme = theme
        self._questions: tuple[tuple[int, Entry], ...] = ()
        self._current = -1
        self._hovered = -1
        self._card = _Card(area)
        self._follow_timer = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._follow_timer.timeout.connect(self._follow)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        transcript.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        theme.changed.connect(self.update)
        self.retranslate()
        self.hide()

    @property
    def current(self) -> int:
        """Which question is being read, from 0; -1 before the first."""
        return self._current

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Take the questions of these messages."""
        questions = [(at, entry) for at, entry in enumerate(entries) if _is_question(entry)]
        self._questions = tuple(questions)
        self._hovered = -1
        self._card.hide()
        self.place()
        self._follow()
        self.retranslate()
        self.update()

    def place(self) -> None:
        """Take the place at the right edge; hide where there is little to choose or little room."""
        area, bar = self._area, self._transcript.verticalScrollBar()
        room = area.height() - 2 * metrics.SPACE_8
        height = min(room, len(self._questions) * _PITCH)
        left = area.width() - bar.width() - WIDTH
        place = QRect(left, (area.height() - height) // 2, WIDTH, height)
        self.setGeometry(QStyle.visualRect(area.layoutDirection(), area.rect(), place))
        is_useful = len(self._questions) >= FEWEST_QUESTIONS and room > _PITCH
        self.setVisible(is_useful and area.width() >= NARROWEST)

    def question_at(self, y: int) -> int:
        """Return which question is meant at a height of this widget; the ends reach beyond."""
        at = y * len(self._questions) // max(1, self.height())
        return max(0, min(at, len(self._questions) - 1))

    def retranslate(self) -> None:
        """Set all texts anew."""
        self.setAccessibleName(_("Questions"))
        self.setAccessibleDescription(
            _("Alt+Up and Alt+Down go from message to message; a click goes to a question.")
        )

    def event(self, event: QEvent) -> bool:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the question under the mouse."""
        hovered = self.question_at(event.position().toPoint().y())
        if hovered != self._hovered:
            self._hovered = hovered
            self._show_card()
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the question."""
        super().leaveEvent(event)
        self._hovered = -1
        self._card.hide()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the question under the mouse."""
        if event.button() is Qt.MouseButton.LeftButton and self._questions:
            at = self.question_at(event.position().toPoint().y())
            self.question_chosen.emit(self._questions[at][1].message.id)
            self._mark(at)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's signature
        """Paint the ticks, the current one and the one under the mouse longer."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colours = self._theme.colours
        count = len(self._questions)
        ticks = min(count, max(1, self.height() // _CLOSEST))
        for tick in range(ticks):
            self._paint_tick(painter, (tick + 0.5) / ticks, _TICK_WIDTH, colours.muted)
        for question, colour in ((self._current, colours.accent), (self._hovered, colours.text)):
            if 0 <= question < count:
                self._paint_tick(painter, self._share_of(question, ticks), _CURRENT_WIDTH, colour)
        painter.end()

    def _share_of(self, question: int, ticks: int) -> float:
        """Return how far down the tick stands that is the question's, of the whole height."""
        tick = question * ticks // len(self._questions)
        return (tick + 0.5) / ticks

    def _paint_tick(self, painter: QPainter, share: float, width: int, colour: QColor) -> None:
        y = share * self.height() - _TICK_HEIGHT / 2
        painter.setBrush(colour)
        left = self.width() - width - 2
        tick = QRect(left, round(y), width, _TICK_HEIGHT)
        painter.drawRoundedRect(QStyle.visualRect(self.layoutDirection(), self.rect(), tick), 1, 1)

    def _on_scrolled(self) -> None:
        if not self._follow_timer.isActive() and not self.isHidden():
            self._follow_timer.start()

    def _follow(self) -> None:
        """Find out which question is being read: the last one that begins in the upper third."""
        view = self._transcript
        if not view.stack.entries or not self._questions:
            return
        y = view.verticalScrollBar().value() + view.viewport().height() // 3
        message = view.stack.at(y).message
        self._mark(bisect_right([at for at, _entry in self._questions], message) - 1)

    def _mark(self, question: int) -> None:
        if question != self._current:
            self._current = question
            self.update()

    def _show_card(self) -> None:
        number, entry = self._hovered, self._questions[self._hovered][1]
        where = _("Question {number} of {count}").format(
            number=format_number(number + 1), count=format_number(len(self._questions))
        )
        self._card.show_question(where, entry.message.text)
        middle = round((number + 0.5) / len(self._questions) * self.height())
        self._card.place(self.mapToParent(QPoint(0, middle)), WIDTH)


class _Card(QFrame):
    """The first lines of a question."""

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._where, self._text = QLabel(), QLabel()
        self._where.setProperty("role", "muted")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(
            metrics.SPACE_3, metrics.SPACE_2, metrics.SPACE_3, metrics.SPACE_2
        )
        column.setSpacing(metrics.SPACE_1)
        column.addWidget(self._where)
        column.addWidget(self._text)
        self.hide()

    def show_question(self, where: str, text: str) -> None:
        """Show which question it is, and how it begins."""
        start = " ".join(text[: 2 * _CARD_CHARACTERS].split())
        is_cut = len(start) > _CARD_CHARACTERS or len(text) > 2 * _CARD_CHARACTERS
        self._where.setText(where)
        self._text.setText(start[:_CARD_CHARACTERS].rstrip() + "…" if is_cut else start)

    def place(self, tick: QPoint, width: int) -> None:
        """Show the card before a tick of so many pixels, and never over the area's edges."""
        height = self._column.totalHeightForWidth(_CARD_WIDTH)
        most = self._area.height() - height - metrics.SPACE_2
        top = max(metrics.SPACE_2, min(tick.y() - height // 2, most))
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        before = tick.x() - metrics.SPACE_2 - _CARD_WIDTH
        left = tick.x() + width + metrics.SPACE_2 if is_mirrored else before
        self.setGeometry(left, top, _CARD_WIDTH, height)
        self.show()
        self.raise_()


def _is_question(entry: Entry) -> bool:
    return entry.message.role is Role.USER
