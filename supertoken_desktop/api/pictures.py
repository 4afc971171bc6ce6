"""Fetch one picture from anywhere in the web, telling its host no more than the address.

A client of its own for each picture: no key, no cookies, no referrer. The address comes from an
answer and is hostile; it must not lead into the reader's own network, so the name is resolved here
and the connection goes to exactly the address that was looked at.
"""

import asyncio
import contextlib
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from supertoken_desktop.api.network import NetworkOptions, build_http
from supertoken_desktop.domain.errors import ConnectFailed, ErrorDetail, PictureNotLoaded
from supertoken_desktop.domain.links import checked_link

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 20 << 20
MOST_REDIRECTS = 3
MOST_ADDRESSES = 3
WHOLE_LIMIT_S = 60.0
SILENCE_LIMIT_S = 20.0
_PORTS = {"https": 443, "http": 80}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "Accept": "image/png,image/jpeg,image/gif,image/webp,image/bmp",
    # What is packed could be a thousand times as large as it seems.
    "Accept-Encoding": "identity",
    "User-Agent": "SuperTokenDesktop",
}
_TYPES = ("image/", "application/octet-stream", "binary/octet-stream")
_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM")

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]


async def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host, as the system knows them. Raises: OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class WebPictures:
    """Load pictures over http and https.

    `options` are those in force for relays. `may_ask_this_computer` tells whether addresses of this
    computer are allowed at the moment: where the relay itself runs here.
    """

    def __init__(
        self,
        options: Callable[[], NetworkOptions],
        may_ask_this_computer: Callable[[], bool],
        resolver: Resolver = resolve,
    ) -> None:
        self._options = options
        self._may_ask_this_computer = may_ask_this_computer
        self._resolver = resolver

    async def load(self, url: str) -> bytes:
        """Return the bytes of a picture of a known format, at most 20 MB.

        Raises: PictureNotLoaded, its reason one of "address", "private", "dns", "connect", "tls",
        "timeout", "status", "redirect", "type", "size".
        """
        url = _plain(url)
        try:
            async with asyncio.timeout(WHOLE_LIMIT_S):
                return await self._follow(url)
        except TimeoutError as error:
            raise _failed("timeout", urlsplit(url).hostname) from error

    async def _follow(self, url: str) -> bytes:
        for _redirect in range(MOST_REDIRECTS + 1):
            found = await self._ask(url)
            if isinstance(found, bytes):
                return found
            url = _redirected(url, found)
        raise _failed("redirect", urlsplit(url).hostname)

    async def _ask(self, url: str) -> bytes | str:
        """Return the picture, or where the host sends us."""
        parts = _parts(url)
        options = self._options()
        if _goes_by_proxy(parts, options):
            host = parts.hostname or ""
            self._refuse_private([host], host)
            return await self._get(parts, parts.geturl(), options)
        options = NetworkOptions("none", timeouts=options.timeouts)
        *others, last = await self._addresses(parts)
        for address in others:
            try:
                return await self._get(parts, _at(parts, address), options)
            except PictureNotLoaded as error:
                if error.reason != "connect":
                    raise
        return await self._get(parts, _at(parts, last), options)

    async def _get(self, parts: SplitResult, pinned: str, options: NetworkOptions) -> bytes | str:
        """Ask at `pinned`, which is the address with or without a number for the host's name."""
        import httpx

        host = parts.hostname or ""
        headers = {**_HEADERS, "Host": parts.netloc}
        extensions = {"sni_hostname": host}
        client = await asyncio.to_thread(_client, options, f"{parts.scheme}://{host}")
        limits = httpx.Timeout(SILENCE_LIMIT_S, connect=options.timeouts.connect_s)
        async with client:
            try:
                request = client.build_request(
                    "GET", pinned, headers=headers, extensions=extensions, timeout=limits
                )
                response = await client.send(request, stream=True)
                return await _answer(response, host)
            except (httpx.InvalidURL, UnicodeError) as error:
                raise _failed("address", host) from error
            except httpx.TimeoutException as error:
                raise _failed("timeout", host) from error
            except httpx.HTTPError as error:
                reason = "tls" if _is_about_tls(error) else "connect"
                raise _failed(reason, host) from error

    async def _addresses(self, parts: SplitResult) -> Sequence[str]:
        host = parts.hostname or ""
        try:
            addresses = await self._resolver(host, parts.port or _PORTS[parts.scheme])
        except (OSError, UnicodeError) as error:
            raise _failed("dns", host) from error
        if not addresses:
            raise _failed("dns", host)
        # One of them alone could be meant to get past this check.
        self._refuse_private(addresses, host)
        return addresses[:MOST_ADDRESSES]

    def _refuse_private(self, addresses: Sequence[str], host: str) -> None:
        for address in addresses:
            found = _number_of(address)
            if found is None:
                continue  # a name, which the proxy resolves
            if found.is_loopback and self._may_ask_this_computer():
                continue
            if not _is_public(found):
                raise _failed("private", host)


