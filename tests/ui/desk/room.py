"""The whole window but its program: the desk, the real engine, a relay that plays scripts."""

from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QListView,
    QWidget,
)

from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.domain.ids import ConversationId, ProfileId
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.ports import Limiter
from supertoken_desktop.engine.turn import Turn
from supertoken_desktop.engine.updates import Updates
from supertoken_desktop.paths import Folders, resource
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.chat.page import ChatPage
from supertoken_desktop.ui.conversations.panel import ConversationPanel
from supertoken_desktop.ui.desk import Desk, Engine, Looks
from supertoken_desktop.ui.frame_clock import FrameClock
from supertoken_desktop.ui.help.dialog import HelpDialog
from supertoken_desktop.ui.history_notice import HistoryNotice
from supertoken_desktop.ui.language import Language
from supertoken_desktop.ui.main_window import MainWindow
from supertoken_desktop.ui.settings.dialog import SettingsDialog
from supertoken_desktop.ui.settings.pages import SettingsParts, pages_over
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.entry import Footer
from supertoken_desktop.ui.transcript.view import TranscriptView
from supertoken_desktop.ui.welcome.page import WelcomePage
from tests.engine.scene import PROFILE, Scene, scene
from tests.fakes.autostart import MemoryAutostart
from tests.fakes.releases import FakeReleases
from tests.fakes.waiting import until

HOME = Path("/home/user")
FOLDERS = Folders(HOME / "data", HOME / "config", HOME / "logs", HOME / "run")
DEMO = ProviderProfile(ProfileId("demo"), "Demo", "http://127.0.0.1:9", "demo", is_demo=True)


@dataclass
class Room:
    """What a person sees, and what stands behind it."""

    scene: Scene
    window: MainWindow
    panel: ConversationPanel
    actions: Actions
    theme: Theme
    desk: Desk
    history: HistoryNotice
    pages: list[ChatPage]
    errors: list[BaseException] = field(default_factory=list)

    @property
    def page(self) -> ChatPage:
        return self.pages[0]

    @property
    def settings(self) -> SettingsDialog:
        return self.window.findChildren(SettingsDialog)[0]

    @property
    def open_id(self) -> str:
        return self.page.conversation_id or ""

    def is_open(self, kind: type[QDialog]) -> bool:
        return any(dialog.isVisible() for dialog in self.window.findChildren(kind))

    def words(self) -> str:
        """All that can be read in the window."""
        labels = self.window.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    def click(self, name: str, inside: QWidget | None = None) -> None:
        buttons = (inside or self.window).findChildren(QAbstractButton)
        button = next(
            b for b in buttons if b.isVisible() and name in (b.text(), b.accessibleName())
        )
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def spoken(self, conversation_id: str) -> str:
        """What a screen reader says of a conversation's row in the list."""
        title = self.scene.library.find(ConversationId(conversation_id))
        assert title is not None
        model = self.panel.findChildren(QListView)[0].model()
        assert model is not None
        rows = [
            str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))
            for row in range(model.rowCount())
        ]
        return next(row for row in rows if title.title in row)

    async def send(self, text: str) -> Turn:
        """Ask in the conversation that is open, or in a new one."""
        conversation_id = self.page.conversation_id
        started: list[Turn] = []
        handle = self.scene.chat.turn_started.subscribe(started.append)
        self.page.composer.prompt_submitted.emit(text)
        await until(lambda: bool(started))
        handle.close()
        await until(lambda: self.page.conversation_id == started[0].conversation_id)
        assert conversation_id in (None, started[0].conversation_id)
        await until(lambda: self.scene.library.find(started[0].conversation_id) is not None)
        return started[0]

    async def answered(self, text: str) -> ConversationId:
        turn = await self.send(text)
        await turn.wait_ended()
        await until(lambda: not self.scene.chat.running_turns())
        return turn.conversation_id

    async def new_chat(self) -> None:
        self.panel.new_requested.emit()
        await until(lambda: self.page.conversation_id is None)


@asynccontextmanager
async def desk_room(
    *scripts: object,
    settings: Settings | None = None,
    has_provider: bool = True,
    limiter: Limiter | None = None,
) -> AsyncIterator[Room]:
    """Open the window as the program does, without starting one."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    pool = ThreadPoolExecutor(1)
    async with scene(*scripts, settings=settings, limiter=limiter) as behind:
        if not has_provider:
            await behind.profiles.remove(PROFILE.id)
        room = _build(behind, app, pool)
        room.desk.begin()
        room.window.show()
        room.window.activateWindow()
        try:
            yield room
        finally:
            await behind.chat.stop_all()
            await room.desk.close()
            pool.shutdown()
            room.window.close()
            room.window.deleteLater()
            room.theme.deleteLater()
            Language(app).apply("en")
        assert room.errors == []


def _build(behind: Scene, app: QApplication, pool: ThreadPoolExecutor) -> Room:
    errors: list[BaseException] = []
    theme, tasks, actions, language = Theme(), Tasks(errors.append), Actions(), Language(app)
    language.apply("en")
    theme.apply(behind.preferences.current)
    panel = ConversationPanel(behind.library, actions, tasks, theme)
    pages: list[ChatPage] = []
    desks: list[Desk] = []

    def make_transcript(make_footer: Callable[[QWidget], Footer]) -> TranscriptView:
        return TranscriptView(theme, make_footer, pool)

    def make_page() -> ChatPage:
        page = ChatPage(
            behind.chat,
            behind.library,
            behind.profiles,
            behind.catalogue,
            behind.preferences,
            theme,
            tasks,
            actions,
            FrameClock(),
            make_transcript,
            clock=behind.clock,
        )
        pages.append(page)
        return desks[0].adopt_chat(page)

    def make_welcome() -> WelcomePage:
        return desks[0].adopt_welcome(WelcomePage(behind.profiles, tasks, theme))

    def make_settings() -> SettingsDialog:
        parts = SettingsParts(
            behind.preferences,
            behind.profiles,
            behind.catalogue,
            FOLDERS,
            lambda: HistoryState.KEPT,
            tasks,
            MemoryAutostart(),
            lambda: False,
            Updates(FakeReleases(), behind.preferences, behind.clock, "0.1.0"),
            lambda: None,
        )
        return SettingsDialog(pages_over(parts), tasks, window)

    async def start_demo() -> str:
        behind.profiles.lend(DEMO, Secret("sk-demo"))
        return DEMO.id

    window = MainWindow(actions, theme, lambda: panel, make_page, make_welcome)
    desk = Desk(
        window,
        panel,
        Engine(behind.chat, behind.library, behind.profiles, behind.preferences),
        Looks(theme, language),
        actions,
        tasks,
        make_settings,
        lambda: HelpDialog(resource("docs"), theme, window),
        start_demo,
    )
    desks.append(desk)
    history = HistoryNotice(window, behind.profiles)
    return Room(behind, window, panel, actions, theme, desk, history, pages, errors)
