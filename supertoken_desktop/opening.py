"""Open the history: with the keyring's key, a passphrase, or in memory; never plain on disk."""

import asyncio
import os
import secrets as random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from supertoken_desktop.domain.errors import (
    NoKeyring,
    SecretError,
    StoreDamaged,
    StoreError,
    StoreKeyWrong,
    StoreLocked,
    StoreTooNew,
)
from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.ports import SecretStore
from supertoken_desktop.paths import Folders
from supertoken_desktop.secrets import DATABASE_REF, key_from_passphrase, new_database_key
from supertoken_desktop.store.database import SqlStore, open_store
from supertoken_desktop.store.owners import FileLock

_SALT_BYTES = 16
_FIRST_START = "first-start.lock"
_STATES: Mapping[type[Exception], HistoryState] = {
    StoreKeyWrong: HistoryState.KEY_WRONG,
    StoreDamaged: HistoryState.DAMAGED,
    StoreTooNew: HistoryState.TOO_NEW,
    StoreLocked: HistoryState.IN_USE,
}


class HistoryAsker(Protocol):
    """Ask the user for the passphrase of a history."""

    async def unlock(self, *, wrong_before: bool) -> Secret | None:
        """Return the passphrase, None for going on without the history."""
        ...


@dataclass(frozen=True, slots=True)
class OpenedHistory:
    """The stores in force: one for providers and models, one for conversations.

    They are the same where a history is kept. Where none is wanted, conversations stay in memory
    while providers are kept all the same, if the system has a keyring.
    """

    configuration: SqlStore
    conversations: SqlStore
    state: HistoryState

    async def close(self) -> None:
        """Close both."""
        await self.conversations.close()
        if self.configuration is not self.conversations:
            await self.configuration.close()


async def open_history(
    folders: Folders, secrets: SecretStore, wish: str, asker: HistoryAsker | None
) -> OpenedHistory:
    """Open the history as the user wishes and the system allows.

    `wish` is the setting: "ask", "keyring", "passphrase" or "none". Whatever is in the way, the
    program goes on with a history in memory, and the state says why.
    """
    is_there = has_history(folders)
    is_salted = is_there and folders.salt_file.is_file()
    try:
        if is_salted and wish != "none":
            return await _unlock(folders, asker)
        if secrets.is_lasting and not is_salted:
            return await _with_keyring(folders, secrets, is_wanted=wish != "none")
        if wish == "none":
            return await _in_memory(HistoryState.NOT_WANTED)
        if is_there:
            return await _in_memory(HistoryState.KEYRING_CLOSED)
        return await _in_memory(HistoryState.UNDECIDED)
    except SecretError:
        return await _in_memory(HistoryState.KEYRING_CLOSED)
    except (StoreError, OSError) as error:
        return await _in_memory(_STATES.get(type(error), HistoryState.DAMAGED))


def has_history(folders: Folders) -> bool:
    """Tell whether there is a history, be it one that cannot be opened; an empty file is none."""
    return any(piece.stat().st_size > 0 for piece in _pieces(folders) if piece.is_file())


async def protect_with_passphrase(folders: Folders, passphrase: Secret, store: SqlStore) -> None:
    """Take a history in memory into a new file that a passphrase opens.

    The salt is written first: a history without its salt could never be opened again.

    Raises: StoreError where there is a history already, or as `SqlStore.move_to`.
    """
    if has_history(folders):
        raise StoreError("there is a history already", reason="exists")
    salt = random.token_bytes(_SALT_BYTES)
    key = await key_from_passphrase(passphrase, salt)
    await asyncio.to_thread(_put_stray_salt_aside, folders)
    await asyncio.to_thread(_write_salt, folders.salt_file, salt)
    await store.move_to(folders.database, key)


