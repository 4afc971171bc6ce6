"""The store: one encrypted SQLite file, one thread that alone touches it."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.errors import DiskFull, StoreDamaged, StoreError, StoreLocked
from supertoken_desktop.domain.ids import ConversationId, MessageId, ProfileId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.model import Model
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.search import SearchHit
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.store.piece import Piece
from supertoken_desktop.store.rows import to_ms

if TYPE_CHECKING:
    import apsw

    from supertoken_desktop.store.owners import Owner

T = TypeVar("T")


async def open_store(path: Path | None, key: Secret | None) -> "SqlStore":
    """Open a history, made where it is missing; None as path keeps everything in memory.

    Raises: StoreKeyWrong, StoreDamaged, StoreTooNew, StoreLocked, StoreError.
    """
    thread = ThreadPoolExecutor(1, thread_name_prefix="history")
    store = SqlStore(thread)
    try:
        await asyncio.get_running_loop().run_in_executor(thread, store.open_here, path, key)
    except BaseException:
        thread.shutdown(wait=False)
        raise
    return store


class SqlStore:
    """Satisfies the engine's `Store`; what its methods mean is said there.

    Work is done in the order in which it was asked for. Each writing method is one transaction.
    """

    def __init__(self, thread: ThreadPoolExecutor) -> None:
        self._thread = thread
        self._db: apsw.Connection | None = None
        self._owner: Owner | None = None

    def open_here(self, path: Path | None, key: Secret | None) -> None:
        """Open the file on this thread, which is to be the store's own."""
        # Loading SQLite takes long enough to be felt at start, so it happens on this thread.
        from supertoken_desktop.store.opened import open_connection
        from supertoken_desktop.store.owners import Owner

        with _translated():
            self._db = open_connection(path, key)
            if path is not None:
                self._owner = Owner(path.parent)

    async def conversations(self) -> tuple[Conversation, ...]:
        """Return all that are not deleted."""
        from supertoken_desktop.store import conversations

        return await self._read(conversations.listed)

    async def conversation(self, conversation_id: ConversationId) -> Conversation | None:
        """Return one."""
        from supertoken_desktop.store import conversations

        return await self._read(conversations.find, conversation_id)

    async def save_conversation(self, conversation: Conversation) -> None:
        """Insert or replace one."""
        from supertoken_desktop.store import conversations

        await self._write(conversations.save, conversation)

    async def delete_conversation(self, conversation_id: ConversationId, at: datetime) -> None:
        """Mark one as deleted."""
        from supertoken_desktop.store import conversations

        await self._write(conversations.mark_deleted, conversation_id, to_ms(at))

    async def restore_conversation(self, conversation_id: ConversationId) -> None:
        """Take the mark away."""
        from supertoken_desktop.store import conversations

        await self._write(conversations.mark_deleted, conversation_id, None)

    async def purge_deleted(self, before: datetime) -> int:
        """Remove for good what was deleted before a time."""
        from supertoken_desktop.store import conversations

        return await self._write(conversations.purge, to_ms(before))

    async def messages(self, conversation_id: ConversationId) -> tuple[Message, ...]:
        """Return all messages of a conversation."""
        from supertoken_desktop.store import messages

        return await self._read(messages.of_conversation, conversation_id)

    async def add_messages(self, conversation: Conversation, messages: Sequence[Message]) -> None:
        """Insert messages and save the conversation."""
        from supertoken_desktop.store import conversations
        from supertoken_desktop.store import messages as table

        owner = self._token

        def add(db: "apsw.Connection") -> None:
            conversations.save(db, conversation)
            for message in messages:
                table.save(db, message, owner)

        await self._write(add)

    async def append_journal(self, message_id: MessageId, pieces: Sequence[Piece]) -> None:
        """Keep what a running answer brought."""
        from supertoken_desktop.store import journal

        rows = [(piece.kind, piece.text) for piece in pieces]
        await self._do(partial(_relaxed, journal.append), message_id, self._token, rows)

    async def end_message(self, message: Message) -> None:
        """Write an answer's final state and clear its journal."""
        from supertoken_desktop.store import messages

        await self._write(messages.end, message)

    async def delete_messages(self, message_id: MessageId) -> tuple[Message, ...]:
        """Remove a message and all below it."""
        from supertoken_desktop.store import messages

        return await self._write(messages.delete, message_id)

    async def recover(self) -> tuple[MessageId, ...]:
        """Turn answers of dead processes into interrupted ones."""
        from supertoken_desktop.store import journal

        owner = self._owner
        now_ms = _now_ms()

        def recover(db: "apsw.Connection") -> tuple[MessageId, ...]:
            is_alive = owner.is_alive if owner is not None else bool
            return journal.recover(db, is_alive, now_ms)

        found = await self._write(recover)
        if owner is not None:
            await self._do(lambda _db: owner.remove_dead())
        return found

    async def search(self, query: str, limit: int = 50) -> tuple[SearchHit, ...]:
        """Return what holds all words of a query."""
        from supertoken_desktop.store import search

        return await self._read(search.find, query, limit)

    async def draft(self, conversation_id: ConversationId | None) -> str:
        """Return what was typed and not sent."""
        from supertoken_desktop.store import drafts

        return await self._read(drafts.read, conversation_id)

    async def save_draft(self, conversation_id: ConversationId | None, text: str) -> None:
        """Keep what was typed."""
        from supertoken_desktop.store import drafts

        await self._write(drafts.save, conversation_id, text, _now_ms())

    async def profiles(self) -> tuple[ProviderProfile, ...]:
        """Return the provider profiles."""
        from supertoken_desktop.store import profiles

        return await self._read(profiles.read)

    async def save_profiles(self, profiles: Sequence[ProviderProfile]) -> None:
        """Replace all provider profiles."""
        from supertoken_desktop.store import profiles as table

        await self._write(table.save, tuple(profiles))

    async def models(self, profile_id: ProfileId) -> tuple[Model, ...]:
        """Return the models last known of a profile."""
        from supertoken_desktop.store import profiles

        return await self._read(profiles.read_models, profile_id)

    async def save_models(self, profile_id: ProfileId, models: Sequence[Model]) -> None:
        """Replace the known models of a profile."""
        from supertoken_desktop.store import profiles

        await self._write(profiles.save_models, profile_id, tuple(models), _now_ms())

    async def move_to(self, path: Path, key: Secret) -> None:
        """Go on in a new file with all that is in memory now. Raises: as `open_store`."""
        await self._do(self._move_here, path, key)

    async def close(self) -> None:
        """Finish what is under way, checkpoint, and close the file."""
        if self._db is not None:
            await asyncio.shield(self._do(self._close_here))
        self._thread.shutdown(wait=False)

    @property
    def _token(self) -> str:
        return self._owner.token if self._owner is not None else "memory"

    def _move_here(self, db: "apsw.Connection", path: Path, key: Secret) -> None:
        from supertoken_desktop.store.moving import copy_all
        from supertoken_desktop.store.opened import open_connection
        from supertoken_desktop.store.owners import Owner

        target = open_connection(path, key)
        copy_all(db, target)
        self._owner = Owner(path.parent)
        self._db = target
        db.close()

    def _close_here(self, db: "apsw.Connection") -> None:
        # Closing the last connection checkpoints the write-ahead log and removes it.
        db.close()
        self._db = None
        if self._owner is not None:
            self._owner.close()

    async def _read(self, work: "Callable[..., T]", *arguments: object) -> T:
        return await self._do(work, *arguments)

    async def _write(self, work: "Callable[..., T]", *arguments: object) -> T:
        return await self._do(partial(_in_transaction, work), *arguments)

    async def _do(self, work: "Callable[..., T]", *arguments: object) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._here, work, arguments)

    def _here(self, work: "Callable[..., T]", arguments: tuple[object, ...]) -> T:
        if self._db is None:
            raise StoreError("the history is closed", reason="closed")
        with _translated():
            return work(self._db, *arguments)


def _in_transaction(work: "Callable[..., T]", db: "apsw.Connection", *arguments: object) -> T:
    db.execute("BEGIN IMMEDIATE")
    try:
        result = work(db, *arguments)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return result


def _relaxed(work: "Callable[..., T]", db: "apsw.Connection", *arguments: object) -> T:
    """Do without waiting for the disk: a journal survives the program's death all the same."""
    db.pragma("synchronous", "NORMAL")
    try:
        return _in_transaction(work, db, *arguments)
    finally:
        db.pragma("synchronous", "FULL")


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Make our own errors of SQLite's."""
    import apsw

    try:
        yield
    except apsw.FullError as error:
        raise DiskFull(str(error)) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise StoreLocked(str(error)) from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise StoreDamaged(str(error)) from error
    except apsw.Error as error:
        raise StoreError(f"{type(error).__name__}: {error}") from error


def _now_ms() -> int:
    return to_ms(datetime.now(UTC))
