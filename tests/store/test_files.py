import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from supertoken_desktop.domain.errors import (
    StoreDamaged,
    StoreError,
    StoreKeyWrong,
    StoreTooNew,
    SuperTokenError,
)
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.engine.ports import JournalPiece
from supertoken_desktop.secrets import new_database_key
from supertoken_desktop.store.database import open_store
from supertoken_desktop.store.folding import FOLDING_VERSION
from supertoken_desktop.store.migrations import MIGRATIONS, Migration
from supertoken_desktop.store.opened import open_connection
from tests.data.stores import make
from tests.store.values import answer, conversation, question

PLANTED = "Xylophon-Kirschkern 密语千言"
# What a file is copied to before the next step.
COPY = f"history.db.before-{len(MIGRATIONS) + 1}"


async def filled(path: Path, key: Secret, text: str = PLANTED) -> None:
    store = await open_store(path, key)
    kept = conversation(text)
    await store.add_messages(kept, [question(kept.id, text)])
    await store.save_draft(kept.id, text)
    await store.close()


def contents(folder: Path) -> dict[str, bytes]:
    return {piece.name: piece.read_bytes() for piece in folder.iterdir()}


def steps(*more: Migration) -> Sequence[Migration]:
    return (*MIGRATIONS, *more)


def _add_column(db: apsw.Connection) -> None:
    db.execute("ALTER TABLE conversations ADD COLUMN colour TEXT DEFAULT 'red'")


def _break_references(db: apsw.Connection) -> None:
    _add_column(db)
    db.pragma("defer_foreign_keys", "ON")
    db.execute("UPDATE parts SET message_seq = 4711")


def _fail(db: apsw.Connection) -> None:
    _add_column(db)
    db.execute("no SQL")


def columns(db: apsw.Connection) -> set[str]:
    return {row[1] for row in db.execute("PRAGMA table_info(conversations)")}


async def test_a_closed_history_is_one_file_that_opens_again(tmp_path: Path) -> None:
    path, key = tmp_path / "history.db", new_database_key()
    await filled(path, key)

    left = {name for name, content in contents(tmp_path).items() if content}
    store = await open_store(path, key)

    assert left == {"history.db"}
    assert [kept.title for kept in await store.conversations()] == [PLANTED]
    await store.close()


async def test_a_wrong_key_opens_nothing_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    await filled(path, new_database_key())
    before = path.read_bytes()

    for wrong in (new_database_key(), Secret("a passphrase"), None):
        with pytest.raises(StoreKeyWrong):
            await open_store(path, wrong)

    assert path.read_bytes() == before


async def test_no_file_is_ever_made_without_a_key(tmp_path: Path) -> None:
    path = tmp_path / "history.db"

    for missing in (None, Secret("")):
        with pytest.raises(StoreKeyWrong):
            await open_store(path, missing)

    assert not path.exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: whole[:100],
        lambda whole: b"\0" * len(whole),
        lambda _whole: b"plain text, no history at all\n" * 1000,
        lambda _whole: b"SQLite format 3\0" + bytes(5000),
    ],
    ids=["short", "zeros", "text", "plain"],
)
async def test_a_damaged_file_is_told_from_a_wrong_key_and_kept(
    damage: "make.Damage", tmp_path: Path
) -> None:
    path, key = tmp_path / "history.db", new_database_key()
    await filled(path, key)
    broken = damage(path.read_bytes())
    path.write_bytes(broken)

    with pytest.raises(StoreDamaged):
        await open_store(path, key)

    assert path.read_bytes() == broken


async def test_damage_further_in_is_told_when_it_is_met(tmp_path: Path) -> None:
    path, key = tmp_path / "history.db", new_database_key()
    store = await open_store(path, key)
    kept = conversation()
    await store.add_messages(kept, [question(kept.id, "words " * 5000) for _ in range(20)])
    await store.close()
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 100_000] = bytes(100_000)
    path.write_bytes(whole)

    store = await open_store(path, key)
    with pytest.raises(StoreDamaged):
        await store.messages(kept.id)

    await store.close()


async def test_a_folder_that_is_not_there_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        await open_store(tmp_path / "missing" / "history.db", new_database_key())


async def test_what_was_written_is_in_no_byte_of_the_folder(tmp_path: Path) -> None:
    path, key = tmp_path / "history.db", new_database_key()
    await filled(path, key)
    open_connection(path, key, steps(_add_column)).close()
    changed = await asyncio.to_thread(open_connection, path, key, steps(_add_column))
    changed.execute("INSERT INTO drafts VALUES('x', ?, '[]', 0)", (PLANTED,))

    files = contents(tmp_path)
    changed.close()

    assert {"history.db", "history.db-wal", COPY} <= set(files)
    for word in (*PLANTED.split(), "Kirschkern", "SQLite format 3", key.reveal()):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert [n for n, content in files.items() if word.encode(encoding) in content] == []
    assert [n for n, content in files.items() if bytes.fromhex(key.reveal()) in content] == []


async def test_a_step_takes_an_older_file_to_the_present_and_keeps_a_copy(tmp_path: Path) -> None:
    path, key = tmp_path / "history.db", new_database_key()
    await filled(path, key)

    now = open_connection(path, key, steps(_add_column))
    copy = open_connection(tmp_path / COPY, key)

    assert now.execute("SELECT title, colour FROM conversations").fetchall() == [(PLANTED, "red")]
    assert "colour" not in columns(copy)
    assert copy.execute("SELECT title FROM conversations").get == PLANTED
    assert (tmp_path / COPY).stat().st_mode & 0o077 == 0
    now.close()
    copy.close()


