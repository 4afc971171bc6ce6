"""Composition root: the one place that puts objects together, and start-up and shutdown order."""

import asyncio
import gc
import random
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from supertoken_desktop import __version__
from supertoken_desktop.api.address import is_loopback_host
from supertoken_desktop.api.limits import RelayLimits
from supertoken_desktop.api.retry import BackOff
from supertoken_desktop.arguments import StartOptions
from supertoken_desktop.crash_report import error_text
from supertoken_desktop.display import NO_DISPLAY, has_display
from supertoken_desktop.domain.errors import SettingsUnreadable
from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.domain.ids import ConversationId, ProfileId
from supertoken_desktop.domain.profile import ProviderProfile, Timeouts
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.chat import ChatEngine
from supertoken_desktop.engine.exchanges import Exchanges
from supertoken_desktop.engine.library import Library
from supertoken_desktop.engine.pause import PausableLimits
from supertoken_desktop.engine.ports import ChatClient, PictureLoader, SecretStore, Store
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.private_chat import PrivateChat
from supertoken_desktop.engine.profiles import AddressPreview, Profiles
from supertoken_desktop.engine.system_clock import SystemClock
from supertoken_desktop.log import MaskingFormatter, set_up_logging
from supertoken_desktop.opening import (
    HistoryAsker,
    OpenedHistory,
    begin_anew,
    open_history,
    protect_with_passphrase,
)
from supertoken_desktop.paths import Folders, folders, resource
from supertoken_desktop.secrets import load_keyring, open_secrets
from supertoken_desktop.settings import Settings, SettingsFile
from supertoken_desktop.store.database import open_store

if TYPE_CHECKING:
    from supertoken_desktop.api.client import RelayClients
    from supertoken_desktop.api.network import NetworkOptions
    from supertoken_desktop.api.reach import Reached
    from supertoken_desktop.demo.options import DemoOptions
    from supertoken_desktop.demo.server import DemoRelay
    from supertoken_desktop.engine.updates import Updates
    from supertoken_desktop.window.session import WindowSession

DEMO_PROFILE_ID = ProfileId("demo")
DEMO_PACE_MS = 15
CHAT_PATH = "chat/completions"
STOPPED = (
    "SuperToken Desktop had to stop because of an error in the program itself. History, settings "
    "and keys are as they were. It may start with --safe-mode. Where it happened:"
)
UNSEEN = "There is nothing to show this on, either:"
EXIT_FAILED = 1
TRASH_KEPT = timedelta(days=30)


class LateClients:
    """The clients of relays, made for the first request: a start needs nothing that speaks HTTP."""

    def __init__(self, make: "Callable[[], RelayClients]") -> None:
        self._make = make
        self._made: RelayClients | None = None

    def client_for(self, profile: ProviderProfile) -> ChatClient:
        """Return the client of a profile, made anew where the profile has changed."""
        if self._made is None:
            self._made = self._make()
        return self._made.client_for(profile)

    async def close(self) -> None:
        """Close all clients."""
        if self._made is not None:
            await self._made.close()


