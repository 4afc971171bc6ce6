import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.api.inflate import PIECE_BYTES, Inflater, UnknownCoding

TEXT = b"data: hello\n\n" * 50


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def fed(coding: str, *pieces: bytes) -> tuple[bytes, bool]:
    inflater = Inflater(coding)
    found = b"".join(part for piece in pieces for part in inflater.feed(piece))
    return found, inflater.is_whole


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("X-GZIP", gzip.compress(TEXT[:300]) + gzip.compress(TEXT[300:])),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
    ],
)
def test_every_coding_comes_back_whole_and_bytewise(coding: str, packed: bytes) -> None:
    bytewise = [packed[at : at + 1] for at in range(len(packed))]

    assert fed(coding, packed) == (TEXT, True)
    if coding != "deflate" or packed[:1] == b"x":
        assert fed(coding, *bytewise) == (TEXT, True)


def test_a_truncated_body_gives_what_came_and_says_so() -> None:
    packer = zlib.compressobj(wbits=31)
    packed = packer.compress(TEXT) + packer.flush(zlib.Z_SYNC_FLUSH)

    assert fed("gzip", packed) == (TEXT, False)


def test_a_bomb_comes_in_pieces() -> None:
    inflater = Inflater("gzip")

    sizes = [len(piece) for piece in inflater.feed(gzip.compress(b"\0" * (5 * PIECE_BYTES + 7)))]

    assert sum(sizes) == 5 * PIECE_BYTES + 7
    assert max(sizes) == PIECE_BYTES
    assert inflater.is_whole


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip"])
def test_a_coding_that_was_not_asked_for_is_refused(coding: str) -> None:
    with pytest.raises(UnknownCoding):
        Inflater(coding)


@given(st.binary(max_size=50), st.sampled_from(["gzip", "deflate"]))
def test_damaged_data_raises_nothing_but_what_is_promised(data: bytes, coding: str) -> None:
    try:
        fed(coding, data)
    except zlib.error:
        return
