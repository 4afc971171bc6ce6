"""Which model the quick prompt asks: its own choice, remembered, else that of new chats."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme

if TYPE_CHECKING:
    from supertoken_desktop.ui.chat.model_picker import ModelPicker


class QuickModel(QObject):
    """Tell the model in force, and let it be chosen; a choice is remembered.

    `picked` tells that one was, and for which answer, "" for none.
    """

    picked = Signal(str)

    def __init__(
        self,
        profiles: Profiles,
        catalogue: Catalogue,
        preferences: Preferences,
        theme: Theme,
        tasks: Tasks,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._profiles = profiles
        self._catalogue = catalogue
        self._preferences = preferences
        self._theme = theme
        self._tasks = tasks
        self._window = parent
        self._picker: ModelPicker | None = None
        self._answer_id = ""

    @property
    def profile(self) -> ProviderProfile | None:
        """The provider that is asked, None where there is none."""
        chosen = self._profiles.get(ProfileId(self._preferences.current.quick_profile_id))
        return chosen or self._profiles.current

    @property
    def model_id(self) -> str | None:
        """The model that is asked."""
        profile, settings = self.profile, self._preferences.current
        if profile is None:
            return None
        if profile.id == settings.quick_profile_id and settings.quick_model_id:
            return settings.quick_model_id
        return self._catalogue.first(profile.id)

    @property
    def label(self) -> str:
        """The model's name as people read it, "" where there is none."""
        profile, model_id = self.profile, self.model_id
        if profile is None or model_id is None:
            return ""
        return self._catalogue.find(profile.id, model_id).name

    @property
    def chosen(self) -> tuple[ProfileId | None, str | None]:
        """What was chosen for the prompt alone; twice None where it asks as new chats do."""
        profile, model_id = self.profile, self._preferences.current.quick_model_id
        if profile is None or profile.id != self._preferences.current.quick_profile_id:
            return None, None
        return profile.id, model_id or None

    def pick(self, anchor: QWidget, answer_id: str = "") -> None:
        """Open the picker under a widget, for another answer beside one where that is named."""
        profile = self.profile
        if profile is None:
            return
        self._answer_id = answer_id
        if self._picker is None:
            from supertoken_desktop.ui.chat.model_picker import ModelPicker

            self._picker = ModelPicker(
                self._profiles, self._catalogue, self._theme, self._tasks, self._window
            )
            self._picker.model_chosen.connect(self._on_chosen)
        self._picker.open_at(anchor, profile.id, self.model_id)

    def _on_chosen(self, profile_id: str, model_id: str) -> None:
        self._tasks.spawn(self._remember(profile_id, model_id))

    async def _remember(self, profile_id: str, model_id: str) -> None:
        await self._preferences.update(quick_profile_id=profile_id, quick_model_id=model_id)
        self.picked.emit(self._answer_id)
