"""Bytes of a picture → its size, and its pixels. What comes in is hostile and kept within limits.

The size is read from the first bytes, so that room is reserved before anything is decoded. Only
five formats of pixels are read; of an animation it is the first frame.
"""

import base64
import binascii
import enum
import re
import struct
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader

MOST_BYTES = 20 << 20
MOST_PIXELS = 64_000_000
# A JPEG tells its size behind comments, colours and a small copy of itself.
_HEAD_BYTES = 256 << 10
# In most pictures it stands at the very beginning.
_SHORT_HEAD_BYTES = 3 << 10
# Some ten are usual. Each goes over the whole picture and may take but a few bytes.
_SCAN = b"\xff\xda"
_MOST_SCANS = 64
_TEXT_CHUNKS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_URL_HEAD = re.compile(r"data:image/[\w.+-]{1,40}(?:;[\w=.-]{1,40}){0,4};base64,", re.IGNORECASE)
_MOST_URL_CHARACTERS = MOST_BYTES * 4 // 3 + 1_000
# Of base64 only these need it, and reading any others would take half a minute for 20 MB.
_ESCAPED = {"%2B": "+", "%2b": "+", "%2F": "/", "%2f": "/", "%3D": "=", "%3d": "="}
_ESCAPED |= {"%0A": "", "%0a": "", "%0D": "", "%0d": "", "%20": ""}
_URL_ALPHABET = str.maketrans("-_", "+/")


class Fault(enum.Enum):
    """Why a picture can't be shown."""

    NO_PICTURE = "no picture"
    TOO_LARGE = "too large"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Header:
    """What the first bytes tell: the format and the size in pixels, as it is to be seen."""

    format: str
    width: int
    height: int


def is_data(target: str) -> bool:
    """Tell whether an address holds the picture itself."""
    return target[:5].lower() == "data:"


def head_of_url(target: str) -> Header | Fault:
    """Return the size of a picture in a data URL; cheap, whatever its length."""
    if len(target) > _MOST_URL_CHARACTERS:
        return Fault.TOO_LARGE
    found = _head_within(target, _SHORT_HEAD_BYTES)
    return _head_within(target, _HEAD_BYTES) if found is Fault.BROKEN else found


def bytes_of_url(target: str) -> bytes | Fault:
    """Return the bytes of a data URL; takes a while for a large one."""
    if len(target) > _MOST_URL_CHARACTERS:
        return Fault.TOO_LARGE
    return _from_base64(target, MOST_BYTES)


def header_of(data: bytes) -> Header | Fault:
    """Return the size of a picture of which `data` is the beginning or all."""
    found = _header(data)
    if found is None:
        return Fault.NO_PICTURE
    if found.width <= 0 or found.height <= 0:
        return Fault.BROKEN
    if len(data) > MOST_BYTES or found.width * found.height > MOST_PIXELS:
        return Fault.TOO_LARGE
    return found


def decoded(data: bytes, width: int = 0, height: int = 0) -> QImage | Fault:
    """Return the pixels, made to fit `width` and `height` where they are given; for a thread."""
    header = header_of(data)
    if isinstance(header, Fault):
        return header
    if header.format == "jpeg" and data.count(_SCAN) > _MOST_SCANS:
        return Fault.TOO_LARGE
    source = QBuffer()
    source.setData(QByteArray(_without_texts(data) if header.format == "png" else data))
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(source, QByteArray(header.format.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    if 0 < width < header.width:
        size = QSize(max(1, width), max(1, height))
        is_turned = reader.size() != QSize(header.width, header.height)
        reader.setScaledSize(size.transposed() if is_turned else size)
    image = reader.read()
    return Fault.BROKEN if image.isNull() else image


def _head_within(target: str, most_bytes: int) -> Header | Fault:
    data = _from_base64(target, most_bytes)
    return header_of(data) if isinstance(data, bytes) else data


def _from_base64(target: str, most_bytes: int) -> bytes | Fault:
    head = _URL_HEAD.match(target)
    if head is None:
        return Fault.NO_PICTURE
    # Four characters are three bytes; of a longer one only the beginning is wanted.
    payload = target[head.end() : head.end() + most_bytes // 3 * 4 + 4]
    if "%" in payload:
        # The beginning may end within a sign.
        payload = payload[:-2] + payload[-2:].partition("%")[0]
        for escaped, sign in _ESCAPED.items():
            payload = payload.replace(escaped, sign)
    payload = payload.translate(_URL_ALPHABET).rstrip("=")
    payload = payload[: len(payload) // 4 * 4 + (0 if len(payload) % 4 == 1 else len(payload) % 4)]
    try:
        return base64.b64decode(payload + "=" * (-len(payload) % 4), validate=True)
    except (binascii.Error, ValueError):
        return Fault.BROKEN


def _without_texts(png: bytes) -> bytes:
    """Return a PNG without what is not seen: a text of kilobytes may unpack to many megabytes."""
    kept = [png[:8]]
    at = 8
    while at < len(png):
        end = at + 12 + int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] not in _TEXT_CHUNKS:
            kept.append(png[at:end])
        at = end
    return b"".join(kept)


def _header(data: bytes) -> Header | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Header("png", *_numbers(">II", data, 16))
    if data.startswith((b"GIF87a", b"GIF89a")):
        return Header("gif", *_numbers("<HH", data, 6))
    if data.startswith(b"BM"):
        width, height = _numbers("<ii", data, 18)
        return Header("bmp", width, abs(height))
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Header("webp", *_webp_size(data))
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg_header(data)
    return None


def _numbers(form: str, data: bytes, at: int) -> tuple[int, int]:
    """Return two numbers at a place, zeros where the data ends before them."""
    if len(data) < at + struct.calcsize(form):
        return 0, 0
    first, second = struct.unpack_from(form, data, at)
    return int(first), int(second)


def _webp_size(data: bytes) -> tuple[int, int]:
    """Return the size of any of the three kinds. Source: RFC 9649."""
    kind = data[12:16]
    if kind == b"VP8X" and len(data) >= 30:
        width, height = int.from_bytes(data[24:27], "little"), int.from_bytes(data[27:30], "little")
        return width + 1, height + 1
    if kind == b"VP8L" and len(data) >= 25:
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = _numbers("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0


_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_EXIF_MARKER = 0xE1
_TURNED = frozenset({5, 6, 7, 8})


def _jpeg_header(data: bytes) -> Header:
    """Walk the segments to the one with the size; a camera may have been held upright."""
    at, is_turned = 2, False
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in _SIZE_MARKERS:
            height, width = _numbers(">HH", data, at + 5)
            return Header("jpeg", height, width) if is_turned else Header("jpeg", width, height)
        if marker == _EXIF_MARKER:
            is_turned = is_turned or _orientation(data[at + 4 : at + 2 + length]) in _TURNED
        at += 2 + max(2, length)
    return Header("jpeg", 0, 0)


def _orientation(exif: bytes) -> int:
    """Return the orientation that a camera noted, 1 where none did. Source: EXIF 2.32, 4.6.4."""
    if not exif.startswith(b"Exif\0\0"):
        return 1
    tiff = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    first = struct.unpack_from(f"{order}I", tiff, 4)[0]
    if first + 2 > len(tiff):
        return 1
    count = struct.unpack_from(f"{order}H", tiff, first)[0]
    for entry in range(first + 2, min(first + 2 + count * 12, len(tiff) - 11), 12):
        if struct.unpack_from(f"{order}H", tiff, entry)[0] == 0x0112:
            return int(struct.unpack_from(f"{order}H", tiff, entry + 8)[0])
    return 1
