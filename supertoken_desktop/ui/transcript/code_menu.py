"""What a menu offers for a code block."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from supertoken_desktop.document.prompts import without_prompts
from supertoken_desktop.document.shell_code import without_prompts_and_comments
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme.icons import icon

if TYPE_CHECKING:
    from supertoken_desktop.ui.transcript.rows.code import CodeView


def code_menu(code: "CodeView") -> QMenu:
    """Return a menu of its own for the block that a widget shows."""
    menu = QMenu(code)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    add_code_actions(menu, code)
    return menu


def add_code_actions(menu: QMenu, code: "CodeView") -> None:
    """Add what can be done with the block that a widget shows."""
    menu.addAction(icon("copy"), _("Copy code"), code.copy_code)
    _add_shell_actions(menu, code)
    menu.addAction(icon("save"), _("Save as…"), code.save)
    menu.addSeparator()
    wrap = menu.addAction(_("Wrap lines"))
    wrap.setCheckable(True)
    wrap.setChecked(code.choice.wraps)
    wrap.triggered.connect(code.wrap)
    numbers = menu.addAction(_("Line numbers"))
    numbers.setCheckable(True)
    numbers.setChecked(code.choice.has_numbers)
    numbers.triggered.connect(code.number)
    if not code.is_foldable:
        return
    if code.choice.is_unfolded:
        menu.addAction(_("Show less"), lambda: code.unfold(is_unfolded=False))
    else:
        menu.addAction(_("Show all lines"), lambda: code.unfold(is_unfolded=True))


def _add_shell_actions(menu: QMenu, code: "CodeView") -> None:
    """Offer only what is to be typed, where something can be left out."""
    commands = without_prompts(code.code, code.language)
    bare = without_prompts_and_comments(code.code, code.language)
    if commands:
        menu.addAction(_("Copy without prompts"), partial(code.copied.emit, commands))
    if bare and bare != commands:
        words = _("Copy without prompts and comments") if commands else _("Copy without comments")
        menu.addAction(words, partial(code.copied.emit, bare))
