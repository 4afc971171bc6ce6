"""Ask what goes where a message with others below it is to be deleted."""

import enum

from PySide6.QtWidgets import QMessageBox, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.dialogs import show_dialog


class Extent(enum.Enum):
    """How much is deleted."""

    NOTHING = enum.auto()
    ALONE = enum.auto()
    WITH_FOLLOWING = enum.auto()


async def ask_extent(parent: QWidget, *, is_question: bool) -> Extent:
    """Ask for one message, or for it and all that follow; closing the box and Esc mean nothing."""
    box = QMessageBox(parent)
    box.setWindowTitle(_("Delete"))
    box.setText(_("Other messages follow this one."))
    box.setInformativeText(
        _("If only the question and its answers go, what follows moves up.")
        if is_question
        else _("If only this answer goes, what follows stays.")
    )
    alone = box.addButton(
        _("Delete question and answer") if is_question else _("Delete only this answer"),
        QMessageBox.ButtonRole.AcceptRole,
    )
    whole = box.addButton(
        _("Delete it and all that follow"), QMessageBox.ButtonRole.DestructiveRole
    )
    whole.setProperty("role", "danger")
    # The box has dressed its button before it was known to be dangerous.
    whole.style().polish(whole)
    none = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(none)
    box.setDefaultButton(none)
    try:
        await show_dialog(box)
        clicked = box.clickedButton()
    finally:
        box.deleteLater()
    if clicked is alone:
        return Extent.ALONE
    return Extent.WITH_FOLLOWING if clicked is whole else Extent.NOTHING
