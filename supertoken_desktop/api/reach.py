"""Can a relay's host be reached at all: its name, a connection, its certificate."""

import asyncio
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from supertoken_desktop.domain.errors import ConnectFailed, ErrorDetail

_LIMIT_S = 10.0
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Reached:
    """What a look at a host found; `tls` is the protocol's version, None for plain http."""

    host: str
    addresses: int
    tls: str | None


async def reach(root: str) -> Reached:
    """Resolve a relay's host, connect and shake hands, directly and without a key.

    Raises: ConnectFailed with the reason "net-dns", "net-refused", "net-tls" or "net-timeout".
    """
    address = urlsplit(root)
    host = address.hostname or ""
    port = address.port or _PORTS.get(address.scheme, 443)
    try:
        async with asyncio.timeout(_LIMIT_S):
            addresses = await _resolve(host, port)
            tls = await _handshake(host, port, secure=address.scheme == "https")
    except TimeoutError as error:
        raise _failed(host, "net-timeout", error) from error
    return Reached(host, addresses, tls)


async def _resolve(host: str, port: int) -> int:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise _failed(host, "net-dns", error) from error
    return len(found)


async def _handshake(host: str, port: int, *, secure: bool) -> str | None:
    context = await asyncio.to_thread(_system_trust) if secure else None
    try:
        _reader, writer = await asyncio.open_connection(host, port, ssl=context)
    except ssl.SSLError as error:
        raise _failed(host, "net-tls", error) from error
    except OSError as error:
        raise _failed(host, "net-refused", error) from error
    transport: ssl.SSLObject | None = writer.get_extra_info("ssl_object")
    version = transport.version() if transport is not None else None
    writer.close()
    return version


def _system_trust() -> ssl.SSLContext:
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _failed(host: str, reason: str, error: OSError) -> ConnectFailed:
    detail = ErrorDetail(host=host, message=str(error) or type(error).__name__)
    return ConnectFailed(reason=reason, detail=detail)
