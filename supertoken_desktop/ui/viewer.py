"""A window that shows one picture or drawing large: zoom, move about, copy, save."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.canvas import ZOOM_STEP, Canvas
from supertoken_desktop.ui.clipboard import copy_image
from supertoken_desktop.ui.file_saving import FileNotSaved
from supertoken_desktop.ui.picture_files import drawn, save_image
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon

# The share of the screen that the window takes at most, and its size where that is more.
_SHARE = 0.86
_LARGEST = QSize(1400, 1000)


@dataclass(frozen=True, slots=True)
class Viewed:
    """What is to be seen: pixels, or a drawing as SVG; `title` is plain text."""

    title: str
    image: QImage | None = None
    svg: bytes = b""


class Viewer(QDialog):
    """Show a picture; open it with `open()`. It removes itself when it is closed."""

    def __init__(self, viewed: Viewed, parent: QWidget) -> None:
        super().__init__(parent)
        self._viewed = viewed
        self._tasks = Tasks(lambda _error: self._show_problem(_not_saved()), self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.canvas = Canvas(viewed.image, viewed.svg, self)
        self._out = self._button("zoom-out", self._zoom_out)
        self._scale = QToolButton(self)
        self._scale.clicked.connect(self.canvas.show_pixels)
        self._in = self._button("zoom-in", self._zoom_in)
        self._fit = self._button("fit", self.canvas.fit)
        self._problem = QLabel(self)
        # Names of files stand in it.
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setProperty("role", "error")
        self._copy = self._button("copy", self._copy_pixels, has_text=True)
        self._save = self._button("save", self._on_save_clicked, has_text=True)
        self._lay_out()
        self._add_keys()
        self.canvas.zoomed.connect(self._show_scale)
        self.finished.connect(self._on_finished)
        self.retranslate()
        self.resize(self._wanted_size())
        self.canvas.setFocus()

    def retranslate(self) -> None:
        """Set all texts anew."""
        name = self._viewed.title or _("Picture")
        self.setWindowTitle(name)
        self.canvas.setAccessibleName(name)
        for button, words, keys in (
            (self._out, _("Zoom out"), "Ctrl+-"),
            (self._scale, _("Actual size"), "Ctrl+1"),
            (self._in, _("Zoom in"), "Ctrl++"),
            (self._fit, _("Fit to window"), "Ctrl+0"),
            (self._copy, _("Copy picture"), "Ctrl+C"),
            (self._save, _("Save picture…"), "Ctrl+S"),
        ):
            button.setAccessibleName(words)
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(f"{words} ({shown})")
        self._copy.setText(_("Copy"))
        self._save.setText(_("Save…"))
        self._show_scale(self.canvas.scale)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _button(self, name: str, act: Callable[[], None], *, has_text: bool = False) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setIconSize(QSize(metrics.ICON, metrics.ICON))
        if has_text:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        # The bar must not jump when the number gets longer.
        self._scale.setMinimumWidth(self._scale.fontMetrics().horizontalAdvance("1600 %") + 20)
        bar = QHBoxLayout()
        bar.setContentsMargins(metrics.SPACE_3, metrics.SPACE_2, metrics.SPACE_3, metrics.SPACE_2)
        bar.setSpacing(metrics.SPACE_1)
        for button in (self._out, self._scale, self._in, self._fit):
            bar.addWidget(button)
        bar.addSpacing(metrics.SPACE_3)
        bar.addWidget(self._problem, 1)
        bar.addWidget(self._copy)
        bar.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addLayout(bar)

    def _add_keys(self) -> None:
        for keys, act in (
            (QKeySequence.keyBindings(QKeySequence.StandardKey.ZoomIn), self._in.click),
            ([QKeySequence("Ctrl+="), QKeySequence("+")], self._in.click),
            (QKeySequence.keyBindings(QKeySequence.StandardKey.ZoomOut), self._out.click),
            ([QKeySequence("-")], self._out.click),
            ([QKeySequence("Ctrl+0"), QKeySequence("0")], self._fit.click),
            ([QKeySequence("Ctrl+1"), QKeySequence("1")], self._scale.click),
            ([QKeySequence("Ctrl+C")], self._copy.click),
            ([QKeySequence("Ctrl+S")], self._save.click),
        ):
            for key in dict.fromkeys(key.toString() for key in keys):
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.activated.connect(act)

    def _wanted_size(self) -> QSize:
        room = self.screen().availableGeometry().size() * _SHARE
        return room.boundedTo(_LARGEST)

    def _show_scale(self, scale: float) -> None:
        self._scale.setText(_("{percent}%").format(percent=round(scale * 100)))

    def _zoom_in(self) -> None:
        self.canvas.zoom(ZOOM_STEP)

    def _zoom_out(self) -> None:
        self.canvas.zoom(1 / ZOOM_STEP)

    def _pixels(self) -> QImage:
        image = self._viewed.image
        return image if image is not None else drawn(self._viewed.svg)

    def _copy_pixels(self) -> None:
        copy_image(self._pixels())

    def _on_save_clicked(self) -> None:
        self._tasks.spawn(self._save_as())

    async def _save_as(self) -> None:
        viewed = self._viewed
        self._show_problem("")
        try:
            await save_image(self, viewed.image, viewed.svg, viewed.title)
        except FileNotSaved as failure:
            self._show_problem(failure.sentence)

    def _show_problem(self, words: str) -> None:
        self._problem.setText(words)

    def _on_finished(self) -> None:
        self.canvas.release()


def _not_saved() -> str:
    return _("The picture could not be saved.")
