"""Pictures to files and onto the clipboard."""

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.file_saving import FileForm, save_file

# A drawing is copied and saved with about so many pixels on its longer side.
_DRAWN_SIDE = 2400
_LARGEST_FACTOR = 4.0
_FORBIDDEN = frozenset('<>:"/\\|?*')
_LONGEST_NAME = 80
# File systems count bytes: a name of 255 with its ending.
_LONGEST_NAME_BYTES = 200
# Windows takes them for devices, with any ending.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)


def drawn(svg: bytes) -> QImage:
    """Return a drawing as pixels on white, larger than it is shown, so that it prints well."""
    renderer = QSvgRenderer(QByteArray(svg))
    size = renderer.defaultSize()
    longest = max(1, size.width(), size.height())
    factor = max(1.0, min(_LARGEST_FACTOR, _DRAWN_SIDE / longest))
    image = QImage(size * factor, QImage.Format.Format_ARGB32_Premultiplied)
    if image.isNull():
        return image
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    return image


def as_png(image: QImage) -> bytes:
    """Return pixels as a PNG file.

    Raises: OSError where there was no room for the pixels.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
    return bytes(buffer.data().data())


async def save_bytes(parent: QWidget, data: bytes, title: str, ending: str) -> None:
    """Ask for a file and write a picture as it came.

    Raises: FileNotSaved.
    """
    await _save(parent, title, _form(ending, lambda: data))


async def save_image(parent: QWidget, image: QImage | None, svg: bytes, title: str) -> None:
    """Ask for a file and write a picture: PNG, or SVG where there is one.

    Raises: FileNotSaved.
    """
    pixels = _form("png", lambda: as_png(image if image is not None else drawn(svg)))
    forms = (_form("svg", lambda: svg), pixels) if svg else (pixels,)
    await _save(parent, title, *forms)


def file_name(title: str, ending: str) -> str:
    """Return a harmless file name made of a title, which comes from an answer."""
    kept = "".join(" " if char in _FORBIDDEN or not char.isprintable() else char for char in title)
    name = " ".join(kept.split())[:_LONGEST_NAME].strip(" .")
    name = name.encode(errors="ignore")[:_LONGEST_NAME_BYTES].decode(errors="ignore").strip(" .")
    if _DEVICES.fullmatch(name):
        name = f"_{name}"
    return f"{name or _('Picture')}.{ending}"


async def _save(parent: QWidget, title: str, *forms: FileForm) -> None:
    suggested = Path(file_name(title, forms[0].ending))
    await save_file(parent, _("Save picture"), suggested, *forms)


def _form(ending: str, content: Callable[[], bytes]) -> FileForm:
    return FileForm(content, ending, _("Picture (*.{ending})").format(ending=ending))
