"""The widget of a formula that stands alone: its picture, or its source where there is none."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from supertoken_desktop.document.blocks import Text
from supertoken_desktop.figures.formula import Formula
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.plain_tip import plain_tip
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.accessible import Speech
from supertoken_desktop.ui.transcript.formula_words import reason
from supertoken_desktop.ui.transcript.formulas import Formulas, Outcome
from supertoken_desktop.ui.transcript.marks import Marked, MarkKind
from supertoken_desktop.ui.transcript.row_kinds import EdgeKind, FormulaRow, Look, TextRow
from supertoken_desktop.ui.transcript.rows.inline_formulas import (
    em_of,
    expected_size,
    paint_source,
)
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.rows.text import SidewaysBar, TextView
from supertoken_desktop.ui.transcript.speech import place_words
from supertoken_desktop.ui.transcript.utf16 import utf16_length

# A formula that is too wide is made smaller down to this; then it scrolls.
SMALLEST_SCALE = 0.7
_ROOM = metrics.SPACE_1


class FormulaView(QWidget):
    """Show a `FormulaRow`. The mouse belongs to the transcript, but for the scroll bar."""

    def __init__(self, parent: QWidget, formulas: Formulas) -> None:
        super().__init__(parent)
        self.row: FormulaRow | None = None
        self._formulas = formulas
        self._style: RowStyle | None = None
        self._outcome: Outcome | None = None
        self._mark: MarkKind | None = None
        self._scale = 1.0
        self._bar = SidewaysBar(Qt.Orientation.Horizontal, self)
        self._bar.hide()
        self._bar.valueChanged.connect(self._on_scrolled)
        self._source = TextView(self, formulas)
        self._source.hide()

    @property
    def latex(self) -> str:
        """The formula's source, without its delimiters."""
        return self.row.latex if self.row is not None else ""

    @property
    def is_drawn(self) -> bool:
        """Whether there is a picture, rather than the source or nothing yet."""
        return isinstance(self._outcome, Formula)

    def show_row(self, row: FormulaRow, style: RowStyle) -> None:
        """Show a row: source while it is being written, then its picture as soon as it's drawn."""
        self.row, self._style = row, style
        self._outcome = None
        self._mark = None
        self._bar.setValue(0)
        if row.is_closed:
            self._outcome = self._formulas.outcome(row.latex, is_display=True)
        self._show_outcome()

    def take_formulas(self) -> bool:
        """Show the picture if it has become known; tell whether it has."""
        if not self._is_waiting:
            return False
        self._outcome = self._formulas.outcome(self.latex, is_display=True)
        self._show_outcome()
        return self._outcome is not None

    def height_for(self, width: int) -> int:
        """Return the height at a width, in pixels."""
        if self._shows_source:
            return self._source.height_for(width)
        if not isinstance(self._outcome, Formula):
            return math.ceil(expected_size(self.latex).height * self._em) + 2 * _ROOM
        natural = self._outcome.width_em * self._em
        self._scale = min(1.0, max(SMALLEST_SCALE, width / natural))
        hidden = math.ceil(natural * self._scale) - width
        self._bar.setVisible(hidden > 0)
        self._bar.setRange(0, max(0, hidden))
        self._bar.setPageStep(width)
        bar = metrics.SCROLL_BAR if hidden > 0 else 0
        return math.ceil(self._outcome.height_em * self._em * self._scale) + 2 * _ROOM + bar

    def offset_at(self, point: QPoint) -> int:
        """Return the position in the source next to a point; a picture has two, its ends."""
        if self._shows_source:
            return self._source.offset_at(point)
        return utf16_length(self.latex) if point.x() > self.width() / 2 else 0

    def formula_at(self, point: QPoint) -> str:  # noqa: ARG002 - as text rows
        """Return the LaTeX."""
        return self.latex

    def link_at(self, point: QPoint) -> str:  # noqa: ARG002 - formulas have no links
        """Return "": formulas have no links."""
        return ""

    def mark(self, marks: Sequence[Marked]) -> None:
        """Show what is marked in the source; a picture is marked as a whole, or is not."""
        self._mark = marks[-1].kind if marks else None
        if self._shows_source:
            self._source.mark(marks)
        self.update()

    def caret_rect(self, offset: int) -> QRect:
        """Return where a caret before the character at `offset` stands; a picture has two ends."""
        if self._shows_source:
            return self._source.caret_rect(offset)
        is_after = offset >= utf16_length(self.latex)
        where = self.rect()
        if isinstance(self._outcome, Formula):
            where = self._picture_rect(self._outcome).toAlignedRect()
        return QRect(where.right() if is_after else where.left(), where.top(), 1, where.height())

    def speech(self) -> Speech:
        """Return that this is a formula, and its source."""
        place = place_words(self.row.place) if self.row is not None else ""
        words = ", ".join(filter(None, (self.latex, place)))
        return Speech(QAccessible.Role.Equation, _("Formula"), words)

    def scroll_sideways(self, pixels: int) -> bool:
        """Scroll the formula, if it is wider than there is room; tell whether it is."""
        self._bar.setValue(self._bar.value() + pixels)
        return self._bar.maximum() > 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the formula."""
        if self._style is None or self._shows_source:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._style.colours
        colour = self._style.setting(self._look).colour
        if not isinstance(self._outcome, Formula):
            paint_source(
                painter, QRectF(self.rect()), self.latex, self._style.code_small, colours.muted
            )
            painter.end()
            return
        where = self._picture_rect(self._outcome)
        if self._mark is not None:
            marked = self._style.marks[self._mark]
            painter.fillRect(where.adjusted(-_ROOM, 0, _ROOM, 0), marked.background())
            colour = marked.foreground().color()
        self._formulas.renderer(self._outcome, colour).render(painter, where)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Put source and scroll bar in their places."""
        self._source.setGeometry(self.rect())
        self._bar.setGeometry(
            0, self.height() - metrics.SCROLL_BAR, self.width(), metrics.SCROLL_BAR
        )

    @property
    def _shows_source(self) -> bool:
        if isinstance(self._outcome, Formula):
            return False
        return self._outcome is not None or (self.row is not None and not self.row.is_closed)

    @property
    def _is_waiting(self) -> bool:
        return self.row is not None and self.row.is_closed and self._outcome is None

    @property
    def _em(self) -> float:
        assert self._style is not None
        return em_of(self._style.body)

    @property
    def _look(self) -> Look:
        edges = self.row.place.edges if self.row is not None else ()
        is_thought = any(edge.kind is EdgeKind.THOUGHT for edge in edges)
        return Look.THOUGHT if is_thought else Look.BODY

    def _show_outcome(self) -> None:
        assert self.row is not None
        assert self._style is not None
        failed = None if isinstance(self._outcome, Formula) else self._outcome
        self.setToolTip("" if failed is None else plain_tip(reason(failed)))
        if self._shows_source:
            self._bar.setRange(0, 0)
            self._source.show_row(TextRow(Text(self.latex), Look.MATH), self._style)
            self._bar.hide()
        self._source.setVisible(self._shows_source)
        self.update()

    def _picture_rect(self, formula: Formula) -> QRectF:
        em = self._em * self._scale
        width, height = formula.width_em * em, formula.height_em * em
        left = max(0.0, (self.width() - width) / 2) - self._bar.value()
        return QRectF(round(left), _ROOM, width, height)

    def _on_scrolled(self) -> None:
        self.update()
