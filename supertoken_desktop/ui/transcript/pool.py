"""The widgets of rows, used again and again: few exist, whatever is scrolled past."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtWidgets import QWidget

from supertoken_desktop.ui.transcript.code_choices import CodeChoices
from supertoken_desktop.ui.transcript.entry import Footer
from supertoken_desktop.ui.transcript.formulas import Formulas
from supertoken_desktop.ui.transcript.gallery import Gallery
from supertoken_desktop.ui.transcript.row_kinds import (
    CodeRow,
    DiagramRow,
    FootRow,
    FormulaRow,
    HeadRow,
    PictureRow,
    Row,
    RuleRow,
    TableRow,
    TextRow,
    ThoughtRow,
)
from supertoken_desktop.ui.transcript.rows.code import CodeView
from supertoken_desktop.ui.transcript.rows.code_colouring import Colourist
from supertoken_desktop.ui.transcript.rows.diagram import DiagramView, Draughtsman
from supertoken_desktop.ui.transcript.rows.formula import FormulaView
from supertoken_desktop.ui.transcript.rows.picture import PictureView
from supertoken_desktop.ui.transcript.rows.simple import FootView, HeadView, RuleView, ThoughtView
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.rows.table import TableView
from supertoken_desktop.ui.transcript.rows.text import HeadingView, TextView
from supertoken_desktop.ui.transcript.sideways import Sideways

# What has text that the mouse selects.
SelectableView: TypeAlias = (
    TextView | CodeView | TableView | FormulaView | PictureView | DiagramView
)
RowView: TypeAlias = HeadView | ThoughtView | SelectableView | RuleView | FootView

# From so many hidden widgets of a kind on they are taken from one message to another. None is ever
# deleted: with one, PySide can take the wrappers of others that it counts as its children, such as
# a scroll bar's, to be gone too.
ENOUGH = 80


@dataclass(frozen=True, slots=True)
class Sources:
    """What row widgets get what they show from, beside their rows."""

    colourist: Colourist
    choices: CodeChoices
    formulas: Formulas
    gallery: Gallery
    draughtsman: Draughtsman


class Pool:
    """Give out row widgets and take them back; `prepare` is called once for each new one."""

    def __init__(
        self,
        sources: Sources,
        make_footer: Callable[[QWidget], Footer],
        prepare: Callable[[RowView], None],
    ) -> None:
        self._sources = sources
        self._make_footer = make_footer
        self._prepare = prepare
        self._sideways = Sideways()
        self._free: dict[type[QWidget], list[RowView]] = {}

    def take(self, row: Row, parent: QWidget) -> RowView:
        """Return a widget for rows of this kind, a visible child of `parent`."""
        view = self._free_view(_kind(row), parent)
        if view is None:
            view = self._make(_kind(row), parent)
        view.show()
        return view

    def get_ready(self, kind: type[RowView], parent: QWidget) -> None:
        """Make a widget ahead of the first row that needs it, a hidden child of `parent`."""
        self.give_back(self._make(kind, parent))

    def count_spare(self, kind: type[RowView], parent: QWidget) -> int:
        """Return how many widgets of a kind wait as children of `parent`."""
        return sum(view.parentWidget() is parent for view in self._free.get(kind, ()))

    def give_back(self, view: RowView) -> None:
        """Hide a widget and keep it for later."""
        view.hide()
        self._free.setdefault(type(view), []).append(view)

    def _free_view(self, kind: type[RowView], parent: QWidget) -> RowView | None:
        """Return a spare widget, one that is in its place already if there is one.

        A change of parent makes Qt work out a widget's style again, half the cost of a new one,
        while a new one stays with its message's group for good.
        """
        free = self._free.get(kind)
        if not free:
            return None
        for index in range(len(free) - 1, -1, -1):
            if free[index].parentWidget() is parent:
                return free.pop(index)
        if len(free) < ENOUGH:
            return None
        view = free.pop(0)
        view.setParent(parent)
        return view

    def _make(self, kind: type[RowView], parent: QWidget) -> RowView:
        view: RowView
        sources = self._sources
        if kind is CodeView:
            view = CodeView(parent, sources.colourist, sources.choices)
        elif kind is TableView:
            view = TableView(parent, self._sideways, sources.formulas)
        elif issubclass(kind, TextView | FormulaView):
            view = kind(parent, sources.formulas)
        elif kind is PictureView:
            view = PictureView(parent, sources.gallery)
        elif kind is DiagramView:
            view = DiagramView(parent, sources.draughtsman)
        elif kind is FootView:
            view = FootView(parent, self._make_footer(parent))
        else:
            view = kind(parent)  # type: ignore[call-arg]  # the others take no more
        self._prepare(view)
        return view


def fits(view: RowView, row: Row) -> bool:
    """Tell whether a widget is of the kind that a row needs."""
    return type(view) is _kind(row)


def show_row(view: RowView, row: Row, style: RowStyle) -> None:
    """Have a widget show a row of its kind."""
    if not fits(view, row):
        raise TypeError(f"{type(view).__name__} can't show a {type(row).__name__}")
    view.show_row(row, style)  # type: ignore[arg-type]  # it fits


def _kind(row: Row) -> type[RowView]:
    if isinstance(row, TextRow) and row.look.name.startswith("HEADING"):
        return HeadingView
    return _VIEWS[type(row)]


_VIEWS: dict[type[Row], type[RowView]] = {
    HeadRow: HeadView,
    ThoughtRow: ThoughtView,
    TextRow: TextView,
    CodeRow: CodeView,
    DiagramRow: DiagramView,
    TableRow: TableView,
    FormulaRow: FormulaView,
    PictureRow: PictureView,
    RuleRow: RuleView,
    FootRow: FootView,
}
