import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.domain.conversation import Conversation, MessageTree, TitleSource
from supertoken_desktop.domain.errors import StoreError
from supertoken_desktop.domain.ids import ConversationId, MessageId, new_message_id
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.parts import TextPart
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.domain.usage import Usage
from supertoken_desktop.engine.branches import is_below
from supertoken_desktop.engine.deletion import deletion_of, leaf_after, tree_after
from supertoken_desktop.engine.errors import AlreadyRunning, NotThere
from tests.engine.flaky_store import FlakyStore
from tests.engine.scene import Scene, scene
from tests.fakes.client import Gate, answer

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
LIMIT_MS = 100


async def talked(s: Scene, *questions: str) -> list[Message]:
    """Ask one after the other; return the whole path."""
    said = await s.said(await s.chat.send(None, questions[0]))
    for text in questions[1:]:
        said = await s.said(await s.chat.send(said.conversation_id, text))
    return list((await s.tree(said.conversation_id)).path(said.id))


def texts(messages: tuple[Message, ...]) -> list[str]:
    return [message.text for message in messages]


async def test_a_branch_is_a_conversation_of_its_own_with_the_same_way_of_asking() -> None:
    async with scene(answer("A"), answer("B"), answer("C")) as s:
        path = await talked(s, "One", "Two")
        source = s.library.get(path[0].conversation_id)
        await s.library.update(
            replace(source, system_prompt="Be brief.", parameters=Parameters(temperature=0.5))
        )
        source = s.library.get(source.id)

        ident = await s.chat.branch(source.id, path[1].id, "One (branch)")
        made = s.library.get(ident)
        branch = await s.tree(ident)
        before = await s.tree(source.id)
        await s.said(await s.chat.send(ident, "Three"))

        assert made.title == "One (branch)"
        assert (made.system_prompt, made.parameters) == (source.system_prompt, source.parameters)
        assert (made.profile_id, made.model_id) == (source.profile_id, source.model_id)
        assert made.active_leaf is not None
        copies = branch.path(made.active_leaf)
        assert texts(copies) == ["One", "A"]
        assert not {m.id for m in copies} & {m.id for m in path}
        assert await s.path_texts(ident) == ["One", "A", "Three", "C"]
        assert await s.tree(source.id) is before


async def test_a_copy_reports_what_the_original_reports() -> None:
    async with scene(answer("A")) as s:
        path = await talked(s, "One")

        ident = await s.chat.branch(path[0].conversation_id, path[1].id, "Branch")

        (_, copy) = await s.store.messages(ident)
        original = replace(path[1], id=copy.id, conversation_id=ident, parent_id=copy.parent_id)
        assert copy == original


async def test_a_branch_of_a_running_answer_ends_with_its_question() -> None:
    gate = Gate()
    async with scene(answer("A"), (gate, *answer("B"))) as s:
        path = await talked(s, "One")
        turn = await s.chat.send(path[0].conversation_id, "Two")

        ident = await s.chat.branch(turn.conversation_id, turn.message_id, "Branch")

        assert await s.path_texts(ident) == ["One", "A", "Two"]
        assert s.chat.running(ident) is None
        gate.open()


async def test_a_branch_that_cannot_be_saved_is_not_in_the_list() -> None:
    store = await FlakyStore.in_memory()
    async with scene(answer("A"), store=store) as s:
        path = await talked(s, "One")
        listed = s.library.conversations
        store.error = StoreError("full")

        with pytest.raises(StoreError):
            await s.chat.branch(path[0].conversation_id, path[1].id, "Branch")

        assert s.library.conversations == listed
        store.error = None
    await store.close()


async def test_five_hundred_messages_branch_within_a_tenth_of_a_second() -> None:
    async with scene() as s:
        source = Conversation(
            ConversationId("long"), NOW, NOW, "Long", TitleSource.USER, model_id="claude-x"
        )
        messages = long_path(source.id, 500)
        await s.store.add_messages(source, messages)
        await s.library.load()
        await s.chat.open(source.id)

        spent_ms: list[float] = []
        made: list[ConversationId] = []
        for _try in range(3):
            before = time.process_time()
            made.append(await s.chat.branch(source.id, messages[-1].id, "Long (branch)"))
            spent_ms.append((time.process_time() - before) * 1000)

        assert len(await s.store.messages(made[0])) == 500
        assert min(spent_ms) < LIMIT_MS


async def test_a_pin_is_told_kept_and_taken_away() -> None:
    async with scene(answer("A")) as s:
        path = await talked(s, "One")
        told: list[list[bool]] = []
        s.chat.changed.subscribe(
            lambda change: told.append([change.tree.get(m.id).pinned for m in path])
        )
        ident = path[0].conversation_id

        await s.chat.pin_message(ident, path[1].id, True)
        kept = await s.store.messages(ident)
        await s.chat.pin_message(ident, path[1].id, True)
        await s.chat.pin_message(ident, path[1].id, False)

        assert [m.pinned for m in kept] == [False, True]
        assert told == [[False, True], [False, False]]
        assert [m.pinned for m in await s.store.messages(ident)] == [False, False]


async def test_an_answer_that_is_being_written_is_not_pinned() -> None:
    gate = Gate()
    async with scene((gate, *answer("A"))) as s:
        turn = await s.chat.send(None, "One")

        with pytest.raises(AlreadyRunning):
            await s.chat.pin_message(turn.conversation_id, turn.message_id, True)
        gate.open()


