"""Diagrams as files and pictures on the clipboard, and the words for what went wrong."""

import asyncio
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QByteArray, QStandardPaths
from PySide6.QtGui import QColor, QGuiApplication, QImageWriter
from PySide6.QtWidgets import QWidget

from supertoken_desktop.figures.diagram import Diagram, DiagramFailed, DiagramFault
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.dialogs import choose_new_file
from supertoken_desktop.ui.transcript.drawing import painted

# Pictures leave the program with so many dots a pixel: they are looked at on other screens.
PICTURE_SCALE = 2


def copy_picture(diagram: Diagram) -> None:
    """Put a diagram's pixels on the clipboard."""
    image = painted(diagram, diagram.width * PICTURE_SCALE, QColor(diagram.ground))
    QGuiApplication.clipboard().setImage(image)


async def save_svg(diagram: Diagram, parent: QWidget) -> str:
    """Ask for a file and write a diagram as SVG; return what went wrong, "" for nothing."""
    filters = _("SVG drawing (*.svg)")
    path = await choose_new_file(parent, _("Save diagram"), filters, _suggested("diagram.svg"))
    if path is None:
        return ""
    try:
        await asyncio.to_thread(path.write_text, diagram.svg_on_ground, encoding="utf-8")
    except OSError:
        return _not_saved(path)
    return ""


async def save_png(diagram: Diagram, parent: QWidget) -> str:
    """Ask for a file and write a diagram as PNG; return what went wrong, "" for nothing."""
    filters = _("PNG picture (*.png)")
    path = await choose_new_file(parent, _("Save diagram"), filters, _suggested("diagram.png"))
    if path is None:
        return ""

    def write() -> bool:
        image = painted(diagram, diagram.width * PICTURE_SCALE, QColor(diagram.ground))
        return bool(QImageWriter(str(path), QByteArray(b"png")).write(image))

    return "" if await asyncio.to_thread(write) else _not_saved(path)


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


def _suggested(name: str) -> Path:
    location = QStandardPaths.StandardLocation.PicturesLocation
    return Path(QStandardPaths.writableLocation(location)) / name


def _not_saved(path: Path) -> str:
    return _("The diagram could not be saved to “{name}”.").format(name=path.name)
