"""Whom to ask, and with which request."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.request import ChatRequest
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.context import (
    continue_messages,
    parameters_of,
    request_messages,
    system_prompt_of,
)
from supertoken_desktop.engine.errors import NoProvider
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles


@dataclass(frozen=True, slots=True)
class Addressee:
    """The provider and the model to ask."""

    profile: ProviderProfile
    model_id: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a caller sets beside the text; None leaves a thing as it is.

    All but `stream` become the conversation's own; `stream` False asks for a whole reply where the
    relay allows that.
    """

    profile_id: ProfileId | None = None
    model_id: str | None = None
    system_prompt: str | None = None
    parameters: Parameters | None = None
    stream: bool | None = None

    def applied_to(self, conversation: Conversation) -> Conversation:
        """Return the conversation with what was wished for."""
        wished = {
            "profile_id": self.profile_id,
            "model_id": self.model_id,
            "system_prompt": self.system_prompt,
            "parameters": self.parameters,
        }
        given = {name: value for name, value in wished.items() if value is not None}
        return replace(conversation, **given)  # type: ignore[arg-type]  # each as its field has it


class Asking:
    """Choose the provider and model of a conversation and make requests of its messages."""

    def __init__(self, profiles: Profiles, catalogue: Catalogue, preferences: Preferences) -> None:
        self._profiles = profiles
        self._catalogue = catalogue
        self._preferences = preferences

    def addressee(self, conversation: Conversation, *, model_id: str | None = None) -> Addressee:
        """Return whom a conversation asks: its own provider and model, else the usual ones.

        Raises: NoProvider.
        """
        profile = self._profiles.get(conversation.profile_id) or self._profiles.current
        if profile is None:
            raise NoProvider(reason="no-provider")
        chosen = model_id or conversation.model_id or self._catalogue.first(profile.id)
        if chosen is None:
            raise NoProvider(reason="no-model")
        return Addressee(profile, chosen)

    def author(self, message: Message, conversation: Conversation) -> Addressee:
        """Return who wrote an answer, as far as that provider is still there."""
        profile = self._profiles.get(message.profile_id)
        if profile is None or message.model_id is None:
            return self.addressee(conversation)
        return Addressee(profile, message.model_id)

    def request(
        self,
        conversation: Conversation,
        addressee: Addressee,
        path: Iterable[Message],
        stream: bool | None = None,  # noqa: FBT001  # a three-way value
    ) -> ChatRequest:
        """Return the request for an answer to the last message of a path."""
        messages = request_messages(path, self._system_prompt(conversation))
        plain = self._plain(conversation, addressee, stream=stream)
        return replace(plain, messages=messages)

    def continue_request(
        self, conversation: Conversation, addressee: Addressee, path: Iterable[Message]
    ) -> ChatRequest:
        """Return the request to go on with the answer that ends a path."""
        messages = continue_messages(path, self._system_prompt(conversation))
        return replace(self._plain(conversation, addressee, stream=None), messages=messages)

    def _plain(
        self, conversation: Conversation, addressee: Addressee, *, stream: bool | None
    ) -> ChatRequest:
        profile, model_id = addressee.profile, addressee.model_id
        streams = self._catalogue.streams(profile, model_id)
        if stream is not None and not self._catalogue.must_stream(profile, model_id):
            streams = stream
        parameters = parameters_of(conversation, self._preferences.current)
        return ChatRequest(model_id, (), parameters, streams)

    def _system_prompt(self, conversation: Conversation) -> str:
        return system_prompt_of(conversation, self._preferences.current)
