"""The menu under the right button: what can be done with the text, link or block at a place."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.transcript.picture_menu import add_picture_entries

if TYPE_CHECKING:
    from supertoken_desktop.ui.transcript.view import TranscriptView


def menu_at(view: "TranscriptView", point: QPoint) -> QMenu:
    """Return the menu for a point of the viewport."""
    menu = QMenu(view)
    copier = view.copier
    copy = menu.addAction(_("Copy"), copier.copy_selection)
    copy.setEnabled(copier.has_selection)
    hit = view.stage.hit(point)
    if hit is None:
        return menu
    message_id = view.stack.entries[hit.position.message].message.id
    is_picture = add_picture_entries(menu, hit, view.pictures)
    if hit.link and not is_picture:
        menu.addAction(_("Copy link address"), partial(copier.copy_text, hit.link))
    menu.addAction(_("Select message"), partial(view.select_message, message_id))
    menu.addSeparator()
    menu.addAction(_("Copy message as Markdown"), partial(copier.copy_markdown, message_id))
    menu.addAction(_("Copy message as rich text"), partial(copier.copy_rich, message_id))
    return menu
