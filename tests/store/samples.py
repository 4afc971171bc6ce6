"""Strategies for every value that is kept."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from supertoken_desktop.domain.conversation import Conversation, TitleSource
from supertoken_desktop.domain.errors import ErrorDetail, ErrorRecord
from supertoken_desktop.domain.ids import (
    AttachmentId,
    MessageId,
    ProfileId,
    new_conversation_id,
    new_message_id,
)
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.model import Model, ModelOrigin
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.parts import (
    AttachmentPart,
    CitationPart,
    Part,
    ReasoningPart,
    RefusalPart,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from supertoken_desktop.domain.profile import Limits, ProviderProfile, Timeouts
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.domain.usage import Usage, UsageOrigin

_text = st.text(max_size=40)
_name = st.none() | _text
_count = st.none() | st.integers(0, 2**40)
_seconds = st.floats(0, 1e6)
_moment = st.integers(0, 2**42).map(
    lambda ms: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)
_opaque = st.dictionaries(_text, _text, max_size=2)
parts: st.SearchStrategy[Part] = st.one_of(
    st.builds(TextPart, _text),
    st.builds(RefusalPart, _text),
    st.builds(ReasoningPart, _text, _name, st.none() | _seconds, _opaque),
    st.builds(AttachmentPart, st.text(min_size=1, max_size=9).map(AttachmentId)),
    st.builds(ToolCallPart, _text, _text, _text, _opaque),
    st.builds(ToolResultPart, _text, _text, st.booleans()),
    st.builds(CitationPart, _text, _text, st.none() | st.tuples(st.integers(0), st.integers(0))),
)
_detail = st.builds(
    ErrorDetail, st.none() | st.integers(100, 599), _name, _name, _name, _name, _name, _name, _name
)
_error = st.builds(ErrorRecord, _text, _text, _detail, st.none() | _seconds)
_usage = st.builds(Usage, _count, _count, _count, _count, _count, st.sampled_from(UsageOrigin))
parameters = st.builds(
    Parameters,
    st.none() | st.floats(0, 2),
    st.none() | st.floats(0, 1),
    st.none() | st.integers(1, 10**6),
    st.none() | st.lists(_text, max_size=3).map(tuple),
    _name,
)
conversations = st.builds(
    Conversation,
    st.builds(new_conversation_id),
    _moment,
    _moment,
    _text,
    st.sampled_from(TitleSource),
    _name.map(lambda name: None if name is None else ProfileId(name)),
    _name,
    _name,
    parameters,
    _name.map(lambda name: None if name is None else MessageId(name)),
    st.booleans(),
)
profiles = st.builds(
    ProviderProfile,
    st.uuids().map(lambda value: ProfileId(str(value))),
    _text,
    _text,
    _text,
    st.dictionaries(_text, _text, max_size=2),
    st.builds(Limits, _count, _count, _count),
    st.none() | st.builds(Timeouts, _seconds, _seconds, _seconds, _seconds),
    st.booleans(),
    _name,
    st.integers(0, 9),
    st.booleans(),
)


def models(profile_id: ProfileId) -> st.SearchStrategy[Sequence[Model]]:
    several = st.lists(_text, max_size=2).map(tuple)
    switch = st.none() | st.booleans()
    model = st.builds(
        Model,
        st.just(profile_id),
        _text,
        _text,
        _text,
        _count,
        switch,
        switch,
        several,
        switch,
        several,
        st.sampled_from(ModelOrigin),
    )
    return st.lists(model, max_size=4, unique_by=lambda made: made.model_id)


@st.composite
def trees(draw: st.DrawFn) -> tuple[Conversation, tuple[Message, ...]]:
    conversation = draw(conversations)
    made: list[Message] = []
    for _ in range(draw(st.integers(0, 6))):
        parent = draw(st.none() | st.sampled_from([m.id for m in made])) if made else None
        made.append(
            Message(
                id=new_message_id(),
                conversation_id=conversation.id,
                parent_id=parent,
                role=draw(st.sampled_from(Role)),
                parts=tuple(draw(st.lists(parts, max_size=3))),
                created_at=draw(_moment),
                model_id=draw(_name),
                profile_id=draw(st.none() | _text.map(ProfileId)),
                verdict=draw(st.none() | st.sampled_from(Verdict)),
                reason=draw(_name),
                finish_reason=draw(_name),
                usage=draw(st.none() | _usage),
                error=draw(st.none() | _error),
                request_id=draw(_name),
                served_by=draw(_name),
                attempts=draw(st.integers(0, 9)),
                first_token_s=draw(st.none() | _seconds),
                ended_at=draw(st.none() | _moment),
                pinned=draw(st.booleans()),
            )
        )
    return conversation, tuple(made)
