import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.engine.ports import JournalPiece
from supertoken_desktop.secrets import new_database_key
from supertoken_desktop.store.database import open_store
from supertoken_desktop.store.opened import open_connection
from tests.store.children import child, kill, next_line
from tests.store.values import answer, conversation, question

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


def numbers(upto: int) -> str:
    return "".join(f"{number} " for number in range(upto + 1))


@pytest.mark.parametrize("acknowledged", [0, 1, 3, 7])
def test_a_kill_at_any_moment_leaves_all_that_was_acknowledged(
    acknowledged: int, tmp_path: Path
) -> None:
    path, key = tmp_path / "history.db", new_database_key()
    with child("journal", path, key) as process:
        conversation_id = ConversationId(next_line(process))
        while int(next_line(process)) < acknowledged:
            pass
        kill(process)

    asked, answered = asyncio.run(_recovered(path, key, conversation_id))

    assert asked.text == "Count"
    assert answered.text.startswith(numbers(acknowledged))
    assert (answered.verdict, answered.reason) == (Verdict.INTERRUPTED, "app-crash")
    assert answered.ended_at is not None
    assert _integrity(path, key) == "ok"


def test_recovering_leaves_the_answer_of_a_living_process_alone(tmp_path: Path) -> None:
    path, key = tmp_path / "history.db", new_database_key()
    with child("journal", path, key) as process:
        conversation_id = ConversationId(next_line(process))
        next_line(process)
        _asked, while_alive = asyncio.run(_recovered(path, key, conversation_id))
        next_line(process)
        kill(process)

    _asked, once_dead = asyncio.run(_recovered(path, key, conversation_id))

    assert while_alive.verdict is None
    assert once_dead.verdict is Verdict.INTERRUPTED
    assert once_dead.text.startswith(while_alive.text)
    assert list(tmp_path.glob("*.owner")) == []


def test_a_full_disk_is_told_and_nothing_that_was_saved_is_lost(tmp_path: Path) -> None:
    path, key = tmp_path / "history.db", new_database_key()

    with child("full", path, key) as process:
        said = [next_line(process) for _ in range(3)]
        process.wait()

    assert said == ["store.full", "True", "True"]
    assert _integrity(path, key) == "ok"


async def test_two_stores_write_into_one_file_and_nothing_is_lost(tmp_path: Path) -> None:
    path, key = tmp_path / "history.db", new_database_key()
    stores = await asyncio.gather(open_store(path, key), open_store(path, key))
    talks = [conversation(str(at)) for at in range(2)]

    async def write(at: int) -> None:
        running = answer(talks[at].id, verdict=None)
        await stores[at].add_messages(talks[at], [running])
        for number in range(20):
            await stores[at].add_messages(talks[at], [question(talks[at].id, str(number))])
            await stores[at].append_journal(running.id, [JournalPiece("text", f"{number} ")])

    await asyncio.gather(write(0), write(1))
    recovered = await stores[0].recover()

    for store in stores:
        for talk in talks:
            running, *asked = await store.messages(talk.id)
            assert running.text == numbers(19)
            assert [message.text for message in asked] == [str(at) for at in range(20)]
    assert recovered == ()
    for store in stores:
        await store.close()
    assert _integrity(path, key) == "ok"


async def test_an_answer_that_went_on_is_recovered_with_its_earlier_text(tmp_path: Path) -> None:
    path, key = tmp_path / "history.db", new_database_key()
    kept = conversation()
    cut = answer(kept.id, "One,", verdict=Verdict.TRUNCATED)
    first = await open_store(path, key)
    await first.add_messages(kept, [cut])
    await first.append_journal(cut.id, [JournalPiece("text", " two,")])
    await first.close()

    second = await open_store(path, key)
    recovered = await second.recover()

    (read,) = await second.messages(kept.id)
    assert recovered == (cut.id,)
    assert (read.text, read.verdict) == ("One, two,", Verdict.INTERRUPTED)
    assert await second.recover() == ()
    assert [hit.message_id for hit in await second.search("two")] == [cut.id]
    await second.close()


def test_nobody_else_may_read_the_files(tmp_path: Path) -> None:
    path, key = tmp_path / "history.db", new_database_key()
    with child("journal", path, key) as process:
        next_line(process)
        next_line(process)
        modes = {p.name: p.stat().st_mode & 0o077 for p in tmp_path.glob("history.db*")}
        kill(process)

    assert set(modes) == {"history.db", "history.db-wal", "history.db-shm"}
    assert set(modes.values()) == {0}
    assert path.stat().st_size > 0


async def _recovered(path: Path, key: Secret, conversation_id: ConversationId) -> Sequence[Message]:
    store = await open_store(path, key)
    await store.recover()
    found = await store.messages(conversation_id)
    await store.close()
    return found


def _integrity(path: Path, key: Secret) -> object:
    db = open_connection(path, key)
    verdict = db.pragma("integrity_check")
    db.close()
    return verdict
