"""Settings page: what goes with every new request."""

from PySide6.QtWidgets import QLabel, QPlainTextEdit

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.settings.fields import OptionalNumber, Page, Words
from supertoken_desktop.ui.settings.preference import PreferenceTie
from supertoken_desktop.ui.tasks import Tasks

_PROMPT_HEIGHT = 110
_STOP_HEIGHT = 64
_MOST_TOKENS = 10_000_000
_MOST_STOP_WORDS = 4


class ParametersPage(Page):
    """System prompt and sampling parameters; what is empty is not sent."""

    def __init__(self, preferences: Preferences, tasks: Tasks) -> None:
        super().__init__(lambda: _("Parameters"))
        self._tie = PreferenceTie(preferences, tasks, self)
        self.add(self.help_line(lambda: _("What you leave empty is not sent to the relay.")))
        prompt = QPlainTextEdit()
        prompt.setFixedHeight(_PROMPT_HEIGHT)
        prompt.setTabChangesFocus(True)
        self._tie.tie_text(prompt, "system_prompt")
        self.add_field(
            lambda: _("System prompt"),
            prompt,
            lambda: _("Tells the model how to behave in every conversation."),
        )
        current = self._tie.current
        self._add_number(
            "temperature",
            lambda: _("Temperature"),
            lambda: _("From 0 (steady) to 2 (lively)."),
            OptionalNumber(0, 2),
            current.temperature,
        )
        self._add_number(
            "top_p",
            lambda: _("Top p"),
            lambda: _("From 0 to 1; set this or the temperature, not both."),
            OptionalNumber(0, 1),
            current.top_p,
        )
        self._add_number(
            "max_tokens",
            lambda: _("Longest answer"),
            lambda: _("In tokens, as a whole number of 1 or more."),
            OptionalNumber(1, _MOST_TOKENS, is_whole=True),
            current.max_tokens,
        )
        self._add_stop()

    def _add_number(
        self,
        name: str,
        label: Words,
        help_text: Words,
        field: OptionalNumber,
        value: float | None,
    ) -> None:
        field.setObjectName(name)
        field.show_value(value)
        field.changed_to.connect(lambda number: self._tie.change(name, number))
        self.add_field(label, field, help_text)
        wrong = QLabel()
        wrong.setProperty("role", "error")
        wrong.hide()
        self.say(wrong.setText, lambda: _("This is not a number in that range; nothing changed."))
        field.is_wrong.connect(wrong.setVisible)
        self.add(wrong)

    def _add_stop(self) -> None:
        stop = QPlainTextEdit("\n".join(self._tie.current.stop))
        stop.setFixedHeight(_STOP_HEIGHT)
        stop.setTabChangesFocus(True)
        stop.textChanged.connect(
            lambda: self._tie.change_soon("stop", _stop_words(stop.toPlainText()))
        )
        self.add_field(
            lambda: _("Stop words"),
            stop,
            lambda: _("One a line, at most four; the model stops where it would write one."),
        )


def _stop_words(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line)[:_MOST_STOP_WORDS]
