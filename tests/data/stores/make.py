"""The small histories that each release leaves behind, and what is in them.

`python -m tests.data.stores.make` writes the one of the present version; those of earlier versions
are never made again.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from supertoken_desktop.domain.conversation import Conversation, TitleSource
from supertoken_desktop.domain.errors import ErrorDetail, ErrorRecord
from supertoken_desktop.domain.ids import ConversationId, MessageId, ProfileId
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.model import Model, ModelOrigin
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.parts import ReasoningPart, TextPart
from supertoken_desktop.domain.profile import Limits, ProviderProfile, Timeouts
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.domain.usage import Usage
from supertoken_desktop.store.database import open_store
from supertoken_desktop.store.migrations import MIGRATIONS

FOLDER = Path(__file__).resolve().parent
# These files are open to everybody, and so is their key.
KEY = Secret("0123456789abcdef" * 4)
Damage = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Content:
    """What every one of the files holds."""

    conversation: Conversation
    messages: tuple[Message, ...]
    profile: ProviderProfile
    model: Model
    draft: str


def kept_files() -> Sequence[Path]:
    return sorted(FOLDER.glob("v*.db"))


def content() -> Content:
    now = datetime(2026, 11, 22, 8, 0, 0, 123_000, tzinfo=UTC)
    profile = ProviderProfile(
        ProfileId("profile-1"),
        "SuperToken",
        "https://api.supertoken.cc",
        "profile-1",
        headers={"X-Team": "cats"},
        limits=Limits(30, None, 5),
        timeouts=Timeouts(idle_s=60.0),
        default_model_id="claude-x",
    )
    ident = ConversationId("conversation-1")
    asked = Message(
        MessageId("m1"), ident, None, Role.USER, (TextPart("How do I sort? 快速排序"),), now
    )
    answered = Message(
        MessageId("m2"),
        ident,
        asked.id,
        Role.ASSISTANT,
        (ReasoningPart("Lists…", "signed", 1.5), TextPart("With `sorted()`.")),
        now + timedelta(seconds=1),
        model_id="claude-x",
        profile_id=profile.id,
        verdict=Verdict.COMPLETE,
        finish_reason="stop",
        usage=Usage(12, 34, 46, None, 5),
        request_id="req-1",
        attempts=1,
        first_token_s=0.25,
        ended_at=now + timedelta(seconds=3),
    )
    failed = Message(
        MessageId("m3"),
        ident,
        asked.id,
        Role.ASSISTANT,
        (),
        now + timedelta(seconds=5),
        verdict=Verdict.FAILED,
        reason="429-none",
        error=ErrorRecord("rate", "429-none", ErrorDetail(status=429, message="slow down"), 12.0),
        attempts=3,
        ended_at=now + timedelta(seconds=9),
    )
    return Content(
        conversation=Conversation(
            ident,
            now,
            now + timedelta(seconds=9),
            title="排序 in Python",
            title_source=TitleSource.USER,
            profile_id=profile.id,
            model_id="claude-x",
            system_prompt="Be brief.",
            parameters=Parameters(temperature=0.5, stop=("END",)),
            active_leaf=answered.id,
            pinned=True,
        ),
        messages=(asked, answered, failed),
        profile=profile,
        model=Model(profile.id, "claude-x", "Claude X", "", 200_000, origin=ModelOrigin.BUILT_IN),
        draft="And backwards?",
    )


async def write(path: Path) -> None:
    made = content()
    store = await open_store(path, KEY)
    await store.save_profiles([made.profile])
    await store.save_models(made.profile.id, [made.model])
    await store.add_messages(made.conversation, made.messages)
    await store.save_draft(None, made.draft)
    await store.close()


if __name__ == "__main__":
    asyncio.run(write(FOLDER / f"v{len(MIGRATIONS)}.db"))
