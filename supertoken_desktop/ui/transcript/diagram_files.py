"""Diagrams as files and pictures on the clipboard, and the words for what went wrong."""

from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from supertoken_desktop.figures.diagram import Diagram, DiagramFailed, DiagramFault
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.clipboard import copy_image
from supertoken_desktop.ui.file_saving import FileForm, save_file
from supertoken_desktop.ui.picture_files import as_png
from supertoken_desktop.ui.transcript.drawing import painted

# Pictures leave the program with so many dots a pixel: they are looked at on other screens.
PICTURE_SCALE = 2


def copy_picture(diagram: Diagram) -> None:
    """Put a diagram's pixels on the clipboard."""
    copy_image(_pixels(diagram))


async def save_svg(diagram: Diagram, parent: QWidget) -> None:
    """Ask for a file and write a diagram as SVG.

    Raises: FileNotSaved.
    """
    form = FileForm(diagram.svg_on_ground.encode, "svg", _("SVG drawing (*.svg)"))
    await save_file(parent, _("Save diagram"), _suggested("diagram.svg"), form)


async def save_png(diagram: Diagram, parent: QWidget) -> None:
    """Ask for a file and write a diagram as PNG.

    Raises: FileNotSaved.
    """
    form = FileForm(lambda: as_png(_pixels(diagram)), "png", _("PNG picture (*.png)"))
    await save_file(parent, _("Save diagram"), _suggested("diagram.png"), form)


def reason(failure: DiagramFailed) -> str:
    """Return in a sentence why a diagram is not drawn."""
    match failure.fault:
        case DiagramFault.TOO_LONG:
            return _("This diagram is too long to be drawn.")
        case DiagramFault.TOO_SLOW:
            return _("Drawing this diagram took too long.")
        case DiagramFault.TOO_LARGE:
            return _("This diagram is too large to be shown.")
        case DiagramFault.NOT_UNDERSTOOD if failure.line is not None:
            return _("There is an error in line {line}, so the source is shown.").format(
                line=failure.line
            )
        case DiagramFault.NOT_UNDERSTOOD:
            return _("The diagram has an error, so its source is shown.")
        case DiagramFault.BROKEN:
            return _("This diagram could not be drawn.")
        case _:
            assert_never(failure.fault)


def _pixels(diagram: Diagram) -> QImage:
    return painted(diagram, diagram.width * PICTURE_SCALE, QColor(diagram.ground))


def _suggested(name: str) -> Path:
    location = QStandardPaths.StandardLocation.PicturesLocation
    return Path(QStandardPaths.writableLocation(location)) / name
