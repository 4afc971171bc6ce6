"""Open a conversation of 5,000 messages: from the click to the first paint, history and all."""

import asyncio
import itertools
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, QObject

from benchmarks.answers import answers
from benchmarks.report import percentile, resident_mb, say
from benchmarks.sessions import run, use_memory_keyring
from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import (
    ConversationId,
    MessageId,
    ProfileId,
    new_conversation_id,
    new_message_id,
)
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parts import TextPart
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.paths import folders
from supertoken_desktop.secrets import DATABASE_REF, SERVICE, new_database_key
from supertoken_desktop.store.database import open_store
from supertoken_desktop.ui.transcript.view import TranscriptView
from supertoken_desktop.window.session import WindowSession

MESSAGES = 5_000
PAGES = 60
_SETTLE_S = 0.5
# The program loads what an answer needs once it has been idle for a while.
_WARM_UP_S = 6.0
_PAUSE_S = 0.05


def measure() -> None:
    """Print the time to the first paint, scrolling by page, and the memory it took."""
    backend = use_memory_keyring()
    key = new_database_key()
    backend.set_password(SERVICE, DATABASE_REF, key.reveal())
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        conversation_id = asyncio.run(_fill(home, key))
        figures: dict[str, float] = {}
        run(home, lambda session: _open(session, conversation_id, figures), demo=True)
    say(bench="open", messages=MESSAGES, **figures)
    say(first_paint_ms=figures["first_paint_ms"], rss_mb=figures["rss_mb"])


async def _fill(home: Path, key: Secret) -> ConversationId:
    store = await open_store(folders(home).database, key)
    now = datetime.now(UTC)
    conversation = Conversation(
        new_conversation_id(), now, now, title="Long", profile_id=ProfileId("demo"), model_id="m"
    )
    messages: list[Message] = []
    parent: MessageId | None = None
    for at, text in enumerate(itertools.islice(answers(), MESSAGES)):
        is_answer = at % 2 == 1
        message = Message(
            id=new_message_id(),
            conversation_id=conversation.id,
            parent_id=parent,
            role=Role.ASSISTANT if is_answer else Role.USER,
            parts=(TextPart(text),),
            created_at=now + timedelta(seconds=at),
            model_id="m" if is_answer else None,
            verdict=Verdict.COMPLETE if is_answer else None,
        )
        messages.append(message)
        parent = message.id
    await store.add_messages(replace(conversation, active_leaf=parent), messages)
    await store.close()
    return conversation.id


async def _open(
    session: WindowSession, conversation_id: ConversationId, figures: dict[str, float]
) -> None:
    page = session.page
    assert page is not None
    # As the pointer does on its way to the list.
    await session.warm_up.load()
    await asyncio.sleep(_WARM_UP_S)
    page.open(None)
    before_mb = resident_mb()
    began, cpu_began = time.monotonic(), time.process_time()
    page.open(conversation_id)
    while not (views := page.findChildren(TranscriptView)):
        await session.program.clock.wait(0)
    view = views[0]
    await _FirstPaint(view).seen.wait()
    figures["first_paint_ms"] = (time.monotonic() - began) * 1000
    figures["first_paint_cpu_ms"] = (time.process_time() - cpu_began) * 1000
    await asyncio.sleep(_SETTLE_S)
    figures["rss_mb"] = resident_mb() - before_mb
    figures.update(await _scroll(view))


async def _scroll(view: TranscriptView) -> dict[str, float]:
    bar = view.verticalScrollBar()
    costs: list[float] = []
    for _ in range(PAGES):
        began = time.thread_time()
        bar.setValue(bar.value() - bar.pageStep())
        view.viewport().repaint()
        costs.append((time.thread_time() - began) * 1000)
        await asyncio.sleep(_PAUSE_S)
    return {"page_median_ms": percentile(costs, 0.5), "page_p99_ms": percentile(costs, 0.99)}


class _FirstPaint(QObject):
    """Tell when a transcript with messages has been painted."""

    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view)
        self.seen = asyncio.Event()
        self._view = view
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look at paints; never swallow one."""
        if event.type() == QEvent.Type.Paint and self._view.shown_rows > 0:
            # The paint itself is still to come: it is over when the loop is back.
            asyncio.get_running_loop().call_soon(self.seen.set)
        return False
