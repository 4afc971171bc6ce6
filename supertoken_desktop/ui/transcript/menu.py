"""The menu under the right button: what can be done with the text, link or block at a place."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.transcript.code_menu import add_code_actions
from supertoken_desktop.ui.transcript.formula_menu import add_formula_actions
from supertoken_desktop.ui.transcript.picture_menu import add_picture_actions
from supertoken_desktop.ui.transcript.rows.code import CodeView
from supertoken_desktop.ui.transcript.rows.table import TableView
from supertoken_desktop.ui.transcript.table_menu import add_table_actions

if TYPE_CHECKING:
    from supertoken_desktop.ui.transcript.view import TranscriptView

QUOTE_KEY = "Q"


def menu_at(view: "TranscriptView", point: QPoint) -> QMenu:
    """Return the menu for a point of the viewport."""
    menu = QMenu(view)
    copier = view.copier
    copy = menu.addAction(_("Copy"), copier.copy_selection)
    copy.setEnabled(copier.has_selection)
    quote = menu.addAction(_("Quote selection"), view.menus.quote_selection)
    quote.setShortcut(QKeySequence(QUOTE_KEY))
    quote.setVisible(copier.has_selection)
    there = view.stage.at_point(point)
    if there is None:
        return menu
    message_id = view.stack.entries[there.position.message].message.id
    is_picture = add_picture_actions(menu, there, view.pictures)
    if there.link and not is_picture:
        menu.addAction(_("Copy link address"), partial(copier.copy_text, there.link))
    add_formula_actions(menu, view, there, point)
    if isinstance(there.view, CodeView):
        menu.addSeparator()
        add_code_actions(menu, there.view)
        menu.addSeparator()
    elif isinstance(there.view, TableView):
        menu.addSeparator()
        add_table_actions(menu, view, there.position.at)
        menu.addSeparator()
    menu.addAction(_("Select message"), partial(view.select_message, message_id))
    menu.addSeparator()
    view.menus.opened.emit(menu, message_id)
    return menu