class Program:
    """The engine and what it stands on, put together; the same for the window and the commands."""

    def __init__(
        self,
        places: Folders,
        secrets: SecretStore,
        history: OpenedHistory,
        preferences: Preferences,
        mask: MaskingFormatter | None = None,
    ) -> None:
        self.folders = places
        self.secrets = secrets
        self.history = history
        self.preferences = preferences
        self._mask = mask
        self.clock = SystemClock()
        limits = RelayLimits(self.clock)
        self.pause = PausableLimits(limits)
        self.exchanges = Exchanges()
        self.clients = LateClients(self._make_clients)
        self.profiles = Profiles(
            history.configuration,
            secrets,
            self.clients,
            preferences,
            preview_address,
            self.clock,
            # Who tries a connection out wants to know now, during a pause as well.
            limits,
        )
        self.catalogue = Catalogue(history.configuration, self.clients, self.profiles, self.pause)
        self.library = Library(history.conversations, self.clock)
        self.chat = self._chat_over(history.conversations, self.library)
        self._demo: DemoRelay | None = None
        self._private: PrivateChat | None = None
        self._making_private = asyncio.Lock()

    @property
    def history_state(self) -> HistoryState:
        """Tell whether conversations are kept."""
        return self.history.state

    async def load(self) -> None:
        """Read what the lists show, and put right what a dead process left behind."""
        await self.profiles.load()
        await self.catalogue.load()
        await self.history.conversations.recover()
        await self.history.conversations.purge_deleted(self.clock.now() - TRASH_KEPT)
        await self.library.load()

    def timeouts_of(self, profile: ProviderProfile) -> Timeouts:
        """Return the time-outs in force for a provider."""
        return profile.timeouts or _timeouts(self.preferences.current)

    async def reach(self, root: str) -> "Reached":
        """Look whether a relay's host can be reached. Raises: ConnectFailed."""
        from supertoken_desktop.api.reach import reach

        return await reach(root)

    async def start_demo(self) -> ProviderProfile:
        """Start the demo relay and make its provider ready; a second call returns the same."""
        from supertoken_desktop.demo.server import DEMO_KEY, DemoRelay

        if self._demo is None:
            relay = DemoRelay(demo_options(DEMO_PACE_MS))
            await relay.start()
            self._demo = relay
        profile = ProviderProfile(
            DEMO_PROFILE_ID, "Demo", self._demo.root, DEMO_PROFILE_ID, is_demo=True
        )
        self.profiles.lend(profile, Secret(DEMO_KEY))
        return profile

    async def private_chat(self) -> PrivateChat:
        """Return the engine of conversations that are not kept, made when it is first needed."""
        async with self._making_private:
            if self._private is None:
                store = await open_store(None, None)
                library = Library(store, self.clock)
                chat = self._chat_over(store, library)
                self._private = PrivateChat(store, chat, library, self.clock, self.exchanges)
            return self._private

    async def keep_history(self, passphrase: Secret) -> None:
        """Keep what is in memory so far, and all that follows, under a passphrase."""
        await protect_with_passphrase(self.folders, passphrase, self.history.conversations)
        self.history = replace(self.history, state=HistoryState.KEPT)

    async def begin_history_anew(self) -> HistoryState:
        """Put a history that cannot be opened aside and begin a new one."""
        state = await begin_anew(self.folders, self.secrets, self.history.conversations)
        self.history = replace(self.history, state=state)
        return state

    async def close(self) -> None:
        """Stop answers (each is saved), close connections, then the history."""
        await self.chat.stop_all()
        if self._private is not None:
            await self._private.close()
        await self.clients.close()
        self.exchanges.clear()
        if self._demo is not None:
            await self._demo.stop()
        await self.history.close()

    def _chat_over(self, store: Store, library: Library) -> ChatEngine:
        return ChatEngine(
            store,
            self.clients,
            self.pause,
            BackOff(random.random),
            self.clock,
            library,
            self.profiles,
            self.catalogue,
            self.preferences,
        )

    async def _read_key(self, profile: ProviderProfile) -> Secret | None:
        key = await self.profiles.key_of(profile)
        if key is not None and self._mask is not None:
            # From here on it takes part in requests, and could stand in what goes wrong with one.
            self._mask.remember(key)
        return key

    def _make_clients(self) -> "RelayClients":
        from supertoken_desktop.api.client import RelayClients

        return RelayClients(
            self._read_key, self.clock, self._network, __version__, self.exchanges.keep
        )

    def picture_loader(self) -> PictureLoader:
        """Return what fetches pictures that lie elsewhere."""
        from supertoken_desktop.api.pictures import WebPictures

        return WebPictures(self._network, self._is_relay_here)

    def updates(self) -> "Updates":
        """Return what looks for newer versions."""
        from supertoken_desktop.api.releases import PublishedReleases
        from supertoken_desktop.engine.updates import Updates

        feed = PublishedReleases(self._network)
        return Updates(feed, self.preferences, self.clock, __version__)

    def _is_relay_here(self) -> bool:
        """Tell whether the relay of the open conversation runs on this computer."""
        open_id = ConversationId(self.preferences.current.open_conversation_id)
        conversation = self.library.find(open_id)
        profile = self.profiles.get(conversation.profile_id) if conversation is not None else None
        if profile is None or profile.is_demo:
            return False
        return is_loopback_host(urlsplit(profile.root).hostname or "")

    def _network(self) -> "NetworkOptions":
        from supertoken_desktop.api.network import NetworkOptions

        settings = self.preferences.current
        return NetworkOptions(settings.proxy_mode, settings.proxy_url, _timeouts(settings))


