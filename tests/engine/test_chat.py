from dataclasses import replace

import pytest

from supertoken_desktop.domain.conversation import TitleSource
from supertoken_desktop.domain.delta import ReasoningDelta, TextDelta, UsageDelta
from supertoken_desktop.domain.errors import ConnectFailed, DiskFull
from supertoken_desktop.domain.ids import ConversationId, MessageId, ProfileId
from supertoken_desktop.domain.message import Role
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.turn import TurnState, Verdict
from supertoken_desktop.domain.usage import Usage
from supertoken_desktop.engine.chat import ChatChange
from supertoken_desktop.engine.context import CONTINUE_REQUEST
from supertoken_desktop.engine.errors import AlreadyRunning, NoProvider, NotThere
from supertoken_desktop.engine.open_conversations import KEPT_OPEN
from supertoken_desktop.settings import Settings
from tests.engine.flaky_store import FlakyStore
from tests.engine.scene import PROFILE, Scene, scene
from tests.fakes.client import Gate, answer
from tests.fakes.waiting import let_run, until


async def asked(s: Scene) -> list[list[tuple[str, str]]]:
    """Roles and texts of every request."""
    return [
        [(m.role.value, "".join(getattr(p, "text", "") for p in m.parts)) for m in r.messages]
        for r in s.client.requests
    ]


async def test_send_saves_question_and_empty_answer_before_it_returns() -> None:
    gate = Gate()
    async with scene((gate, *answer("Hello"))) as s:
        turn = await s.chat.send(None, "What is a prime?")
        kept = await s.store.messages(turn.conversation_id)
        conversation = await s.store.conversation(turn.conversation_id)
        turn.stop()
        await s.said(turn)

    assert [(m.role, m.text, m.verdict) for m in kept] == [
        (Role.USER, "What is a prime?", None),
        (Role.ASSISTANT, "", None),
    ]
    assert conversation is not None
    assert (conversation.title, conversation.active_leaf) == ("What is a prime?", kept[1].id)
    assert (conversation.profile_id, conversation.model_id) == (PROFILE.id, "claude-x")


async def test_a_question_that_cannot_be_saved_changes_nothing() -> None:
    store = await FlakyStore.in_memory()
    async with scene(store=store) as s:
        first = await s.said(await s.chat.send(None, "One"))
        store.error = DiskFull()
        with pytest.raises(DiskFull):
            await s.chat.send(None, "Two")
        with pytest.raises(DiskFull):
            await s.chat.send(first.conversation_id, "Three")
        texts = await s.path_texts(first.conversation_id)
        store.error = None
        count = len(s.library.conversations)
        again = await s.said(await s.chat.send(first.conversation_id, "Three"))
    await store.close()

    assert (texts, count) == (["One", "Hello"], 1)
    assert again.verdict is Verdict.COMPLETE


async def test_the_second_request_carries_the_whole_path() -> None:
    async with scene(answer("Two."), answer("Three.")) as s:
        first = await s.said(await s.chat.send(None, "A prime?", system_prompt="Be brief."))
        await s.said(await s.chat.send(first.conversation_id, "Another?"))
        requests = await asked(s)

    assert requests[1] == [
        ("system", "Be brief."),
        ("user", "A prime?"),
        ("assistant", "Two."),
        ("user", "Another?"),
    ]


async def test_failed_answers_stay_out_of_the_next_request_and_broken_ones_go_in() -> None:
    failed = (ConnectFailed(reason="net-dns"),)
    async with scene(failed, (ReasoningDelta("hm"), *answer("Hal", finish=None)), answer()) as s:
        first = await s.said(await s.chat.send(None, "One"))
        await s.said(await s.chat.send(first.conversation_id, "Two"))
        await s.said(await s.chat.send(first.conversation_id, "Three"))
        requests = await asked(s)

    assert requests[2] == [
        ("user", "One"),
        ("user", "Two"),
        ("assistant", "Hal"),
        ("user", "Three"),
    ]


async def test_parameters_of_the_conversation_lie_over_the_usual_ones() -> None:
    settings = Settings(temperature=0.2, max_tokens=100, system_prompt="Usual.")
    async with scene(settings=settings) as s:
        turn = await s.chat.send(None, "Hi", parameters=Parameters(temperature=1.0))
        await s.said(turn)
        request = s.client.requests[0]
        requests = await asked(s)

    assert request.parameters == Parameters(temperature=1.0, max_tokens=100)
    assert requests[0][0] == ("system", "Usual.")


