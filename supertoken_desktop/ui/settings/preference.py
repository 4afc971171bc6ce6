"""Pages whose fields are settings: they show what is in force and change it at once."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.settings.fields import (
    TYPING_PAUSE_MS,
    ChoiceBox,
    NumberBox,
    Page,
    Words,
)
from supertoken_desktop.ui.settings.saving import Saving
from supertoken_desktop.ui.tasks import Tasks


class PreferencePage(Page):
    """Tie fields to settings, and show what others change of them."""

    def __init__(self, title: Words, preferences: Preferences, tasks: Tasks) -> None:
        super().__init__(title)
        self._preferences = preferences
        self._saving = Saving(tasks)
        self._shows: dict[str, Callable[[object], None]] = {}
        self._pending: dict[str, object] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._save_pending)
        self.hear(preferences.changed, self._on_settings_changed)

    async def settle(self) -> None:
        """Save now what waits for a pause in typing, and wait for what is being saved."""
        self._save_pending()
        await self._saving.settle()

    def tie(self, name: str, field: QWidget, show: Callable[[object], None]) -> None:
        """Show a setting in a field now and whenever it changes; the name is the field's, too."""
        field.setObjectName(name)
        self._shows[name] = show
        show(getattr(self._preferences.current, name))

    def tie_choice(
        self, name: str, label: Words, field: ChoiceBox, help_text: Words | None = None
    ) -> None:
        """Add a choice that is a setting."""
        self.tie(name, field, lambda value: field.show_value(str(value)))
        field.chosen.connect(lambda value: self.change(name, value))
        self.add_field(label, field, help_text)

    def tie_number(
        self, name: str, label: Words, field: NumberBox, help_text: Words | None = None
    ) -> None:
        """Add a whole number that is a setting; the field shows fractions rounded."""

        def show(value: object) -> None:
            field.show_value(round(value) if isinstance(value, int | float) else field.minimum())

        self.tie(name, field, show)
        field.valueChanged.connect(lambda value: self.change(name, value))
        self.add_field(label, field, help_text)

    def tie_text(
        self, name: str, label: Words, field: QPlainTextEdit, help_text: Words | None = None
    ) -> None:
        """Add a text of several lines that is a setting."""

        def show(value: object) -> None:
            if field.toPlainText() != value and name not in self._pending:
                field.blockSignals(True)  # Qt's signature
                field.setPlainText(str(value))
                field.blockSignals(False)  # Qt's signature

        self.tie(name, field, show)
        field.textChanged.connect(lambda: self.change_soon(name, field.toPlainText()))
        self.add_field(label, field, help_text)

    def change(self, name: str, value: object) -> None:
        """Change one setting now."""
        self._pending.pop(name, None)
        self._saving.start(self._preferences.update(**{name: value}))

    def change_soon(self, name: str, value: object) -> None:
        """Change one setting when the typing pauses."""
        self._pending[name] = value
        self._pause.start()

    def _save_pending(self) -> None:
        self._pause.stop()
        if self._pending:
            pending, self._pending = self._pending, {}
            self._saving.start(self._preferences.update(**pending))

    def _on_settings_changed(self, settings: Settings) -> None:
        for name, show in self._shows.items():
            show(getattr(settings, name))
