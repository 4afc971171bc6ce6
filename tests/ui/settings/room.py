"""The settings over the real engine: keys and history in memory, a fake relay or the demo's."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QMessageBox,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from supertoken_desktop.app import preview_address
from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.ports import Clients, SecretStore, Store
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.engine.system_clock import SystemClock
from supertoken_desktop.engine.updates import Updates
from supertoken_desktop.paths import Folders
from supertoken_desktop.secrets import MemorySecrets
from supertoken_desktop.settings import Settings
from supertoken_desktop.store.database import open_store
from supertoken_desktop.ui.settings.dialog import SettingsDialog
from supertoken_desktop.ui.settings.pages import SettingsParts, pages_over
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme
from tests.fakes.autostart import MemoryAutostart
from tests.fakes.client import FakeClient, FakeClients
from tests.fakes.policies import NoLimits
from tests.fakes.releases import FakeReleases
from tests.fakes.waiting import until

W = TypeVar("W", bound=QWidget)
SUPERTOKEN = ProviderProfile(ProfileId("p1"), "SuperToken", "https://one.example", "p1")
TOKEN502 = ProviderProfile(ProfileId("p2"), "Token502", "https://two.example", "p2")
KEY = Secret("sk-kept")
HOME = Path("/home/user")
FOLDERS = Folders(HOME / "data", HOME / "config", HOME / "logs", HOME / "run")


@dataclass
class Room:
    """The dialog, and what it changes."""

    dialog: SettingsDialog
    parts: SettingsParts
    preferences: Preferences
    profiles: Profiles
    catalogue: Catalogue
    client: FakeClient
    tasks: Tasks
    history: list[HistoryState]
    written: list[Settings]
    autostart: MemoryAutostart
    trays: list[bool]
    notes: list[bool]
    errors: list[BaseException] = field(default_factory=list)

    @property
    def settings(self) -> Settings:
        return self.preferences.current

    @property
    def names(self) -> QListWidget:
        return self.list_named("Pages of the settings")

    @property
    def providers(self) -> QListWidget:
        return self.list_named("Providers")

    def list_named(self, name: str) -> QListWidget:
        return next(w for w in self.dialog.findChildren(QListWidget) if w.accessibleName() == name)

    def shown(self, kind: type[W], name: str) -> W:
        """The visible widget that a screen reader would call by this name."""
        found = [w for w in self.dialog.findChildren(kind) if w.isVisible()]
        named = [w for w in found if w.accessibleName() == name]
        assert len(named) == 1, (name, named)
        return named[0]

    def words(self) -> str:
        """All that can be read on the page in front."""
        labels = self.dialog.findChildren(QLabel)
        said = "\n".join(label.text() for label in labels if label.isVisible())
        return said.replace("\u200b", "")

    def click(self, name: str) -> None:
        button = self.shown(QAbstractButton, name)
        # A check box takes the whole line, and obeys clicks on its words alone.
        spot = button.rect().center() if not isinstance(button, QCheckBox) else QPoint(12, 10)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=spot)

    def type_into(self, name: str, text: str) -> QWidget:
        """Replace what is in a field, as with Ctrl+A and typing."""
        found = self.shown(QWidget, name)
        found.setFocus()
        QTest.keyClick(found, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(found, Qt.Key.Key_Delete)
        QTest.keyClicks(found, text)
        return found

    def enter(self, name: str, text: str) -> QWidget:
        """Type into a field and press Enter."""
        found = self.type_into(name, text)
        QTest.keyClick(found, Qt.Key.Key_Return)
        return found

    def choose_provider(self, name: str) -> None:
        rows = self.provider_names()
        self.providers.setCurrentRow(rows.index(name))

    def provider_names(self) -> list[str]:
        texts = [self.providers.item(at).text() for at in range(self.providers.count())]
        return [text.removesuffix(" (for new chats)") for text in texts]

    def add_from_menu(self, text: str) -> None:
        menu = self.shown(QToolButton, "Add a provider").menu()
        assert isinstance(menu, QMenu)
        next(action for action in menu.actions() if action.text() == text).trigger()

    async def answer_box(self, button: str) -> None:
        """Press a button of the question on the screen."""
        await until(lambda: bool(self.boxes()))
        box = self.boxes()[0]
        QTest.mouseClick(
            next(b for b in box.buttons() if b.text() == button), Qt.MouseButton.LeftButton
        )

    def boxes(self) -> list[QMessageBox]:
        return [b for b in self.dialog.findChildren(QMessageBox) if b.isVisible()]

    @property
    def page(self) -> QWidget:
        """The page in front, with all that can be scrolled to."""
        page = self._area.widget()
        assert page is not None
        return page

    @property
    def room_for_page(self) -> int:
        """The width that can be seen, in pixels."""
        return self._area.viewport().width()

    @property
    def _area(self) -> QScrollArea:
        area = self.dialog.findChildren(QStackedWidget)[0].currentWidget()
        assert isinstance(area, QScrollArea)
        return area


@asynccontextmanager
async def settings_room(
    *,
    providers: Sequence[ProviderProfile] = (SUPERTOKEN, TOKEN502),
    settings: Settings | None = None,
    clients: Clients | None = None,
    store: Store | None = None,
    secrets: SecretStore | None = None,
    autostart: MemoryAutostart | None = None,
    releases: FakeReleases | None = None,
    page: str = "providers",
) -> AsyncIterator[Room]:
    """Open the settings at a page; the first provider has a key."""
    used = store if store is not None else await open_store(None, None)
    written: list[Settings] = []

    async def write(changed: Settings) -> None:
        written.append(changed)

    client = FakeClient()
    behind = clients or FakeClients(client)
    preferences = Preferences(settings or Settings(), write)
    profiles = Profiles(
        used,
        secrets or MemorySecrets(),
        behind,
        preferences,
        preview_address,
        SystemClock(),
        NoLimits(),
    )
    catalogue = Catalogue(used, behind, profiles, NoLimits())
    await profiles.load()
    for at, profile in enumerate(providers):
        await profiles.add(profile, KEY if at == 0 else None)
    await catalogue.load()
    theme = Theme()
    theme.apply(Settings(theme="light"))
    errors: list[BaseException] = []
    tasks = Tasks(errors.append)
    history = [HistoryState.KEPT]
    login, trays = autostart or MemoryAutostart(), [True]
    feed = releases or FakeReleases()
    updates = Updates(feed, preferences, SystemClock(), "0.1.0")
    notes: list[bool] = []
    parts = SettingsParts(
        preferences,
        profiles,
        catalogue,
        FOLDERS,
        lambda: history[-1],
        tasks,
        login,
        lambda: trays[-1],
        updates,
        lambda: notes.append(True),
    )
    dialog = SettingsDialog(pages_over(parts), tasks)
    dialog.show_page(page)
    dialog.show()
    dialog.activateWindow()
    room = Room(
        *(dialog, parts, preferences, profiles, catalogue, client, tasks, history, written),
        *(login, trays, notes, errors),
    )
    try:
        yield room
    finally:
        await dialog.settle()
        await tasks.close()
        dialog.hide()
        dialog.deleteLater()
        theme.deleteLater()
        if store is None:
            await used.close()
    assert errors == []


def caret(room: Room, name: str) -> bool:
    """Tell whether the caret is in a field."""
    return room.shown(QLineEdit, name) is QApplication.focusWidget()
