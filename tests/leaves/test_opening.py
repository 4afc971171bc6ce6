import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from keyring.backends.SecretService import Keyring as SystemKeyring

from supertoken_desktop.domain.errors import SecretDenied, StoreError
from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.opening import (
    OpenedHistory,
    begin_anew,
    has_history,
    open_history,
    protect_with_passphrase,
    set_aside,
)
from supertoken_desktop.paths import Folders, folders
from supertoken_desktop.secrets import DATABASE_REF, Keyring, MemorySecrets, new_database_key
from supertoken_desktop.store.database import open_store
from supertoken_desktop.store.opened import open_connection
from tests.fakes.waiting import let_run
from tests.secret_service import SecretService
from tests.store.values import conversation

PASSPHRASE = Secret("four words in a row")


class LastingSecrets(MemorySecrets):
    """A keyring as the system has it, in memory."""

    is_lasting = True


class SlowSecrets(LastingSecrets):
    """A keyring that lets others run before it answers."""

    async def read(self, ref: str) -> Secret | None:
        found = await super().read(ref)
        await let_run()
        return found


class ClosedSecrets(LastingSecrets):
    """A keyring that is locked."""

    async def read(self, ref: str) -> Secret | None:
        raise SecretDenied(ref)


class ForgetfulSecrets(LastingSecrets):
    """A keyring that takes everything and keeps nothing."""

    async def write(self, ref: str, secret: Secret) -> None:
        pass


class Answers:
    """Answer the question for the passphrase, one after the other."""

    def __init__(self, *passphrases: Secret | None) -> None:
        self._passphrases = list(passphrases)
        self.asked: list[bool] = []

    async def unlock(self, *, wrong_before: bool) -> Secret | None:
        self.asked.append(wrong_before)
        return self._passphrases.pop(0)


@pytest.fixture
def places(tmp_path: Path) -> Folders:
    return folders(tmp_path)


async def keep(history: OpenedHistory, title: str) -> None:
    await history.conversations.save_conversation(conversation(title))
    await history.close()


async def titles(history: OpenedHistory) -> Sequence[str]:
    found = [kept.title for kept in await history.conversations.conversations()]
    await history.close()
    return found


def files(places: Folders) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in places.data.iterdir() if path.is_file()}


async def protected(places: Folders, title: str) -> None:
    history = await open_history(places, MemorySecrets(), "ask", None)
    await history.conversations.save_conversation(conversation(title))
    await protect_with_passphrase(places, PASSPHRASE, history.conversations)
    await history.close()


async def test_the_first_start_makes_a_key_and_the_second_opens_with_it(places: Folders) -> None:
    secrets = LastingSecrets()
    first = await open_history(places, secrets, "ask", None)
    key = await secrets.read(DATABASE_REF)
    await keep(first, "one")

    second = await open_history(places, secrets, "ask", None)

    assert first.state is second.state is HistoryState.KEPT
    assert key == await secrets.read(DATABASE_REF)
    assert first.configuration is first.conversations
    assert await titles(second) == ["one"]


async def test_a_real_keyring_holds_the_key(places: Folders, secret_service: SecretService) -> None:
    secrets = Keyring(SystemKeyring())  # type: ignore[no-untyped-call]  # keyring has no types here
    await keep(await open_history(places, secrets, "ask", None), "one")

    again = await open_history(places, secrets, "ask", None)

    assert await titles(again) == ["one"]
    await secrets.forget(DATABASE_REF)


async def test_two_first_starts_at_once_agree_on_one_key(places: Folders) -> None:
    secrets = SlowSecrets()

    both = await asyncio.gather(*(open_history(places, secrets, "ask", None) for _ in range(2)))

    assert [history.state for history in both] == [HistoryState.KEPT] * 2
    await keep(both[0], "one")
    assert await titles(both[1]) == ["one"]


@pytest.mark.parametrize(
    ("secrets", "state"),
    [
        (LastingSecrets, HistoryState.KEY_WRONG),
        (ClosedSecrets, HistoryState.KEYRING_CLOSED),
        (MemorySecrets, HistoryState.KEYRING_CLOSED),
    ],
)
async def test_without_its_key_a_history_stays_untouched(
    secrets: Callable[[], MemorySecrets], state: HistoryState, places: Folders
) -> None:
    await keep(await open_history(places, LastingSecrets(), "ask", None), "one")
    before = files(places)

    history = await open_history(places, secrets(), "ask", None)
    await keep(history, "for now")

    assert history.state is state
    assert files(places) == before


async def test_another_key_in_the_keyring_leaves_the_history_untouched(places: Folders) -> None:
    secrets = LastingSecrets()
    await keep(await open_history(places, secrets, "ask", None), "one")
    before = files(places)
    await secrets.write(DATABASE_REF, new_database_key())

    history = await open_history(places, secrets, "ask", None)

    assert history.state is HistoryState.KEY_WRONG
    assert await titles(history) == []
    assert files(places) == before


async def test_a_keyring_that_keeps_nothing_gets_no_history(places: Folders) -> None:
    history = await open_history(places, ForgetfulSecrets(), "ask", None)

    assert history.state is HistoryState.KEYRING_CLOSED
    assert not has_history(places)
    await history.close()


