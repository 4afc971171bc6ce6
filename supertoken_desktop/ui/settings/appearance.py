"""Settings page: how the window looks."""

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.i18n import _
from supertoken_desktop.settings import FONT_SIZE_RANGE_PT
from supertoken_desktop.ui.settings.fields import ChoiceBox, NumberBox, Words
from supertoken_desktop.ui.settings.preference import PreferencePage
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics

_MOST_FAMILIES_SHOWN = 12


class AppearancePage(PreferencePage):
    """Theme, fonts and colours of code."""

    def __init__(self, preferences: Preferences, tasks: Tasks) -> None:
        super().__init__(lambda: _("Appearance"), preferences, tasks)
        self.tie_choice(
            "theme",
            lambda: _("Theme"),
            ChoiceBox(
                [
                    ("system", lambda: _("As the system")),
                    ("light", lambda: _("Light")),
                    ("dark", lambda: _("Dark")),
                ]
            ),
        )
        families = QFontDatabase.families()
        fixed = [name for name in families if QFontDatabase.isFixedPitch(name)]
        self.tie_choice("font_family", lambda: _("Font"), _family_box(families))
        self._add_size()
        self.tie_choice("code_font_family", lambda: _("Font of code"), _family_box(fixed))
        self.tie_choice(
            "code_style",
            lambda: _("Colours of code"),
            ChoiceBox(
                [
                    ("calm", lambda: _("Calm")),
                    ("vivid", lambda: _("Vivid")),
                    ("plain", lambda: _("Plain")),
                ]
            ),
        )
        self._add_tick("wrap_code", lambda: _("Wrap long lines of code"), metrics.SPACE_4)
        self._add_tick("code_line_numbers", lambda: _("Number the lines of code"), metrics.SPACE_1)

    def _add_tick(self, name: str, words: Words, gap: int) -> None:
        tick = QCheckBox()
        self.tie(name, tick, lambda is_on: tick.setChecked(is_on is True))
        tick.clicked.connect(lambda is_on: self.change(name, is_on))
        self.say(tick.setText, words)
        self.say(tick.setAccessibleName, words)
        self.add(tick, gap=gap)

    def _add_size(self) -> None:
        smallest, largest = FONT_SIZE_RANGE_PT
        field = NumberBox(smallest - 1, largest)
        field.use_special(smallest)
        field.setSuffix(" pt")
        field.setObjectName("font_size_pt")
        self.say(field.setSpecialValueText, lambda: _("As the system"))

        def show(value: object) -> None:
            field.show_value(value if isinstance(value, int) and value else smallest - 1)

        self.tie("font_size_pt", field, show)
        field.valueChanged.connect(
            lambda size: self.change("font_size_pt", size if size >= smallest else 0)
        )
        self.add_field(
            lambda: _("Size"), field, lambda: _("In points; one below 8 follows the system.")
        )


def _family_box(families: list[str]) -> ChoiceBox:
    box = ChoiceBox(
        [("", lambda: _("As the system")), *((name, _own_name(name)) for name in families)]
    )
    box.setMaxVisibleItems(_MOST_FAMILIES_SHOWN)
    return box


def _own_name(name: str) -> Words:
    """Return a font's name, the same in every language."""
    return lambda: name
