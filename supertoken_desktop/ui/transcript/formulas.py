"""The pictures of formulas: drawn in the background, as many remembered as fit a budget."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor
from PySide6.QtSvg import QSvgRenderer

from supertoken_desktop.figures.formula import (
    Formula,
    FormulaNotDrawn,
    Obstacle,
    coloured,
    draw_formula,
)
from supertoken_desktop.ui.remembered import Remembered
from supertoken_desktop.ui.transcript.background import Background

BUDGET_BYTES = 8_000_000
# So many are drawn by one job; a row that came into view meanwhile is next.
BATCH = 6
# Of those that wait, the oldest are given up: the reader has scrolled past them.
MOST_WAITING = 400
_RENDERERS = 256
_SMALLEST_BYTES = 200


@dataclass(frozen=True, slots=True)
class NotDrawn:
    """A formula that stays source, and why."""

    obstacle: Obstacle
    detail: str = ""


Outcome: TypeAlias = Formula | NotDrawn
_Key = tuple[str, bool]


class Formulas:
    """Give the pictures of formulas, at once or later."""

    def __init__(self, background: Background, became_known: Callable[[], None]) -> None:
        self._background = background
        self._became_known = became_known
        self._known: Remembered[_Key, Outcome] = Remembered(BUDGET_BYTES)
        self._waiting: OrderedDict[_Key, None] = OrderedDict()
        self._in_work: frozenset[_Key] = frozenset()
        self._renderers: Remembered[tuple[str, str], QSvgRenderer] = Remembered(_RENDERERS)

    @property
    def is_busy(self) -> bool:
        """Whether formulas are being drawn."""
        return bool(self._in_work)

    def outcome(self, latex: str, *, is_display: bool) -> Outcome | None:
        """Return what became of a formula; None until it is known, then `became_known` is called.

        `is_display` is for formulas that stand alone.
        """
        key = (latex, is_display)
        found = self._known.get(key)
        if found is not None:
            return found
        if key not in self._in_work:
            self._waiting[key] = None
            self._waiting.move_to_end(key)
            if len(self._waiting) > MOST_WAITING:
                self._waiting.popitem(last=False)
            self._work()
        return None

    def renderer(self, formula: Formula, colour: QColor) -> QSvgRenderer:
        """Return what paints a formula in a colour."""
        key = (formula.svg, colour.name())
        found = self._renderers.get(key)
        if found is None:
            found = QSvgRenderer(QByteArray(coloured(formula, colour.name()).encode()))
            self._renderers.put(key, found)
        return found

    def _work(self) -> None:
        if self._in_work or not self._waiting:
            return
        # The newest first: those are on screen.
        batch = [self._waiting.popitem()[0] for _ in range(min(BATCH, len(self._waiting)))]
        if self._background.run(partial(_draw, batch), partial(self._on_drawn, batch)):
            self._in_work = frozenset(batch)
        else:
            self._waiting.clear()

    def _on_drawn(self, batch: Sequence[_Key], outcomes: Sequence[Outcome]) -> None:
        self._in_work = frozenset()
        for key, outcome in zip(batch, outcomes, strict=True):
            self._known.put(key, outcome, _size(key, outcome))
        self._work()
        self._became_known()


def _draw(batch: Sequence[_Key]) -> list[Outcome]:
    return [_outcome(latex, is_display=is_display) for latex, is_display in batch]


def _outcome(latex: str, *, is_display: bool) -> Outcome:
    try:
        return draw_formula(latex, is_display=is_display)
    except FormulaNotDrawn as error:
        return NotDrawn(error.obstacle, error.detail)


def _size(key: _Key, outcome: Outcome) -> int:
    drawn = outcome.size_bytes if isinstance(outcome, Formula) else 0
    return len(key[0]) + drawn + _SMALLEST_BYTES
