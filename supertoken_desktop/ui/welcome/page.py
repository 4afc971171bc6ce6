"""The first thing a new user sees: enter a key, or try the demo."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import icons, metrics
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.welcome.key_form import KeyForm

_SIDE_BY_SIDE_FROM = 680
_ORNAMENT_FROM = 600


class WelcomePage(QScrollArea):
    """Two cards, beside each other where there is room; scrolls where the window is low."""

    demo_chosen = Signal()
    provider_ready = Signal(str)

    def __init__(
        self, profiles: Profiles, tasks: Tasks, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mark = QLabel()
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._subtitle = QLabel()
        self._subtitle.setProperty("role", "muted")
        self._form = KeyForm(profiles, tasks)
        self._demo = DemoCard(theme)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._form.provider_ready.connect(self.provider_ready)
        self._demo.chosen.connect(self.demo_chosen)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts anew from the language in force."""
        self._title.setText(_("Welcome to SuperToken Desktop"))
        self._subtitle.setText(_("Chat with AI models through the relay of your choice."))
        self.setAccessibleName(_("Welcome"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards beside or below each other; a low window shows them without ornament."""
        super().resizeEvent(event)
        is_low = self.viewport().height() < _ORNAMENT_FROM
        for ornament in (self._mark, self._subtitle):
            ornament.setVisible(not is_low)
        directions = QBoxLayout.Direction
        is_wide = self.viewport().width() >= _SIDE_BY_SIDE_FROM
        self._cards.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the caret where most people go on."""
        super().showEvent(event)
        self._mark.setPixmap(icons.app_icon().pixmap(metrics.LOGO, metrics.LOGO))
        self._form.focus_key()

    def _lay_out(self) -> None:
        for label in (self._mark, self._title, self._subtitle):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(label is not self._mark)
        page = QWidget()
        page.setProperty("role", "page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout()
        column.setSpacing(metrics.SPACE_2)
        column.addWidget(self._mark)
        column.addSpacing(metrics.SPACE_1)
        column.addWidget(self._title)
        column.addWidget(self._subtitle)
        column.addSpacing(metrics.SPACE_6)
        self._cards.setSpacing(metrics.SPACE_4)
        self._cards.addWidget(self._form, 5)
        self._cards.addWidget(self._demo, 3)
        column.addLayout(self._cards)
        inner = QWidget()
        inner.setMaximumWidth(metrics.COLUMN_MAX)
        inner.setLayout(column)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(*[metrics.SPACE_6] * 4)
        layout.addStretch(1)
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(2)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # It follows the focus of what stands on it.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class DemoCard(QFrame):
    """The way in without a key."""

    chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._theme = theme
        self._sign = QLabel()
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self._text = QLabel()
        self._promise = QLabel()
        self._promise.setProperty("role", "muted")
        self._button = QPushButton()
        self._button.clicked.connect(self.chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[metrics.SPACE_6] * 4)
        layout.setSpacing(metrics.SPACE_2)
        for widget in (self._title, self._sign, self._text, self._promise):
            widget.setWordWrap(widget is not self._sign)
            layout.addWidget(widget)
        layout.addSpacing(metrics.SPACE_2)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        theme.changed.connect(self._colour)
        self._colour()
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts anew from the language in force."""
        self._title.setText(_("Try the demo"))
        self._text.setText(
            _(
                "Look around without a key. A small relay inside the program answers from the "
                "user guide, with code, tables and long answers."
            )
        )
        self._promise.setText(_("Nothing leaves this computer."))
        self._button.setText(_("Start the demo"))
        self._button.setAccessibleDescription(self._text.text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _colour(self) -> None:
        colour = self._theme.colours.link
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap("demo", metrics.ICON_HUGE, colour, ratio))