async def test_an_answer_deleted_alone_leaves_what_follows_and_undo_brings_it_back() -> None:
    async with scene(answer("A"), answer("B")) as s:
        path = await talked(s, "One", "Two")
        ident = path[0].conversation_id
        before = await s.tree(ident)

        undo = await s.chat.delete_message(ident, path[1].id, keep_following=True)
        left = await s.path_texts(ident)
        stored = await s.store.messages(ident)
        await undo()

        assert left == ["One", "Two", "B"]
        assert texts(stored) == left
        assert await s.path_texts(ident) == ["One", "A", "Two", "B"]
        assert await s.store.messages(ident) == before.path(path[-1].id)


async def test_what_followed_a_deleted_answer_goes_on_from_its_other_version() -> None:
    async with scene(answer("A"), answer("A2"), answer("B")) as s:
        first = await s.said(await s.chat.send(None, "One"))
        ident = first.conversation_id
        second = await s.said(await s.chat.regenerate(ident, first.id))
        await s.said(await s.chat.send(ident, "Two"))

        await s.chat.delete_message(ident, second.id, keep_following=True)

        assert await s.path_texts(ident) == ["One", "A", "Two", "B"]


async def test_a_question_deleted_alone_takes_its_answers_along() -> None:
    async with scene(answer("A"), answer("B"), answer("C")) as s:
        path = await talked(s, "One", "Two", "Three")
        ident = path[0].conversation_id

        undo = await s.chat.delete_message(ident, path[2].id, keep_following=True)
        left = await s.path_texts(ident)
        await undo()
        undo = await s.chat.delete_message(ident, path[0].id, keep_following=True)

        assert left == ["One", "A", "Three", "C"]
        assert await s.path_texts(ident) == ["Two", "B", "Three", "C"]
        await undo()
        assert await s.path_texts(ident) == texts(tuple(path))


async def test_a_deletion_that_cannot_be_saved_changes_nothing() -> None:
    store = await FlakyStore.in_memory()
    async with scene(answer("A"), answer("B"), store=store) as s:
        path = await talked(s, "One", "Two")
        ident = path[0].conversation_id
        store.error = StoreError("full")

        with pytest.raises(StoreError):
            await s.chat.delete_message(ident, path[1].id, keep_following=True)
        with pytest.raises(StoreError):
            await s.chat.pin_message(ident, path[1].id, True)

        assert await s.path_texts(ident) == ["One", "A", "Two", "B"]
        store.error = None
    await store.close()


async def test_what_is_not_there_is_named_as_such() -> None:
    async with scene(answer("A")) as s:
        path = await talked(s, "One")
        ident, nobody = path[0].conversation_id, MessageId("nobody")

        for work in (
            s.chat.branch(ident, nobody, "Branch"),
            s.chat.pin_message(ident, nobody, True),
            s.chat.delete_message(ident, nobody, keep_following=True),
        ):
            with pytest.raises(NotThere):
                await work


@st.composite
def talks(draw: st.DrawFn) -> list[Message]:
    """Trees in which questions and answers take turns, with versions of both."""
    made: list[Message] = []
    for number in range(draw(st.integers(1, 14))):
        parent = draw(st.none() | st.sampled_from(made)) if made else None
        role = Role.USER if parent is None or parent.role is Role.ASSISTANT else Role.ASSISTANT
        made.append(
            Message(
                MessageId(f"{number:03}"),
                ConversationId("c"),
                parent.id if parent else None,
                role,
                (TextPart(str(number)),),
                NOW + timedelta(seconds=number),
            )
        )
    return made


@given(talks())
def test_a_deletion_alone_takes_no_more_than_a_question_and_its_answers(
    made: list[Message],
) -> None:
    tree = MessageTree(made)

    for message in made:
        deletion = deletion_of(tree, message.id)
        after = tree_after(tree, deletion)
        gone = {m.id for m in deletion.gone}
        answers = {m.id for m in made if m.parent_id == message.id and m.role is Role.ASSISTANT}
        assert gone == {message.id} | (answers if message.role is Role.USER else set())
        assert len(after) == len(tree) - len(gone)


@given(talks())
def test_after_a_deletion_every_answer_still_has_a_question_above_it(made: list[Message]) -> None:
    tree = MessageTree(made)

    for message in made:
        after = tree_after(tree, deletion_of(tree, message.id))
        for left in made:
            if left.id not in after or left.role is Role.USER:
                continue
            above = after.get(left.id).parent_id
            assert above is not None
            assert after.get(above).role is Role.USER


@given(talks())
def test_the_leaf_after_a_deletion_is_there_and_stays_where_it_can(made: list[Message]) -> None:
    tree = MessageTree(made)

    for message in made:
        deletion = deletion_of(tree, message.id)
        after = tree_after(tree, deletion)
        for leaf in made:
            found = leaf_after(after, leaf.id, deletion)
            assert found is None or found in after
            if leaf.id in after:
                assert found == leaf.id
            elif found is not None and message.parent_id is not None:
                assert is_below(after, found, message.parent_id)


def long_path(ident: ConversationId, count: int) -> tuple[Message, ...]:
    """A path of questions and answers of an ordinary length."""
    made: list[Message] = []
    for number in range(count):
        is_answer = number % 2 == 1
        made.append(
            Message(
                new_message_id(),
                ident,
                made[-1].id if made else None,
                Role.ASSISTANT if is_answer else Role.USER,
                (TextPart(f"Message {number}. " + "Words that say a little. " * 40),),
                NOW + timedelta(seconds=number),
                verdict=Verdict.COMPLETE if is_answer else None,
                usage=Usage(10, 20, 30) if is_answer else None,
            )
        )
    return tuple(made)
