"""What the engine needs from the outside, as protocols; `app.py` hands in the real parts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.errors import ApiError
from supertoken_desktop.domain.ids import ConversationId, MessageId, ProfileId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.model import Model
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.secret import Secret

if TYPE_CHECKING:
    # What requests and searches are made of is not needed at start.
    from supertoken_desktop.domain.delta import Delta
    from supertoken_desktop.domain.release import Release
    from supertoken_desktop.domain.request import ChatRequest
    from supertoken_desktop.domain.search import SearchHit

__all__ = [
    "ChatClient",
    "Clients",
    "Clock",
    "JournalPiece",
    "Limiter",
    "PictureLoader",
    "ReleaseFeed",
    "RetryPolicy",
    "SecretStore",
    "Store",
]


class ChatClient(Protocol):
    """Talk to one relay; every call is one attempt."""

    def open_stream(
        self, request: ChatRequest
    ) -> AbstractAsyncContextManager[AsyncIterator[Sequence[Delta]]]:
        """Ask for an answer.

        Entering sends the request and waits for the headers; the iterator yields what each read of
        the network brought, an `EndDelta` last where the body ended by itself. Leaving closes the
        response, so that the relay stops. A whole (not streamed) reply comes as the same deltas.

        Raises: ApiError, on entering and while iterating; what was yielded before stays true.
        """
        ...

    async def list_models(self) -> tuple[Model, ...]:
        """Return the models that this key may use. Raises: ApiError."""
        ...


class Clients(Protocol):
    """Keep one client a profile."""

    def client_for(self, profile: ProviderProfile) -> ChatClient:
        """Return the client of a profile, made anew where the profile has changed."""
        ...


class Limiter(Protocol):
    """Keep to the limits of each provider on our side."""

    def slot(
        self, profile: ProviderProfile, on_wait: Callable[[float], None]
    ) -> AbstractAsyncContextManager[None]:
        """Hold a place for one request; entering waits until there is one.

        `on_wait` hears the seconds until the next place, once for each wait, 0 where only the end
        of another request can make room, infinity where the user holds all requests back. Leaving
        gives the place "at once" back.
        """
        ...


class PictureLoader(Protocol):
    """Fetch pictures from anywhere, without telling more than the address."""

    async def load(self, url: str) -> bytes:
        """Return the bytes of a picture at a web address. Raises: PictureNotLoaded."""
        ...


class ReleaseFeed(Protocol):
    """Know which versions of the program are published."""

    async def releases(self) -> tuple[Release, ...]:
        """Return what is published, newest first. Raises: UpdateCheckFailed."""
        ...


class RetryPolicy(Protocol):
    """Say after how long a failed attempt may be followed by another."""

    def next_wait(self, error: ApiError, retries: int, elapsed_s: float) -> float | None:
        """Return seconds to wait before the next attempt, or None for none.

        `retries` counts those already made (a FIX resend does not count), `elapsed_s` is the time
        since the user sent. Only asked before the first token.
        """
        ...


class SecretStore(Protocol):
    """Keep keys in the system's keyring, or in memory where there is none."""

    @property
    def is_lasting(self) -> bool:
        """Tell whether secrets outlive the program."""
        ...

    async def read(self, ref: str) -> Secret | None:
        """Return a secret, None where there is none. Raises: SecretDenied."""
        ...

    async def write(self, ref: str, secret: Secret) -> None:
        """Keep a secret under a name. Raises: SecretDenied."""
        ...

    async def forget(self, ref: str) -> None:
        """Remove a secret; one that is not there is no error. Raises: SecretDenied."""
        ...


@dataclass(frozen=True, slots=True)
class JournalPiece:
    """What a running answer brought; `kind` is "text", "reasoning" or "refusal"."""

    kind: str
    text: str


class Store(Protocol):
    """Keep conversations. Every method may raise StoreError."""

    async def conversations(self) -> tuple[Conversation, ...]:
        """Return all that are not deleted, pinned first, then the newest first."""
        ...

    async def conversation(self, conversation_id: ConversationId) -> Conversation | None:
        """Return one, None where it is gone or deleted."""
        ...

    async def save_conversation(self, conversation: Conversation) -> None:
        """Insert or replace one; its messages stay."""
        ...

    async def delete_conversation(self, conversation_id: ConversationId, at: datetime) -> None:
        """Mark one as deleted; nothing is lost until it is purged."""
        ...

    async def restore_conversation(self, conversation_id: ConversationId) -> None:
        """Take the mark away."""
        ...

    async def purge_deleted(self, before: datetime) -> int:
        """Remove for good what was deleted before a time; return how many."""
        ...

    async def messages(self, conversation_id: ConversationId) -> tuple[Message, ...]:
        """Return all messages of a conversation, parents before their children."""
        ...

    async def path_end(self, leaf: MessageId, count: int) -> tuple[Message, ...]:
        """Return the last `count` messages of the path to a leaf, parents first.

        None where the leaf is not there. It costs what it returns, however long the path is.
        """
        ...

    async def add_messages(self, conversation: Conversation, messages: Sequence[Message]) -> None:
        """Insert new messages and save the conversation, in one transaction."""
        ...

    async def append_journal(self, message_id: MessageId, pieces: Sequence[JournalPiece]) -> None:
        """Keep what a running answer brought; text is only ever added."""
        ...

    async def end_message(self, message: Message) -> None:
        """Write an answer's final state and clear its journal, in one transaction."""
        ...

    async def delete_messages(self, message_id: MessageId) -> tuple[Message, ...]:
        """Remove a message and all below it; return them, parents first, for undo."""
        ...

    async def take_out(
        self, gone: Sequence[MessageId], moved: Mapping[MessageId, MessageId | None]
    ) -> None:
        """Remove messages, parents first in `gone`, in one transaction.

        `moved` names the new parents of messages that stay; all that is left below a removed one
        goes with it.
        """
        ...

    async def pin_message(self, message_id: MessageId, *, pinned: bool) -> None:
        """Set or take away a message's pin; nothing else that saves a message changes it."""
        ...

    async def recover(self) -> tuple[MessageId, ...]:
        """Turn answers that a dead process left running into interrupted ones; return them."""
        ...

    async def search(self, query: str, limit: int = 50) -> tuple[SearchHit, ...]:
        """Return messages and titles that hold all words of `query`, newest first."""
        ...

    async def draft(self, conversation_id: ConversationId | None) -> str:
        """Return what was typed and not sent; None names the new conversation."""
        ...

    async def drafts(self) -> frozenset[ConversationId]:
        """Return the conversations that have a draft, but for the new one."""
        ...

    async def save_draft(self, conversation_id: ConversationId | None, text: str) -> None:
        """Keep what was typed; an empty text removes the draft."""
        ...

    async def profiles(self) -> tuple[ProviderProfile, ...]:
        """Return the provider profiles in the user's order."""
        ...

    async def save_profiles(self, profiles: Sequence[ProviderProfile]) -> None:
        """Replace all provider profiles."""
        ...

    async def models(self, profile_id: ProfileId) -> tuple[Model, ...]:
        """Return the models last known of a profile."""
        ...

    async def save_models(self, profile_id: ProfileId, models: Sequence[Model]) -> None:
        """Replace the known models of a profile."""
        ...

    async def close(self) -> None:
        """Finish what is under way, checkpoint, and close the file."""
        ...
