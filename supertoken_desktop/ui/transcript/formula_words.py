"""Why a formula is shown as source, in people's words."""

from typing import assert_never

from supertoken_desktop.figures.formula import Obstacle
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.transcript.formulas import NotDrawn


def reason(failed: NotDrawn) -> str:
    """Return a sentence for somebody who wonders about the source."""
    match failed.obstacle:
        case Obstacle.EMPTY:
            return _("There is nothing to draw in this formula.")
        case Obstacle.TOO_LONG | Obstacle.TOO_DEEP | Obstacle.TOO_MANY_CELLS:
            return _("This formula is too large to be drawn.")
        case Obstacle.UNKNOWN_COMMAND:
            sentence = _("This formula is shown as source: “{command}” can't be drawn.")
            return sentence.format(command=failed.detail)
        case Obstacle.UNKNOWN_CHARACTER:
            if not failed.detail:
                return _("This formula is shown as source: it has a character without a shape.")
            sentence = _("This formula is shown as source: the maths font lacks “{character}”.")
            return sentence.format(character=failed.detail)
        case Obstacle.BROKEN:
            return _("This formula is shown as source: its LaTeX is incomplete.")
        case _:
            assert_never(failed.obstacle)
