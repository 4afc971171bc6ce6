"""What a running answer waits for, with its countdown: one quiet line above the composer."""

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.turn import TurnState, WaitCause
from supertoken_desktop.engine.feed import Handle
from supertoken_desktop.i18n import _
from supertoken_desktop.notices import Notice, notice_for, running_text
from supertoken_desktop.ui.theme import metrics

if TYPE_CHECKING:
    from supertoken_desktop.engine.turn import Turn
    from supertoken_desktop.engine.waiting import Waiting

REFRESH_MS = 250
STILL_WAITING_AFTER_S = 20


def waiting_words(turn: "Turn", now_s: float) -> str:
    """Return what a turn waits for at a moment of the clock's monotonic time; "" for nothing."""
    waited_s = int(now_s - turn.started_s)
    match turn.state:
        case TurnState.QUEUED if turn.waiting is not None:
            return _queued_words(turn.waiting, now_s)
        case TurnState.QUEUED | TurnState.CONNECTING if waited_s < STILL_WAITING_AFTER_S:
            return _("Connecting…")
        case TurnState.WAITING if waited_s < STILL_WAITING_AFTER_S:
            return _("Waiting for the answer…")
        case TurnState.QUEUED | TurnState.CONNECTING | TurnState.WAITING:
            return _("Still waiting ({seconds} s)").format(seconds=waited_s)
        case TurnState.STREAMING | TurnState.ENDED:
            return ""


class StatusLine(QWidget):
    """Follow one turn, or show a notice about a failed send; hidden where nothing is to be said."""

    cancel_requested = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._turn: Turn | None = None
        self._notice: Notice | None = None
        self._handle: Handle | None = None
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._now, self._cancel = QPushButton(), QPushButton()
        for button in (self._now, self._cancel):
            button.setProperty("role", "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.SPACE_1, 0, 0, 0)
        row.setSpacing(metrics.SPACE_1)
        row.addWidget(self._label, 1)
        row.addWidget(self._now)
        row.addWidget(self._cancel)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._now.clicked.connect(self._on_now)
        self._cancel.clicked.connect(self._on_cancel)
        self.retranslate()

    def follow(self, turn: "Turn | None") -> None:
        """Show what this turn waits for from now on; None follows nothing."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None
        self._turn = turn
        if turn is not None:
            self._notice = None
            self._handle = turn.changed.subscribe(lambda _turn: self.refresh())
        self.refresh()

    def show_notice(self, notice: Notice) -> None:
        """Show why something could not be done, until it is put away or something new begins."""
        self._notice = notice
        self.refresh()

    def clear_notice(self) -> None:
        """Put the notice away."""
        self._notice = None
        self.refresh()

    def refresh(self) -> None:
        """Bring words and countdown up to date."""
        words = "" if self._turn is None else waiting_words(self._turn, self._clock.monotonic())
        is_waiting = bool(words)
        if self._notice is not None and not words:
            notice = self._notice
            words = running_text(notice.title, notice.sentence, notice.remedy)
        self._label.setText(words)
        self._mark(is_error=bool(words) and not is_waiting)
        self._now.setVisible(is_waiting and self._can_skip())
        self._cancel.setText(_("Cancel") if is_waiting else _("Close"))
        self.setVisible(bool(words))
        if is_waiting and not self._timer.isActive():
            self._timer.start()
        elif not is_waiting:
            self._timer.stop()

    def retranslate(self) -> None:
        """Set all texts anew."""
        self._now.setText(_("Now"))
        self._now.setAccessibleName(_("Try again now"))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _can_skip(self) -> bool:
        waiting = self._turn.waiting if self._turn is not None else None
        return waiting is not None and waiting.cause is WaitCause.RETRY

    def _mark(self, *, is_error: bool) -> None:
        role = "error" if is_error else "muted"
        if self._label.property("role") != role:
            self._label.setProperty("role", role)
            self._label.style().unpolish(self._label)
            self._label.style().polish(self._label)

    def _on_now(self) -> None:
        if self._turn is not None:
            self._turn.skip_wait()

    def _on_cancel(self) -> None:
        if self._turn is not None and self._turn.state is not TurnState.ENDED:
            self.cancel_requested.emit()
        else:
            self.clear_notice()


def _queued_words(waiting: "Waiting", now_s: float) -> str:
    left_s = max(0, math.ceil(waiting.until_s - now_s))
    match waiting.cause:
        case WaitCause.PAUSE:
            return _("Paused; goes on when you resume")
        case WaitCause.LIMIT:
            if left_s == 0:
                return _("Waiting for a free place")
            return _("Waiting for a free place · {seconds} s").format(seconds=left_s)
        case WaitCause.RETRY:
            if waiting.error is None:
                return _("Trying again in {seconds} s").format(seconds=left_s)
            title = notice_for(waiting.error).title
            return _("{problem} · trying again in {seconds} s").format(
                problem=title, seconds=left_s
            )
