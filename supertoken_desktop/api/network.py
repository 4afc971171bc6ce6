"""How relays are reached: proxy, time limits, and the HTTP client itself.

httpx is imported on first use and away from the event loop: it and the system's certificates take
longer than a frame to load.
"""

import contextlib
import importlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from supertoken_desktop.api.address import is_loopback_host
from supertoken_desktop.domain.errors import ConnectFailed, ErrorDetail
from supertoken_desktop.domain.profile import Timeouts

if TYPE_CHECKING:
    import ssl

    import httpx

KEPT_CONNECTIONS = 10
KEPT_FOR_S = 30.0

# httpx loads these with the first connection, and that on the event loop.
_LATE_IMPORTS = ("httpcore._backends.auto", "httpcore._backends.anyio", "anyio._backends._asyncio")


@dataclass(frozen=True, slots=True)
class EndTimes:
    """How long to go on reading in seconds when the answer itself is over.

    Source: relays send token counts and the end mark late, or keep the connection open for good.
    """

    after_finish_s: float = 5.0
    after_tools_s: float = 30.0
    after_marker_s: float = 1.0


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """What the user set for the network.

    `proxy_mode` is "system" (environment and system settings), "none" or "manual"; `proxy_url`
    counts with "manual" alone and begins with http, https, socks5 or socks5h.
    """

    proxy_mode: str = "system"
    proxy_url: str = ""
    timeouts: Timeouts = field(default_factory=Timeouts)
    end_times: EndTimes = field(default_factory=EndTimes)


def build_http(options: NetworkOptions, root: str) -> "httpx.AsyncClient":
    """Return an HTTP client for one relay; blocks, so callers use a thread.

    This computer is always reached directly. Redirects are never followed, and all time limits are
    the caller's.

    Raises: ConnectFailed, for a proxy setting that cannot be used.
    """
    import httpx

    load_http()
    is_direct = options.proxy_mode == "none" or is_loopback_host(urlsplit(root).hostname or "")
    has_tls = root.startswith("https:") or not is_direct
    is_manual = options.proxy_mode == "manual" and not is_direct
    try:
        return httpx.AsyncClient(
            verify=_trusted() if has_tls else False,
            proxy=options.proxy_url if is_manual else None,
            trust_env=options.proxy_mode == "system" and not is_direct,
            follow_redirects=False,
            timeout=httpx.Timeout(None),
            limits=httpx.Limits(
                max_connections=None,
                max_keepalive_connections=KEPT_CONNECTIONS,
                keepalive_expiry=KEPT_FOR_S,
            ),
        )
    except (ValueError, ImportError, httpx.InvalidURL) as error:
        detail = ErrorDetail(host=_proxy_host(options.proxy_url))
        raise ConnectFailed(reason="net-proxy", detail=detail) from error


def load_http() -> None:
    """Load httpx with all that it loads late; blocks, so callers use a thread."""
    for name in ("httpx", *_LATE_IMPORTS):
        with contextlib.suppress(ImportError):  # only saves time later
            importlib.import_module(name)


def _trusted() -> "ssl.SSLContext":
    """Return a context that trusts what the system trusts."""
    import ssl

    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _proxy_host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
