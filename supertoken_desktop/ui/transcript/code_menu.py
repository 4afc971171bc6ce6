"""What a menu offers for a code block."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme.icons import icon

if TYPE_CHECKING:
    from supertoken_desktop.ui.transcript.rows.code import CodeView


def add_code_actions(menu: QMenu, code: "CodeView") -> None:
    """Add what can be done with the block that a widget shows."""
    menu.addAction(icon("copy"), _("Copy code"), code.copy_code)
    if code.commands:
        menu.addAction(_("Copy without prompts"), code.copy_commands)
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
