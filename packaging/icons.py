"""The program's icon in the forms that systems ask for, drawn from the one SVG: PNG, ICO, ICNS.

Run `python packaging/icons.py FOLDER`, or call `write_icons`. It needs QtSvg and no display.
"""

import struct
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).resolve().parents[1] / "resources" / "icons" / "app.svg"
# What icon themes of free desktops have folders for.
PNG_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
# From here on an ICO holds PNG; smaller ones are bitmaps, which everything can read.
ICO_PNG_FROM = 256
# Apple's names of sizes: the second of a size is the picture at twice the density.
ICNS_SIZES = (
    *((b"ic11", 32), (b"ic12", 64), (b"ic07", 128), (b"ic13", 256)),
    *((b"ic08", 256), (b"ic14", 512), (b"ic09", 512), (b"ic10", 1024)),
)
# Apple's grid leaves a tenth of the picture free on each side; the drawing itself a sixteenth.
ICNS_SCALE = (1024 - 2 * 100) / 1024 / (1 - 2 / 16)


def write_icons(folder: Path) -> list[Path]:
    """Write the PNG files, the ICO and the ICNS into a folder; return what was written.

    `png/SIZE.png`, `supertoken-desktop.ico`, `supertoken-desktop.icns`.
    """
    pictures = folder / "png"
    pictures.mkdir(parents=True, exist_ok=True)
    written = []
    for size in PNG_SIZES:
        written.append(pictures / f"{size}.png")
        written[-1].write_bytes(png(draw(size)))
    for name, data in (("ico", ico(ICO_SIZES)), ("icns", icns())):
        written.append(folder / f"supertoken-desktop.{name}")
        written[-1].write_bytes(data)
    return written


def draw(size: int, scale: float = 1.0) -> QImage:
    """Return the icon as a square of so many dots; `scale` makes the drawing smaller in it."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    margin = size * (1 - scale) / 2
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer = QSvgRenderer(str(SOURCE))
    renderer.render(painter, QRectF(margin, margin, size * scale, size * scale))
    painter.end()
    return image


def png(image: QImage) -> bytes:
    """Return an image as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want the name as bytes
    return bytes(buffer.data().data())


def ico(sizes: Sequence[int]) -> bytes:
    """Return a Windows icon file.

    Source: the ICO format, https://en.wikipedia.org/wiki/ICO_(file_format).
    """
    images = [png(draw(s)) if s >= ICO_PNG_FROM else _bitmap(draw(s)) for s in sizes]
    entry = struct.Struct("<BBBBHHII")
    at = 6 + entry.size * len(images)
    head = struct.pack("<HHH", 0, 1, len(images))
    for size, data in zip(sizes, images, strict=True):
        # 256 is written as 0: a byte holds no more.
        head += entry.pack(size % 256, size % 256, 0, 0, 1, 32, len(data), at)
        at += len(data)
    return head + b"".join(images)


def icns() -> bytes:
    """Return a macOS icon file: a header, then pictures with a name of four letters each.

    Source: the ICNS format, https://en.wikipedia.org/wiki/Apple_Icon_Image_format.
    """
    chunks = [(name, png(draw(size, ICNS_SCALE))) for name, size in ICNS_SIZES]
    body = b"".join(name + struct.pack(">I", len(data) + 8) + data for name, data in chunks)
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def _bitmap(image: QImage) -> bytes:
    """Return an image as an icon's bitmap: rows from the bottom, then a mask that hides nothing."""
    size = image.width()
    straight = image.convertToFormat(QImage.Format.Format_ARGB32)
    dots = bytes(straight.constBits())
    width = 4 * size
    rows = [dots[at : at + width] for at in reversed(range(0, size * width, width))]
    # The height counts picture and mask together; a row of the mask fills whole words of 32 bits.
    header = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, 0, 0, 0, 0, 0)
    mask = bytes((size + 31) // 32 * 4 * size)
    return header + b"".join(rows) + mask


if __name__ == "__main__":
    for path in write_icons(Path(sys.argv[1])):
        sys.stdout.write(f"{path}\n")
