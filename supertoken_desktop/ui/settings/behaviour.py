"""Settings page: keys, language, titles."""

from PySide6.QtWidgets import QCheckBox

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.i18n import LANGUAGES, _
from supertoken_desktop.ui.settings.fields import ChoiceBox, Page, Words
from supertoken_desktop.ui.settings.preference import PreferenceTie
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics


class BehaviourPage(Page):
    """Which key sends, the language, and who writes titles."""

    def __init__(self, preferences: Preferences, tasks: Tasks) -> None:
        super().__init__(lambda: _("Behaviour"))
        self._tie = PreferenceTie(preferences, tasks, self)
        send = ChoiceBox(
            [
                ("enter", lambda: _("Enter sends, Shift+Enter breaks the line")),
                ("ctrl_enter", lambda: _("Ctrl+Enter sends, Enter breaks the line")),
            ]
        )
        self._tie_choice(send, "send_key")
        self.add_field(
            lambda: _("Sending"),
            send,
            lambda: _("Never sends while an input method is composing."),
        )
        own_names = [(code, _own_name(name)) for code, name in LANGUAGES.items()]
        language = ChoiceBox([("system", lambda: _("As the system")), *own_names])
        self._tie_choice(language, "language")
        self.add_field(lambda: _("Language"), language)
        titles = QCheckBox()
        titles.setChecked(self._tie.current.model_titles)
        titles.toggled.connect(lambda on: self._tie.change("model_titles", on))
        self.say(titles.setText, lambda: _("Let the model write titles"))
        self.say(titles.setAccessibleName, lambda: _("Let the model write titles"))
        self.add(titles, gap=metrics.SPACE_4)
        self.add(
            self.help_line(
                lambda: _(
                    "Sends one more short request for each new conversation. "
                    "A title of your own is never overwritten."
                )
            )
        )

    def _tie_choice(self, field: ChoiceBox, name: str) -> None:
        field.show_value(getattr(self._tie.current, name))
        field.chosen.connect(lambda value: self._tie.change(name, value))


def _own_name(name: str) -> Words:
    """Return a language's own name, the same in every language."""
    return lambda: name
