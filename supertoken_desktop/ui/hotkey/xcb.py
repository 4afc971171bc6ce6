"""The few calls of libxcb that holding keys takes, on a connection of its own.

Qt's platform plugin for X loads the same library, so it is always there. All calls but
`next_event` and `close` wait for the server. The library itself may be used from several threads.
"""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass

_BAD_ACCESS = 10
_KEY_PRESS = 2
_KEY_RELEASE = 3
_MAPPING_NOTIFY = 34
_MAPPING_POINTER = 2
# Events that another client made up have this bit.
_SENT_BY_CLIENT = 0x80
_GRAB_MODE_ASYNC = 1


class XFailed(Exception):
    """The X server cannot be reached, or answered with an error that says nothing to users."""


@dataclass(frozen=True, slots=True, order=True)
class Grab:
    """A key of the keyboard with the exact state of the modifiers, by bits of X."""

    keycode: int
    modifiers: int


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """A key went down or up; the time is the server's, in milliseconds."""

    is_press: bool
    grab: Grab
    time_ms: int


@dataclass(frozen=True, slots=True)
class LayoutChanged:
    """The keyboard has another layout or other modifiers."""


@dataclass(frozen=True, slots=True)
class Keyboard:
    """The keys that there are: for each keycode its keysyms, for each modifier bit its keycodes."""

    keysyms: dict[int, tuple[int, ...]]
    modifiers: tuple[tuple[int, ...], ...]