async def test_one_answer_at_a_time_in_a_conversation() -> None:
    gate = Gate()
    async with scene((gate, *answer("Hello"))) as s:
        turn = await s.chat.send(None, "Hi")
        with pytest.raises(AlreadyRunning):
            await s.chat.send(turn.conversation_id, "Hi again")
        with pytest.raises(AlreadyRunning):
            await s.chat.regenerate(turn.conversation_id, turn.message_id)
        gate.open()
        await s.said(turn)
        kept = await s.store.messages(turn.conversation_id)

    assert len(kept) == 2


async def test_the_next_question_can_follow_as_soon_as_an_answer_has_ended() -> None:
    async with scene() as s:
        turn = await s.chat.send(None, "Hi")
        await turn.wait_ended()
        again = await s.chat.send(turn.conversation_id, "Hi again")
        await s.said(again)
        texts = await s.path_texts(turn.conversation_id)

    assert texts == ["Hi", "Hello", "Hi again", "Hello"]


async def test_several_conversations_stream_at_once() -> None:
    gates = [Gate(), Gate(), Gate()]
    scripts = [(TextDelta(str(i)), gate, *answer("!")) for i, gate in enumerate(gates)]
    async with scene(*scripts) as s:
        turns = []
        for i, gate in enumerate(gates):
            turns.append(await s.chat.send(None, f"Question {i}"))
            await gate.reached.wait()
        running = s.chat.running_turns()
        most = s.client.most_at_once
        for gate in reversed(gates):
            gate.open()
        texts = [(await s.said(turn)).text for turn in turns]
        left = s.chat.running_turns()

    assert (set(running), most, left) == (set(turns), 3, ())
    assert texts == ["0!", "1!", "2!"]


async def test_regenerate_adds_a_sibling_and_moves_the_active_leaf() -> None:
    async with scene(answer("One"), answer("Two")) as s:
        first = await s.said(await s.chat.send(None, "Count"))
        turn = await s.chat.regenerate(first.conversation_id, first.id, model_id="gpt-5.2")
        second = await s.said(turn)
        tree = await s.tree(first.conversation_id)
        texts = await s.path_texts(first.conversation_id)
        requests = await asked(s)

    assert tree.siblings(first.id) == (first.id, second.id)
    assert (first.text, texts) == ("One", ["Count", "Two"])
    assert second.model_id == "gpt-5.2"
    assert requests[0] == requests[1]


async def test_a_question_without_an_answer_can_be_answered() -> None:
    async with scene() as s:
        first = await s.said(await s.chat.send(None, "Count"))
        assert first.parent_id is not None
        await s.chat.edit(first.conversation_id, first.parent_id, "Count to 3", resend=False)
        change = await s.chat.open(first.conversation_id)
        edited = change.conversation.active_leaf
        assert edited is not None
        await s.said(await s.chat.regenerate(first.conversation_id, edited))
        texts = await s.path_texts(first.conversation_id)

    assert texts == ["Count to 3", "Hello"]


async def test_edit_adds_a_sibling_of_the_question_and_asks_it() -> None:
    async with scene(answer("One"), answer("Two")) as s:
        first = await s.said(await s.chat.send(None, "Count"))
        question_id = first.parent_id
        assert question_id is not None
        turn = await s.chat.edit(first.conversation_id, question_id, "Count more", resend=True)
        assert turn is not None
        await s.said(turn)
        tree = await s.tree(first.conversation_id)
        texts = await s.path_texts(first.conversation_id)
        await s.chat.choose_sibling(first.conversation_id, question_id)
        before = await s.path_texts(first.conversation_id)
        kept = await s.store.conversation(first.conversation_id)

    assert len(tree.siblings(question_id)) == 2
    assert texts == ["Count more", "Two"]
    assert before == ["Count", "One"]
    assert kept is not None
    assert kept.active_leaf == first.id


async def test_an_edited_answer_is_a_version_by_the_user_and_asks_nobody() -> None:
    async with scene((UsageDelta(Usage(1, 2, 3)), *answer("One"))) as s:
        first = await s.said(await s.chat.send(None, "Count"))

        await s.chat.edit(first.conversation_id, first.id, "My words", resend=False)

        tree = await s.tree(first.conversation_id)
        edited = tree.get(tree.siblings(first.id)[-1])
        assert await s.path_texts(first.conversation_id) == ["Count", "My words"]
        assert tree.get(first.id) == first
        assert (edited.verdict, edited.reason, edited.usage) == (Verdict.COMPLETE, "edited", None)
        assert len(s.client.requests) == 1


