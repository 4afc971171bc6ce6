import base64
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage

from supertoken_desktop.ui.transcript.picture_data import (
    Fault,
    Header,
    bytes_of_url,
    decoded,
    head_of_url,
    header_of,
)
from tests.ui.transcript.drawn import data_url, picture_bytes

FORMATS = ["PNG", "JPEG", "BMP", "WEBP"]
GIF = base64.b64decode("R0lGODlhAwACAPAAAP8AAAAAACH5BAAAAAAALAAAAAADAAIAAAIDhI9WADs=")


def claimed_png(width: int, height: int) -> bytes:
    ihdr = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    crc = struct.pack(">I", zlib.crc32(ihdr))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + ihdr + crc


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("size", [(1, 1), (300, 40), (17, 513)])
def test_the_size_is_read_without_decoding(form: str, size: tuple[int, int]) -> None:
    header = head_of_url(data_url(*size, form))

    assert header == Header(form.lower(), *size)


@pytest.mark.parametrize("form", FORMATS)
def test_pixels_come_in_the_size_that_is_seen(form: str) -> None:
    image = decoded(picture_bytes(400, 200, form), 100, 50)

    assert isinstance(image, QImage)
    assert (image.width(), image.height()) == (100, 50)


def test_a_picture_is_never_enlarged() -> None:
    image = decoded(picture_bytes(10, 10), 100, 100)

    assert isinstance(image, QImage)
    assert image.width() == 10


def test_of_an_animation_the_first_frame_is_shown() -> None:
    image = decoded(GIF)

    assert header_of(GIF) == Header("gif", 3, 2)
    assert isinstance(image, QImage)
    assert image.pixelColor(1, 1) == QColor("#ff0000")


def test_a_photograph_that_was_taken_upright_is_shown_upright() -> None:
    plain = picture_bytes(40, 20, "JPEG")
    tiff = b"II*\0\x08\0\0\0" + struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, 6, 0, 0)
    exif = b"Exif\0\0" + tiff
    turned = plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]

    image = decoded(turned, 10, 20)

    assert header_of(turned) == Header("jpeg", 20, 40)
    assert isinstance(image, QImage)
    assert (image.width(), image.height()) == (10, 20)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.NO_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Fault.NO_PICTURE),
        (b"%PDF-1.7", Fault.NO_PICTURE),
        (b"\x89PNG\r\n\x1a\n", Fault.BROKEN),
        (b"\xff\xd8\xff\xe0", Fault.BROKEN),
        (claimed_png(100_000, 100_000), Fault.TOO_LARGE),
        (claimed_png(0, 5), Fault.BROKEN),
        (claimed_png(5, 5), Fault.BROKEN),
        (picture_bytes(50, 50)[:60], Fault.BROKEN),
        (claimed_png(5, 5) + bytes(21 << 20), Fault.TOO_LARGE),
    ],
)
def test_what_is_no_picture_or_too_much_is_refused(data: bytes, fault: Fault) -> None:
    assert decoded(data) is fault


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("data:image/svg+xml;base64," + base64.b64encode(b"<svg/>").decode(), Fault.NO_PICTURE),
        ("data:image/svg+xml,<svg/>", Fault.NO_PICTURE),
        ("data:text/html;base64,AAAA", Fault.NO_PICTURE),
        ("data:image/png;base64,!!!!", Fault.BROKEN),
        ("data:image/png;base64," + "A" * (28 << 20), Fault.TOO_LARGE),
    ],
)
def test_other_data_is_no_picture(url: str, fault: Fault) -> None:
    assert head_of_url(url) is fault


def test_base64_without_padding_and_in_the_alphabet_of_addresses_is_read() -> None:
    head, comma, payload = data_url(31, 17).partition(",")
    url = head + comma + payload.rstrip("=").replace("+", "-").replace("/", "_")

    assert bytes_of_url(url) == picture_bytes(31, 17)


_STARTS = [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM", b"RIFF\0\0\0\0WEBPVP8 "]


@given(st.binary(max_size=200), st.sampled_from(_STARTS))
def test_no_bytes_are_too_strange(data: bytes, start: bytes) -> None:
    assert isinstance(header_of(start + data), Header | Fault)
    assert isinstance(decoded(start + data, 10, 10), QImage | Fault)


@given(st.text(max_size=60).map("data:image/png;base64,".__add__) | st.text())
def test_no_address_is_too_strange(url: str) -> None:
    assert isinstance(head_of_url(url), Header | Fault)
