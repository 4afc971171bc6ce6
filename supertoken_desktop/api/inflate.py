"""Compressed bodies, undone piece by piece, so that a truncated one keeps what came."""

import zlib
from collections.abc import Iterator

PIECE_BYTES = 1 << 20
_GZIP, _ZLIB, _RAW = 31, 15, -15
_GZIP_MARK = b"\x1f\x8b"


class UnknownCoding(ValueError):
    """A content coding that was not asked for and cannot be undone."""


class Inflater:
    """Undo gzip and deflate.

    `coding` is the `Content-Encoding` header. Raises UnknownCoding for any other coding, and
    zlib.error from `feed` for data that is none.
    """

    def __init__(self, coding: str) -> None:
        names = [name.strip().lower() for name in coding.split(",")]
        named = [name for name in names if name not in ("", "identity")]
        if len(named) > 1 or not set(named) <= {"gzip", "x-gzip", "deflate"}:
            raise UnknownCoding(coding)
        self._bits = 0 if not named else _ZLIB if named[0] == "deflate" else _GZIP
        self._has_input = self._has_output = False
        self._inflate = zlib.decompressobj(self._bits) if self._bits else None

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is missing at the end of what was fed."""
        return self._inflate is None or self._inflate.eof or not self._has_input

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what the data holds, in pieces of at most a megabyte."""
        if self._inflate is None:
            yield data
            return
        self._has_input = self._has_input or bool(data)
        piece = b""
        while data or len(piece) == PIECE_BYTES:
            piece = self._step(data)
            if piece:
                self._has_output = True
                yield piece
            data = self._inflate.unconsumed_tail
            if self._inflate.unused_data.startswith(_GZIP_MARK):
                data = self._inflate.unused_data
                self._inflate = zlib.decompressobj(self._bits)

    def _step(self, data: bytes) -> bytes:
        if self._inflate is None:
            return data
        try:
            return self._inflate.decompress(data, PIECE_BYTES)
        except zlib.error:
            # Some servers call raw deflate data "deflate", others wrap it as the standard says.
            if self._has_output or self._bits != _ZLIB:
                raise
            self._bits = _RAW
            self._inflate = zlib.decompressobj(_RAW)
            return self._inflate.decompress(data, PIECE_BYTES)
