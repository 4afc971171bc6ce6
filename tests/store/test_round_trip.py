import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from supertoken_desktop.domain.conversation import Conversation, MessageTree
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.model import Model
from supertoken_desktop.domain.parts import ReasoningPart, TextPart
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.engine.ports import JournalPiece
from supertoken_desktop.store.database import SqlStore, open_store
from tests.store.samples import conversations, models, profiles, trees
from tests.store.values import NOW, answer, conversation, question

PROFILE = ProfileId("p1")
# Each example opens a store of its own.
few = settings(max_examples=25)


def on_a_store(body: Callable[[SqlStore], Awaitable[None]]) -> None:
    async def run() -> None:
        store = await open_store(None, None)
        await body(store)
        await store.close()

    asyncio.run(run())


@few
@given(trees())
def test_every_message_comes_back_as_it_was(
    tree: tuple[Conversation, tuple[Message, ...]],
) -> None:
    kept, messages = tree

    async def check(store: SqlStore) -> None:
        await store.add_messages(kept, messages)

        assert await store.messages(kept.id) == messages

    on_a_store(check)


@few
@given(trees())
def test_what_a_deletion_gives_back_undoes_it(
    tree: tuple[Conversation, tuple[Message, ...]],
) -> None:
    kept, whole = tree
    # Mappings in parts have no hash, and what is compared here is which messages there are.
    messages = tuple(replace(message, parts=()) for message in whole)

    async def check(store: SqlStore) -> None:
        await store.add_messages(kept, messages)
        for message in messages[:1]:
            removed = await store.delete_messages(message.id)
            left = await store.messages(kept.id)
            await store.add_messages(kept, removed)

            assert {*removed, *left} == set(messages)
            assert not any(m.parent_id in {r.id for r in removed} for m in left)
            assert set(await store.messages(kept.id)) == set(messages)

    on_a_store(check)


@few
@given(st.lists(conversations, max_size=5))
def test_conversations_come_back_pinned_first_then_newest(made: list[Conversation]) -> None:
    async def check(store: SqlStore) -> None:
        for kept in made:
            await store.save_conversation(kept)

        listed = await store.conversations()

        assert {c.id: c for c in listed} == {c.id: c for c in made}
        order = [(not c.pinned, -c.updated_at.timestamp()) for c in listed]
        assert order == sorted(order)

    on_a_store(check)


@few
@given(st.lists(profiles, max_size=4, unique_by=lambda made: made.id))
def test_profiles_come_back_in_their_order(made: list[ProviderProfile]) -> None:
    async def check(store: SqlStore) -> None:
        await store.save_profiles(made)

        assert await store.profiles() == tuple(made)

    on_a_store(check)


@few
@given(models(PROFILE), models(PROFILE))
def test_models_replace_those_known_before(before: Sequence[Model], after: Sequence[Model]) -> None:
    async def check(store: SqlStore) -> None:
        await store.save_models(PROFILE, before)
        await store.save_models(PROFILE, after)

        assert await store.models(PROFILE) == tuple(after)
        assert await store.models(ProfileId("p2")) == ()

    on_a_store(check)


async def test_models_go_with_their_profile() -> None:
    store = await open_store(None, None)
    profile = ProviderProfile(PROFILE, "Relay", "https://relay.example", "p1")
    await store.save_profiles([profile])
    await store.save_models(PROFILE, [Model(PROFILE, "m")])

    await store.save_profiles([])

    assert await store.models(PROFILE) == ()
    await store.close()


async def test_saving_again_replaces_the_message_in_its_place() -> None:
    store = await open_store(None, None)
    kept = conversation()
    first, second = question(kept.id, "one"), question(kept.id, "two")
    await store.add_messages(kept, [first, second])

    changed = replace(first, parts=(ReasoningPart("hm"), TextPart("uno")))
    await store.add_messages(replace(kept, title="Numbers"), [changed])

    assert await store.messages(kept.id) == (changed, second)
    assert await store.conversation(kept.id) == replace(kept, title="Numbers")
    await store.close()


async def test_a_deleted_conversation_is_hidden_and_comes_back_whole() -> None:
    store = await open_store(None, None)
    kept = conversation("Cats")
    messages = (question(kept.id, "meow"),)
    await store.add_messages(kept, messages)

    await store.delete_conversation(kept.id, NOW)
    hidden = (await store.conversations(), await store.conversation(kept.id))
    await store.restore_conversation(kept.id)

    assert hidden == ((), None)
    assert await store.conversations() == (kept,)
    assert await store.messages(kept.id) == messages
    await store.close()


async def test_purging_takes_only_what_was_deleted_before_that_time() -> None:
    store = await open_store(None, None)
    old, late, live = conversation("old"), conversation("late"), conversation("live")
    for kept in (old, late, live):
        await store.add_messages(kept, [question(kept.id, "words")])
        await store.save_draft(kept.id, "draft")
    await store.delete_conversation(old.id, NOW - timedelta(days=31))
    await store.delete_conversation(late.id, NOW)

    count = await store.purge_deleted(NOW - timedelta(days=30))

    for kept in (old, late):
        await store.restore_conversation(kept.id)
    assert count == 1
    assert {c.title for c in await store.conversations()} == {"late", "live"}
    assert await store.messages(old.id) == ()
    assert (await store.draft(old.id), await store.draft(late.id)) == ("", "draft")
    assert len(await store.search("words")) == 2
    await store.close()


