"""Settings page: how the window looks."""

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.i18n import _
from supertoken_desktop.settings import FONT_SIZE_RANGE_PT, ZOOM_STEPS_PERCENT
from supertoken_desktop.ui.settings.fields import ChoiceBox, NumberBox, Words
from supertoken_desktop.ui.settings.preference import PreferencePage
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics

_MOST_FAMILIES_SHOWN = 12


class AppearancePage(PreferencePage):
    """Colours, fonts, and how much room messages take."""

    def __init__(self, preferences: Preferences, tasks: Tasks) -> None:
        super().__init__(lambda: _("Appearance"), preferences, tasks)
        self._add_looks()
        self._add_fonts()
        self._add_layout()
        self._add_code()

    def _add_looks(self) -> None:
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
            lambda: _("As the system: changes with it, by day and by night."),
        )
        self.tie_choice(
            "contrast",
            lambda: _("Contrast"),
            ChoiceBox(
                [
                    ("system", lambda: _("As the system")),
                    ("normal", lambda: _("Normal")),
                    ("high", lambda: _("High")),
                ]
            ),
            lambda: _("High contrast makes text darker or lighter and gives everything an edge."),
        )

        self.tie_choice(
            "motion",
            lambda: _("Motion"),
            ChoiceBox(
                [
                    ("system", lambda: _("As the system")),
                    ("full", lambda: _("Usual")),
                    ("reduced", lambda: _("Reduced")),
                ]
            ),
            lambda: _("Reduced: nothing turns or blinks."),
        )

    def _add_fonts(self) -> None:
        self.tie_choice(
            "font_family",
            lambda: _("Font"),
            _family_box(QFontDatabase.families()),
            lambda: _("For everything but code; another font shows what this one lacks."),
        )
        self._add_size()

    def _add_layout(self) -> None:
        self._add_zoom()
        self.tie_choice(
            "line_width",
            lambda: _("Line width"),
            ChoiceBox(
                [
                    ("narrow", lambda: _("Narrow")),
                    ("normal", lambda: _("Normal")),
                    ("wide", lambda: _("Wide")),
                    ("full", lambda: _("As wide as the window")),
                ]
            ),
            lambda: _("How long lines of messages may be."),
        )
        self.tie_choice(
            "density",
            lambda: _("Density"),
            ChoiceBox(
                [
                    ("compact", lambda: _("Compact")),
                    ("normal", lambda: _("Normal")),
                    ("airy", lambda: _("Airy")),
                ]
            ),
            lambda: _("How much room there is between lines, paragraphs and messages."),
        )
        self.tie_choice(
            "question_style",
            lambda: _("Questions"),
            ChoiceBox(
                [
                    ("right", lambda: _("At the right")),
                    ("full", lambda: _("As wide as answers")),
                ]
            ),
            lambda: _("Where your own messages stand."),
        )

    def _add_zoom(self) -> None:
        field = ChoiceBox([(str(step), _percent(step)) for step in ZOOM_STEPS_PERCENT])
        self.tie("zoom_percent", field, lambda value: field.show_value(str(value)))
        field.chosen.connect(lambda value: self.change("zoom_percent", int(value)))
        self.add_field(
            lambda: _("Zoom"),
            field,
            lambda: _("Of messages and the message field; the menu View changes it, too."),
        )

    def _add_code(self) -> None:
        fixed = [name for name in QFontDatabase.families() if QFontDatabase.isFixedPitch(name)]
        self.tie_choice(
            "code_font_family",
            lambda: _("Font of code"),
            _family_box(fixed),
            lambda: _("Fonts whose letters are all equally wide."),
        )
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
            lambda: _("Plain has no colours but for comments."),
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


def _percent(percent: int) -> Words:
    """Return a percentage in the language in force."""
    return lambda: _("{percent}%").format(percent=percent)
