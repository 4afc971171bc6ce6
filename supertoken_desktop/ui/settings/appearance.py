"""Settings page: how the window looks."""

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QComboBox

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.i18n import _
from supertoken_desktop.settings import FONT_SIZE_RANGE_PT
from supertoken_desktop.ui.settings.fields import ChoiceBox, NumberBox, Page, Words
from supertoken_desktop.ui.settings.preference import PreferenceTie
from supertoken_desktop.ui.tasks import Tasks


class AppearancePage(Page):
    """Theme, fonts and colours of code."""

    def __init__(self, preferences: Preferences, tasks: Tasks) -> None:
        super().__init__(lambda: _("Appearance"))
        self._tie = PreferenceTie(preferences, tasks, self)
        self._add_choice(
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
        self._add_family("font_family", lambda: _("Font"), QFontDatabase.families())
        size = NumberBox(FONT_SIZE_RANGE_PT[0] - 1, FONT_SIZE_RANGE_PT[1])
        self.say(size.setSpecialValueText, lambda: _("As the system"))
        size.setSuffix(" pt")
        size.setValue(self._tie.current.font_size_pt or FONT_SIZE_RANGE_PT[0] - 1)
        size.valueChanged.connect(self._on_size_changed)
        self.add_field(lambda: _("Size"), size)
        fixed = [name for name in QFontDatabase.families() if QFontDatabase.isFixedPitch(name)]
        self._add_family("code_font_family", lambda: _("Font of code"), fixed)
        self._add_choice(
            "code_style",
            lambda: _("Colours of code"),
            ChoiceBox(
                [
                    ("calm", lambda: _("Calm")),
                    ("vivid", lambda: _("Vivid")),
                    ("plain", lambda: _("None")),
                ]
            ),
        )

    def _add_choice(self, name: str, label: Words, field: ChoiceBox) -> None:
        field.setObjectName(name)
        field.show_value(getattr(self._tie.current, name))
        field.chosen.connect(lambda value: self._tie.change(name, value))
        self.add_field(label, field)

    def _add_family(self, name: str, label: Words, families: list[str]) -> None:
        field = QComboBox()
        field.addItem("", "")
        self.say(lambda words: field.setItemText(0, words), lambda: _("As the system"))
        for family in families:
            field.addItem(family, family)
        field.setCurrentIndex(max(0, field.findData(getattr(self._tie.current, name))))
        field.activated.connect(lambda at: self._tie.change(name, field.itemData(at)))
        self.add_field(label, field)

    def _on_size_changed(self, value: int) -> None:
        self._tie.change("font_size_pt", value if value >= FONT_SIZE_RANGE_PT[0] else 0)
