"""The store: one encrypted SQLite file, one thread that alone touches it."""

import asyncio
import contextlib
import errno
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import apsw

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.errors import DiskFull, StoreDamaged, StoreError, StoreLocked
from supertoken_desktop.domain.ids import ConversationId, MessageId, ProfileId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.model import Model
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.search import SearchHit
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.store import conversations as conversation_table
from supertoken_desktop.store import drafts, journal, search
from supertoken_desktop.store import messages as message_table
from supertoken_desktop.store import profiles as profile_table
from supertoken_desktop.store.moving import copy_all
from supertoken_desktop.store.opened import open_connection
from supertoken_desktop.store.owners import IN_MEMORY, FileLock, Owner
from supertoken_desktop.store.piece import Piece
from supertoken_desktop.store.rows import to_ms
from supertoken_desktop.store.transaction import transaction

T = TypeVar("T")

_OPENING = "opening.lock"
# What the system says where there is no room; only the first becomes SQLite's own "full".
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


async def open_store(path: Path | None, key: Secret | None) -> "SqlStore":
    """Open a history, made where it is missing; None as path keeps everything in memory.

    Raises: StoreKeyWrong, StoreDamaged, StoreTooNew, StoreLocked, StoreError.
    """
    store = SqlStore()
    async with contextlib.AsyncExitStack() as undo:
        undo.push_async_callback(store.close)
        await store.open(path, key)
        undo.pop_all()
    return store


