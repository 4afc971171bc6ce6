"""What a failure of the connection means: httpx's exceptions as typed errors.

Their texts are not passed on: a request hangs on them, and the key on that.
"""

import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

from supertoken_desktop.domain.errors import (
    ApiError,
    ConnectFailed,
    ErrorDetail,
    RelayFault,
    RetryAdvice,
    RetryClass,
    StreamBroken,
    TimedOut,
)

if TYPE_CHECKING:
    import ssl

    import httpx

_WINDOWS_TRY_AGAIN = 11002
_TEMPORARY = frozenset({socket.EAI_AGAIN, _WINDOWS_TRY_AGAIN})
_MOST_CAUSES = 20


def connect_fault(
    error: "httpx.HTTPError", host: str, *, was_sent: bool, is_at_proxy: bool
) -> ApiError:
    """Return the error for an exchange that failed before the status line.

    `is_at_proxy` tells that the proxy, not the relay, was being reached.
    """
    import ssl

    import httpx

    if isinstance(error, httpx.ProxyError) or (
        is_at_proxy and isinstance(error, httpx.ConnectError)
    ):
        return _failed("net-proxy", host, hint=_proxy_words(error))
    causes = list(_causes(error))
    tls = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
    if tls is not None:
        return _failed("net-tls", host, hint=_tls_words(tls))
    name = next((cause for cause in causes if isinstance(cause, socket.gaierror)), None)
    if name is not None:
        retry_class = RetryClass.NET if name.errno in _TEMPORARY else RetryClass.NONE
        return _failed("net-dns", host, retry_class)
    if isinstance(error, httpx.ConnectError):
        is_refused = any(isinstance(cause, ConnectionRefusedError) for cause in causes)
        return _failed("net-refused" if is_refused else "net-unreachable", host, RetryClass.NET)
    if isinstance(error, httpx.NetworkError) or "disconnected" in str(error):
        return _failed("net-rst-headers", host, RetryClass.NET, was_sent=was_sent)
    return RelayFault(reason="bad-http", detail=ErrorDetail(host=host))


def connect_timeout(host: str, limit_s: float) -> ApiError:
    """Return the error for a connection that did not come about in time."""
    advice = RetryAdvice(RetryClass.NET)
    return TimedOut(reason="net-connect", detail=_limit(host, limit_s), advice=advice)


def headers_timeout(host: str, limit_s: float) -> ApiError:
    """Return the error for a request that was not answered in time; it may have been billed."""
    advice = RetryAdvice(was_sent=True)
    return TimedOut(reason="timeout-headers", detail=_limit(host, limit_s), advice=advice)


def silence(reason: str, host: str, limit_s: float) -> ApiError:
    """Return the error for a body in which nothing came in time."""
    advice = RetryAdvice(was_sent=True)
    return TimedOut(reason=reason, detail=_limit(host, limit_s), advice=advice)


def cut(reason: str, host: str) -> ApiError:
    """Return the error for a body that broke off."""
    advice = RetryAdvice(RetryClass.NET, was_sent=True)
    return StreamBroken(reason=reason, detail=ErrorDetail(host=host), advice=advice)


def too_big(host: str) -> ApiError:
    """Return the error for a line or an event over its limit."""
    advice = RetryAdvice(was_sent=True)
    return StreamBroken(reason="too-big", detail=ErrorDetail(host=host), advice=advice)


def unknown_coding(host: str, coding: str) -> ApiError:
    """Return the error for a body in a coding that was not asked for."""
    detail = ErrorDetail(host=host, hint=coding[:80])
    return RelayFault(reason="bad-encoding", detail=detail, advice=RetryAdvice(was_sent=True))


def _failed(
    reason: str,
    host: str,
    retry_class: RetryClass = RetryClass.NONE,
    *,
    was_sent: bool = False,
    hint: str | None = None,
) -> ApiError:
    advice = RetryAdvice(retry_class, was_sent=was_sent)
    return ConnectFailed(reason=reason, detail=ErrorDetail(host=host, hint=hint), advice=advice)


def _limit(host: str, limit_s: float) -> ErrorDetail:
    return ErrorDetail(host=host, hint=f"{limit_s:g}")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and what lies behind it, members of groups among them."""
    waiting: list[BaseException | None] = [error]
    for _ in range(_MOST_CAUSES):
        if not waiting:
            return
        one = waiting.pop(0)
        if one is None:
            continue
        yield one
        waiting += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions


def _tls_words(error: "ssl.SSLError") -> str:
    import ssl

    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    return error.reason or ""


def _proxy_words(error: "httpx.HTTPError") -> str | None:
    """Return what a proxy said, for example `407 Proxy Authentication Required`."""
    words = str(error)
    return words[:200] if words[:3].isdecimal() else None
