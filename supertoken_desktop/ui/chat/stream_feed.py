"""Carry what a running answer brings from its buffer to the transcript, once a frame."""

from PySide6.QtCore import QObject, QTimer, Signal

from supertoken_desktop.domain.turn import TurnState
from supertoken_desktop.engine.buffer import DeltaBuffer
from supertoken_desktop.engine.feed import Handle
from supertoken_desktop.engine.turn import Turn
from supertoken_desktop.ui.frame_clock import FrameClock
from supertoken_desktop.ui.transcript.view import TranscriptView

HIDDEN_MS = 250


class StreamFeed(QObject):
    """Follow one turn: a frame at a time while the page is seen, four times a second otherwise.

    Text that came before the turn was followed is the business of the entry that shows it. Two
    transcripts may show the same answer: each takes from a branch of the turn's buffer.
    """

    lines_arrived = Signal(int)

    def __init__(
        self, frame_clock: FrameClock, transcript: TranscriptView, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = frame_clock
        self._transcript = transcript
        self._turn: Turn | None = None
        self._branch: DeltaBuffer | None = None
        self._handle: Handle | None = None
        self._is_seen = False
        self._slow = QTimer(self)
        self._slow.setInterval(HIDDEN_MS)
        self._slow.timeout.connect(self.take)
        frame_clock.ticked.connect(self._on_tick)

    def follow(self, turn: Turn | None) -> None:
        """Bring the text of this turn from now on; what has come so far is already shown."""
        if turn is self._turn:
            return
        self._leave()
        self._turn = turn
        if turn is not None:
            self._branch = turn.buffer.branch()
            self._handle = turn.changed.subscribe(lambda _turn: self._set_pace())
        self._set_pace()

    def set_seen(self, *, is_seen: bool) -> None:
        """Hear whether the page is on the screen."""
        self._is_seen = is_seen
        self.take()
        self._set_pace()

    def take(self) -> None:
        """Bring what has arrived since the last time."""
        turn, branch = self._turn, self._branch
        if turn is None or branch is None or not branch.filled:
            return
        taken = branch.take()
        if taken.restarted:
            self._transcript.restart(turn.message_id)
        if taken.text or taken.reasoning:
            self._transcript.append(turn.message_id, taken.text, taken.reasoning)
            if lines := taken.text.count("\n"):
                self.lines_arrived.emit(lines)

    def _leave(self) -> None:
        if self._handle is not None:
            self._handle.close()
            self._handle = None
        if self._turn is not None and self._branch is not None:
            self._turn.buffer.cut_off(self._branch)
            self._branch = None

    def _on_tick(self) -> None:
        if self._is_seen:
            self.take()

    def _set_pace(self) -> None:
        turn = self._turn
        is_streaming = turn is not None and turn.state is TurnState.STREAMING
        if is_streaming and self._is_seen:
            self._clock.need(self)
        else:
            self._clock.done(self)
        if is_streaming and not self._is_seen:
            self._slow.start()
        else:
            self._slow.stop()
