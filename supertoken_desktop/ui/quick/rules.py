"""What the quick prompt does when: the phases of a question, Esc, loss of focus, age. Pure."""

import enum
from dataclasses import dataclass

from supertoken_desktop.domain.turn import TurnState

# So long what was written and answered is there again when the prompt is opened once more.
FRESH_S = 60.0
# What happens to the focus this shortly after opening is the window manager's doing, no wish.
FIRST_MOMENTS_S = 0.2


class Phase(enum.Enum):
    """How far a question is."""

    IDLE = enum.auto()
    ASKING = enum.auto()
    ANSWERING = enum.auto()
    ANSWERED = enum.auto()

    @property
    def is_running(self) -> bool:
        """Tell whether there is something that can be stopped."""
        return self in (Phase.ASKING, Phase.ANSWERING)


class EscapeAct(enum.Enum):
    """What Esc means at a moment."""

    STOP = enum.auto()
    HIDE = enum.auto()


@dataclass(frozen=True, slots=True)
class FocusLoss:
    """What is known when another window has got the focus.

    `had_focus` says that the prompt had it since it was opened; `owns_focus` that a menu, picker
    or dialog of the prompt's own has it now.
    """

    shown_for_s: float
    had_focus: bool
    owns_focus: bool
    is_pinned: bool


def phase_of(state: TurnState | None, *, is_sending: bool, has_answer: bool) -> Phase:
    """Return the phase; `state` is that of the running answer, None where none runs."""
    if state is TurnState.STREAMING:
        return Phase.ANSWERING
    if is_sending or state is not None:
        return Phase.ASKING
    return Phase.ANSWERED if has_answer else Phase.IDLE


def escape_act(phase: Phase) -> EscapeAct:
    """Return what Esc does: first it stops, then it hides."""
    return EscapeAct.STOP if phase.is_running else EscapeAct.HIDE


def hides(loss: FocusLoss) -> bool:
    """Tell whether the prompt goes away with the focus.

    One that never had the focus stays: a window manager that gives it none must not make the
    prompt flash.
    """
    if loss.is_pinned or loss.owns_focus or not loss.had_focus:
        return False
    return loss.shown_for_s >= FIRST_MOMENTS_S


def begins_anew(phase: Phase, away_s: float) -> bool:
    """Tell whether a prompt opened after so many seconds begins another conversation.

    What was written and never asked stays, however old it is.
    """
    return phase is Phase.ANSWERED and away_s >= FRESH_S
