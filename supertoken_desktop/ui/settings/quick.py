"""Settings page: the quick prompt's model, what is kept of it, and its actions."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QWidget

from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.i18n import _
from supertoken_desktop.settings import Settings
from supertoken_desktop.state_words import profile_name
from supertoken_desktop.ui.settings.fields import QuietComboBox, Words
from supertoken_desktop.ui.settings.preference import PreferencePage
from supertoken_desktop.ui.settings.quick_actions import QuickActionsEditor
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics

MakeField = Callable[[], QWidget]


class QuickPage(PreferencePage):
    """Which model answers, whether quick chats are kept, and what is offered for the clipboard.

    `make_hotkey_field` returns the block for the key that opens the prompt from anywhere.
    """

    def __init__(
        self,
        preferences: Preferences,
        profiles: Profiles,
        catalogue: Catalogue,
        tasks: Tasks,
        make_hotkey_field: MakeField | None = None,
    ) -> None:
        super().__init__(lambda: _("Quick prompt"), preferences, tasks)
        self._profiles = profiles
        self._catalogue = catalogue
        if make_hotkey_field is not None:
            self.add(make_hotkey_field(), gap=metrics.SPACE_3)
        self._add_model()
        self._add_switch(
            "quick_keep",
            lambda: _("Keep quick chats"),
            lambda: _(
                "They stand in the list like all others. Otherwise nothing of them is written to "
                "the disk, and they are gone when you begin another one or quit."
            ),
        )
        self._add_switch(
            "quick_pinned",
            lambda: _("Stay open when another window is used"),
            lambda: _("The pin in the prompt does the same."),
        )
        self._add_actions()
        self.hear(profiles.changed, lambda _profiles: self._fill_models())
        self.hear(catalogue.changed, lambda _id: self._fill_models())
        self.hear(preferences.changed, self._on_preferences_changed)

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        super().retranslate()
        self._fill_models()

    def _add_model(self) -> None:
        self._models = QuietComboBox()
        self._models.setObjectName("quick_model_id")
        self._models.activated.connect(self._on_model_chosen)
        self.add_field(lambda: _("Model"), self._models)
        self._fill_models()

    def _add_switch(self, name: str, words: Words, help_text: Words) -> None:
        box = QCheckBox()
        self.tie(name, box, lambda value: box.setChecked(value is True))
        box.clicked.connect(lambda is_on: self.change(name, is_on))
        self.say(box.setText, words)
        self.say(box.setAccessibleName, words)
        self.say(box.setAccessibleDescription, help_text)
        self.add(box, gap=metrics.SPACE_4)
        self.add(self.line(help_text))

    def _add_actions(self) -> None:
        editor = QuickActionsEditor()
        self.add(self.line(lambda: _("Actions for the clipboard's text:"), ""), metrics.SPACE_4)
        self.tie(
            "quick_actions",
            editor,
            lambda value: editor.show_value(value if isinstance(value, tuple) else ()),
        )
        editor.changed.connect(lambda lines: self.change_soon("quick_actions", lines))
        self.add(editor)

    def _fill_models(self) -> None:
        """List the models of all providers, and the one in use, wherever it is from."""
        settings = self._preferences.current
        chosen = (settings.quick_profile_id, settings.quick_model_id)
        self._models.clear()
        self._models.addItem(_("As in new chats"), ("", ""))
        for profile in self._profiles.profiles:
            for model in self._catalogue.models(profile.id):
                self._add_choice(profile.id, model.model_id)
        if all(chosen) and self._place_of(chosen) < 0 and self._profiles.get(ProfileId(chosen[0])):
            self._add_choice(ProfileId(chosen[0]), chosen[1])
        self._models.setCurrentIndex(max(0, self._place_of(chosen)))

    def _add_choice(self, profile_id: ProfileId, model_id: str) -> None:
        label = self._catalogue.find(profile_id, model_id).name
        profile = self._profiles.get(profile_id)
        if profile is not None and len(self._profiles.profiles) > 1:
            label = _("{model} of {provider}").format(model=label, provider=profile_name(profile))
        self._models.addItem(label, (str(profile_id), model_id))

    def _place_of(self, chosen: tuple[str, str]) -> int:
        items = (self._models.itemData(place) for place in range(self._models.count()))
        return next((place for place, data in enumerate(items) if tuple(data) == chosen), -1)

    def _on_model_chosen(self, place: int) -> None:
        profile_id, model_id = self._models.itemData(place)
        self.change("quick_profile_id", profile_id)
        self.change("quick_model_id", model_id)

    def _on_preferences_changed(self, settings: Settings) -> None:
        data = self._models.currentData()
        if data is None or tuple(data) != (settings.quick_profile_id, settings.quick_model_id):
            self._fill_models()
