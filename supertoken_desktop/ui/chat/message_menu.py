"""The menu of a message: all that can be done with it, for its footer and the transcript alike."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu

from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.chat.choices import (
    Branch,
    Choice,
    Copy,
    CopyForm,
    Delete,
    Edit,
    Pin,
    Quote,
    Regenerate,
    ShowRaw,
)
from supertoken_desktop.ui.theme.icons import icon

Say = Callable[[Choice], None]


def fill_message_menu(menu: QMenu, message: Message, say: Say) -> None:
    """Add what can be done with an ended message; `say` hears what was chosen."""
    if message.text:
        _add(menu, "quote", _("Quote"), say, Quote(message.id))
        menu.addMenu(_copy_menu(menu, message, say))
        menu.addSeparator()
    _add(menu, "edit", _("Edit"), say, Edit(message.id))
    if message.role is Role.ASSISTANT:
        again, other = _("Answer again with the same model"), _("Answer again with another model…")
    else:
        again, other = _("Ask again"), _("Ask again with another model…")
    _add(menu, "regenerate", again, say, Regenerate(message.id))
    _add(menu, "model", other, say, Regenerate(message.id, other_model=True))
    _add(menu, "branch", _("Branch into a new chat"), say, Branch(message.id))
    menu.addSeparator()
    if message.pinned:
        _add(menu, "unpin", _("Unpin message"), say, Pin(message.id, is_pinned=False))
    else:
        _add(menu, "pin", _("Pin message"), say, Pin(message.id, is_pinned=True))
    if message.role is Role.ASSISTANT:
        _add(menu, "raw", _("Raw request and answer…"), say, ShowRaw(message.id))
    menu.addSeparator()
    _add(menu, "delete", _("Delete"), say, Delete(message.id))


def _copy_menu(parent: QMenu, message: Message, say: Say) -> QMenu:
    menu = QMenu(_("Copy as"), parent)
    menu.setIcon(icon("copy"))
    for form, words in (
        (CopyForm.MARKDOWN, _("Markdown")),
        (CopyForm.PLAIN, _("Plain text")),
        (CopyForm.RICH, _("Rich text")),
        (CopyForm.HTML, _("HTML source")),
    ):
        _add(menu, "", words, say, Copy(message.id, form))
    return menu


def _add(menu: QMenu, icon_name: str, words: str, say: Say, choice: Choice) -> None:
    action = menu.addAction(words)
    if icon_name:
        action.setIcon(icon(icon_name))
    action.triggered.connect(lambda: say(choice))
