"""A person at the window: what they see, and what they do with mouse and keys."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from supertoken_desktop.app import Program
from supertoken_desktop.arguments import StartOptions
from supertoken_desktop.demo.server import DEMO_KEY, DemoRelay
from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import ConversationId, ProfileId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.profile import Limits, ProviderProfile
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.turn import Turn
from supertoken_desktop.log import FILE_NAME, set_up_logging
from supertoken_desktop.paths import folders
from supertoken_desktop.run_marker import LastRun
from supertoken_desktop.ui.chat.error_card import ErrorCard
from supertoken_desktop.ui.chat.message_actions import MessageFooter
from supertoken_desktop.ui.chat.page import ChatPage
from supertoken_desktop.ui.chat.prompt_edit import PromptEdit
from supertoken_desktop.ui.chat.status_line import StatusLine
from supertoken_desktop.ui.conversations.list_view import ConversationListView
from supertoken_desktop.ui.conversations.rows import ConversationRow, HitRow, Row
from supertoken_desktop.ui.instance import SingleInstance
from supertoken_desktop.ui.main_window import MainWindow
from supertoken_desktop.ui.transcript.view import TranscriptView
from supertoken_desktop.window.session import WindowSession
from tests.fakes.waiting import until
from tests.ui.chat.room import button_named, only

MODEL = "claude-sonnet-4-6"
RELAY_ID = ProfileId("relay")
PLANNED_ERROR = "supertoken_desktop.test"
NO_LIMITS = Limits(None, None, None)


@dataclass
class Person:
    """Whoever sits before one run of the program."""

    session: WindowSession

    @property
    def program(self) -> Program:
        return self.session.program

    @property
    def window(self) -> MainWindow:
        return self.session.window

    @property
    def page(self) -> ChatPage:
        assert self.session.page is not None
        return self.session.page

    @property
    def field(self) -> PromptEdit:
        return only(self.page, PromptEdit)

    @property
    def status(self) -> StatusLine:
        return only(self.page, StatusLine)

    @property
    def chats(self) -> ConversationListView:
        return only(self.window, ConversationListView)

    @property
    def conversation_id(self) -> ConversationId:
        assert self.page.conversation_id is not None
        return self.page.conversation_id

    @property
    def conversation(self) -> Conversation:
        return self.program.library.get(self.conversation_id)

    @property
    def rows(self) -> list[Row]:
        """What the list shows, headings among it."""
        model = self.chats.model()
        found = (self.chats._model.row_at(model.index(at, 0)) for at in range(model.rowCount()))
        return [row for row in found if row is not None]

    @property
    def titles(self) -> list[str]:
        """The titles in the list, from the top."""
        return [row.title for row in self.rows if isinstance(row, ConversationRow)]

    def shown_text(self) -> str:
        """All text of the conversation that is on the screen, from the top."""
        areas: list[QTextEdit | QPlainTextEdit] = []
        for transcript in self.page.findChildren(TranscriptView):
            areas += transcript.findChildren(QTextEdit)
            areas += transcript.findChildren(QPlainTextEdit)
        areas = [area for area in areas if area.isVisible()]
        areas.sort(key=lambda area: area.mapTo(self.page, QPoint(0, 0)).y())
        return "\n".join(area.toPlainText() for area in areas)

    def labels(self, inside: QWidget) -> str:
        """All words of visible labels, without the places where a long one may break."""
        words = (x.text() for x in inside.findChildren(QLabel) if x.isVisible())
        return "\n".join(words).replace("\N{ZERO WIDTH SPACE}", "")

    def press(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        on: QWidget | None = None,
    ) -> None:
        QTest.keyClick(on or self.field, key, modifiers)

    def type(self, text: str, on: QWidget | None = None) -> None:
        """Press the keys of a text; what no key stands for comes from an input method."""
        if text.isascii():
            QTest.keyClicks(on or self.field, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(on or self.field, event)

    def paste(self, text: str, on: QWidget) -> None:
        QApplication.clipboard().setText(text)
        QTest.keyClick(on, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def click(self, name: str, inside: QWidget | None = None) -> None:
        """Click the visible button that people would call by this name."""
        button = button_named(inside or self.window, name)
        assert button is not None, name
        assert button.isEnabled(), name
        # The sensitive part of a box with a text is at its left.
        place = QPoint(button.height() // 2, button.height() // 2)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)

    def sees(self, name: str, inside: QWidget | None = None) -> bool:
        """Tell whether there is such a button, and it can be pressed."""
        button = button_named(inside or self.window, name)
        return button is not None and button.isEnabled()

    async def ask(self, text: str) -> Turn:
        """Type a question and send it; return once its answer is on the way and on the screen."""
        started: list[Turn] = []
        handle = self.program.chat.turn_started.subscribe(started.append)
        self.type(text)
        self.press(Qt.Key.Key_Return)
        await until(lambda: bool(started) and self.field.text() == "")
        handle.close()
        await until(lambda: self.page.conversation_id == started[0].conversation_id)
        return started[0]

    async def started_by(self, name: str, inside: QWidget | None = None) -> Turn:
        """Click a button that asks the relay again; return the turn."""
        started: list[Turn] = []
        handle = self.program.chat.turn_started.subscribe(started.append)
        await until(lambda: self.sees(name, inside))
        self.click(name, inside)
        await until(lambda: bool(started))
        handle.close()
        return started[0]

    async def over(self, turn: Turn) -> Message:
        """Wait until an answer has ended and its footer says so."""
        message = await turn.wait_ended()
        await until(lambda: self.program.chat.running(turn.conversation_id) is None)
        return message

    async def answered(self, text: str) -> Message:
        return await self.over(await self.ask(text))

    def footers(self) -> Sequence[MessageFooter]:
        """The footers on the screen, from the top."""
        found = [f for f in self.page.findChildren(MessageFooter) if f.isVisible()]
        return sorted(found, key=lambda f: f.mapTo(self.page, QPoint(0, 0)).y())

    def card(self) -> ErrorCard | None:
        """The error card on the screen."""
        found = (c for f in self.footers() for c in f.findChildren(ErrorCard) if c.isVisible())
        return next(found, None)

    async def open_new(self) -> None:
        self.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: self.page.conversation_id is None)

    async def open_row(self, title: str) -> None:
        """Click a conversation in the list."""
        await until(lambda: any(self._has_title(row, title) for row in self.rows))
        at = next(n for n, row in enumerate(self.rows) if self._has_title(row, title))
        row = self.rows[at]
        assert isinstance(row, ConversationRow | HitRow)
        place = self.chats.visualRect(self.chats.model().index(at, 0)).center()
        QTest.mouseClick(self.chats.viewport(), Qt.MouseButton.LeftButton, pos=place)
        await until(lambda: self.page.conversation_id == row.id)

    @staticmethod
    def _has_title(row: Row, title: str) -> bool:
        return isinstance(row, ConversationRow | HitRow) and row.title.startswith(title)

    async def kept(self, conversation_id: ConversationId | None = None) -> list[Message]:
        """The messages of a conversation as the store has them, oldest first."""
        wanted = conversation_id or self.conversation_id
        return list(await self.program.history.conversations.messages(wanted))

    async def dialog(self, title: str) -> QDialog:
        """The open dialog of this title."""
        found: list[QDialog] = []

        def is_there() -> bool:
            found[:] = [
                w
                for w in QApplication.topLevelWidgets()
                if isinstance(w, QDialog) and w.isVisible() and w.windowTitle() == title
            ]
            return bool(found)

        await until(is_there)
        return found[0]


@asynccontextmanager
async def at_the_window(
    home: Path,
    *,
    level: int = logging.INFO,
    safe_mode: bool = False,
    last: LastRun | None = None,
) -> AsyncIterator[Person]:
    """Start the whole program in this process, and close its window at the end."""
    places = folders(home)
    mask = set_up_logging(places.logs, level)
    app = cast(QApplication, QApplication.instance())
    instance = SingleInstance(places.lock_file, places.socket)
    assert instance.claim()
    start = StartOptions(home=home, safe_mode=safe_mode)
    session = WindowSession(app, places, start, instance, mask, last)
    ready = asyncio.Event()
    running = asyncio.create_task(session.run(lambda _session: ready.set()))
    opening = asyncio.create_task(ready.wait())
    try:
        await asyncio.wait({running, opening}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running
        session.window.activateWindow()
        yield Person(session)
        session.window.close()
        await running
    finally:
        opening.cancel()
        running.cancel()
        await asyncio.gather(opening, running, return_exceptions=True)
        instance.release()
        set_up_logging(None)
    log = (places.logs / FILE_NAME).read_text(encoding="utf-8")
    bad = [line for line in log.splitlines() if " ERROR " in line or " CRITICAL " in line]
    assert [line for line in bad if PLANNED_ERROR not in line] == [], log


@asynccontextmanager
async def at_the_chat(
    home: Path,
    relay: DemoRelay,
    *,
    key: str = DEMO_KEY,
    limits: Limits = NO_LIMITS,
    level: int = logging.INFO,
) -> AsyncIterator[Person]:
    """Start the program with a relay as its provider, as it would be after the first run."""
    async with at_the_window(home, level=level) as person:
        await keep_provider(person, relay.root, key, limits)
        yield person


async def keep_provider(
    person: Person, root: str, key: str = DEMO_KEY, limits: Limits = NO_LIMITS
) -> None:
    """Have a relay as the only provider; its port is another one at each start."""
    profiles = person.program.profiles
    known = profiles.get(RELAY_ID)
    profile = ProviderProfile(
        RELAY_ID, "Relay", root, "relay-key", limits=limits, default_model_id=MODEL
    )
    if known is None:
        await profiles.add(profile, Secret(key))
    elif known.root != root:
        await profiles.update(profile)
    await until(lambda: person.session.page is not None)
