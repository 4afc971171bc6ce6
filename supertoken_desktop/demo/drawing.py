"""A picture that the demo relay makes: a sun over the sea, drawn line by line."""

import base64
import math
import struct
import zlib
from functools import cache

WIDTH = 640
HEIGHT = 400
_HORIZON = 250
_SUN = (400, 190, 70)
_TOP, _LOW, _DEEP = (92, 120, 214), (255, 170, 110), (30, 56, 110)
_SUN_COLOUR = bytes((255, 236, 170))


@cache
def drawn_picture() -> str:
    """Return the picture as a data URL, always the same one."""
    return "data:image/png;base64," + base64.b64encode(_png()).decode()


def _png() -> bytes:
    lines = b"".join(b"\0" + _line(y) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def _line(y: int) -> bytes:
    if y < _HORIZON:
        line = _mixed(_TOP, _LOW, y / _HORIZON) * WIDTH
        return _with_sun(line, y)
    share = (y - _HORIZON) / (HEIGHT - _HORIZON)
    line = _mixed(_LOW, _DEEP, 0.35 + 0.65 * share) * WIDTH
    # Light on the waves, narrower the nearer they are.
    if y % 8 < 3:
        half = int(60 * (1 - share) * abs(math.sin(y))) + 6
        return _painted(line, _SUN[0] - half, _SUN[0] + half)
    return line


def _with_sun(line: bytes, y: int) -> bytes:
    across, down, radius = _SUN
    reach = radius**2 - (y - down) ** 2
    if reach <= 0:
        return line
    half = int(math.sqrt(reach))
    return _painted(line, across - half, across + half)


def _painted(line: bytes, start: int, end: int) -> bytes:
    return line[: start * 3] + _SUN_COLOUR * (end - start) + line[end * 3 :]


def _mixed(one: tuple[int, int, int], other: tuple[int, int, int], share: float) -> bytes:
    return bytes(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
