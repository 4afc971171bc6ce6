"""What a new chat shows: a greeting and four prompts to begin with."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.chat.column import centred
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.palette import Theme

_COLUMNS = 2


class EmptyChat(QScrollArea):
    """Greet; a card puts its prompt into the composer, to be changed before it is sent.

    It scrolls where a long question leaves it little room.
    """

    prompt_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._greeting = QLabel()
        self._greeting.setProperty("role", "title")
        self._greeting.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._greeting.setWordWrap(True)
        self._cards = tuple(_PromptCard(theme) for _card in _prompts())
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(metrics.SPACE_3)
        grid.addWidget(self._greeting, 0, 0, 1, _COLUMNS)
        grid.setRowMinimumHeight(1, metrics.SPACE_3)
        for number, card in enumerate(self._cards):
            grid.addWidget(card, 2 + number // _COLUMNS, number % _COLUMNS)
            card.chosen.connect(self.prompt_chosen)
        content = QWidget()
        content.setProperty("role", "page")
        outer = QVBoxLayout(content)
        outer.setContentsMargins(metrics.SPACE_6, 0, metrics.SPACE_6, 0)
        outer.addStretch(2)
        outer.addLayout(centred(inner, theme))
        outer.addStretch(3)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The bar keeps its room, as beside a transcript, so that cards and composer share edges.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self.verticalScrollBar()
        bar.setEnabled(False)
        bar.rangeChanged.connect(lambda _lowest, highest: bar.setEnabled(highest > 0))
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts anew."""
        self._greeting.setText(_("What would you like to know?"))
        for card, (title, prompt) in zip(self._cards, _prompts(), strict=True):
            card.show_prompt(title, prompt)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class _PromptCard(QFrame):
    """A prompt that can be clicked, or chosen by Enter or the space bar."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._prompt = ""
        self._is_hovered = False
        self._title, self._words = QLabel(), QLabel()
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._words.setProperty("role", "muted")
        self._words.setWordWrap(True)
        for label in (self._title, self._words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self)
        column.setContentsMargins(
            metrics.SPACE_4, metrics.SPACE_3, metrics.SPACE_4, metrics.SPACE_3
        )
        column.setSpacing(metrics.SPACE_1)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        theme.changed.connect(self.update)

    def show_prompt(self, title: str, prompt: str) -> None:
        self._prompt = prompt
        self._title.setText(title)
        self._words.setText(prompt.strip())
        self.setAccessibleName(f"{title}: {prompt.strip()}")

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._is_hovered = kind == QEvent.Type.Enter
        if kind in (
            QEvent.Type.Enter,
            QEvent.Type.Leave,
            QEvent.Type.FocusIn,
            QEvent.Type.FocusOut,
        ):
            self.update()
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and is_inside:
            self.chosen.emit(self._prompt)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._prompt)
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = self._theme.colours
        width = metrics.FOCUS_WIDTH if self.hasFocus() else metrics.HAIRLINE
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.focus if self.hasFocus() else colours.border, width))
        painter.setBrush(colours.hover if self._is_hovered else colours.raised)
        inset = width / 2
        area = self.rect().toRectF().adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(area, metrics.RADIUS, metrics.RADIUS)
        painter.end()


def _prompts() -> tuple[tuple[str, str], ...]:
    return (
        (
            _("Explain something"),
            _("Explain how public-key encryption works, with an everyday picture for it."),
        ),
        (
            _("Write code"),
            _("Write a Python function that finds duplicate files in a folder, with a test."),
        ),
        (
            _("Improve a text"),
            _("Make this text shorter and clearer, and keep its tone:\n\n"),
        ),
        (
            _("Compare"),
            _("Compare three ways to back up a laptop in a table: cost, effort, and safety."),
        ),
    )
