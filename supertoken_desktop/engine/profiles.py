"""Provider profiles: add, change, reorder, remove, and try out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.errors import NotThere
from supertoken_desktop.engine.feed import Feed
from supertoken_desktop.engine.keys import Keys
from supertoken_desktop.engine.ports import Clients, Limiter, SecretStore, Store
from supertoken_desktop.engine.preferences import Preferences

if TYPE_CHECKING:
    from supertoken_desktop.engine.connection_test import TestReport

# One id for all trials, so that trying keys leaves no clients behind.
_TRIAL_ID = ProfileId("trial")


class PreviewedAddress(Protocol):
    """What the rules of addresses make of a typed one."""

    @property
    def root(self) -> str:
        """Return the address without endpoint, "" where there is a problem."""
        ...

    @property
    def chat_url(self) -> str:
        """Return where a question would go, "" where there is a problem."""
        ...

    @property
    def problem(self) -> str | None:
        """Return a reason code where the address leads nowhere."""
        ...


@dataclass(frozen=True, slots=True)
class AddressPreview:
    """What a typed address leads to; `problem` is a reason code where it leads nowhere."""

    root: str
    chat_url: str
    problem: str | None


class Profiles:
    """Keep the provider profiles in the user's order, and their keys.

    Methods that save may raise StoreError, those that touch keys SecretError; the list then stands
    as before.
    """

    def __init__(
        self,
        store: Store,
        secrets: SecretStore,
        clients: Clients,
        preferences: Preferences,
        preview: Callable[[str], PreviewedAddress],
        clock: Clock,
        limiter: Limiter,
    ) -> None:
        self.changed: Feed[tuple[ProviderProfile, ...]] = Feed()
        self._store = store
        self._keys = Keys(secrets)
        self._clients = clients
        self._preferences = preferences
        self._preview = preview
        self._clock = clock
        self._limiter = limiter
        self._saved: tuple[ProviderProfile, ...] = ()
        self._lent: dict[ProfileId, ProviderProfile] = {}
        self._saving = asyncio.Lock()
        self._testing = asyncio.Lock()

    @property
    def profiles(self) -> tuple[ProviderProfile, ...]:
        """Return all in the user's order; lent ones stand in for theirs, or come last."""
        saved_ids = {profile.id for profile in self._saved}
        lent = tuple(p for p in self._lent.values() if p.id not in saved_ids)
        return tuple(self._lent.get(p.id, p) for p in self._saved) + lent

    @property
    def current(self) -> ProviderProfile | None:
        """Return the one that new conversations use: the chosen one, else the first."""
        profiles = self.profiles
        chosen = self._preferences.current.default_profile_id
        return next((p for p in profiles if p.id == chosen), profiles[0] if profiles else None)

    @property
    def keys_are_lasting(self) -> bool:
        """Tell whether keys outlive the program."""
        return self._keys.is_lasting

    def get(self, profile_id: ProfileId | None) -> ProviderProfile | None:
        """Return one, None where it is not there."""
        return next((p for p in self.profiles if p.id == profile_id), None)

    def is_saved(self, profile_id: ProfileId) -> bool:
        """Tell whether a profile outlives the program."""
        return any(profile.id == profile_id for profile in self._saved)

    async def key_of(self, profile: ProviderProfile) -> Secret | None:
        """Return the key of a profile, None where there is none."""
        return await self._keys.read(profile.secret_ref)

    async def load(self) -> None:
        """Read the profiles from the store."""
        self._saved = await self._store.profiles()
        self.changed.tell(self.profiles)

    async def add(self, profile: ProviderProfile, key: Secret | None) -> None:
        """Put a new profile last and keep its key."""
        if key:
            await self._keys.write(profile.secret_ref, key)
        await self._save(lambda saved: (*saved, profile))

    async def update(self, profile: ProviderProfile) -> None:
        """Replace the profile of the same id. Raises: NotThere."""
        self._known(profile.id)
        if profile.id in self._lent:
            self.lend(profile)
        if not self.is_saved(profile.id):
            return
        await self._save(lambda saved: tuple(profile if p.id == profile.id else p for p in saved))

    async def set_key(self, profile_id: ProfileId, key: Secret | None) -> None:
        """Keep another key for a profile; None or an empty one removes it."""
        ref = self._known(profile_id).secret_ref
        if key:
            await self._keys.write(ref, key)
        else:
            await self._keys.forget(ref)
        self.changed.tell(self.profiles)

    async def has_key(self, profile_id: ProfileId) -> bool:
        """Tell whether there is a key for a profile."""
        return await self.key_of(self._known(profile_id)) is not None

    async def remove(self, profile_id: ProfileId) -> None:
        """Remove a profile and its key."""
        ref = self._known(profile_id).secret_ref
        self._lent.pop(profile_id, None)
        await self._save(lambda saved: tuple(p for p in saved if p.id != profile_id))
        if all(profile.secret_ref != ref for profile in self.profiles):
            await self._keys.forget(ref)

    async def reorder(self, profile_ids: Sequence[ProfileId]) -> None:
        """Put the profiles into this order; those not named follow."""
        place = {profile_id: at for at, profile_id in enumerate(profile_ids)}
        await self._save(
            lambda saved: tuple(sorted(saved, key=lambda p: place.get(p.id, len(place))))
        )

    def lend(self, profile: ProviderProfile, key: Secret | None = None) -> None:
        """Use a profile, and a key, for this process alone; nothing of them is saved."""
        if key:
            self._keys.lend(profile.secret_ref, key)
        self._lent[profile.id] = profile
        self.changed.tell(self.profiles)

    async def test(
        self, profile: ProviderProfile, key: Secret | None = None, model_id: str | None = None
    ) -> TestReport:
        """Try a profile out with real requests, also one that is not saved yet.

        A `key` is used for these requests alone; None takes the one that is kept.
        """
        # Seldom used, and not at start.
        from supertoken_desktop.engine.connection_test import try_out

        trial = profile
        if key:
            trial = replace(profile, id=_TRIAL_ID, secret_ref=_TRIAL_ID)
        async with self._testing:
            if key:
                self._keys.lend(trial.secret_ref, key)
            try:
                client = self._clients.client_for(trial)
                return await try_out(client, trial, self._limiter, self._clock, model_id)
            finally:
                if key:
                    self._keys.take_back(trial.secret_ref)

    def preview(self, address: str) -> AddressPreview:
        """Return what a typed address leads to, while it is being typed."""
        found = self._preview(address)
        return AddressPreview(found.root, found.chat_url, found.problem)

    def _known(self, profile_id: ProfileId) -> ProviderProfile:
        profile = self.get(profile_id)
        if profile is None:
            raise NotThere(f"no profile {profile_id}", reason="profile")
        return profile

    async def _save(
        self, change: Callable[[tuple[ProviderProfile, ...]], tuple[ProviderProfile, ...]]
    ) -> None:
        async with self._saving:
            changed = change(self._saved)
            placed = tuple(replace(p, position=at) for at, p in enumerate(changed))
            await self._store.save_profiles(placed)
            self._saved = placed
        self.changed.tell(self.profiles)
