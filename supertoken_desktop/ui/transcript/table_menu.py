"""What a menu offers for a table, all of it, also where it is shown in pieces."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from supertoken_desktop.document.blocks import Table
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.clipboard import copy_image
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.transcript.offered_file import OfferedFile
from supertoken_desktop.ui.transcript.table_forms import (
    as_csv,
    as_csv_file,
    as_markdown,
    for_spreadsheets,
    table_around,
)
from supertoken_desktop.ui.transcript.table_picture import can_be_picture, table_picture

if TYPE_CHECKING:
    from supertoken_desktop.ui.transcript.stack import RowIndex
    from supertoken_desktop.ui.transcript.view import TranscriptView


def add_table_actions(menu: QMenu, view: "TranscriptView", at: "RowIndex") -> None:
    """Add what can be done with the table that a row belongs to."""
    table = table_around(view.stack.section(at.message).rows, at.row)
    copier = view.copier
    menu.addAction(
        icon("copy"),
        _("Copy table for spreadsheets"),
        lambda: copier.copy(for_spreadsheets(table)),
    )
    menu.addAction(_("Copy table as CSV"), lambda: copier.copy_text(as_csv(table)))
    menu.addAction(_("Copy table as Markdown"), lambda: copier.copy_text(as_markdown(table)))
    picture = menu.addAction(_("Copy table as picture"), partial(_copy_picture, view, table))
    picture.setEnabled(can_be_picture(table))
    menu.addAction(icon("save"), _("Save table as CSV…"), partial(_save, view, table))


def _copy_picture(view: "TranscriptView", table: Table) -> None:
    copy_image(table_picture(table, view.style_of_rows, view.formulas))


def _save(view: "TranscriptView", table: Table) -> None:
    view.file_offered.emit(OfferedFile(_("table") + ".csv", as_csv_file(table)))