async def test_an_answer_is_not_asked() -> None:
    async with scene() as s:
        first = await s.said(await s.chat.send(None, "Count"))
        with pytest.raises(ValueError, match="not asked"):
            await s.chat.edit(first.conversation_id, first.id, "My words", resend=True)


async def test_continue_grows_the_same_message() -> None:
    usage = Usage(prompt=10, completion=2, total=12)
    first_script = (UsageDelta(usage), *answer("One, two,", finish="length"))
    async with scene(first_script, (UsageDelta(usage), *answer(" three."))) as s:
        first = await s.said(await s.chat.send(None, "Count"))
        turn = await s.chat.continue_(first.conversation_id, first.id)
        running = (await s.tree(first.conversation_id)).get(first.id)
        text_at_once = turn.text
        whole = await s.said(turn)
        requests = await asked(s)

    assert (first.verdict, first.text) == (Verdict.TRUNCATED, "One, two,")
    assert (running.is_running, running.text, text_at_once) == (True, "One, two,", "One, two,")
    assert (whole.id, whole.text, whole.verdict) == (first.id, "One, two, three.", Verdict.COMPLETE)
    assert (whole.usage, whole.attempts) == (Usage(prompt=20, completion=4, total=24), 2)
    assert turn.buffer.take().text == " three."
    assert requests[1] == [
        ("user", "Count"),
        ("assistant", "One, two,"),
        ("user", CONTINUE_REQUEST),
    ]


async def test_continue_leaves_out_what_the_model_says_twice() -> None:
    half = "The quick brown fox jumps over"
    repeated = ("fox ju", "mps over", " the lazy dog.")
    async with scene(answer(half, finish="length"), answer(*repeated)) as s:
        first = await s.said(await s.chat.send(None, "Go"))
        whole = await s.said(await s.chat.continue_(first.conversation_id, first.id))

    assert whole.text == "The quick brown fox jumps over the lazy dog."


async def test_a_continue_that_fails_keeps_the_text_and_says_why() -> None:
    async with scene(answer("One,", finish="length"), (ConnectFailed(reason="net-dns"),)) as s:
        first = await s.said(await s.chat.send(None, "Count"))
        whole = await s.said(await s.chat.continue_(first.conversation_id, first.id))

    assert (whole.text, whole.verdict, whole.reason) == ("One,", Verdict.INTERRUPTED, "net-dns")


async def test_a_crash_while_continuing_loses_nothing() -> None:
    store = await FlakyStore.in_memory()
    gate = Gate()
    async with scene(answer("One,", finish="length"), (TextDelta(" two,"), gate), store=store) as s:
        first = await s.said(await s.chat.send(None, "Count"))
        await s.chat.continue_(first.conversation_id, first.id)
        await gate.reached.wait()
        s.clock.advance(0.25)
        await until(lambda: store.journalled == [" two,"])
        kept = {m.id: m for m in await s.store.messages(first.conversation_id)}[first.id]
    await store.close()

    assert kept.text == "One, two,"


async def test_continue_of_an_answer_without_text_asks_anew_in_its_place() -> None:
    gate = Gate()
    async with scene((gate,), answer("Hello")) as s:
        turn = await s.chat.send(None, "Hi")
        await gate.reached.wait()
        turn.stop()
        stopped = await s.said(turn)
        whole = await s.said(await s.chat.continue_(turn.conversation_id, stopped.id))
        requests = await asked(s)

    assert (whole.id, whole.text) == (stopped.id, "Hello")
    assert requests[1] == [("user", "Hi")]


async def test_retry_puts_a_new_answer_beside_the_failed_one() -> None:
    async with scene((ConnectFailed(),), answer("Hello")) as s:
        failed = await s.said(await s.chat.send(None, "Hi"))
        good = await s.said(await s.chat.retry(failed.conversation_id, failed.id))
        tree = await s.tree(failed.conversation_id)

    assert tree.siblings(failed.id) == (failed.id, good.id)


