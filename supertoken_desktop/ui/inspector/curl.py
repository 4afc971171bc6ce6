"""A recorded request as a command for the shell; pure."""

import shlex

from supertoken_desktop.domain.exchange import Exchange

KEY_VARIABLE = "SUPERTOKEN_API_KEY"
# curl makes them by itself, or they would not be true for what it sends.
_NOT_NAMED = frozenset(
    {"authorization", "host", "connection", "content-length", "accept-encoding", "user-agent"}
)


def curl_command(exchange: Exchange) -> str:
    """Return the request as a `curl` command for a POSIX shell.

    The key comes from the environment: it is not known here. `--globoff` leaves brackets in
    addresses alone, `--data-raw` an "@" at the beginning of a body.
    """
    pieces = [f"curl --globoff -N -X {shlex.quote(exchange.method)} {shlex.quote(exchange.url)}"]
    pieces.append(f'-H "Authorization: Bearer ${KEY_VARIABLE}"')
    for name, value in exchange.request_headers:
        if name.lower() not in _NOT_NAMED:
            pieces.append(f"-H {shlex.quote(f'{name}: {value}')}")
    body = exchange.request_body.content.decode("utf-8", "replace")
    if body:
        pieces.append(f"--data-raw {shlex.quote(body)}")
    return " \\\n  ".join(pieces)
