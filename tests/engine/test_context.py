from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import ConversationId, MessageId, new_message_id
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.parts import ReasoningPart, RefusalPart, TextPart
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.engine.context import (
    continue_messages,
    parameters_of,
    request_messages,
    system_prompt_of,
)
from supertoken_desktop.settings import Settings

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CONVERSATION = Conversation(ConversationId("c"), NOW, NOW)


def message(role: Role, text: str, verdict: Verdict | None = None) -> Message:
    parts = (ReasoningPart("secret thoughts"), TextPart(text)) if text else ()
    return Message(
        MessageId(new_message_id()), CONVERSATION.id, None, role, parts, NOW, verdict=verdict
    )


messages = st.lists(
    st.builds(
        message,
        st.sampled_from(Role),
        st.sampled_from(["", " \n", "text", "more text"]),
        st.none() | st.sampled_from(Verdict),
    ),
    max_size=8,
)


@given(messages, st.sampled_from(["", "  ", "Be brief."]))
def test_requests_hold_spoken_text_alone_and_in_order(path: list[Message], system: str) -> None:
    request = request_messages(path, system)

    texts = [part for m in request for part in m.parts]
    assert all(isinstance(part, TextPart) and part.text.strip() for part in texts)
    spoken = [m.text for m in path if m.role is not Role.TOOL and m.verdict is not Verdict.FAILED]
    expected = [text for text in spoken if text.strip()]
    if system.strip():
        expected.insert(0, system)
        assert request[0].role is Role.SYSTEM
    assert [part.text for part in texts if isinstance(part, TextPart)] == expected


@given(messages)
def test_continue_asks_after_the_broken_answer(path: list[Message]) -> None:
    broken = message(Role.ASSISTANT, "half an", Verdict.INTERRUPTED)

    *before, answer, ask = continue_messages([*path, broken], "")

    assert (answer.role, answer.parts) == (Role.ASSISTANT, (TextPart("half an"),))
    assert ask.role is Role.USER
    assert tuple(before) == request_messages(path, "")


def test_words_of_refusal_are_read_as_they_were_shown() -> None:
    refused = Message(
        MessageId("m"), CONVERSATION.id, None, Role.ASSISTANT, (RefusalPart("No."),), NOW
    )

    assert request_messages([refused], "")[0].parts == (TextPart("No."),)


def test_an_empty_system_prompt_of_the_conversation_hides_the_usual_one() -> None:
    usual = Settings(system_prompt="Usual.")

    assert system_prompt_of(CONVERSATION, usual) == "Usual."
    assert system_prompt_of(replace(CONVERSATION, system_prompt=""), usual) == ""


def test_unset_parameters_are_absent() -> None:
    assert parameters_of(CONVERSATION, Settings()).as_mapping() == {}
    assert parameters_of(CONVERSATION, Settings(top_p=0.5, stop=("END",))) == Parameters(
        top_p=0.5, stop=("END",)
    )


def test_the_data_of_a_picture_is_never_sent_back() -> None:
    picture = f"![a cat](data:image/png;base64,{'A' * 2_000_000})"
    answer = message(Role.ASSISTANT, f"Here it is:\n\n{picture}\n\nNice?")

    request = request_messages([answer], "")

    assert request[0].parts == (TextPart("Here it is:\n\n[image]\n\nNice?"),)
