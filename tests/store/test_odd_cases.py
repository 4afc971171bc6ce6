import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw

from supertoken_desktop.domain.conversation import Conversation, MessageTree
from supertoken_desktop.domain.errors import ErrorDetail, ErrorRecord
from supertoken_desktop.domain.ids import MessageId, new_conversation_id, new_message_id
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parts import TextPart
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.domain.usage import Usage
from supertoken_desktop.store.database import open_store
from supertoken_desktop.store.migrations import MIGRATIONS
from supertoken_desktop.store.opened import open_connection
from supertoken_desktop.store.owners import Owner
from supertoken_desktop.store.rows import model_of, profile_of

KEY = Secret("5a" * 32)
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DEPTH = 1500  # deeper than SQLite follows references, and not rare in a long conversation


def conversation(title: str = "Trees") -> Conversation:
    return Conversation(new_conversation_id(), NOW, NOW, title)


def question(place: Conversation, text: str = "Why?", parent: MessageId | None = None) -> Message:
    return Message(new_message_id(), place.id, parent, Role.USER, (TextPart(text),), NOW)


def answer(place: Conversation, text: str, parent: MessageId | None = None) -> Message:
    ended = NOW + timedelta(seconds=3)
    asked = question(place, text, parent)
    return replace(asked, role=Role.ASSISTANT, verdict=Verdict.COMPLETE, ended_at=ended)


def chain(place: Conversation, length: int) -> tuple[Message, ...]:
    made: list[Message] = []
    for _ in range(length):
        made.append(question(place, parent=made[-1].id if made else None))
    return tuple(made)


async def test_odd_values_of_a_relay_are_kept_as_far_as_they_go() -> None:
    store, place = await open_store(None, None), conversation("half \ud83d")
    told = replace(
        answer(place, "half \ud83d, whole \ud83d\ude00, nothing \0"),
        usage=Usage(prompt=10**30, completion=-(10**30), total=7),
        request_id="\udc00",
        error=ErrorRecord("relay", "500", ErrorDetail(message="\udc00")),
    )

    await store.add_messages(place, (told,))
    (kept,) = await store.messages(place.id)
    await store.close()

    assert kept.text == "half \ufffd, whole 😀, nothing \0"
    assert kept.usage == Usage(total=7)


async def test_undo_puts_a_deleted_answer_back_before_its_younger_sibling() -> None:
    store, place = await open_store(None, None), conversation()
    asked = question(place)
    first = answer(place, "first", asked.id)
    second = replace(answer(place, "second", asked.id), created_at=NOW + timedelta(seconds=9))
    await store.add_messages(place, (asked, first, second))

    removed = await store.delete_messages(first.id)
    await store.add_messages(place, removed)
    after = MessageTree(await store.messages(place.id))
    await store.close()

    assert after.children(asked.id) == (first.id, second.id)


async def test_ids_that_look_like_commands_are_brought_back_as_they_were() -> None:
    store, place = await open_store(None, None), conversation()
    odd = ("'; DROP TABLE messages; --", '" OR ""="', "%", "_", "a\0b", "\u202e", "x" * 100_000, "")
    asked = question(place)
    answers = tuple(
        replace(
            answer(place, f"of {number} '\"; --", asked.id),
            id=MessageId(ident),
            created_at=NOW + timedelta(seconds=number),
        )
        for number, ident in enumerate(odd)
    )
    await store.add_messages(place, (asked, *answers))

    for one in answers:
        removed = await store.delete_messages(one.id)
        assert removed == (one,)
        await store.add_messages(place, removed)
        await store.pin_message(one.id, pinned=True)
    after = MessageTree(await store.messages(place.id))
    await store.close()

    assert after.children(asked.id) == tuple(one.id for one in answers)
    assert all(after.get(one.id).pinned for one in answers)


async def test_parents_in_a_circle_neither_hang_nor_break_the_rest() -> None:
    store, place = await open_store(None, None), conversation()
    whole = chain(place, 6)
    await store.add_messages(place, whole)

    await store.take_out((), {whole[2].id: whole[4].id})
    after = await store.messages(place.id)
    await store.delete_messages(whole[4].id)
    left = await store.messages(place.id)
    await store.close()

    assert whole[:2] == after[:2]
    assert left == whole[:2]


async def test_the_first_message_of_a_deep_conversation_can_be_deleted_and_brought_back() -> None:
    store, place = await open_store(None, None), conversation()
    whole = chain(place, DEPTH)
    await store.add_messages(place, whole)

    removed = await store.delete_messages(whole[0].id)
    await store.add_messages(place, removed)
    after = await store.messages(place.id)
    await store.close()

    assert removed == whole
    assert after == whole


async def test_a_deep_conversation_can_be_purged() -> None:
    store, place = await open_store(None, None), conversation()
    await store.add_messages(place, chain(place, DEPTH))
    await store.delete_conversation(place.id, NOW)

    purged = await store.purge_deleted(NOW + timedelta(days=1))
    after = await store.messages(place.id)
    await store.close()

    assert (purged, after) == (1, ())


async def test_what_was_handed_over_is_kept_though_nobody_waits_any_more() -> None:
    store, place = await open_store(None, None), conversation()
    questions = tuple(question(place) for _ in range(500))
    slow = asyncio.create_task(store.add_messages(place, questions))
    draft = asyncio.create_task(store.save_draft(None, "half a sentence"))
    await asyncio.sleep(0)

    draft.cancel()
    await asyncio.gather(slow, draft, return_exceptions=True)
    kept = await store.draft(None)
    await store.close()

    assert kept == "half a sentence"


async def test_a_step_may_build_a_table_anew_without_losing_what_refers_to_it(
    tmp_path: Path,
) -> None:
    path, place = tmp_path / "history.db", conversation()
    store = await open_store(path, KEY)
    await store.add_messages(place, (question(place),))
    await store.close()

    def build_anew(db: apsw.Connection) -> None:
        db.execute("CREATE TABLE anew AS SELECT * FROM conversations")
        db.execute("DELETE FROM conversations")
        db.execute("INSERT INTO conversations SELECT * FROM anew")
        db.execute("DROP TABLE anew")

    db = open_connection(path, KEY, (*MIGRATIONS, build_anew))
    kept = db.execute("SELECT count(*) FROM messages").get
    db.close()

    assert kept == 1


def test_a_living_owner_is_never_taken_for_a_dead_one(tmp_path: Path) -> None:
    first, second = Owner(tmp_path), Owner(tmp_path)

    first.remove_dead()
    second.remove_dead()

    assert first.is_alive(second.token)
    assert second.is_alive(first.token)
    second.close()
    assert not first.is_alive(second.token)
    first.close()
    assert list(tmp_path.iterdir()) == []


def test_what_a_newer_version_added_to_a_profile_or_model_does_no_harm() -> None:
    profile = {"id": "p", "name": "n", "root": "r", "secret_ref": "s", "added": 1}
    profile |= {"limits": {"per_minute": 1, "added": 2}, "timeouts": {"idle_s": 3.0, "added": 4}}
    model = {"profile_id": "p", "model_id": "m", "inputs": [], "protocols": [], "added": 1}

    assert profile_of(json.dumps(profile)).limits.per_minute == 1
    assert model_of(json.dumps({**model, "origin": "user"})).model_id == "m"
