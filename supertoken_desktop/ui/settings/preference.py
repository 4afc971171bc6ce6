"""Tie fields to settings: they show what is in force and change it at once."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.tasks import Tasks

TYPING_PAUSE_MS = 300


class PreferenceTie(QObject):
    """Change settings from slots, and hear when others change them."""

    def __init__(self, preferences: Preferences, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._tasks = tasks
        self._pending: dict[str, object] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_PAUSE_MS)
        self._timer.timeout.connect(self.flush)

    @property
    def current(self) -> Settings:
        """Return the settings in force."""
        return self._preferences.current

    def change(self, name: str, value: object) -> None:
        """Change one setting now."""
        self._pending.pop(name, None)
        self._tasks.spawn(self._preferences.update(**{name: value}))

    def change_soon(self, name: str, value: object) -> None:
        """Change one setting when the typing pauses."""
        self._pending[name] = value
        self._timer.start()

    def flush(self) -> None:
        """Change at once what waits for a pause."""
        self._timer.stop()
        if self._pending:
            pending, self._pending = self._pending, {}
            self._tasks.spawn(self._preferences.update(**pending))

    def tie_line(self, field: QLineEdit, name: str) -> None:
        """Let a line of text be a setting."""
        field.setText(getattr(self.current, name))
        field.textEdited.connect(lambda text: self.change_soon(name, text.strip()))
        field.editingFinished.connect(self.flush)

    def tie_text(self, field: QPlainTextEdit, name: str) -> None:
        """Let a text of several lines be a setting."""
        field.setPlainText(getattr(self.current, name))
        field.textChanged.connect(lambda: self.change_soon(name, field.toPlainText()))
