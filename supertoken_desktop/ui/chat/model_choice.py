"""Which provider and model a conversation asks, shown in the header and chosen in the picker."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import ConversationId, MessageId, ProfileId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.library import Library
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.state_words import profile_name
from supertoken_desktop.ui.chat.header import ChatHeader

if TYPE_CHECKING:
    from supertoken_desktop.ui.chat.model_picker import ModelPicker


class ModelChoice(QObject):
    """Keep the header true, and tell what was picked and for which answer, if for one."""

    picked = Signal(str, str, str)  # profile, model, and the answer to be asked for anew or ""
    settings_wanted = Signal(str)

    def __init__(
        self,
        library: Library,
        profiles: Profiles,
        catalogue: Catalogue,
        preferences: Preferences,
        header: ChatHeader,
        make_picker: "Callable[[], ModelPicker]",
    ) -> None:
        super().__init__(header)
        self._library = library
        self._profiles = profiles
        self._catalogue = catalogue
        self._preferences = preferences
        self._header = header
        self._make_picker = make_picker
        self._picker: ModelPicker | None = None
        self._conversation_id: ConversationId | None = None
        self._answer_id = ""
        self._labels: dict[tuple[ProfileId, str], str] = {}
        header.model_requested.connect(self.pick)
        self._handles = (
            library.changed.subscribe(lambda _list: self.refresh()),
            profiles.changed.subscribe(lambda _list: self.refresh()),
            catalogue.changed.subscribe(lambda _id: self._forget_labels()),
            preferences.changed.subscribe(lambda _settings: self.refresh()),
        )

    def show(self, conversation_id: ConversationId | None) -> None:
        """Show title, provider and model of a conversation; None is a new chat."""
        self._conversation_id = conversation_id
        self.refresh()

    def refresh(self) -> None:
        """Bring the header up to date."""
        conversation, profile, model_id = self._conversation(), self._profile(), self._model_id()
        title = conversation.title if conversation else ""
        self._header.show_title(title, can_rename=conversation is not None)
        self._header.show_provider(profile_name(profile) if profile else "")
        self._header.show_model(self._label(profile.id, model_id) if profile and model_id else "")

    def label_of(self, message: Message) -> str:
        """Return the label of the model that wrote a message."""
        if message.model_id is None:
            return ""
        return self._label(message.profile_id or ProfileId(""), message.model_id)

    def pick(self) -> None:
        """Open the picker for the conversation, or for new chats where none is open."""
        self._open_picker("")

    def pick_for(self, message_id: str) -> None:
        """Open the picker for another answer beside this one."""
        self._open_picker(message_id)

    async def set_model(self, profile_id: ProfileId, model_id: str) -> None:
        """Ask this model from now on: in the conversation, or in new chats where none is open."""
        conversation = self._conversation()
        if conversation is not None:
            chosen = replace(conversation, profile_id=profile_id, model_id=model_id)
            await self._library.update(chosen)
            return
        profile = self._profiles.get(profile_id)
        if profile is not None:
            await self._profiles.update(replace(profile, default_model_id=model_id))
            await self._preferences.update(default_profile_id=profile_id)

    def close(self) -> None:
        """Hear nothing more."""
        for handle in self._handles:
            handle.close()

    def _open_picker(self, answer_id: MessageId | str) -> None:
        profile = self._profile()
        if profile is None:
            self.settings_wanted.emit("providers")
            return
        self._answer_id = answer_id
        if self._picker is None:
            self._picker = self._make_picker()
            self._picker.model_chosen.connect(self._on_model_chosen)
        self._picker.open_at(self._header.model_button, profile.id, self._model_id())

    def _on_model_chosen(self, profile_id: str, model_id: str) -> None:
        self.picked.emit(profile_id, model_id, self._answer_id)

    def _conversation(self) -> Conversation | None:
        if self._conversation_id is None:
            return None
        return self._library.find(self._conversation_id)

    def _profile(self) -> ProviderProfile | None:
        conversation = self._conversation()
        chosen = self._profiles.get(conversation.profile_id) if conversation else None
        return chosen or self._profiles.current

    def _model_id(self) -> str | None:
        conversation, profile = self._conversation(), self._profile()
        if conversation is not None and conversation.model_id:
            return conversation.model_id
        return self._catalogue.first(profile.id) if profile else None

    def _label(self, profile_id: ProfileId, model_id: str) -> str:
        """Return a label, looked up once: a long conversation asks for it thousands of times."""
        key = (profile_id, model_id)
        if key not in self._labels:
            self._labels[key] = self._catalogue.find(profile_id, model_id).name
        return self._labels[key]

    def _forget_labels(self) -> None:
        self._labels.clear()
        self.refresh()
