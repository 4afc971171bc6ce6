"""Pictures that are small as files and meant to take for ever, or all memory, when decoded."""

import base64
import struct
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from supertoken_desktop.ui.transcript.picture_data import (
    MOST_PIXELS,
    Fault,
    Header,
    bytes_of_url,
    decoded,
    head_of_url,
    header_of,
)
from tests.ui.transcript.drawn import data_url, picture_bytes

MOST_S = 3.0


def chunk(kind: bytes, data: bytes) -> bytes:
    ends = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + ends


def png(width: int, height: int, depth: int, colours: int, *between: bytes) -> bytes:
    channels = {0: 1, 6: 4}[colours]
    row = 1 + width * depth * channels // 8
    ihdr = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    pieces = [chunk(b"IHDR", ihdr), *between]
    pieces += [chunk(b"IDAT", zlib.compress(bytes(row * height))), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(pieces)


def gif(screen: tuple[int, int], frame: tuple[int, int], frames: int = 1) -> bytes:
    colours = b"\x80\0\0" + b"\0\0\0\xff\xff\xff"
    one = b"," + struct.pack("<HHHH", 0, 0, *frame) + b"\0\x02\x02\x44\x01\0"
    return b"GIF89a" + struct.pack("<HH", *screen) + colours + one * frames + b";"


def progressive_jpeg(side: int, scans: int) -> bytes:
    """Return a grey JPEG, each of whose scans says in some bytes that nothing changes anywhere."""
    blocks = ((side + 7) // 8) ** 2
    head = b"\xff\xd8\xff\xdb" + struct.pack(">HB", 67, 0) + bytes([1] * 64)
    head += b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, side, side, 1) + b"\x01\x11\0"
    for table, value in ((0x00, 0x00), (0x10, 0xE0)):
        head += b"\xff\xc4" + struct.pack(">HB", 20, table) + bytes([1, *[0] * 15, value])
    begin = b"\xff\xda" + struct.pack(">HB", 8, 1) + b"\x01\0"
    nothing = bytes((blocks // 16_384 + 1) * 15 // 8 + 2)
    first = begin + b"\0\0\x01" + bytes(blocks // 8 + 1) + begin + b"\x01\x3f\x01" + nothing
    return head + first + (begin + b"\x01\x3f\x10" + nothing) * scans + b"\xff\xd9"


def test_a_picture_that_is_gone_over_again_and_again_is_refused() -> None:
    assert isinstance(decoded(progressive_jpeg(400, 20)), QImage)
    before = time.process_time()

    assert decoded(progressive_jpeg(7_900, 16_000)) is Fault.TOO_LARGE
    assert time.process_time() - before < MOST_S


def test_texts_within_a_picture_are_not_unpacked() -> None:
    packed = zlib.compress(bytes(7_000_000), 9)
    texts = [chunk(b"zTXt", b"k%d\0\0" % number + packed) for number in range(300)]
    bomb = png(10, 10, 8, 0, *texts)
    before = time.process_time()

    image = decoded(bomb)

    assert isinstance(image, QImage)
    assert image.width() == 10
    assert image.textKeys() == []
    assert time.process_time() - before < MOST_S


def test_a_profile_that_unpacks_to_much_is_left_alone() -> None:
    profile = chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(100_000_000), 9))
    before = time.process_time()

    assert isinstance(decoded(png(10, 10, 8, 0, profile)), QImage)
    assert time.process_time() - before < MOST_S


@pytest.mark.parametrize(
    "data",
    [
        png(8_000, 8_000, 16, 6),
        gif((0, 0), (65_535, 65_535)),
        b"BM" + bytes(16) + struct.pack("<ii", 60_000, -60_000),
        b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\xff" * 6,
        b"\x89PNG\r\n\x1a\n" + bytes(4) + b"XHDR" + bytes(40),
    ],
    ids=["deep png", "gif", "bmp", "webp", "png"],
)
def test_what_would_take_too_much_memory_is_refused(data: bytes) -> None:
    assert isinstance(decoded(data), Fault)


def test_a_frame_larger_than_its_screen_takes_no_more_than_the_screen() -> None:
    image = decoded(gif((10, 10), (65_535, 65_535), 1_000))

    assert isinstance(image, Fault) or image.width() * image.height() <= MOST_PIXELS


@pytest.mark.parametrize("form", ["PNG", "JPEG", "BMP", "WEBP"])
def test_no_other_format_is_guessed_behind_a_beginning(form: str) -> None:
    other = {"PNG": b"BM", "JPEG": b"GIF89a", "BMP": b"\xff\xd8\xff", "WEBP": b"BM"}[form]
    data = picture_bytes(20, 10, form)

    assert decoded(other + data[len(other) :]) in (Fault.BROKEN, Fault.TOO_LARGE)
    assert header_of(b"P6\n1 1\n255\n" + data) is Fault.NO_PICTURE
    assert decoded(b"<svg xmlns='http://www.w3.org/2000/svg'/>" + data) is Fault.NO_PICTURE


@pytest.mark.parametrize("form", ["PNG", "JPEG", "BMP", "WEBP"])
def test_a_picture_that_breaks_off_anywhere_is_shown_in_part_or_refused(form: str) -> None:
    whole = picture_bytes(64, 64, form)

    for end in range(0, len(whole), max(1, len(whole) // 40)):
        assert isinstance(decoded(whole[:end], 32, 32), QImage | Fault)


def test_data_that_is_escaped_sign_by_sign_keeps_nobody_waiting() -> None:
    url = "data:image/png;base64," + "%41" * 9_000_000
    before = time.process_time()

    assert head_of_url(url) is Fault.BROKEN
    assert time.process_time() - before < MOST_S / 10
    assert bytes_of_url(url) is Fault.BROKEN
    assert time.process_time() - before < MOST_S


def test_the_signs_that_addresses_escape_are_read() -> None:
    payload = data_url(31, 17).partition(",")[2]
    escaped = payload.replace("+", "%2B").replace("/", "%2f").replace("=", "%3D")

    assert bytes_of_url(f"data:image/png;base64,{escaped}") == picture_bytes(31, 17)


@given(st.integers(0, 5))
def test_a_beginning_that_ends_within_an_escaped_sign_is_enough(shift: int) -> None:
    picture = picture_bytes(31, 17) + b"\0" * shift + b"\xff" * 9_000
    escaped = base64.b64encode(picture).decode().replace("/", "%2F")

    assert head_of_url(f"data:image/png;base64,{escaped}") == Header("png", 31, 17)
