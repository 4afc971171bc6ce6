"""The engine put together on fakes and a store in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from supertoken_desktop.domain.conversation import MessageTree
from supertoken_desktop.domain.ids import ConversationId, ProfileId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.chat import ChatEngine
from supertoken_desktop.engine.library import Library
from supertoken_desktop.engine.ports import Limiter, RetryPolicy, Store
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import AddressPreview, Profiles
from supertoken_desktop.engine.turn import Turn
from supertoken_desktop.secrets import MemorySecrets
from supertoken_desktop.settings import Settings
from supertoken_desktop.store.database import open_store
from tests.fakes.client import FakeClient, FakeClients
from tests.fakes.clock import ManualClock
from tests.fakes.policies import NoLimits, Repeat

PROFILE = ProviderProfile(
    ProfileId("p1"), "SuperToken", "https://relay.example", "p1", default_model_id="claude-x"
)


@dataclass
class Scene:
    """Everything a test of the engine touches."""

    store: Store
    client: FakeClient
    clients: FakeClients
    clock: ManualClock
    preferences: Preferences
    profiles: Profiles
    catalogue: Catalogue
    library: Library
    chat: ChatEngine
    written: list[Settings] = field(default_factory=list)

    async def said(self, turn: Turn) -> Message:
        """The answer, ended, as the store has it."""
        message = await turn.wait_ended()
        kept = {m.id: m for m in await self.store.messages(turn.conversation_id)}
        assert kept[message.id] == message
        return message

    async def tree(self, conversation_id: ConversationId) -> MessageTree:
        return (await self.chat.open(conversation_id)).tree

    async def path_texts(self, conversation_id: ConversationId) -> list[str]:
        change = await self.chat.open(conversation_id)
        return [m.text for m in change.tree.path(change.conversation.active_leaf)]


@asynccontextmanager
async def scene(
    *scripts: object,
    store: Store | None = None,
    settings: Settings | None = None,
    limiter: Limiter | None = None,
    retry: RetryPolicy | None = None,
) -> AsyncIterator[Scene]:
    """Build the engine with one profile; the client plays the scripts."""
    client = FakeClient()
    if scripts:
        client.play(*scripts)  # type: ignore[arg-type]  # tests write scripts freely
    clients = FakeClients(client)
    clock = ManualClock()
    used = store if store is not None else await open_store(None, None)
    written: list[Settings] = []

    async def write(changed: Settings) -> None:
        written.append(changed)

    preferences = Preferences(settings or Settings(), write)
    limits = limiter or NoLimits()
    profiles = Profiles(used, MemorySecrets(), clients, preferences, preview, clock, limits)
    catalogue = Catalogue(used, clients, profiles, limits)
    library = Library(used, clock)
    policy = retry or Repeat()
    chat = ChatEngine(
        used, clients, limits, policy, clock, library, profiles, catalogue, preferences
    )
    await profiles.load()
    if not profiles.profiles:
        await profiles.add(PROFILE, Secret("sk-test"))
    await library.load()
    try:
        yield Scene(
            used,
            client,
            clients,
            clock,
            preferences,
            profiles,
            catalogue,
            library,
            chat,
            written,
        )
    finally:
        await chat.stop_all()
        if store is None:
            await used.close()


def preview(address: str) -> AddressPreview:
    """Stand in for the rules of addresses, which have tests of their own."""
    if not address.startswith("https://"):
        return AddressPreview("", "", "scheme")
    return AddressPreview(address, f"{address}/v1/chat/completions", None)