async def test_delete_takes_the_messages_below_and_undo_brings_all_back() -> None:
    async with scene(answer("A"), answer("B"), answer("C")) as s:
        first = await s.said(await s.chat.send(None, "One"))
        other = await s.said(await s.chat.regenerate(first.conversation_id, first.id))
        await s.chat.choose_sibling(first.conversation_id, first.id)
        await s.said(await s.chat.send(first.conversation_id, "Two"))
        before = await s.path_texts(first.conversation_id)
        undo = await s.chat.delete_message(first.conversation_id, first.id)
        without = await s.path_texts(first.conversation_id)
        kept = [m.text for m in await s.store.messages(first.conversation_id)]
        await undo()
        after = await s.path_texts(first.conversation_id)
        siblings = (await s.tree(first.conversation_id)).siblings(first.id)

    assert before == after == ["One", "A", "Two", "C"]
    assert (without, kept) == (["One", "B"], ["One", "B"])
    assert siblings == (first.id, other.id)


async def test_deleting_a_question_whose_answer_runs_stops_it() -> None:
    gate = Gate()
    async with scene((TextDelta("Hel"), gate)) as s:
        turn = await s.chat.send(None, "Hi")
        await gate.reached.wait()
        tree = await s.tree(turn.conversation_id)
        question = tree.path(turn.message_id)[0]
        undo = await s.chat.delete_message(turn.conversation_id, question.id)
        texts = await s.path_texts(turn.conversation_id)
        await undo()
        back = await s.path_texts(turn.conversation_id)

    assert (texts, back) == ([], ["Hi", "Hel"])
    assert s.client.open_streams == 0


async def test_deleting_a_conversation_stops_its_answer_and_undo_brings_it_back() -> None:
    gate = Gate()
    async with scene((TextDelta("Hel"), gate)) as s:
        turn = await s.chat.send(None, "Hi")
        await gate.reached.wait()
        undo = await s.library.delete(turn.conversation_id)
        message = await turn.wait_ended()
        with pytest.raises(NotThere):
            await s.chat.open(turn.conversation_id)
        await undo()
        texts = await s.path_texts(turn.conversation_id)

    assert (message.verdict, texts) == (Verdict.STOPPED, ["Hi", "Hel"])


async def test_changes_are_told_with_the_tree() -> None:
    async with scene() as s:
        told: list[ChatChange] = []
        s.chat.changed.subscribe(told.append)
        started: list[MessageId] = []
        s.chat.turn_started.subscribe(lambda turn: started.append(turn.message_id))
        ended: list[TurnState] = []
        s.chat.turn_ended.subscribe(lambda turn: ended.append(turn.state))
        turn = await s.chat.send(None, "Hi")
        message = await s.said(turn)

    assert [c.tree.get(turn.message_id).verdict for c in told] == [None, Verdict.COMPLETE]
    assert told[-1].tree.path(told[-1].conversation.active_leaf)[-1] == message
    assert (started, ended) == ([message.id], [TurnState.ENDED])


async def test_trees_of_closed_conversations_are_let_go_and_read_again() -> None:
    store = await FlakyStore.in_memory()
    async with scene(store=store) as s:
        ids = []
        for number in range(KEPT_OPEN + 1):
            turn = await s.chat.send(None, f"Question {number}")
            await turn.wait_ended()
            ids.append(turn.conversation_id)
        store.read.clear()
        for conversation_id in reversed(ids):
            await s.chat.open(conversation_id)
        texts = await s.path_texts(ids[0])
    await store.close()

    assert store.read == [ids[0]]
    assert texts == ["Question 0", "Hello"]


async def test_an_active_leaf_that_is_gone_gives_way_to_the_newest() -> None:
    async with scene() as s:
        message = await s.said(await s.chat.send(None, "Hi"))
        conversation = s.library.get(message.conversation_id)
        s.library.keep(replace(conversation, active_leaf=MessageId("gone")))
        texts = await s.path_texts(message.conversation_id)

    assert texts == ["Hi", "Hello"]


async def test_unknown_conversations_and_messages_are_named_as_such() -> None:
    async with scene() as s:
        message = await s.said(await s.chat.send(None, "Hi"))
        with pytest.raises(NotThere):
            await s.chat.send(ConversationId("no"), "Hi")
        with pytest.raises(NotThere):
            await s.chat.regenerate(message.conversation_id, MessageId("no"))


