"""What a chosen link or picture leads to: outside, a question first, or the viewer."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from supertoken_desktop.ui.link_dialog import LinkDialog
from supertoken_desktop.ui.transcript.links import link_in, picture_of
from supertoken_desktop.ui.transcript.pictures import Pictures
from supertoken_desktop.ui.transcript.pool import RowView


class Following(QObject):
    """Follow links of the rows of a widget; `activated` carries addresses to be opened."""

    activated = Signal(str)

    def __init__(self, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._widget = parent

    def follow(self, link: str, view: RowView | None) -> None:
        """Follow a link of a row; a doubtful one only after a question."""
        row = view.row if view is not None else None
        picture = picture_of(row, link)
        if picture is not None:
            self._pictures.open(picture)
            return
        found = link_in(row, link)
        if found is None:
            return
        follow = partial(self.activated.emit, found.address)
        if not found.doubts:
            follow()
            return
        dialog = LinkDialog(found, self._widget.window())
        dialog.accepted.connect(follow)
        dialog.open()