_Number: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
# Source: RFC 4291, 2.4, the only part that is given out; RFC 6052, 2.1, IPv4 behind a translator.
_GIVEN_OUT = ipaddress.IPv6Network("2000::/3")
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_HERE = ipaddress.IPv4Address("127.0.0.1")


def _number_of(host: str) -> _Number | None:
    """Return what a host that is a number in any spelling leads to, None for a name."""
    name = host.partition("%")[0].lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return _HERE
    try:
        return _within(ipaddress.ip_address(name))
    except ValueError:
        # Systems know more spellings: 0x7f.1
        with contextlib.suppress(OSError, UnicodeError):
            return ipaddress.IPv4Address(socket.inet_aton(name))
    return None


def _within(number: _Number) -> _Number:
    """Return the IPv4 address that an IPv6 address stands for, or the same one."""
    if isinstance(number, ipaddress.IPv4Address):
        return number
    if number in _TRANSLATED:
        return ipaddress.IPv4Address(number.packed[-4:])
    return number.ipv4_mapped or number.sixtofour or number


def _is_public(number: _Number) -> bool:
    is_given_out = isinstance(number, ipaddress.IPv4Address) or number in _GIVEN_OUT
    return number.is_global and not number.is_multicast and is_given_out


def _plain(url: str) -> str:
    """Return an address spelled so that everybody finds the same host in it.

    Programs disagree about `http://one.example\\@other.example/`; the reader was asked about what
    links make of it.
    """
    link = checked_link(url)
    if link is None or link.address.startswith("mailto:"):
        raise _failed("address", None)
    return link.address


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _failed("address", None) from error
    if parts.scheme not in _PORTS or not parts.hostname or port == 0:
        raise _failed("address", parts.hostname)
    # A name and password would be sent along.
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="")


def _at(parts: SplitResult, address: str) -> str:
    """Return the same address with the number of the host in place of its name."""
    host = f"[{address}]" if ":" in address else address
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=f"{host}{port}").geturl()


def _goes_by_proxy(parts: SplitResult, options: NetworkOptions) -> bool:
    if options.proxy_mode != "system":
        return options.proxy_mode == "manual"
    proxies = getproxies()
    return (parts.scheme in proxies or "all" in proxies) and not proxy_bypass(parts.hostname or "")


def _client(options: NetworkOptions, root: str) -> "httpx.AsyncClient":
    try:
        return build_http(options, root)
    except ConnectFailed as error:
        raise _failed("connect", urlsplit(root).hostname) from error


def _redirected(url: str, location: str) -> str:
    """Return where a redirect leads: to the same host, and never from https to http."""
    try:
        # An empty one would lead back here.
        target = _plain(urljoin(url, location)) if location else ""
        before, after = urlsplit(url), urlsplit(target)
    except (ValueError, PictureNotLoaded) as error:
        raise _failed("redirect", None) from error
    is_same = before.hostname == after.hostname
    is_safe = after.scheme == "https" or (after.scheme == before.scheme == "http")
    if not (is_same and is_safe):
        raise _failed("redirect", before.hostname)
    return target


async def _answer(response: "httpx.Response", host: str) -> bytes | str:
    try:
        if response.status_code in _REDIRECTS:
            return str(response.headers.get("location", ""))
        if response.status_code != 200:
            raise _failed("status", host, response.status_code)
        kind = response.headers.get("content-type", _TYPES[1]).strip().lower()
        if not kind.startswith(_TYPES):
            raise _failed("type", host)
        return await _body(response, host)
    finally:
        await response.aclose()


async def _body(response: "httpx.Response", host: str) -> bytes:
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > MOST_BYTES:
        raise _failed("size", host)
    data = bytearray()
    try:
        async with asyncio.timeout(None) as limit:
            async for piece in response.aiter_raw():
                data += piece
                if len(data) > MOST_BYTES:
                    # Leaving the loop would leave its generators to the garbage collector.
                    limit.reschedule(asyncio.get_running_loop().time())
    except TimeoutError as error:
        raise _failed("size", host) from error
    if not (data.startswith(_BEGINNINGS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")):
        raise _failed("type", host)
    return bytes(data)


def _is_about_tls(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _failed(reason: str, host: str | None, status: int | None = None) -> PictureNotLoaded:
    return PictureNotLoaded(reason=reason, detail=ErrorDetail(host=host, status=status))
