"""The models known of each provider: listed by the relay, built in, or added by hand."""

from dataclasses import replace

from supertoken_desktop.domain.errors import ApiError, ErrorRecord, SecretError
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.model import Model, ModelOrigin, is_gpt
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.engine.errors import NotThere
from supertoken_desktop.engine.feed import Feed
from supertoken_desktop.engine.ports import Clients, Limiter, Store
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.engine.seed_models import SEED_MODELS


class Catalogue:
    """Know the models of every profile; what the user set survives every new list.

    Methods that save may raise StoreError.
    """

    BUILT_IN = SEED_MODELS

    def __init__(
        self, store: Store, clients: Clients, profiles: Profiles, limiter: Limiter
    ) -> None:
        self.changed: Feed[ProfileId] = Feed()
        self._store = store
        self._clients = clients
        self._limiter = limiter
        self._profiles = profiles
        self._models: dict[ProfileId, tuple[Model, ...]] = {}

    async def load(self) -> None:
        """Read what was last known of every profile."""
        for profile in self._profiles.profiles:
            self._models[profile.id] = await self._store.models(profile.id)
            self.changed.tell(profile.id)

    def models(self, profile_id: ProfileId) -> tuple[Model, ...]:
        """Return the models of a profile: those of its own list, else the built-in ones.

        Models that were added by hand come first.
        """
        known = self._models.get(profile_id, ())
        by_hand = tuple(m for m in known if m.origin is ModelOrigin.USER)
        listed = tuple(m for m in known if m.origin is ModelOrigin.LISTED)
        if listed:
            return by_hand + listed
        set_by_user = {m.model_id: m for m in known}
        built_in = (replace(seed, profile_id=profile_id) for seed in SEED_MODELS)
        rest = tuple(m for m in built_in if m.model_id not in {b.model_id for b in by_hand})
        return by_hand + tuple(set_by_user.get(m.model_id, m) for m in rest)

    def find(self, profile_id: ProfileId, model_id: str) -> Model:
        """Return what is known of a model; of an unknown one, no more than its id."""
        known = (m for m in self.models(profile_id) if m.model_id == model_id)
        return next(known, None) or _with_built_in_facts(
            Model(profile_id, model_id, origin=ModelOrigin.USER)
        )

    def first(self, profile_id: ProfileId) -> str | None:
        """Return the model to ask where nobody chose one."""
        profile = self._profiles.get(profile_id)
        if profile is not None and profile.default_model_id:
            return profile.default_model_id
        models = self.models(profile_id)
        return models[0].model_id if models else None

    def must_stream(self, profile: ProviderProfile, model_id: str) -> bool:
        """Tell whether this relay serves this model as a stream only."""
        return is_streamed_only(profile, self.find(profile.id, model_id))

    def streams(self, profile: ProviderProfile, model_id: str) -> bool:
        """Tell whether to ask for a stream: as the relay demands, else as the user set."""
        if self.must_stream(profile, model_id):
            return True
        return self.find(profile.id, model_id).streams is not False

    async def refresh(self, profile_id: ProfileId) -> ErrorRecord | None:
        """Fetch the relay's list; return why that failed, and what was known stays.

        Raises: NotThere.
        """
        profile = self._profiles.get(profile_id)
        if profile is None:
            raise NotThere(f"no profile {profile_id}", reason="profile")
        try:
            async with self._limiter.slot(profile, lambda _seconds: None):
                listed = await self._clients.client_for(profile).list_models()
        except (ApiError, SecretError) as error:
            return ErrorRecord.of(error)
        if listed:
            await self._save(profile_id, self._merged(profile_id, listed))
        return None

    async def set_streams(
        self,
        profile_id: ProfileId,
        model_id: str,
        streams: bool | None,  # noqa: FBT001  # the value of a three-way switch
    ) -> None:
        """Set whether a model that may do either is asked for a stream; None is the default."""
        changed = replace(self.find(profile_id, model_id), streams=streams)
        known = self._models.get(profile_id, ())
        others = tuple(m for m in known if m.model_id != model_id)
        if len(others) == len(known):
            await self._save(profile_id, (*known, changed))
            return
        await self._save(profile_id, tuple(changed if m.model_id == model_id else m for m in known))

    async def add_by_hand(self, profile_id: ProfileId, model_id: str) -> None:
        """Add a model that the relay does not list; one that is known stays as it is."""
        model_id = model_id.strip()
        if not model_id or any(m.model_id == model_id for m in self.models(profile_id)):
            return
        model = _with_built_in_facts(Model(profile_id, model_id, origin=ModelOrigin.USER))
        await self._save(profile_id, (*self._models.get(profile_id, ()), model))

    async def remove_by_hand(self, profile_id: ProfileId, model_id: str) -> None:
        """Remove a model that was added by hand; any other stays."""
        known = self._models.get(profile_id, ())
        kept = tuple(m for m in known if m.model_id != model_id or m.origin is not ModelOrigin.USER)
        await self._save(profile_id, kept)

    def _merged(self, profile_id: ProfileId, listed: tuple[Model, ...]) -> tuple[Model, ...]:
        """Return a new list with the user's own entries and switches kept."""
        known = {m.model_id: m for m in self._models.get(profile_id, ())}
        listed_ids = {m.model_id for m in listed}
        by_hand = tuple(
            m
            for m in known.values()
            if m.origin is ModelOrigin.USER and m.model_id not in listed_ids
        )
        return by_hand + tuple(
            _with_built_in_facts(_with_users_switch(m, known.get(m.model_id))) for m in listed
        )

    async def _save(self, profile_id: ProfileId, models: tuple[Model, ...]) -> None:
        self._models[profile_id] = models
        self.changed.tell(profile_id)
        if self._profiles.is_saved(profile_id):
            await self._store.save_models(profile_id, models)


def is_streamed_only(profile: ProviderProfile, model: Model) -> bool:
    """Tell whether a relay serves a model, of which all is known already, as a stream only."""
    is_named = is_gpt(model.model_id) or model.must_stream is True
    return profile.gpt_requires_stream and is_named


def _with_users_switch(model: Model, known: Model | None) -> Model:
    return model if known is None else replace(model, streams=known.streams)


def _with_built_in_facts(model: Model) -> Model:
    """Fill in what the relay's page says of a model and its list does not."""
    seed = next((s for s in SEED_MODELS if s.model_id == model.model_id), None)
    if seed is None:
        return model
    return replace(
        model,
        description=model.description or seed.description,
        context_window=model.context_window or seed.context_window,
        must_stream=seed.must_stream if model.must_stream is None else model.must_stream,
    )
