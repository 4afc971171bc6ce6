"""The settings: a list of pages on the left, a page on the right; changes apply at once."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QStackedWidget, QWidget

from supertoken_desktop.domain.history import HistoryState
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
from supertoken_desktop.ui.theme.palette import Theme

_WIDTH = 880
_HEIGHT = 640
_NAMES_WIDTH = 184
_TITLES: Mapping[str, tuple[Words, str]] = {
    "providers": (lambda: _("Providers"), "link"),
    "models": (lambda: _("Models"), "model"),
    "parameters": (lambda: _("Parameters"), "edit"),
    "appearance": (lambda: _("Appearance"), "sidebar"),
    "behaviour": (lambda: _("Behaviour"), "send"),
    "network": (lambda: _("Network"), "regenerate"),
    "data": (lambda: _("Data"), "key"),
}


class SettingsDialog(QDialog):
    """Show and change the settings, the providers and their keys and models."""

    def __init__(
        self,
        preferences: Preferences,
        profiles: Profiles,
        catalogue: Catalogue,
        folders: Folders,
        history: HistoryState,
        theme: Theme,
        tasks: Tasks,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.resize(_WIDTH, _HEIGHT)
        self.setMinimumSize(metrics.WINDOW_MIN_WIDTH - 2 * metrics.SPACE_8, 400)
        self._pages: dict[str, Page] = {
            "providers": ProvidersPage(profiles, preferences, theme, tasks),
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
        self._names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        for name, page in self._pages.items():
            self._names.addItem("")
            self._names.item(self._names.count() - 1).setIcon(icon(_TITLES[name][1]))
            self._stack.addWidget(page)
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
        if target is not None:
            target.setFocus()
            page.ensureWidgetVisible(target)

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
