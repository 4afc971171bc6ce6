"""Questions to the user as coroutines: `open()` and a future, never a nested event loop."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme import metrics

_CHANGES_OF_SIZE = (QEvent.Type.Show, QEvent.Type.Resize, QEvent.Type.LayoutRequest)


class GrowingDialog(QDialog):
    """A dialog that is as high as its lines need in its width.

    Qt's layouts alone reckon with one line for each label.
    """

    def event(self, event: QEvent) -> bool:
        """Reckon anew when it is shown, resized, or when something in it has changed."""
        done = super().event(event)
        if event.type() in _CHANGES_OF_SIZE:
            self._grow()
        return done

    def _grow(self) -> None:
        layout = self.layout()
        if layout is None:
            return
        needed = min(layout.totalMinimumSize().width(), self.maximumWidth())
        self.setMinimumWidth(max(self.minimumWidth(), needed))
        if layout.hasHeightForWidth():
            self.setMinimumHeight(layout.totalHeightForWidth(max(self.width(), needed)))


async def show_dialog(dialog: QDialog) -> int:
    """Show a dialog on top of its parent and return its result once it has closed.

    The dialog lives on; who made it removes it. A cancelled wait closes it.
    """
    closed: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def on_finished(result: int) -> None:
        if not closed.done():
            closed.set_result(result)

    dialog.finished.connect(on_finished)
    if isinstance(dialog, QMessageBox):
        stand_flush(dialog)
    dialog.open()
    try:
        return await closed
    finally:
        dialog.finished.disconnect(on_finished)
        if dialog.isVisible():
            dialog.reject()


def stand_flush(box: QMessageBox) -> None:
    """Let the words of a box begin where its buttons do: Qt leaves room for a picture as well."""
    grid = box.layout()
    if not isinstance(grid, QGridLayout):
        return
    for at in range(grid.count()):
        item = grid.itemAt(at)
        gap = item.spacerItem() if item is not None else None
        if gap is not None:
            gap.changeSize(0, 0, QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    grid.setHorizontalSpacing(0)
    grid.setColumnStretch(1, 1)


async def ask_yes_no(
    parent: QWidget | None, title: str, text: str, yes_label: str, *, is_dangerous: bool = False
) -> bool:
    """Ask a question whose "yes" names the act; closing the box and Esc mean no."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, parent=parent)
    # Names from elsewhere stand in the text.
    box.setTextFormat(Qt.TextFormat.PlainText)
    yes = box.addButton(yes_label, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(no)
    box.setDefaultButton(no if is_dangerous else yes)
    if is_dangerous:
        yes.setProperty("role", "danger")
    try:
        await show_dialog(box)
        return box.clickedButton() is yes
    finally:
        box.deleteLater()


async def ask_text(
    parent: QWidget | None, title: str, label: str, text: str = "", ok_label: str = ""
) -> str | None:
    """Ask for one line of text; None where the user turned away. Blanks around it are cut."""
    dialog = GrowingDialog(parent)
    dialog.setWindowTitle(title)
    field = QLineEdit(text)
    field.setAccessibleName(label)
    field.selectAll()
    caption = QLabel(label)
    caption.setBuddy(field)
    buttons = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
    )
    buttons.button(QDialogButtonBox.StandardButton.Ok).setText(ok_label or _("OK"))
    buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Cancel"))
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(*[metrics.SPACE_6] * 4)
    layout.setSpacing(metrics.SPACE_2)
    layout.addWidget(caption)
    layout.addWidget(field)
    layout.addSpacing(metrics.SPACE_2)
    layout.addWidget(buttons)
    dialog.setMinimumWidth(metrics.CARD_WIDTH)
    try:
        result = await show_dialog(dialog)
        return field.text().strip() if result == QDialog.DialogCode.Accepted else None
    finally:
        dialog.deleteLater()


async def choose_new_file(
    parent: QWidget | None, title: str, name_filter: str = "", suggested: Path | None = None
) -> Path | None:
    """Let the user name a file to be written; None where they turned away.

    A name without an ending gets that of the suggestion before it is asked whether a file that is
    there may be replaced.
    """
    dialog = QFileDialog(parent, title, str(suggested.parent if suggested else ""), name_filter)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    if suggested is not None:
        dialog.setDefaultSuffix(suggested.suffix.removeprefix("."))
        dialog.selectFile(suggested.name)
    return await _chosen(dialog)


async def _chosen(dialog: QFileDialog) -> Path | None:
    try:
        result = await show_dialog(dialog)
        files = dialog.selectedFiles()
        return Path(files[0]) if result == QDialog.DialogCode.Accepted and files else None
    finally:
        dialog.deleteLater()