class SqlStore:
    """Satisfies the engine's `Store`; what its methods mean is said there.

    Work is done in the order in which it was asked for. Each writing method is one transaction.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="history")
        self._db: apsw.Connection | None = None
        self._owner: Owner | None = None
        self._closing: Future[None] | None = None

    async def open(self, path: Path | None, key: Secret | None) -> None:
        """Open the file; once, before anything else. Raises: as `open_store`."""
        await self._in_thread(self._open_here, path, key)

    async def conversations(self) -> tuple[Conversation, ...]:
        """Return all that are not deleted."""
        return await self._read(conversation_table.listed)

    async def conversation(self, conversation_id: ConversationId) -> Conversation | None:
        """Return one."""
        return await self._read(conversation_table.find, conversation_id)

    async def save_conversation(self, conversation: Conversation) -> None:
        """Insert or replace one."""
        await self._write(conversation_table.save, conversation)

    async def delete_conversation(self, conversation_id: ConversationId, at: datetime) -> None:
        """Mark one as deleted."""
        await self._write(conversation_table.mark_deleted, conversation_id, to_ms(at))

    async def restore_conversation(self, conversation_id: ConversationId) -> None:
        """Take the mark away."""
        await self._write(conversation_table.mark_deleted, conversation_id, None)

    async def purge_deleted(self, before: datetime) -> int:
        """Remove for good what was deleted before a time."""
        return await self._write(conversation_table.purge, to_ms(before))

    async def messages(self, conversation_id: ConversationId) -> tuple[Message, ...]:
        """Return all messages of a conversation."""
        return await self._read(message_table.of_conversation, conversation_id)

    async def path_end(self, leaf: MessageId, count: int) -> tuple[Message, ...]:
        """Return the last messages of a path."""
        return await self._read(message_table.path_end, leaf, count)

    async def add_messages(self, conversation: Conversation, messages: Sequence[Message]) -> None:
        """Insert messages and save the conversation."""
        await self._write(self._add_here, conversation, tuple(messages))

    async def append_journal(self, message_id: MessageId, pieces: Sequence[Piece]) -> None:
        """Keep what a running answer brought."""
        rows = [(piece.kind, piece.text) for piece in pieces]
        await self._do(self._append_here, message_id, rows)

    async def end_message(self, message: Message) -> None:
        """Write an answer's final state and clear its journal."""
        await self._write(message_table.end, message)

    async def delete_messages(self, message_id: MessageId) -> tuple[Message, ...]:
        """Remove a message and all below it."""
        return await self._write(message_table.delete, message_id)

    async def take_out(
        self, gone: Sequence[MessageId], moved: Mapping[MessageId, MessageId | None]
    ) -> None:
        """Give some messages other parents, then remove others."""
        await self._write(message_table.take_out, tuple(gone), dict(moved))

    async def pin_message(self, message_id: MessageId, *, pinned: bool) -> None:
        """Set or take away a message's pin."""
        await self._write(partial(message_table.pin, pinned=pinned), message_id)

    async def recover(self) -> tuple[MessageId, ...]:
        """Turn answers of dead processes into interrupted ones."""
        return await self._do(self._recover_here)

    async def search(self, query: str, limit: int = 50) -> tuple[SearchHit, ...]:
        """Return what holds all words of a query."""
        return await self._read(search.find, query, limit)

    async def draft(self, conversation_id: ConversationId | None) -> str:
        """Return what was typed and not sent."""
        return await self._read(drafts.read, conversation_id)

    async def drafts(self) -> frozenset[ConversationId]:
        """Return the conversations that have a draft."""
        return await self._read(drafts.owners)

    async def save_draft(self, conversation_id: ConversationId | None, text: str) -> None:
        """Keep what was typed."""
        await self._write(drafts.save, conversation_id, text, _now_ms())

    async def profiles(self) -> tuple[ProviderProfile, ...]:
        """Return the provider profiles."""
        return await self._read(profile_table.read)

    async def save_profiles(self, profiles: Sequence[ProviderProfile]) -> None:
        """Replace all provider profiles."""
        await self._write(profile_table.save, tuple(profiles))

    async def models(self, profile_id: ProfileId) -> tuple[Model, ...]:
        """Return the models last known of a profile."""
        return await self._read(profile_table.read_models, profile_id)

    async def save_models(self, profile_id: ProfileId, models: Sequence[Model]) -> None:
        """Replace the known models of a profile."""
        await self._write(profile_table.save_models, profile_id, tuple(models), _now_ms())

    async def move_to(self, path: Path, key: Secret) -> None:
        """Go on in a new file with all that is in memory now.

        Raises: as `open_store`, StoreError where there is a file already; all then stays as it was.
        """
        await self._do(self._move_here, path, key)

    async def close(self) -> None:
        """Finish what was asked for, checkpoint, and close the file."""
        if self._closing is None:
            self._closing = self._thread.submit(self._close_here)
            self._thread.shutdown(wait=False)
        await asyncio.shield(asyncio.wrap_future(self._closing))

    @property
    def _token(self) -> str:
        return self._owner.token if self._owner is not None else IN_MEMORY

    def _open_here(self, path: Path | None, key: Secret | None) -> None:
        with _translated():
            if path is None:
                self._db = open_connection(None, None)
                return
            # One at a time: SQLite does not wait where two make the same file's first pages.
            with contextlib.closing(FileLock(path.with_name(_OPENING))):
                self._db = open_connection(path, key)
            self._owner = Owner(path.parent)

    def _add_here(
        self, db: apsw.Connection, conversation: Conversation, messages: Sequence[Message]
    ) -> None:
        conversation_table.save(db, conversation)
        for message in messages:
            message_table.save(db, message, self._token)

    def _append_here(
        self, db: apsw.Connection, message_id: MessageId, rows: Sequence[tuple[str, str]]
    ) -> None:
        # Not waiting for the disk loses nothing when the program dies, only when the power fails.
        db.pragma("synchronous", "NORMAL")
        try:
            with transaction(db):
                journal.append(db, message_id, self._token, rows)
        finally:
            db.pragma("synchronous", "FULL")

    def _recover_here(self, db: apsw.Connection) -> tuple[MessageId, ...]:
        owner = self._owner
        if owner is None:
            return ()
        with transaction(db):
            found = journal.recover(db, owner.is_alive, _now_ms())
        owner.remove_dead()
        return found

    def _move_here(self, db: apsw.Connection, path: Path, key: Secret) -> None:
        if path.exists() and path.stat().st_size > 0:
            raise StoreError("there is a history already", reason="exists")
        with contextlib.ExitStack() as undo:
            undo.callback(path.unlink, missing_ok=True)
            target = open_connection(path, key)
            undo.callback(target.close)
            owner = Owner(path.parent)
            undo.callback(owner.close)
            copy_all(db, target, owner.token)
            undo.pop_all()
        self._db, self._owner = target, owner
        db.close()

    def _close_here(self) -> None:
        with _translated(self._db):
            if self._db is not None:
                # Closing the last connection checkpoints the write-ahead log and removes it.
                self._db.close()
            if self._owner is not None:
                self._owner.close()

    async def _read(self, work: Callable[..., T], *arguments: object) -> T:
        return await self._do(work, *arguments)

    async def _write(self, work: Callable[..., T], *arguments: object) -> T:
        return await self._do(partial(_in_transaction, work), *arguments)

    async def _do(self, work: Callable[..., T], *arguments: object) -> T:
        return await self._in_thread(self._with_file, work, arguments)

    async def _in_thread(self, work: Callable[..., T], *arguments: object) -> T:
        if self._closing is not None:
            raise StoreError("the history is closed", reason="closed")
        loop = asyncio.get_running_loop()
        # What was asked for is done, also when nobody waits for it any more: a draft that was
        # handed over as the window closed is no less worth keeping.
        return await asyncio.shield(loop.run_in_executor(self._thread, work, *arguments))

    def _with_file(self, work: Callable[..., T], arguments: tuple[object, ...]) -> T:
        if self._db is None:
            raise StoreError("the history is not open", reason="closed")
        with _translated(self._db):
            return work(self._db, *arguments)


def _in_transaction(work: Callable[..., T], db: apsw.Connection, *arguments: object) -> T:
    with transaction(db):
        return work(db, *arguments)


@contextlib.contextmanager
def _translated(db: apsw.Connection | None = None) -> Iterator[None]:
    """Make our own errors of SQLite's."""
    try:
        yield
    except apsw.FullError as error:
        raise DiskFull(str(error)) from error
    except apsw.IOError as error:
        is_full = db is not None and db.system_errno in _NO_ROOM
        raise (DiskFull if is_full else StoreError)(str(error)) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise StoreLocked(str(error)) from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise StoreDamaged(str(error)) from error
    except apsw.Error as error:
        raise StoreError(f"{type(error).__name__}: {error}") from error


def _now_ms() -> int:
    return to_ms(datetime.now(UTC))
