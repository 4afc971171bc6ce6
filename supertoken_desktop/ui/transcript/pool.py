"""The widgets of rows, used again and again: few exist, whatever is scrolled past."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtWidgets import QWidget

from supertoken_desktop.ui.transcript.entry import Footer
from supertoken_desktop.ui.transcript.gallery import Gallery
from supertoken_desktop.ui.transcript.row_kinds import (
    CodeRow,
    FootRow,
    HeadRow,
    PictureRow,
    Row,
    RuleRow,
    TableRow,
    TextRow,
    ThoughtRow,
)
from supertoken_desktop.ui.transcript.rows.code import CodeView, Colourist
from supertoken_desktop.ui.transcript.rows.picture import PictureView
from supertoken_desktop.ui.transcript.rows.simple import FootView, HeadView, RuleView, ThoughtView
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.rows.table import TableView
from supertoken_desktop.ui.transcript.rows.text import TextView

SelectableView: TypeAlias = TextView | CodeView | TableView | PictureView
RowView: TypeAlias = HeadView | ThoughtView | SelectableView | RuleView | FootView

# Up to so many hidden widgets of a kind wait for their next row; from the smaller number on they
# are taken from one message to another.
SPARE = 128
ENOUGH = 80


class Pool:
    """Give out row widgets and take them back; `prepare` is called once for each new one."""

    def __init__(
        self,
        make_footer: Callable[[QWidget], Footer],
        colourist: Colourist,
        gallery: Gallery,
        prepare: Callable[[RowView], None],
    ) -> None:
        self._make_footer = make_footer
        self._colourist = colourist
        self._gallery = gallery
        self._prepare = prepare
        self._free: dict[type[QWidget], list[RowView]] = {}

    def take(self, row: Row, parent: QWidget) -> RowView:
        """Return a widget for rows of this kind, a visible child of `parent`."""
        view = self._free_view(_VIEWS[type(row)], parent)
        if view is None:
            view = self._make(row, parent)
            self._prepare(view)
        view.show()
        return view

    def give_back(self, view: RowView) -> None:
        """Hide a widget and keep it for later."""
        view.hide()
        free = self._free.setdefault(type(view), [])
        free.append(view)
        if len(free) > SPARE:
            free.pop(0).deleteLater()

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

    def _make(self, row: Row, parent: QWidget) -> RowView:
        match row:
            case CodeRow():
                return CodeView(parent, self._colourist)
            case PictureRow():
                return PictureView(parent, self._gallery)
            case FootRow():
                return FootView(parent, self._make_footer(parent))
            case _:
                return _VIEWS[type(row)](parent)  # type: ignore[call-arg]  # the others take no more


def fits(view: RowView, row: Row) -> bool:
    """Tell whether a widget is of the kind that a row needs."""
    return type(view) is _VIEWS[type(row)]


def show_row(view: RowView, row: Row, style: RowStyle) -> None:
    """Have a widget show a row of its kind."""
    if not fits(view, row):
        raise TypeError(f"{type(view).__name__} can't show a {type(row).__name__}")
    view.show_row(row, style)  # type: ignore[arg-type]  # it fits


_VIEWS: dict[type[Row], type[RowView]] = {
    HeadRow: HeadView,
    ThoughtRow: ThoughtView,
    TextRow: TextView,
    CodeRow: CodeView,
    TableRow: TableView,
    PictureRow: PictureView,
    RuleRow: RuleView,
    FootRow: FootView,
}
