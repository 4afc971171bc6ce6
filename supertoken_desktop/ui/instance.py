"""One running program a profile folder; a second start hands its arguments to the first."""

import contextlib
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from supertoken_desktop.handover import (
    ARGUMENTS_LIMIT,
    SIZE_LIMIT_BYTES,
    THANKS,
    message_of,
)
from supertoken_desktop.ui.activation import is_token, use_token

_LOCK_WAIT_MS = 200
_SOCKET_WAIT_MS = 2000
# A program that is ending listens no more, and may take some seconds for its last saves.
_CLAIM_LIMIT_S = 6.0
_GUEST_LIMIT_MS = 5000
_GUESTS_AT_ONCE = 8


class SingleInstance(QObject):
    """Hold the folder's lock and listen for later starts, or talk to who holds it.

    Messages on the socket are hostile until read: they are small, JSON, and a list of texts, or
    they are dropped. Only the same user can connect.
    """

    arguments_received = Signal(list)

    def __init__(self, lock_file: Path, socket: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = QLockFile(str(lock_file))
        # A lock goes stale when its process is gone, which QLockFile sees; never by age.
        self._lock.setStaleLockTime(0)
        self._name = _server_name(socket)
        self._server: QLocalServer | None = None
        self._was_handed_over = False

    @property
    def was_handed_over(self) -> bool:
        """Tell whether the program that holds the folder took our arguments."""
        return self._was_handed_over

    def claim(self, arguments: Sequence[str] = ()) -> bool:
        """Become the only one and listen, or hand the arguments to the one that is there.

        False means that another program holds the folder; `was_handed_over` tells whether it
        answered. Blocks for some seconds at most, so it is called before the loop runs.
        """
        until_s = time.monotonic() + _CLAIM_LIMIT_S
        while time.monotonic() < until_s:
            if self._lock.tryLock(_LOCK_WAIT_MS):
                self._listen()
                return True
            # Who has just started holds the lock before it listens: ask again.
            if _hand_over(self._name, arguments):
                self._was_handed_over = True
                return False
        return False

    def stop_listening(self) -> None:
        """Take nothing more: a start that comes now waits for the folder."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def release(self) -> None:
        """Stop listening and give the folder free."""
        self.stop_listening()
        self._lock.unlock()

    def _listen(self) -> None:
        # With the lock in hand, a socket that lies there is left over by a dead process.
        QLocalServer.removeServer(self._name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.setMaxPendingConnections(_GUESTS_AT_ONCE)
        server.newConnection.connect(self._on_connection)
        if server.listen(self._name):
            self._server = server

    def _on_connection(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            guest = _Guest(self._server.nextPendingConnection(), self)
            guest.arguments_received.connect(self.arguments_received)
            guest.begin()


class _Guest(QObject):
    """Read one message from a later start, within limits of size and time."""

    arguments_received = Signal(list)

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        self._bytes = b""
        socket.setParent(self)
        socket.readyRead.connect(self._on_ready)
        socket.disconnected.connect(self.deleteLater)
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self._drop)
        self._limit.start(_GUEST_LIMIT_MS)

    def begin(self) -> None:
        """Read what is there already."""
        self._on_ready()

    def _on_ready(self) -> None:
        self._bytes += self._socket.read(SIZE_LIMIT_BYTES + 1 - len(self._bytes)).data()
        if len(self._bytes) > SIZE_LIMIT_BYTES:
            self._drop()
        elif self._bytes.endswith(b"\n"):
            self._take()

    def _take(self) -> None:
        found = arguments_in(self._bytes)
        if found is None:
            self._drop()
            return
        arguments, token = found
        use_token(token)
        self._limit.stop()
        self._socket.write(THANKS)
        self._socket.flush()
        self._socket.disconnectFromServer()
        self.arguments_received.emit(arguments)

    def _drop(self) -> None:
        self._limit.stop()
        self._socket.abort()


def arguments_in(message: bytes) -> tuple[list[str], str] | None:
    """Return the arguments and the activation token of a message, None where it is none of ours.

    Raises: nothing; the message is hostile input.
    """
    found: object = None
    # Deep nesting exhausts the parser's stack; that is no message of ours either.
    with contextlib.suppress(ValueError, RecursionError):
        found = json.loads(message)
    if not isinstance(found, dict):
        return None
    arguments, token = found.get("arguments"), found.get("token", "")
    if not isinstance(arguments, list) or len(arguments) > ARGUMENTS_LIMIT:
        return None
    if not all(isinstance(argument, str) for argument in arguments):
        return None
    return arguments, token if isinstance(token, str) and is_token(token) else ""


def _hand_over(name: str, arguments: Sequence[str]) -> bool:
    """Send arguments to who listens; tell whether they arrived."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_SOCKET_WAIT_MS):
        return False
    socket.write(message_of(arguments))
    socket.waitForBytesWritten(_SOCKET_WAIT_MS)
    socket.waitForReadyRead(_SOCKET_WAIT_MS)
    return socket.readAll().data() == THANKS


def _server_name(socket: Path) -> str:
    """Return the full path, or on Windows, whose pipes have no paths, a name made of it."""
    if sys.platform == "win32":
        return "supertoken-" + hashlib.sha256(str(socket).encode()).hexdigest()[:32]
    return str(socket)