async def test_no_wish_keeps_providers_but_no_conversations(places: Folders) -> None:
    secrets = LastingSecrets()
    history = await open_history(places, secrets, "none", None)
    await history.configuration.save_draft(None, "of the configuration")
    await keep(history, "for now")

    again = await open_history(places, secrets, "none", None)

    assert history.state is again.state is HistoryState.NOT_WANTED
    assert await again.configuration.draft(None) == "of the configuration"
    assert await titles(again) == []


@pytest.mark.parametrize(
    ("wish", "state"), [("ask", HistoryState.UNDECIDED), ("none", HistoryState.NOT_WANTED)]
)
async def test_without_a_keyring_nothing_is_written(
    wish: str, state: HistoryState, places: Folders
) -> None:
    history = await open_history(places, MemorySecrets(), wish, None)
    await keep(history, "for now")

    assert history.state is state
    assert files(places) == {}


async def test_a_passphrase_keeps_what_is_there_and_opens_it_again(places: Folders) -> None:
    await protected(places, "one")
    asker = Answers(Secret("wrong"), PASSPHRASE)

    history = await open_history(places, MemorySecrets(), "ask", asker)

    assert history.state is HistoryState.KEPT
    assert asker.asked == [False, True]
    assert await titles(history) == ["one"]


@pytest.mark.parametrize("asker", [None, Answers(None)])
async def test_without_the_passphrase_the_history_stays_untouched(
    asker: Answers | None, places: Folders
) -> None:
    await protected(places, "one")
    before = files(places)

    history = await open_history(places, LastingSecrets(), "ask", asker)
    await keep(history, "for now")

    assert history.state is HistoryState.PASSPHRASE_NEEDED
    assert files(places) == before


async def test_a_passphrase_never_replaces_a_history(places: Folders) -> None:
    await protected(places, "one")
    before = files(places)
    other = await open_store(None, None)

    with pytest.raises(StoreError):
        await protect_with_passphrase(places, Secret("another"), other)

    assert files(places) == before
    await other.close()


async def test_a_salt_without_a_history_is_in_nobodys_way(places: Folders) -> None:
    secrets = LastingSecrets()
    places.salt_file.write_bytes(b"0123456789abcdef")

    history = await open_history(places, secrets, "ask", None)
    await keep(history, "one")
    again = await open_history(places, secrets, "ask", None)

    assert again.state is HistoryState.KEPT
    assert await titles(again) == ["one"]
    assert b"0123456789abcdef" in files(places).values()


async def test_a_damaged_history_is_told_and_kept(places: Folders) -> None:
    secrets = LastingSecrets()
    await keep(await open_history(places, secrets, "ask", None), "one")
    places.database.write_bytes(b"\0" * 20_000)
    before = files(places)

    history = await open_history(places, secrets, "ask", None)

    assert history.state is HistoryState.DAMAGED
    await history.close()
    assert files(places) == before


async def test_a_salt_that_is_cut_off_is_damage(places: Folders) -> None:
    await protected(places, "one")
    places.salt_file.write_bytes(b"short")

    history = await open_history(places, MemorySecrets(), "ask", Answers(PASSPHRASE))

    assert history.state is HistoryState.DAMAGED
    await history.close()


async def test_a_history_of_a_newer_version_is_told(places: Folders) -> None:
    secrets = LastingSecrets()
    await keep(await open_history(places, secrets, "ask", None), "one")
    db = open_connection(places.database, await secrets.read(DATABASE_REF))
    db.pragma("user_version", 1_000)
    db.close()

    history = await open_history(places, secrets, "ask", None)

    assert history.state is HistoryState.TOO_NEW
    await history.close()


async def test_what_is_set_aside_makes_room_and_is_all_there(places: Folders) -> None:
    await protected(places, "one")
    before = set(files(places).values())

    kept = set_aside(places, datetime(2026, 11, 22, 8, 0, tzinfo=UTC))

    assert not has_history(places)
    assert set(files(places).values()) == before
    assert kept.name == "history-20261122-080000.kept"
    fresh = await open_history(places, LastingSecrets(), "ask", None)
    assert fresh.state is HistoryState.KEPT
    assert await titles(fresh) == []


async def test_a_new_history_takes_over_and_the_old_one_and_its_key_are_kept(
    tmp_path: Path,
) -> None:
    places, secrets = folders(tmp_path), LastingSecrets()
    old_key, lost_key = new_database_key(), new_database_key()
    await (await open_store(places.database, lost_key)).close()
    await secrets.write(DATABASE_REF, old_key)
    history = await open_history(places, secrets, "ask", None)
    talked = conversation()
    await history.conversations.save_conversation(talked)

    state = await begin_anew(places, secrets, history.conversations)
    await history.close()
    again = await open_history(places, secrets, "ask", None)
    found = await again.conversations.conversations()
    await again.close()

    (kept,) = places.data.glob("*.kept")
    open_connection(kept, lost_key).close()
    assert history.state is HistoryState.KEY_WRONG
    assert (state, again.state) == (HistoryState.KEPT, HistoryState.KEPT)
    assert [one.id for one in found] == [talked.id]
    assert await secrets.read(f"{DATABASE_REF}-{kept.stem}") == old_key
