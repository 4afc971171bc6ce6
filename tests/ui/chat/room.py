"""The chat page over the real engine, a fake relay and a store in memory."""

from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.engine.ports import Limiter, RetryPolicy, Store
from supertoken_desktop.engine.turn import Turn
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.chat.message_actions import MessageFooter
from supertoken_desktop.ui.chat.page import ChatPage
from supertoken_desktop.ui.chat.prompt_edit import PromptEdit
from supertoken_desktop.ui.chat.status_line import StatusLine
from supertoken_desktop.ui.frame_clock import FrameClock
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.entry import Footer
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.engine.scene import Scene, scene
from tests.fakes.waiting import until

Widget = TypeVar("Widget", bound=QWidget)


@dataclass
class Room:
    """What a person sees and touches, and what stands behind it."""

    page: ChatPage
    scene: Scene
    actions: Actions
    theme: Theme
    errors: list[BaseException] = field(default_factory=list)

    @property
    def field(self) -> PromptEdit:
        return only(self.page, PromptEdit)

    @property
    def transcript(self) -> TranscriptView:
        return only(self.page, TranscriptView)

    @property
    def status(self) -> StatusLine:
        return only(self.page, StatusLine)

    @property
    def turn(self) -> Turn:
        turns = self.scene.chat.running_turns()
        assert len(turns) == 1
        return turns[0]

    @property
    def conversation_id(self) -> ConversationId:
        assert self.page.conversation_id is not None
        return self.page.conversation_id

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        none = Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.field, key, none if modifiers is None else modifiers)

    async def ask(self, text: str) -> Turn:
        """Type a question and press Enter; return once its answer is on the way."""
        QTest.keyClicks(self.field, text)
        before = self.scene.chat.running_turns()
        started: list[Turn] = []
        handle = self.scene.chat.turn_started.subscribe(started.append)
        self.press(Qt.Key.Key_Return)
        await until(lambda: bool(started) and self.page.composer.text() == "")
        handle.close()
        await until(lambda: self.page.conversation_id == started[0].conversation_id)
        assert started[0] not in before
        return started[0]

    async def answered(self, text: str) -> Message:
        """Ask and wait until the answer has ended and is shown."""
        turn = await self.ask(text)
        message = await turn.wait_ended()
        await until(lambda: self.scene.chat.running(turn.conversation_id) is None)
        return message

    async def open(self, conversation_id: ConversationId | None) -> None:
        opened: list[str] = []
        self.page.conversation_changed.connect(opened.append)
        self.page.open(conversation_id)
        await until(lambda: opened == [conversation_id or ""])
        self.page.conversation_changed.disconnect(opened.append)

    async def path_texts(self) -> list[str]:
        return await self.scene.path_texts(self.conversation_id)

    def footers(self) -> list[MessageFooter]:
        """The footers on the screen, from the top down."""
        found = [f for f in self.transcript.findChildren(MessageFooter) if f.isVisible()]
        return sorted(found, key=lambda f: f.mapTo(self.page, f.rect().topLeft()).y())

    def click(self, inside: QWidget, name: str) -> None:
        """Click the visible button that people would call by this name."""
        button = button_named(inside, name)
        assert button is not None, name
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@asynccontextmanager
async def chat_room(
    *scripts: object,
    store: Store | None = None,
    settings: Settings | None = None,
    limiter: Limiter | None = None,
    retry: RetryPolicy | None = None,
) -> AsyncIterator[Room]:
    """Open the page on a new chat, the relay playing the scripts."""
    pool = ThreadPoolExecutor(1)
    async with scene(
        *scripts, store=store, settings=settings, limiter=limiter, retry=retry
    ) as behind:
        errors: list[BaseException] = []
        theme, tasks, actions, frame_clock = Theme(), Tasks(errors.append), Actions(), FrameClock()
        theme.apply(behind.preferences.current)

        def make_transcript(make_footer: Callable[[QWidget], Footer]) -> TranscriptView:
            return TranscriptView(theme, make_footer, pool)

        page = ChatPage(
            behind.chat,
            behind.library,
            behind.profiles,
            behind.catalogue,
            behind.preferences,
            theme,
            tasks,
            actions,
            frame_clock,
            make_transcript,
            clock=behind.clock,
        )
        page.resize(900, 700)
        page.show()
        room = Room(page, behind, actions, theme, errors)
        await room.open(None)
        try:
            yield room
        finally:
            await page.shut_down()
            await tasks.close()
            pool.shutdown()
            # Mime data of our making must not outlive Python on the clipboard.
            QGuiApplication.clipboard().clear()
            page.close()
            for part in (page, tasks, actions, frame_clock, theme):
                part.deleteLater()
        assert errors == []


def only(inside: QWidget, kind: type[Widget]) -> Widget:
    found = inside.findChildren(kind)
    assert len(found) == 1
    return found[0]


def button_named(inside: QWidget, name: str) -> QAbstractButton | None:
    for button in inside.findChildren(QAbstractButton):
        if button.isVisible() and name in (button.text(), button.accessibleName()):
            return button
    return None