async def test_without_a_provider_nothing_is_saved() -> None:
    async with scene() as s:
        await s.profiles.remove(PROFILE.id)
        with pytest.raises(NoProvider):
            await s.chat.send(None, "Hi")

    assert s.library.conversations == ()


async def test_a_conversation_whose_provider_is_gone_asks_the_current_one() -> None:
    async with scene() as s:
        turn = await s.chat.send(None, "Hi", profile_id=ProfileId("gone"))
        message = await s.said(turn)

    assert message.profile_id == PROFILE.id


@pytest.mark.parametrize(
    ("model_id", "wish", "streams"),
    [
        ("gpt-5.2", False, True),
        ("vendor/gpt-5", None, True),
        ("claude-x", None, True),
        ("claude-x", False, False),
    ],
)
async def test_gpt_models_always_stream_and_others_as_wished(
    model_id: str, wish: bool | None, streams: bool
) -> None:
    async with scene() as s:
        await s.said(await s.chat.send(None, "Hi", model_id=model_id, stream=wish))

    assert s.client.requests[0].stream is streams


async def test_the_switch_of_a_model_decides_where_nobody_wishes() -> None:
    async with scene() as s:
        await s.catalogue.set_streams(PROFILE.id, "claude-x", False)
        await s.said(await s.chat.send(None, "Hi"))
        await s.catalogue.set_streams(PROFILE.id, "claude-x", None)
        await s.said(await s.chat.send(None, "Hi"))

    assert [r.stream for r in s.client.requests] == [False, True]


async def test_stop_all_saves_every_running_answer() -> None:
    gates = [Gate(), Gate()]
    async with scene(*((TextDelta("Hel"), gate) for gate in gates)) as s:
        turns = [await s.chat.send(None, "Hi") for _ in gates]
        for gate in gates:
            await gate.reached.wait()
        await s.chat.stop_all()
        verdicts = [(await s.said(turn)).verdict for turn in turns]

    assert verdicts == [Verdict.STOPPED, Verdict.STOPPED]
    assert s.client.open_streams == 0


async def test_a_model_gives_the_title_when_that_is_wanted() -> None:
    settings = Settings(model_titles=True)
    async with scene(answer("Two."), answer('"Primes, ', 'explained."'), settings=settings) as s:
        message = await s.said(await s.chat.send(None, "What is a prime?"))
        conversation_id = message.conversation_id
        await until(lambda: s.library.get(conversation_id).title_source is TitleSource.MODEL)
        kept = await s.store.conversation(conversation_id)
        await s.said(await s.chat.send(conversation_id, "Another?"))
        await let_run()

    assert kept is not None
    assert kept.title == "Primes, explained"
    assert len(s.client.requests) == 3


async def test_a_users_title_is_never_replaced() -> None:
    gate = Gate()
    settings = Settings(model_titles=True)
    async with scene(answer("Two."), (gate, *answer("Primes")), settings=settings) as s:
        message = await s.said(await s.chat.send(None, "What is a prime?"))
        await gate.reached.wait()
        await s.library.rename(message.conversation_id, "  My own  title ")
        gate.open()
        await until(lambda: s.client.open_streams == 0)
        await let_run(50)
        title = s.library.get(message.conversation_id).title

    assert title == "My own title"


async def test_a_title_that_cannot_be_had_leaves_the_derived_one() -> None:
    settings = Settings(model_titles=True)
    async with scene(answer("Two."), (ConnectFailed(),), settings=settings) as s:
        message = await s.said(await s.chat.send(None, "What is a prime?"))
        await until(lambda: len(s.client.requests) == 2)
        await let_run(50)
        title = s.library.get(message.conversation_id).title

    assert title == "What is a prime?"


async def test_the_end_of_a_long_conversation_is_there_before_the_rest() -> None:
    async with scene(answer("One."), answer("Two.")) as s:
        first = await s.said(await s.chat.send(None, "Count"))
        last = await s.said(await s.chat.send(first.conversation_id, "Go on"))
        at_hand = await s.chat.end_of(first.conversation_id, 2)
        async with scene(store=s.store) as later:
            change = await later.chat.end_of(first.conversation_id, 2)
            too_many = await later.chat.end_of(first.conversation_id, 5)

    assert at_hand is None
    assert too_many is None
    assert change is not None
    assert [m.text for m in change.tree.path(last.id)] == ["Go on", "Two."]
