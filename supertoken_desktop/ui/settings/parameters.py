"""Settings page: what goes with every request."""

from PySide6.QtWidgets import QPlainTextEdit

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.settings.fields import OptionalNumber, Words
from supertoken_desktop.ui.settings.preference import PreferencePage
from supertoken_desktop.ui.tasks import Tasks

MOST_STOP_WORDS = 4
_PROMPT_HEIGHT = 110
_STOP_HEIGHT = 92
_MOST_TOKENS = 10_000_000


class ParametersPage(PreferencePage):
    """System prompt and sampling parameters; what is empty is not sent."""

    def __init__(self, preferences: Preferences, tasks: Tasks) -> None:
        super().__init__(lambda: _("Parameters"), preferences, tasks)
        self.add(
            self.line(
                lambda: _(
                    "They go with every request; what you leave empty is not sent to the relay."
                )
            )
        )
        self.tie_text(
            "system_prompt",
            lambda: _("System prompt"),
            _text_field(_PROMPT_HEIGHT),
            lambda: _("Tells the model how to behave in every conversation."),
        )
        self._add_number(
            "temperature",
            lambda: _("Temperature"),
            lambda: _("From 0 (steady) to 2 (lively)."),
            OptionalNumber(0, 2),
        )
        self._add_number(
            "top_p",
            lambda: _("Top p"),
            lambda: _("From 0 to 1; set this or the temperature, not both."),
            OptionalNumber(0, 1),
        )
        self._add_number(
            "max_tokens",
            lambda: _("Longest answer"),
            lambda: _("In tokens, as a whole number of 1 or more."),
            OptionalNumber(1, _MOST_TOKENS, is_whole=True),
        )
        self._add_stop()

    def _add_number(self, name: str, label: Words, help_text: Words, field: OptionalNumber) -> None:
        self.tie(name, field, field.show_value)
        field.changed_to.connect(lambda number: self.change(name, number))
        self.add_field(label, field, help_text)

    def _add_stop(self) -> None:
        field = _text_field(_STOP_HEIGHT)
        too_many = self.line(lambda: _("Only the first four are sent."), "error")
        too_many.hide()

        def show(value: object) -> None:
            if isinstance(value, tuple) and value != _stop_words(field.toPlainText()):
                field.blockSignals(True)  # Qt's signature
                field.setPlainText("\n".join(value))
                field.blockSignals(False)  # Qt's signature

        def on_changed() -> None:
            text = field.toPlainText()
            too_many.setVisible(len([w for w in text.split("\n") if w]) > MOST_STOP_WORDS)
            self.change_soon("stop", _stop_words(text))

        self.tie("stop", field, show)
        field.textChanged.connect(on_changed)
        self.add_field(
            lambda: _("Stop words"),
            field,
            lambda: _("One a line, at most four; the model stops where it would write one."),
        )
        self.add(too_many)


def _text_field(height: int) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setFixedHeight(height)
    field.setTabChangesFocus(True)
    return field


def _stop_words(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line)[:MOST_STOP_WORDS]
