"""The settings: a list of pages on the left, a page on the right; changes apply at once."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.i18n import _
from supertoken_desktop.paths import Folders
from supertoken_desktop.ui.settings.appearance import AppearancePage
from supertoken_desktop.ui.settings.behaviour import BehaviourPage
from supertoken_desktop.ui.settings.data import DataPage
from supertoken_desktop.ui.settings.fields import Page, Words
from supertoken_desktop.ui.settings.models import ModelsPage
from supertoken_desktop.ui.settings.network import NetworkPage
from supertoken_desktop.ui.settings.parameters import ParametersPage
from supertoken_desktop.ui.settings.providers import ProvidersPage
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon

_WIDTH = 880
_HEIGHT = 640
_MIN_HEIGHT = 400
_NAMES_WIDTH = 184
_TITLES: Mapping[str, tuple[Words, str]] = {
    "providers": (lambda: _("Providers"), "link"),
    "models": (lambda: _("Models"), "model"),
    "parameters": (lambda: _("Parameters"), "sliders"),
    "appearance": (lambda: _("Appearance"), "palette"),
    "behaviour": (lambda: _("Behaviour"), "keyboard"),
    "network": (lambda: _("Network"), "globe"),
    "data": (lambda: _("Data"), "database"),
}


class SettingsDialog(QDialog):
    """Show and change the settings, the providers and their keys and models.

    It blocks no other window: what it changes can be seen behind it.
    """

    def __init__(
        self,
        preferences: Preferences,
        profiles: Profiles,
        catalogue: Catalogue,
        folders: Folders,
        history: Callable[[], HistoryState],
        tasks: Tasks,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.resize(_WIDTH, _HEIGHT)
        self.setMinimumSize(metrics.WINDOW_MIN_WIDTH - 2 * metrics.SPACE_8, _MIN_HEIGHT)
        self._providers = ProvidersPage(profiles, preferences, tasks)
        self._pages: dict[str, Page] = {
            "providers": self._providers,
            "models": ModelsPage(profiles, catalogue, tasks),
            "parameters": ParametersPage(preferences, tasks),
            "appearance": AppearancePage(preferences, tasks),
            "behaviour": BehaviourPage(preferences, tasks),
            "network": NetworkPage(preferences, tasks),
            "data": DataPage(folders, profiles, history),
        }
        self._names = QListWidget()
        self._names.setProperty("role", "pages")
        self._names.setFixedWidth(_NAMES_WIDTH)
        self._names.setIconSize(QSize(metrics.ICON, metrics.ICON))
        self._names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        for name, page in self._pages.items():
            self._names.addItem("")
            self._names.item(self._names.count() - 1).setIcon(icon(_TITLES[name][1]))
            self._stack.addWidget(_scrolled(page))
        self._names.currentRowChanged.connect(self._stack.setCurrentIndex)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._names)
        layout.addWidget(self._stack, 1)
        self._names.setCurrentRow(0)
        self.retranslate()

    def show_page(self, name: str, field: str = "") -> None:
        """Turn to a page, and to a field of it by its object name."""
        page = self._pages[name]
        self._names.setCurrentRow(list(self._pages).index(name))
        target = page.findChild(QWidget, field) if field else None
        if isinstance(target, QWidget):
            target.setFocus()
            area = self._stack.currentWidget()
            if isinstance(area, QScrollArea):
                area.ensureWidgetVisible(target)

    def show_provider(self, profile_id: ProfileId) -> None:
        """Choose a provider on its page; one that is not there changes nothing."""
        self._providers.choose(profile_id)

    async def settle(self) -> None:
        """Take and save what is being typed, as before the program ends."""
        self._finish_typing()
        for page in self._pages.values():
            await page.settle()

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        self.setWindowTitle(_("Settings"))
        self._names.setAccessibleName(_("Pages of the settings"))
        for at, name in enumerate(self._pages):
            self._names.item(at).setText(_TITLES[name][0]())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def done(self, result: int) -> None:
        """Close, by Esc as well; what was typed last counts."""
        self._tasks.spawn(self.settle())
        super().done(result)

    def _finish_typing(self) -> None:
        """Let the field with the caret take its text, as if the caret had left it."""
        field = self.focusWidget()
        if isinstance(field, QAbstractSpinBox):
            field.interpretText()
        elif isinstance(field, QLineEdit):
            field.editingFinished.emit()


def _scrolled(page: Page) -> QScrollArea:
    """Put a page where it can be scrolled, never sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
