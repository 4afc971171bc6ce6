"""Send one request and wait for the status line."""

import asyncio
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from supertoken_desktop.api import transport_faults
from supertoken_desktop.api.address import endpoint
from supertoken_desktop.api.faults import without_text
from supertoken_desktop.api.network import NetworkOptions, build_http
from supertoken_desktop.api.protocols.base import WireRequest
from supertoken_desktop.api.recorder import Recording
from supertoken_desktop.domain.errors import ApiError, KeyRefused, WrongAddress
from supertoken_desktop.domain.profile import Timeouts
from supertoken_desktop.domain.secret import Secret

if TYPE_CHECKING:
    import httpx

_KEY = re.compile(r"[\x21-\x7e]+")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\x20-\x7e]+")
_NOT_THE_USERS = frozenset({"authorization", "connection", "content-length", "host", "te"})
_MASK = "sk-…"
_PREFIX = "sk-"
# A shorter one could be part of ordinary words.
_LONG_KEY_CHARS = 16
# Each step of connecting has the whole limit in httpx, which then closes the socket; a timeout from
# outside in the middle of a handshake would leave it open, so ours comes a little later.
_CONNECT_SLACK_S = 1.0


class RequestKey:
    """The key of one request: it goes into a header and out of everything that comes back."""

    def __init__(self, secret: Secret) -> None:
        """Take a key as it was pasted. Raises: KeyRefused, for one that no header can carry."""
        text = secret.reveal().strip().strip("\"'“”‘’ ")
        text = re.sub(r"^bearer\s+", "", text, flags=re.IGNORECASE).strip()
        if not _KEY.fullmatch(text):
            raise KeyRefused(reason="no-key" if not text else "401-invalid")
        self._text = text

    def header(self) -> Mapping[str, str]:
        """Return the header that carries the key."""
        return {"Authorization": f"Bearer {self._text}"}

    @property
    def forms(self) -> tuple[str, ...]:
        """Return every form in which the key could come back, to be taken out of records."""
        bare = self._text.removeprefix(_PREFIX)
        return (self._text, bare) if len(bare) >= _LONG_KEY_CHARS else (self._text,)

    def out_of(self, error: ApiError) -> ApiError:
        """Return an error that does not hold the key, even where the relay sent it back."""
        masked = without_text(error, self._text, _MASK)
        bare = self._text.removeprefix(_PREFIX)
        # new-api and one-api keep keys without their prefix, and name them like that.
        return without_text(masked, bare, _MASK) if len(bare) >= _LONG_KEY_CHARS else masked


class Sender:
    """Keep the connections to one relay; `close` ends them."""

    def __init__(
        self, root: str, headers: Mapping[str, str], options: NetworkOptions, version: str
    ) -> None:
        self._root = root
        self._host = urlsplit(root).hostname or ""
        self._options = options
        self._headers = {
            "User-Agent": f"SuperTokenDesktop/{version}",
            "Accept-Encoding": "identity",
            **{name: value for name, value in headers.items() if _is_usable(name, value)},
        }
        self._building = asyncio.Lock()
        self._http: httpx.AsyncClient | None = None

    async def send(
        self, wire: WireRequest, key: RequestKey, limits: Timeouts, recording: Recording
    ) -> "httpx.Response":
        """Return the reply, its body unread; the caller closes it. Raises: ApiError."""
        http = await self._ready()
        import httpx

        progress = _Progress(self._host)
        try:
            request = http.build_request(
                wire.method,
                endpoint(self._root, wire.path),
                headers={**self._headers, **wire.headers, **key.header()},
                content=wire.body or None,
                timeout=httpx.Timeout(None, connect=limits.connect_s),
                extensions={"trace": progress.note},
            )
            address = str(request.url.copy_with(userinfo=b""))
            recording.note_request(request.method, address, request.headers.items(), wire.body)
            async with asyncio.timeout(limits.connect_s + _CONNECT_SLACK_S) as limit:
                loop = asyncio.get_running_loop()
                progress.on_sending = lambda: limit.reschedule(loop.time() + limits.headers_s)
                response = await http.send(request, stream=True)
            recording.note_reply(response.status_code, response.headers.multi_items())
            return response
        except TimeoutError as error:
            if progress.is_sending:
                raise transport_faults.headers_timeout(self._host, limits.headers_s) from error
            raise transport_faults.connect_timeout(self._host, limits.connect_s) from error
        except httpx.ConnectTimeout as error:
            raise transport_faults.connect_timeout(self._host, limits.connect_s) from error
        except httpx.HTTPError as error:
            raise transport_faults.connect_fault(
                error, self._host, was_sent=progress.is_sent, is_at_proxy=progress.is_at_proxy
            ) from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise WrongAddress(reason="host") from error

    async def close(self) -> None:
        """Close all connections; requests still under way break off."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    async def _ready(self) -> "httpx.AsyncClient":
        async with self._building:
            if self._http is None:
                self._http = await asyncio.to_thread(build_http, self._options, self._root)
        return self._http


class _Progress:
    """Follow how far a request has come; what a proxy is asked on the way does not count."""

    def __init__(self, host: str) -> None:
        self.is_sending = False
        self.is_sent = False
        self.is_at_proxy = False
        self.on_sending: Callable[[], None] | None = None
        self._host = host

    async def note(self, event: str, info: Mapping[str, object]) -> None:
        """Take an event of the HTTP library's trace."""
        _, _, step = event.partition(".")
        match step:
            case "connect_tcp.started":
                self.is_at_proxy = info.get("host") != self._host
            case "connect_tcp.complete":
                self.is_at_proxy = False
            case "send_request_headers.started":
                if getattr(info.get("request"), "method", b"") != b"CONNECT":
                    self.is_sending = True
                    if self.on_sending is not None:
                        self.on_sending()
            case "send_request_body.complete":
                self.is_sent = self.is_sending
            case _:
                pass  # steps that say nothing about how far the request has come


def _is_usable(name: str, value: str) -> bool:
    is_ours = name.lower() in _NOT_THE_USERS
    return not is_ours and bool(_HEADER_NAME.fullmatch(name) and _HEADER_VALUE.fullmatch(value))
