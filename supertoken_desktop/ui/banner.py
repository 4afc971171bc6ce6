"""Lines above the work area for what the user should know while it lasts."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme import icons, metrics
from supertoken_desktop.ui.theme.palette import Theme

Words = Callable[[], str]


class BannerArea(QWidget):
    """Stack banners, one for each name; without any it takes no room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._banners: dict[str, Banner] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.hide()

    def show_banner(
        self,
        text: Words,
        action_text: Words | None = None,
        on_action: Callable[[], None] | None = None,
        *,
        name: str = "notice",
        is_calm: bool = False,
    ) -> None:
        """Show a line, in the place of the one with the same name; a calm one is no warning."""
        self.hide_banner(name)
        banner = Banner(
            self._theme,
            text,
            action_text,
            on_action,
            lambda: self.hide_banner(name),
            is_calm=is_calm,
        )
        self._banners[name] = banner
        self._layout.addWidget(banner)
        banner.show()
        self.show()

    def hide_banner(self, name: str = "notice") -> None:
        """Take a line away; one that is not there is no error."""
        banner = self._banners.pop(name, None)
        if banner is None:
            return
        self._layout.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
        self.setVisible(bool(self._banners))


class Banner(QFrame):
    """One line with a sign, words, at most one act, and a way to close it."""

    def __init__(
        self,
        theme: Theme,
        text: Words,
        action_text: Words | None,
        on_action: Callable[[], None] | None,
        on_close: Callable[[], None],
        parent: QWidget | None = None,
        *,
        is_calm: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setProperty("isCalm", is_calm)
        self._is_calm = is_calm
        self._theme = theme
        self._text = text
        self._action_text = action_text
        self._button: QPushButton | None = None
        self._sign = QLabel()
        self._close = QToolButton()
        self._close.clicked.connect(on_close)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(
            metrics.SPACE_4, metrics.SPACE_1, metrics.SPACE_2, metrics.SPACE_1
        )
        layout.setSpacing(metrics.SPACE_3)
        layout.addWidget(self._sign)
        layout.addWidget(self._words, 1)
        if action_text is not None and on_action is not None:
            self._button = QPushButton()
            self._button.clicked.connect(on_action)
            layout.addWidget(self._button)
        layout.addWidget(self._close)
        theme.changed.connect(self._colour)
        self._colour()
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts anew from the language in force."""
        self._words.setText(self._text())
        self.setAccessibleName(self._text())
        if self._button is not None and self._action_text is not None:
            self._button.setText(self._action_text())
            self._button.setAccessibleName(self._action_text())
        self._close.setAccessibleName(_("Close this notice"))
        self._close.setToolTip(_("Close"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _colour(self) -> None:
        colours, ratio = self._theme.colours, self.devicePixelRatioF()
        colour = colours.text if self._is_calm else colours.warning
        sign = "info" if self._is_calm else "warning"
        self._sign.setPixmap(icons.pixmap(sign, metrics.ICON_LARGE, colour, ratio))
        self._close.setIcon(icons.icon("close", colour))