async def begin_anew(folders: Folders, secrets: SecretStore, store: SqlStore) -> HistoryState:
    """Put a history that cannot be opened aside and go on in a new one, with what is in memory.

    A key that the keyring had stays there under another name, beside the file's. Without a keyring
    the user is to choose again.

    Raises: SecretError, StoreError.
    """
    kept = await asyncio.to_thread(set_aside, folders, datetime.now(UTC))
    if not secrets.is_lasting:
        return HistoryState.UNDECIDED
    before = await secrets.read(DATABASE_REF)
    if before is not None:
        await secrets.write(f"{DATABASE_REF}-{kept.stem}", before)
    key = new_database_key()
    await secrets.write(DATABASE_REF, key)
    await store.move_to(folders.database, key)
    return HistoryState.KEPT


def set_aside(folders: Folders, now: datetime) -> Path:
    """Give a history that cannot be opened another name, so that a new one can begin.

    Nothing is deleted; blocks for a moment, so callers use a thread.
    """
    stamp = f"{now:%Y%m%d-%H%M%S}"
    kept = folders.database.with_name(f"{folders.database.stem}-{stamp}.kept")
    for piece in _pieces(folders):
        if piece.is_file():
            piece.rename(kept.with_name(piece.name.replace(folders.database.name, kept.name)))
    if folders.salt_file.is_file():
        folders.salt_file.rename(kept.with_name(kept.name + "-salt"))
    return kept


def _pieces(folders: Folders) -> tuple[Path, ...]:
    name = folders.database.name
    return tuple(folders.database.with_name(name + suffix) for suffix in ("", "-wal", "-shm"))


async def _in_memory(state: HistoryState) -> OpenedHistory:
    store = await open_store(None, None)
    return OpenedHistory(store, store, state)


def _kept(store: SqlStore) -> OpenedHistory:
    return OpenedHistory(store, store, HistoryState.KEPT)


async def _with_keyring(
    folders: Folders, secrets: SecretStore, *, is_wanted: bool
) -> OpenedHistory:
    key = await secrets.read(DATABASE_REF)
    if key is None:
        if has_history(folders):
            return await _in_memory(HistoryState.KEY_WRONG)
        key = await _first_key(folders, secrets)
    await asyncio.to_thread(_put_stray_salt_aside, folders)
    store = await open_store(folders.database, key)
    if is_wanted:
        return _kept(store)
    return OpenedHistory(store, await open_store(None, None), HistoryState.NOT_WANTED)


async def _first_key(folders: Folders, secrets: SecretStore) -> Secret:
    """Return the key that the keyring has from now on; of two first starts one makes it."""
    lock = await asyncio.to_thread(FileLock, folders.data / _FIRST_START)
    try:
        if await secrets.read(DATABASE_REF) is None:
            await secrets.write(DATABASE_REF, new_database_key())
        key = await secrets.read(DATABASE_REF)
    finally:
        lock.close()
    if key is None:
        raise NoKeyring("the keyring does not keep what it is given")
    return key


async def _unlock(folders: Folders, asker: HistoryAsker | None) -> OpenedHistory:
    salt = await asyncio.to_thread(folders.salt_file.read_bytes)
    if len(salt) != _SALT_BYTES:
        return await _in_memory(HistoryState.DAMAGED)
    wrong_before = False
    while asker is not None:
        passphrase = await asker.unlock(wrong_before=wrong_before)
        if passphrase is None:
            break
        try:
            key = await key_from_passphrase(passphrase, salt)
            return _kept(await open_store(folders.database, key))
        except StoreKeyWrong:
            wrong_before = True
    return await _in_memory(HistoryState.PASSPHRASE_NEEDED)


def _put_stray_salt_aside(folders: Folders) -> None:
    """Keep a salt under another name whose history lies elsewhere; it belongs to no new one."""
    if folders.salt_file.is_file() and not has_history(folders):
        set_aside(folders, datetime.now(UTC))


def _write_salt(path: Path, salt: bytes) -> None:
    with path.open("wb") as file:
        file.write(salt)
        file.flush()
        os.fsync(file.fileno())
    if os.name == "posix":
        # The name must be on the disk as well before the history that cannot be read without it.
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
