"""Settings page: sending, scrolling, language, clipboard, titles, pictures from elsewhere."""

from PySide6.QtWidgets import QCheckBox

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.i18n import LANGUAGES, _
from supertoken_desktop.ui.settings.fields import ChoiceBox, Words
from supertoken_desktop.ui.settings.picture_hosts import PictureHosts
from supertoken_desktop.ui.settings.preference import PreferencePage
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics


class BehaviourPage(PreferencePage):
    """Which key sends, what follows an answer, the language, and what happens by itself."""

    def __init__(self, preferences: Preferences, tasks: Tasks) -> None:
        super().__init__(lambda: _("Behaviour"), preferences, tasks)
        self.tie_choice(
            "send_key",
            lambda: _("Sending"),
            ChoiceBox(
                [
                    ("enter", lambda: _("Enter sends, Shift+Enter breaks the line")),
                    ("ctrl_enter", lambda: _("Ctrl+Enter sends, Enter breaks the line")),
                ]
            ),
            lambda: _("Never sends while an input method is composing."),
        )
        self.tie_choice(
            "scroll_mode",
            lambda: _("While an answer is written"),
            ChoiceBox(
                [
                    ("follow", lambda: _("Follow the end")),
                    ("one_screen", lambda: _("Follow until it fills the screen")),
                    ("free", lambda: _("Stay where I am")),
                ]
            ),
            lambda: _("Scrolling up always stops following; the end starts it again."),
        )
        own_names = [(code, _own_name(name)) for code, name in LANGUAGES.items()]
        self.tie_choice(
            "language",
            lambda: _("Language"),
            ChoiceBox([("system", lambda: _("As the system")), *own_names]),
        )
        self._add_clearing()
        self._add_titles()
        self._add_pictures()

    def _add_clearing(self) -> None:
        field = ChoiceBox(
            [
                ("0", lambda: _("Never")),
                ("30", lambda: _("After 30 seconds")),
                ("60", lambda: _("After 1 minute")),
                ("120", lambda: _("After 2 minutes")),
                ("300", lambda: _("After 5 minutes")),
            ]
        )
        self.tie("clear_clipboard_s", field, lambda value: field.show_value(str(value)))
        field.chosen.connect(lambda value: self.change("clear_clipboard_s", int(value)))
        self.add_field(
            lambda: _("Clear the clipboard"),
            field,
            lambda: _("Only what this program copied, also when it ends; what others copy stays."),
        )

    def _add_titles(self) -> None:
        titles = QCheckBox()
        self.tie("model_titles", titles, lambda is_on: titles.setChecked(is_on is True))
        titles.clicked.connect(lambda is_on: self.change("model_titles", is_on))
        self.say(titles.setText, lambda: _("Let the model write titles"))
        self.say(titles.setAccessibleName, lambda: _("Let the model write titles"))
        self.add(titles, gap=metrics.SPACE_4)
        self.add(
            self.line(
                lambda: _(
                    "Sends one more short request for each new conversation. "
                    "A title of your own is never overwritten."
                )
            )
        )

    def _add_pictures(self) -> None:
        hosts = PictureHosts()
        self.tie(
            "picture_hosts",
            hosts,
            lambda value: hosts.show_value(value if isinstance(value, tuple) else ()),
        )
        hosts.changed.connect(lambda left: self.change("picture_hosts", left))
        self.add(hosts, gap=metrics.SPACE_4)


def _own_name(name: str) -> Words:
    """Return a language's own name, the same in every language."""
    return lambda: name
