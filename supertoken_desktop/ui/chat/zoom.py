"""Zoom of what is read and written, by key, menu and wheel, with a note that says how much."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.i18n import _
from supertoken_desktop.settings import ZOOM_STEPS_PERCENT, Settings
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.hearing import hear
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics

SHOWN_MS = 1200
USUAL_PERCENT = 100
# Qt's unit of a wheel: a mouse turns by so much from one stop to the next.
_WHEEL_STOP = 120


class Zoom(QObject):
    """Change the zoom of `page` in fixed steps; wheels turned with Ctrl reach it from within."""

    def __init__(
        self, actions: Actions, preferences: Preferences, tasks: Tasks, page: QWidget
    ) -> None:
        super().__init__(page)
        self._preferences = preferences
        self._tasks = tasks
        self._note = ZoomNote(page)
        self._shown_percent = preferences.current.zoom_percent
        self._turned = 0
        for action_id, act in (
            ("zoom-in", lambda: self._step(1)),
            ("zoom-out", lambda: self._step(-1)),
            ("zoom-usual", lambda: tasks.spawn(self._put(USUAL_PERCENT))),
        ):
            actions.action(action_id).triggered.connect(act)
        page.installEventFilter(self)
        hear(page, preferences.changed, self._on_settings_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's signature
        """Zoom by a wheel that is turned with Ctrl."""
        if event.type() != QEvent.Type.Wheel or not isinstance(event, QWheelEvent):
            return False
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self._turned += event.angleDelta().y()
        stops = int(self._turned / _WHEEL_STOP)
        self._turned -= stops * _WHEEL_STOP
        if stops:
            self._step(stops)
        event.accept()
        return True

    def _step(self, by: int) -> None:
        self._tasks.spawn(self._move(by))

    async def _move(self, by: int) -> None:
        # Asked when its turn comes: fast keys ask for steps before the first has been made.
        await self._put(next_step(self._preferences.current.zoom_percent, by))

    async def _put(self, percent: int) -> None:
        if percent == self._preferences.current.zoom_percent:
            self._note.show_percent(percent)
        await self._preferences.update(zoom_percent=percent)

    def _on_settings_changed(self, settings: Settings) -> None:
        if settings.zoom_percent != self._shown_percent:
            self._shown_percent = settings.zoom_percent
            self._note.show_percent(settings.zoom_percent)


class ZoomNote(QFrame):
    """Say for a moment at the top of `page` how large everything is."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.setProperty("role", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.SPACE_4, metrics.SPACE_2, metrics.SPACE_4, metrics.SPACE_2)
        row.addWidget(self._words)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text()

    def show_percent(self, percent: int) -> None:
        """Show a zoom, and have screen readers say it."""
        self._words.setText(percent_words(percent))
        self.adjustSize()
        left = (self._page.width() - self.width()) // 2
        self.move(left, metrics.HEADER_HEIGHT + metrics.SPACE_3)
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(
            QAccessibleAnnouncementEvent(self, _("Zoom {percent}%").format(percent=percent))
        )


def percent_words(percent: int) -> str:
    """Return a percentage as it is written."""
    return _("{percent}%").format(percent=percent)


def next_step(percent: int, by: int) -> int:
    """Return the zoom so many steps further; the ends stand for what lies beyond them."""
    last = len(ZOOM_STEPS_PERCENT) - 1
    at = ZOOM_STEPS_PERCENT.index(percent) + by
    return ZOOM_STEPS_PERCENT[min(max(at, 0), last)]
