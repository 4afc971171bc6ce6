"""Short messages in the far bottom corner: what was done, with a way to undo it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStyle,
    QToolButton,
    QWidget,
)

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon

SHOWN_MS = 7000
MOST = 3
# Room for the composer's buttons, which a message must not cover.
BOTTOM_MARGIN = 96
_MOVES = (QEvent.Type.Resize, QEvent.Type.LayoutDirectionChange)


def toasts_over(window: QWidget) -> "Toasts":
    """Return what shows messages over a dialog, made now if this is the first one."""
    found: Toasts | None = window.findChild(Toasts)  # Qt's stubs leave the None out
    return found or Toasts(window, metrics.SPACE_4)


class Toasts(QObject):
    """Show at most three messages over a host widget, the newest at the bottom."""

    def __init__(self, host: QWidget, bottom_margin: int = BOTTOM_MARGIN) -> None:
        super().__init__(host)
        self._host = host
        self._bottom_margin = bottom_margin
        self._toasts: list[Toast] = []
        host.installEventFilter(self)

    def show(
        self,
        text: str,
        action_text: str | None = None,
        on_action: Callable[[], None] | None = None,
        *,
        is_error: bool = False,
    ) -> None:
        """Show a message for a few seconds; an error stays until it is closed."""
        while len(self._toasts) >= MOST:
            self._remove(self._toasts[0])
        toast = Toast(text, action_text, on_action, self._remove, self._host, is_error=is_error)
        self._toasts.append(toast)
        toast.show()
        self._place()
        # Not needed at start.
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._host, text))

    def clear(self) -> None:
        """Take all messages away."""
        for toast in tuple(self._toasts):
            self._remove(toast)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is shown now, oldest first."""
        return tuple(toast.text for toast in self._toasts)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the corner when the host changes its size."""
        if watched is self._host and event.type() in _MOVES:
            self._place()
        return False

    def _remove(self, toast: "Toast") -> None:
        if toast not in self._toasts:
            return
        self._toasts.remove(toast)
        toast.hide()
        toast.deleteLater()
        self._place()

    def _place(self) -> None:
        bottom = self._host.height() - self._bottom_margin
        width = min(metrics.TOAST_WIDTH, self._host.width() - 2 * metrics.SPACE_4)
        for toast in reversed(self._toasts):
            toast.setFixedWidth(width)
            height = max(toast.heightForWidth(width), toast.sizeHint().height())
            left = self._host.width() - metrics.SPACE_4 - width
            place = QRect(left, bottom - height, width, height)
            toast.setGeometry(
                QStyle.visualRect(self._host.layoutDirection(), self._host.rect(), place)
            )
            toast.raise_()
            bottom -= height + metrics.SPACE_2


class Toast(QFrame):
    """One message; it waits while the pointer or the focus is on it."""

    def __init__(
        self,
        text: str,
        action_text: str | None,
        on_action: Callable[[], None] | None,
        on_end: Callable[["Toast"], None],
        parent: QWidget,
        *,
        is_error: bool,
    ) -> None:
        super().__init__(parent)
        self.text = text
        self._on_end = on_end
        self.setProperty("role", "toast")
        self.setProperty("isError", is_error)
        self.setAccessibleName(text)
        words = QLabel(text)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(
            metrics.SPACE_4, metrics.SPACE_2, metrics.SPACE_2, metrics.SPACE_2
        )
        layout.setSpacing(metrics.SPACE_2)
        layout.addWidget(words, 1)
        if action_text and on_action is not None:
            layout.addWidget(self._action_button(action_text, on_action))
        self._close = QToolButton()
        self._close.setIcon(icon("close"))
        self._close.clicked.connect(self._end)
        layout.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._on_time)
        if not is_error:
            self._timer.start()
        self._stays = is_error
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts anew from the language in force."""
        self._close.setAccessibleName(_("Close this message"))
        self._close.setToolTip(_("Close"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is here."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go a while after the pointer has left."""
        if not self._stays:
            self._timer.start()
        super().leaveEvent(event)

    def _action_button(self, text: str, on_action: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("role", "link")
        button.setAccessibleName(text)

        def act() -> None:
            self._end()
            on_action()

        button.clicked.connect(act)
        return button

    def _on_time(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self._timer.start()
        else:
            self._end()

    def _end(self) -> None:
        self._on_end(self)
