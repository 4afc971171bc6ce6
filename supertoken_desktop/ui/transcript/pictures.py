"""What is done with a picture of the transcript: look at it, copy it, save it, load it first."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from supertoken_desktop.domain.links import checked_link
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.clipboard import copy_image, copy_text
from supertoken_desktop.ui.dialogs import stand_flush
from supertoken_desktop.ui.file_saving import FileNotSaved
from supertoken_desktop.ui.picture_files import save_bytes
from supertoken_desktop.ui.remote_pictures import Failed, Loading, NotLoaded
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.transcript.gallery import Gallery
from supertoken_desktop.ui.transcript.picture_data import Fault, Header, header_of
from supertoken_desktop.ui.transcript.picture_words import always_words, state_words
from supertoken_desktop.ui.transcript.row_kinds import Picture
from supertoken_desktop.ui.viewer import Viewed, Viewer


class Pictures(QObject):
    """Act on pictures of `gallery`; windows open over that of `host`."""

    def __init__(self, gallery: Gallery, host: QWidget) -> None:
        super().__init__(host)
        self.gallery = gallery
        self._host = host
        self._tasks = Tasks(lambda _error: self._tell(_("The picture could not be saved.")), self)
        self._opened: Picture | None = None
        gallery.changed.connect(self._on_changed)

    def is_shown(self, picture: Picture) -> bool:
        """Tell whether the picture itself is there."""
        return isinstance(self.gallery.state(picture.target), Header)

    def open(self, picture: Picture) -> None:
        """Show a picture large; one that is not loaded is asked about before."""
        self._opened = None
        state = self.gallery.state(picture.target)
        if isinstance(state, Header):
            self.gallery.whole(picture.target, partial(self._view, picture))
        elif isinstance(state, NotLoaded | Failed):
            self._ask(picture, state)
        elif isinstance(state, Loading):
            self._opened = picture
        else:
            self._tell(state_words(state))

    def copy(self, picture: Picture) -> None:
        """Put the pixels of a picture on the clipboard."""
        self.gallery.whole(picture.target, self._copy)

    def save(self, picture: Picture) -> None:
        """Save a picture as the file that it came as."""
        self.gallery.file(picture.target, partial(self._save, picture))

    def copy_address(self, picture: Picture) -> None:
        """Put the address of a picture that lies elsewhere on the clipboard."""
        link = checked_link(picture.target)
        if link is not None:
            copy_text(link.address)

    def _view(self, picture: Picture, image: QImage | Fault) -> None:
        if isinstance(image, Fault):
            self._tell(state_words(image))
            return
        Viewer(Viewed(picture.name, image), self._host.window()).open()

    def _copy(self, image: QImage | Fault) -> None:
        if isinstance(image, Fault):
            self._tell(state_words(image))
        else:
            copy_image(image)

    def _save(self, picture: Picture, data: bytes | Fault) -> None:
        header = header_of(data) if isinstance(data, bytes) else data
        if isinstance(data, Fault) or isinstance(header, Fault):
            self._tell(_("The picture could not be saved."))
            return
        ending = "jpg" if header.format == "jpeg" else header.format
        self._tasks.spawn(self._save_as(data, picture.name, ending))

    async def _save_as(self, data: bytes, name: str, ending: str) -> None:
        try:
            await save_bytes(self._host.window(), data, name, ending)
        except FileNotSaved as failure:
            self._tell(failure.sentence)

    def _ask(self, picture: Picture, state: NotLoaded | Failed) -> None:
        box = self._box(state_words(state))
        load = _button(box, _("Load"), partial(self._load, picture, self.gallery.load))
        if isinstance(state, NotLoaded):
            always = partial(self._load, picture, self.gallery.always_load)
            _button(box, always_words(state.host), always)
        cancel = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setEscapeButton(cancel)
        box.setDefaultButton(load)
        box.open()

    def _load(self, picture: Picture, load: Callable[[str], None]) -> None:
        self._opened = picture
        load(picture.target)

    def _on_changed(self) -> None:
        """Show the picture that the reader waits for, once it is there."""
        picture = self._opened
        if picture is None:
            return
        state = self.gallery.state(picture.target)
        if not isinstance(state, Loading | NotLoaded):
            self._opened = None
        if isinstance(state, Header):
            self.open(picture)
        elif isinstance(state, Failed | Fault):
            self._tell(state_words(state))

    def _tell(self, words: str) -> None:
        box = self._box(words)
        close = box.addButton(_("Close"), QMessageBox.ButtonRole.RejectRole)
        box.setEscapeButton(close)
        box.open()

    def _box(self, words: str) -> QMessageBox:
        title = _("Picture")
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, words, parent=self._host.window())
        # Names of hosts stand in the text.
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        stand_flush(box)
        return box


def _button(box: QMessageBox, words: str, act: Callable[[], None]) -> QPushButton:
    button = box.addButton(words.replace("&", "&&"), QMessageBox.ButtonRole.AcceptRole)
    button.setAccessibleName(words)
    button.clicked.connect(act)
    return button
