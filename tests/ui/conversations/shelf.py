"""A real library over a real store in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import new_conversation_id, new_message_id
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parts import TextPart
from supertoken_desktop.engine.library import Library
from supertoken_desktop.store.database import open_store
from tests.fakes.clock import START, ManualClock

NOW = START + timedelta(hours=3)


@asynccontextmanager
async def library_of(*texts: str) -> AsyncIterator[Library]:
    """Have a library with one conversation a text, "title: first message", the newest first."""
    store = await open_store(None, None)
    for number, text in enumerate(texts):
        title, _colon, words = text.partition(": ")
        moment = NOW - timedelta(minutes=number)
        conversation = Conversation(new_conversation_id(), moment, moment, title=title)
        message = Message(
            new_message_id(),
            conversation.id,
            None,
            Role.USER,
            (TextPart(words or "Hello"),),
            moment,
        )
        await store.add_messages(replace(conversation, active_leaf=message.id), (message,))
    library = Library(store, ManualClock())
    await library.load()
    try:
        yield library
    finally:
        await store.close()