@pytest.mark.parametrize("step", [_break_references, _fail])
async def test_a_step_that_fails_leaves_the_file_as_it_was(step: Migration, tmp_path: Path) -> None:
    path, key = tmp_path / "history.db", new_database_key()
    await filled(path, key)

    with pytest.raises((StoreDamaged, apsw.SQLError)):
        open_connection(path, key, steps(step))

    db = open_connection(path, key)
    assert "colour" not in columns(db)
    assert db.pragma("user_version") == len(MIGRATIONS)
    assert db.pragma("integrity_check") == "ok"
    db.close()


async def test_a_file_of_a_newer_version_is_not_opened(tmp_path: Path) -> None:
    path, key = tmp_path / "history.db", new_database_key()
    await filled(path, key)
    open_connection(path, key, steps(_add_column)).close()
    before = path.read_bytes()

    with pytest.raises(StoreTooNew):
        await open_store(path, key)

    assert path.read_bytes() == before


@pytest.mark.parametrize("file", make.kept_files(), ids=lambda file: file.stem)
async def test_the_file_of_every_release_opens(file: Path, tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    shutil.copy(file, path)

    store = await open_store(path, make.KEY)

    made = make.content()
    assert await store.conversations() == (made.conversation,)
    assert await store.messages(made.conversation.id) == made.messages
    assert await store.profiles() == (made.profile,)
    assert await store.models(made.profile.id) == (made.model,)
    assert await store.draft(None) == made.draft
    assert len(await store.search("排序")) == 2
    await store.close()


async def test_the_index_is_made_anew_when_the_folding_has_changed(tmp_path: Path) -> None:
    path, key = tmp_path / "history.db", new_database_key()
    await filled(path, key)
    db = open_connection(path, key)
    db.execute("UPDATE meta SET value = ? WHERE key = 'folding'", (FOLDING_VERSION - 1,))
    db.execute("DELETE FROM search")
    db.close()

    store = await open_store(path, key)

    assert len(await store.search("密语")) == 2
    await store.close()


async def test_two_first_starts_at_once_make_one_history(tmp_path: Path) -> None:
    path, key = tmp_path / "history.db", new_database_key()

    stores = await asyncio.gather(*(open_store(path, key) for _ in range(4)))

    await stores[0].save_conversation(conversation("one"))
    assert [kept.title for kept in await stores[3].conversations()] == ["one"]
    for store in stores:
        await store.close()


async def test_cancelled_waits_leave_the_queue_in_order() -> None:
    store = await open_store(None, None)
    kept = conversation()
    saves = [
        asyncio.ensure_future(store.add_messages(kept, [question(kept.id, str(at))]))
        for at in range(30)
    ]
    await saves[0]

    for save in saves[1::2]:
        save.cancel()
    done = await asyncio.gather(*saves, return_exceptions=True)
    await store.add_messages(kept, [question(kept.id, "last")])

    texts = [message.text for message in await store.messages(kept.id)]
    saved = [str(at) for at, result in enumerate(done) if result is None]
    assert texts[-1] == "last"
    assert [text for text in texts if text in saved] == saved
    assert texts[:-1] == sorted(texts[:-1], key=int)
    await store.close()


async def test_closing_waits_for_what_was_asked_for_before(tmp_path: Path) -> None:
    path, key = tmp_path / "history.db", new_database_key()
    store = await open_store(path, key)
    kept = conversation()
    saves = [
        asyncio.ensure_future(store.add_messages(kept, [question(kept.id, str(at))]))
        for at in range(20)
    ]
    await asyncio.sleep(0)

    await asyncio.gather(store.close(), store.close())
    await asyncio.gather(*saves)

    again = await open_store(path, key)
    assert len(await again.messages(kept.id)) == 20
    await again.close()


async def test_a_closed_store_says_so() -> None:
    store = await open_store(None, None)
    await store.close()

    with pytest.raises(StoreError) as caught:
        await store.conversations()

    assert caught.value.reason == "closed"


async def test_a_history_in_memory_goes_on_in_a_file(tmp_path: Path) -> None:
    path, key = tmp_path / "history.db", new_database_key()
    store = await open_store(None, None)
    kept = conversation("Kept 标题")
    asked = question(kept.id, "words")
    running = answer(kept.id, parent=asked.id, verdict=None)
    await store.add_messages(kept, [asked, running])
    await store.append_journal(running.id, [JournalPiece("text", "so ")])

    await store.move_to(path, key)
    other = await open_store(path, key)
    recovered = await other.recover()
    await store.append_journal(running.id, [JournalPiece("text", "far")])
    texts = [message.text for message in await other.messages(kept.id)]
    await store.end_message(replace(running, verdict=Verdict.STOPPED))
    await store.close()

    assert recovered == ()
    assert texts == ["words", "so far"]
    assert await other.conversations() == (kept,)
    assert [m.verdict for m in await other.messages(kept.id)] == [None, Verdict.STOPPED]
    assert len(await other.search("标题")) == 1
    await other.close()


async def test_a_move_never_touches_a_history_that_is_there(tmp_path: Path) -> None:
    path, key = tmp_path / "history.db", new_database_key()
    await filled(path, key)
    before = path.read_bytes()
    store = await open_store(None, None)
    await store.save_conversation(conversation("new"))

    with pytest.raises(SuperTokenError):
        await store.move_to(path, new_database_key())

    assert path.read_bytes() == before
    assert [kept.title for kept in await store.conversations()] == ["new"]
    await store.close()
