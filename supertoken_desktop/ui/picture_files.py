"""Pictures to files and onto the clipboard."""

import asyncio
import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.dialogs import choose_new_file

# A drawing is copied and saved with about so many pixels on its longer side.
_DRAWN_SIDE = 2400
_LARGEST_FACTOR = 4.0
_FORBIDDEN = frozenset('<>:"/\\|?*')
_LONGEST_NAME = 80
# File systems count bytes: a name of 255 with its ending.
_LONGEST_NAME_BYTES = 200
# Windows takes them for devices, with any ending.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)


def copy_image(image: QImage) -> None:
    """Put real pixels on the clipboard."""
    QGuiApplication.clipboard().setImage(image)


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


async def save_bytes(parent: QWidget, data: bytes, title: str, ending: str) -> str:
    """Ask for a file and write a picture as it came; return why that failed, "" else."""
    pattern = _("Picture (*.{ending})").format(ending=ending)
    path = await choose_new_file(parent, _("Save picture"), pattern, Path(file_name(title, ending)))
    if path is None:
        return ""
    return await _written(path, (ending,), data)


async def save_image(parent: QWidget, image: QImage | None, svg: bytes, title: str) -> str:
    """Ask for a file and write a picture: PNG, or SVG where there is one; return why not, or ""."""
    endings = ("svg", "png") if svg else ("png",)
    pattern = ";;".join(_("Picture (*.{ending})").format(ending=ending) for ending in endings)
    path = await choose_new_file(
        parent, _("Save picture"), pattern, Path(file_name(title, endings[0]))
    )
    if path is None:
        return ""
    if with_ending(path, endings).suffix.lower() == ".svg":
        return await _written(path, endings, svg)
    pixels = image if image is not None else drawn(svg)
    return await _written(path, endings, await asyncio.to_thread(_as_png, pixels))


def file_name(title: str, ending: str) -> str:
    """Return a harmless file name made of a title, which comes from an answer."""
    kept = "".join(" " if char in _FORBIDDEN or not char.isprintable() else char for char in title)
    name = " ".join(kept.split())[:_LONGEST_NAME].strip(" .")
    name = name.encode(errors="ignore")[:_LONGEST_NAME_BYTES].decode(errors="ignore").strip(" .")
    if _DEVICES.fullmatch(name):
        name = f"_{name}"
    return f"{name or _('Picture')}.{ending}"


def with_ending(path: Path, endings: tuple[str, ...]) -> Path:
    """Return the path with the first of the endings, unless it has one of them."""
    if path.suffix.lower().removeprefix(".") in endings:
        return path
    return path.with_name(f"{path.name}.{endings[0]}")


def _as_png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


async def _written(path: Path, endings: tuple[str, ...], data: bytes) -> str:
    """Write a file; one that the user was not asked about is never replaced."""
    target = with_ending(path, endings)
    try:
        await asyncio.to_thread(_write, target, data, may_replace=target == path)
    except OSError:
        return _cannot(target)
    return ""


def _write(path: Path, data: bytes, *, may_replace: bool) -> None:
    if not data:
        raise OSError
    with path.open("wb" if may_replace else "xb") as file:
        file.write(data)


def _cannot(path: Path) -> str:
    return _("The picture could not be written to {name}.").format(name=path.name)