async def build_program(
    start: StartOptions,
    settings: Settings | None = None,
    asker: HistoryAsker | None = None,
    mask: MaskingFormatter | None = None,
) -> Program:
    """Put the engine together, without Qt, and load what it shows; `mask` hides keys in the log."""
    places = folders(start.home)
    file = SettingsFile(places.settings_file)
    if settings is None:
        settings = await asyncio.to_thread(read_settings, file)

    async def write(changed: Settings) -> None:
        if not start.safe_mode:
            await asyncio.to_thread(file.write, changed)

    preferences = Preferences(settings, write)
    secrets = await open_secrets()
    wish = settings.history if start.keep_history else "none"
    history = await open_history(places, secrets, wish, asker)
    program = Program(places, secrets, history, preferences, mask)
    await program.load()
    return program


@asynccontextmanager
async def open_program(start: StartOptions) -> AsyncIterator[Program]:
    """Have the engine for the length of a command."""
    mask = set_up_logging(folders(start.home).logs)
    program = await build_program(start, mask=mask)
    try:
        yield program
    finally:
        await program.close()


def read_settings(file: SettingsFile) -> Settings:
    """Return the settings; an unreadable file was set aside, so that defaults hold."""
    try:
        return file.read()
    except SettingsUnreadable:
        return Settings()


def demo_options(pace_ms: int) -> "DemoOptions":
    """Return the demo relay's options: the user guide, in both languages, at a readable pace."""
    from supertoken_desktop.demo.options import DemoOptions

    pages = sorted(resource("docs").glob("*/*.md"))
    guide = tuple((page.stem, page.read_text(encoding="utf-8")) for page in pages)
    return DemoOptions(pace_ms=pace_ms, guide=guide)


def main(start: StartOptions, on_ready: "Callable[[WindowSession], None] | None" = None) -> int:
    """Start the window; return the exit status. `on_ready` hears when it can be used."""
    if not has_display():
        sys.stderr.write(NO_DISPLAY + "\n")
        return 1
    try:
        return _run(start, on_ready)
    except Exception as error:  # noqa: BLE001  # border 1 of 3: never a silent end
        return _tell_failure(start, error)


def _run(start: StartOptions, on_ready: "Callable[[WindowSession], None] | None") -> int:
    # What a start makes is there to stay: looking for garbage in it costs time and finds nothing.
    # The window collects from then on.
    gc.disable()
    # PySide reads the source of every module that is loaded after it: 0.4 ms for each.
    load_keyring()
    if start.self_test is not None:
        from supertoken_desktop.window.self_test import run_self_test

        return run_self_test(start.self_test)
    from supertoken_desktop.window.run import run_window

    return run_window(start, on_ready)


def _tell_failure(start: StartOptions, error: Exception) -> int:
    """Say why the program could not start, on a screen if there is one; return the exit status."""
    _complain(STOPPED, error)
    if start.self_test is not None:
        # Nobody sits before it.
        return EXIT_FAILED
    try:
        from supertoken_desktop.window.safe_mode import arguments_for, begin_again
        from supertoken_desktop.window.start_failure import show_failure

        if show_failure(error):
            begin_again(arguments_for(replace(start, safe_mode=True)))
            return 0
    except Exception as second:  # noqa: BLE001  # border 1 of 3: what is left is the terminal
        _complain(UNSEEN, second)
    return EXIT_FAILED


def _complain(words: str, error: Exception) -> None:
    # A program with windows alone has no terminal on some systems.
    if sys.stderr is not None:
        sys.stderr.write(f"{words}\n{error_text(error)}\n")


def load_client() -> None:
    """Load what asks and answers, ahead of the first question; takes a while, so use a thread."""
    from supertoken_desktop.api import client  # noqa: F401  # that it is loaded is enough
    from supertoken_desktop.api.network import load_http
    from supertoken_desktop.engine import turn  # noqa: F401

    load_http()


def preview_address(text: str) -> AddressPreview:
    """Return what a typed address leads to, while it is being typed."""
    from supertoken_desktop.api.address import AddressRejected, endpoint, normalise

    try:
        root = normalise(text).root
    except AddressRejected as error:
        return AddressPreview("", "", error.reason)
    return AddressPreview(root, endpoint(root, CHAT_PATH), None)


def _timeouts(settings: Settings) -> Timeouts:
    return Timeouts(settings.connect_s, settings.headers_s, settings.idle_s, settings.progress_s)