class XConnection:
    """A connection to an X server."""

    def __init__(self, display: str | None = None) -> None:
        self._xcb = _library()
        self._free = ctypes.CDLL(None).free
        self._free.argtypes = [ctypes.c_void_p]
        self._free.restype = None
        name = None if display is None else display.encode()
        self._connection = ctypes.c_void_p(self._xcb.xcb_connect(name, None))
        if self.is_broken:
            self.close()
            raise XFailed("no connection")
        setup = ctypes.c_void_p(self._xcb.xcb_get_setup(self._connection))
        first, last = ctypes.cast(setup, ctypes.POINTER(_Setup)).contents.keycodes
        self._keycodes = range(first, last + 1)
        self._roots = self._root_windows(setup)

    @property
    def fd(self) -> int:
        """Return the socket, for knowing when there are events."""
        return int(self._xcb.xcb_get_file_descriptor(self._connection))

    @property
    def is_broken(self) -> bool:
        """Tell whether the server has gone away, or the connection was ended."""
        if self._connection.value is None:
            return True
        return bool(self._xcb.xcb_connection_has_error(self._connection))

    def keyboard(self) -> Keyboard:
        """Return the keys that there are. Raises: XFailed."""
        first, count = self._keycodes.start, len(self._keycodes)
        cookie = self._xcb.xcb_get_keyboard_mapping(self._connection, first, count)
        symbols, width = self._reply(self._xcb.xcb_get_keyboard_mapping_reply, cookie, _SYMBOL)
        cookie = self._xcb.xcb_get_modifier_mapping(self._connection)
        codes, per_modifier = self._reply(self._xcb.xcb_get_modifier_mapping_reply, cookie, _CODE)
        return Keyboard(
            {
                code: tuple(symbols[at * width : (at + 1) * width])
                for at, code in enumerate(self._keycodes)
            },
            tuple(tuple(codes[bit * per_modifier : (bit + 1) * per_modifier]) for bit in range(8)),
        )

    def grab(self, grabs: Sequence[Grab]) -> bool:
        """Take keys on all screens; False where another client holds one, and then take none.

        Raises: XFailed.
        """
        cookies = [
            self._xcb.xcb_grab_key_checked(
                self._connection,
                1,
                root,
                grab.modifiers,
                grab.keycode,
                _GRAB_MODE_ASYNC,
                _GRAB_MODE_ASYNC,
            )
            for root in self._roots
            for grab in grabs
        ]
        codes = {self._error_code(cookie) for cookie in cookies} - {0}
        if codes:
            self.ungrab(grabs)
        if codes - {_BAD_ACCESS}:
            raise XFailed(f"error {max(codes - {_BAD_ACCESS})}")
        return not codes

    def ungrab(self, grabs: Sequence[Grab]) -> None:
        """Give keys back; those that are not held do no harm."""
        for root in self._roots:
            for grab in grabs:
                self._xcb.xcb_ungrab_key(self._connection, grab.keycode, root, grab.modifiers)
        self._xcb.xcb_flush(self._connection)

    def next_event(self) -> KeyEvent | LayoutChanged | None:
        """Return what has happened, None once all is told; never waits."""
        while self._connection.value is not None:
            found = self._xcb.xcb_poll_for_event(self._connection)
            if not found:
                return None
            try:
                event = _event_at(found)
            finally:
                self._free(found)
            if event is not None:
                return event
        return None

    def close(self) -> None:
        """End the connection; the server then gives back what it held."""
        connection, self._connection = self._connection, ctypes.c_void_p(None)
        self._xcb.xcb_disconnect(connection)

    def _root_windows(self, setup: ctypes.c_void_p) -> tuple[int, ...]:
        screens = self._xcb.xcb_setup_roots_iterator(setup)
        roots = []
        while screens.rem > 0:
            roots.append(ctypes.cast(screens.data, ctypes.POINTER(ctypes.c_uint32)).contents.value)
            self._xcb.xcb_screen_next(ctypes.byref(screens))
        return tuple(roots)

    def _reply(
        self, read: "ctypes._NamedFuncPointer", cookie: "_Cookie", unit: "_Unit"
    ) -> tuple[tuple[int, ...], int]:
        """Return the list that a reply consists of, and the number it has in its second byte."""
        found = read(self._connection, cookie, None)
        if not found:
            raise XFailed("no reply")
        try:
            head = ctypes.cast(found, ctypes.POINTER(_ReplyHead)).contents
            body = (unit * (head.length * _WORD_BYTES // ctypes.sizeof(unit))).from_address(
                found + _REPLY_BYTES
            )
            return tuple(body), head.detail
        finally:
            self._free(found)

    def _error_code(self, cookie: "_Cookie") -> int:
        """Wait for a checked request; return its error's code, 0 where it was obeyed."""
        found = self._xcb.xcb_request_check(self._connection, cookie)
        if not found:
            if self.is_broken:
                raise XFailed("the connection broke")
            return 0
        try:
            return ctypes.cast(found, ctypes.POINTER(_Head)).contents.detail
        finally:
            self._free(found)


_REPLY_BYTES = 32
_WORD_BYTES = 4
_SYMBOL = ctypes.c_uint32
_CODE = ctypes.c_uint8
_Unit = type[ctypes.c_uint32] | type[ctypes.c_uint8]


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Head(ctypes.Structure):
    """How events and errors begin."""

    _fields_ = (
        ("kind", ctypes.c_uint8),
        ("detail", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
    )
    kind: int
    detail: int


class _ReplyHead(ctypes.Structure):
    _fields_ = (*_Head._fields_, ("length", ctypes.c_uint32))
    detail: int
    length: int


class _KeyEvent(ctypes.Structure):
    _fields_ = (
        *_Head._fields_,
        ("time", ctypes.c_uint32),
        ("windows", ctypes.c_uint32 * 3),
        ("places", ctypes.c_int16 * 4),
        ("state", ctypes.c_uint16),
    )
    kind: int
    detail: int
    time: int
    state: int


class _MappingEvent(ctypes.Structure):
    _fields_ = (*_Head._fields_, ("request", ctypes.c_uint8))
    request: int


class _Setup(ctypes.Structure):
    """The beginning of what a server says of itself, as far as the range of its keycodes."""

    _fields_ = (("before", ctypes.c_uint8 * 34), ("keycodes", ctypes.c_uint8 * 2))
    keycodes: "ctypes.Array[ctypes.c_uint8]"


class _Screens(ctypes.Structure):
    _fields_ = (("data", ctypes.c_void_p), ("rem", ctypes.c_int), ("index", ctypes.c_int))
    data: int
    rem: int


def _event_at(address: int) -> KeyEvent | LayoutChanged | None:
    """Return what an event says, None for one that is of no use here or made up by a client."""
    kind = ctypes.cast(address, ctypes.POINTER(_Head)).contents.kind
    if kind in (_KEY_PRESS, _KEY_RELEASE):
        key = ctypes.cast(address, ctypes.POINTER(_KeyEvent)).contents
        return KeyEvent(kind == _KEY_PRESS, Grab(key.detail, key.state), key.time)
    if kind & ~_SENT_BY_CLIENT == _MAPPING_NOTIFY:
        request = ctypes.cast(address, ctypes.POINTER(_MappingEvent)).contents.request
        return LayoutChanged() if request != _MAPPING_POINTER else None
    return None


def _library() -> ctypes.CDLL:
    """Return libxcb with its functions declared. Raises: XFailed where it is not there.

    Source: xcb.h and xproto.h of libxcb 1.15.
    """
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        raise XFailed("no libxcb") from error
    pointer, byte, number = ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint32
    short = ctypes.c_uint16
    declare = {
        "xcb_connect": (pointer, [ctypes.c_char_p, pointer]),
        "xcb_disconnect": (None, [pointer]),
        "xcb_connection_has_error": (ctypes.c_int, [pointer]),
        "xcb_get_file_descriptor": (ctypes.c_int, [pointer]),
        "xcb_get_setup": (pointer, [pointer]),
        "xcb_setup_roots_iterator": (_Screens, [pointer]),
        "xcb_screen_next": (None, [ctypes.POINTER(_Screens)]),
        "xcb_get_keyboard_mapping": (_Cookie, [pointer, byte, byte]),
        "xcb_get_keyboard_mapping_reply": (pointer, [pointer, _Cookie, pointer]),
        "xcb_get_modifier_mapping": (_Cookie, [pointer]),
        "xcb_get_modifier_mapping_reply": (pointer, [pointer, _Cookie, pointer]),
        "xcb_grab_key_checked": (_Cookie, [pointer, byte, number, short, byte, byte, byte]),
        "xcb_ungrab_key": (_Cookie, [pointer, byte, number, short]),
        "xcb_request_check": (pointer, [pointer, _Cookie]),
        "xcb_poll_for_event": (pointer, [pointer]),
        "xcb_flush": (ctypes.c_int, [pointer]),
    }
    for name, (result, arguments) in declare.items():
        function = getattr(xcb, name)
        function.restype, function.argtypes = result, arguments
    return xcb