async def test_drafts_are_kept_apart_and_an_empty_one_is_gone() -> None:
    store = await open_store(None, None)
    kept = conversation()

    await store.save_draft(None, "new")
    await store.save_draft(kept.id, "half a")
    await store.save_draft(kept.id, "half a sentence")
    drafts = (await store.draft(None), await store.draft(kept.id))
    await store.save_draft(None, "")

    assert drafts == ("new", "half a sentence")
    assert (await store.draft(None), await store.draft(kept.id)) == ("", "half a sentence")
    await store.close()


async def test_the_journal_is_read_as_part_of_its_message() -> None:
    store = await open_store(None, None)
    kept = conversation()
    running = answer(kept.id, verdict=None)
    await store.add_messages(kept, [running])

    await store.append_journal(running.id, [JournalPiece("reasoning", "let me")])
    await store.append_journal(
        running.id, [JournalPiece("reasoning", " think"), JournalPiece("text", "It ")]
    )
    await store.append_journal(running.id, [JournalPiece("text", "is 4.")])

    (read,) = await store.messages(kept.id)
    assert read.parts == (ReasoningPart("let me think"), TextPart("It is 4."))
    assert read.verdict is None
    await store.close()


async def test_the_end_of_an_answer_replaces_its_journal() -> None:
    store = await open_store(None, None)
    kept = conversation()
    running = answer(kept.id, verdict=None)
    await store.add_messages(kept, [running])
    await store.append_journal(running.id, [JournalPiece("text", "It is")])

    ended = replace(running, parts=(TextPart("It is 4."),), verdict=Verdict.COMPLETE)
    await store.end_message(ended)

    assert await store.messages(kept.id) == (ended,)
    await store.close()


async def test_a_message_that_was_deleted_while_it_ran_stays_deleted() -> None:
    store = await open_store(None, None)
    kept = conversation()
    running = answer(kept.id, verdict=None)
    await store.add_messages(kept, [running])
    await store.delete_messages(running.id)

    await store.append_journal(running.id, [JournalPiece("text", "late")])
    await store.end_message(replace(running, verdict=Verdict.COMPLETE))

    assert await store.messages(kept.id) == ()
    await store.close()


async def test_halves_of_character_pairs_are_no_reason_to_fail() -> None:
    store = await open_store(None, None)
    kept = conversation("\ud83d\ude00 whole, \ud83d half")
    running = answer(kept.id, verdict=None)
    await store.add_messages(kept, [question(kept.id, "a\udc00b"), running])

    await store.append_journal(running.id, [JournalPiece("text", "x\ud83d")])
    await store.save_draft(None, "\ud83d")
    found = await store.search("a\udc00b")

    first, second = await store.messages(kept.id)
    assert (first.text, second.text) == ("a\ufffdb", "x\ufffd")
    assert (await store.conversations())[0].title == "😀 whole, \ufffd half"
    assert [hit.message_id for hit in found] == [first.id]
    await store.close()


@few
@given(trees())
def test_the_end_of_a_path_is_what_the_whole_tree_has_there(
    tree: tuple[Conversation, tuple[Message, ...]],
) -> None:
    kept, messages = tree

    async def check(store: SqlStore) -> None:
        await store.add_messages(kept, messages)
        for message in messages:
            path = MessageTree(messages).path(message.id)

            assert await store.path_end(message.id, 2) == path[-2:]

    on_a_store(check)


async def test_a_pin_outlives_the_saving_of_an_answer_that_does_not_know_of_it() -> None:
    store = await open_store(None, None)
    kept = conversation("Pins")
    asked = question(kept.id, "Hi")
    running = answer(kept.id, parent=asked.id, verdict=None)
    await store.add_messages(kept, [asked, running])

    await store.pin_message(running.id, pinned=True)
    await store.end_message(replace(running, verdict=Verdict.COMPLETE))

    assert [m.pinned for m in await store.messages(kept.id)] == [False, True]
    await store.pin_message(running.id, pinned=False)
    assert [m.pinned for m in await store.messages(kept.id)] == [False, False]
    await store.close()


async def test_what_is_taken_out_leaves_the_rest_in_its_new_place() -> None:
    store = await open_store(None, None)
    kept = conversation("Cut")
    first = question(kept.id, "One")
    gone = answer(kept.id, "Wrong", first.id)
    after = question(kept.id, "Two", gone.id)
    last = answer(kept.id, "Three", after.id)
    await store.add_messages(kept, [first, gone, after, last])

    await store.take_out([gone.id], {after.id: first.id})

    moved = replace(after, parent_id=first.id)
    assert await store.messages(kept.id) == (first, moved, last)
    assert await store.search("Wrong") == ()
    assert len(await store.search("Three")) == 1
    await store.close()
