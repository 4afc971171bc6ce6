"""The quick prompt over the real engine, a fake relay, and stores in memory."""

from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.engine.chat import ChatEngine
from supertoken_desktop.engine.exchanges import Exchanges
from supertoken_desktop.engine.library import Library
from supertoken_desktop.engine.ports import Store
from supertoken_desktop.engine.private_chat import PrivateChat
from supertoken_desktop.engine.turn import Turn
from supertoken_desktop.settings import Settings
from supertoken_desktop.store.database import open_store
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.chat.shown_messages import ShownMessages
from supertoken_desktop.ui.frame_clock import FrameClock
from supertoken_desktop.ui.quick.field import QuickField
from supertoken_desktop.ui.quick.prompt import QuickParts, QuickPrompt
from supertoken_desktop.ui.quick.rules import Phase
from supertoken_desktop.ui.quick.talk import QuickEngine
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.entry import Footer
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.engine.scene import PROFILE, Scene, scene
from tests.fakes.policies import NoLimits, Repeat
from tests.fakes.waiting import until
from tests.ui.chat.room import button_named

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@dataclass
class Room:
    """What a person sees and touches, and what stands behind it."""

    prompt: QuickPrompt
    scene: Scene
    private: PrivateChat
    private_store: Store
    actions: Actions
    theme: Theme
    continued: list[tuple[str, str]] = field(default_factory=list)
    settings_wanted: list[str] = field(default_factory=list)
    set_up_wanted: list[bool] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)

    @property
    def field(self) -> QuickField:
        return self.prompt.field

    @property
    def phase(self) -> Phase:
        return self.prompt.talk.phase

    @property
    def listed(self) -> tuple[Conversation, ...]:
        """The conversations that the main window shows."""
        return self.scene.library.conversations

    @property
    def turn(self) -> Turn:
        turn = self.prompt.talk.turn
        assert turn is not None
        return turn

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, on: QWidget | None = None
    ) -> None:
        QTest.keyClick(on or self.field, key, modifiers)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.field, text)

    def compose(self, preedit: str, commit: str = "") -> None:
        """Let an input method compose a word."""
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QApplication.sendEvent(self.field, event)

    def click(self, name: str) -> None:
        button = button_named(self.prompt, name)
        assert button is not None, name
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def sees(self, name: str) -> bool:
        """Tell whether there is such a button."""
        return button_named(self.prompt, name) is not None

    def words(self) -> str:
        labels = self.prompt.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    def shown_text(self) -> str:
        """All text of the answers on the screen."""
        messages = self.prompt.talk.messages
        if messages is None or not messages.area.isVisible():
            return ""
        return "\n".join(entry.message.text for entry in messages.transcript.stack.entries)

    async def ask(self, text: str) -> Turn:
        """Type a question and press Enter; return once its answer is on the way."""
        self.type(text)
        self.press(Qt.Key.Key_Return)
        await until(lambda: self.prompt.talk.turn is not None)
        return self.turn

    async def answered(self, text: str) -> Message:
        before = self.prompt.talk.answer
        self.type(text)
        self.press(Qt.Key.Key_Return)
        await until(lambda: self.phase is Phase.ANSWERED and self.prompt.talk.answer is not before)
        answer = self.prompt.talk.answer
        assert answer is not None
        return answer

    async def copied(self, text: str) -> None:
        """Have another program put a text on the clipboard, and the prompt look at it."""
        QGuiApplication.clipboard().setText(text)
        self.prompt.writing.look_at_clipboard()

    async def copied_data(self, data: QMimeData) -> None:
        QGuiApplication.clipboard().setMimeData(data)
        self.prompt.writing.look_at_clipboard()


@asynccontextmanager
async def quick_room(
    *scripts: object,
    settings: Settings | None = None,
    has_provider: bool = True,
    store: Store | None = None,
) -> AsyncIterator[Room]:
    """Open the prompt, the relay playing the scripts."""
    pool = ThreadPoolExecutor(1)
    QGuiApplication.clipboard().clear()
    async with scene(*scripts, settings=settings, store=store) as behind:
        if not has_provider:
            await behind.profiles.remove(PROFILE.id)
        room = await _build(behind, pool)
        room.prompt.present()
        await until(room.prompt.isActiveWindow)
        try:
            yield room
        finally:
            room.prompt.shut_down()
            await room.private.close()
            await behind.chat.stop_all()
            for tasks in room.prompt.findChildren(Tasks):
                await tasks.close()
            pool.shutdown()
            QGuiApplication.clipboard().clear()
            for part in (room.prompt, room.actions, room.theme):
                part.deleteLater()
        assert room.errors == []


async def _build(behind: Scene, pool: ThreadPoolExecutor) -> Room:
    errors: list[BaseException] = []
    theme, tasks, actions = Theme(), Tasks(errors.append), Actions()
    theme.apply(behind.preferences.current)
    private_store = await open_store(None, None)
    private_library = Library(private_store, behind.clock)
    private_chat = ChatEngine(
        private_store,
        behind.clients,
        NoLimits(),
        Repeat(),
        behind.clock,
        private_library,
        behind.profiles,
        behind.catalogue,
        behind.preferences,
    )
    private = PrivateChat(private_store, private_chat, private_library, behind.clock, Exchanges())

    async def nothing(_conversation_id: ConversationId) -> None:
        return

    async def keep(conversation_id: ConversationId) -> None:
        await private.move_to(conversation_id, behind.store, behind.library)

    async def engine() -> QuickEngine:
        if behind.preferences.current.quick_keep:
            return QuickEngine(behind.chat, behind.library, True, nothing, nothing)
        return QuickEngine(private.chat, private.library, False, keep, private.forget)

    def make_transcript(make_footer: Callable[[QWidget], Footer]) -> TranscriptView:
        return TranscriptView(theme, make_footer, pool)

    def messages(chat: ChatEngine) -> ShownMessages:
        return ShownMessages(
            chat, behind.profiles, theme, tasks, FrameClock(), make_transcript, prompt
        )

    prompt = QuickPrompt(
        QuickParts(
            behind.profiles,
            behind.catalogue,
            behind.preferences,
            theme,
            tasks,
            actions,
            behind.clock,
            engine,
            messages,
        )
    )
    tasks.setParent(prompt)
    room = Room(prompt, behind, private, private_store, actions, theme, errors=errors)
    prompt.continued.connect(lambda known, text: room.continued.append((known, text)))
    prompt.settings_wanted.connect(room.settings_wanted.append)
    prompt.set_up_wanted.connect(lambda: room.set_up_wanted.append(True))
    return room
