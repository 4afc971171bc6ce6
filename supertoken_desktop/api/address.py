"""A relay's address: what people paste to a root, and a root with an endpoint to a URL; pure."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TIDY = str.maketrans(
    {
        **{chr(code): chr(ascii_code) for code, ascii_code in _FULL_WIDTH.items()},
        "。": ".",
        "\u3000": " ",
        **dict.fromkeys("\"'`“”‘’«»「」『』<>《》", ""),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\ufeff", ""),
    }
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?=/)")
_VERSION = re.compile(r"v\d+[a-z0-9]*", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.?")
_LOCAL_ENDINGS = (".localhost", ".local", ".lan", ".internal", ".home.arpa")
_MOST_CHARS = 2048
_TAILS: tuple[tuple[str, str], ...] = (
    ("chat/completions", "openai"),
    ("completions", "openai"),
    ("responses", "responses"),
    ("messages", "anthropic"),
    ("images/generations", ""),
    ("images/edits", ""),
    ("embeddings", ""),
    ("models", ""),
)
_GEMINI_CALL = re.compile(r"/models/[^/]+:(generateContent|streamGenerateContent|predict)$")


@dataclass(frozen=True, slots=True)
class Root:
    """A relay's address without endpoint and without `/v1`.

    A root that ends in `#` is used literally, without adding a version. `hint` names the format
    that a pasted endpoint implied: "openai", "responses", "anthropic", "gemini", or "".
    """

    root: str
    hint: str


class AddressRejected(ValueError):
    """A text that is no usable address; `reason` is "empty", "scheme", "host" or "plain-http"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def normalise(text: str) -> Root:
    """Return the root of a pasted address.

    Raises: AddressRejected; plain HTTP is only taken for hosts of this computer or a private net,
    because the key travels in a header.
    """
    parts, is_literal = _split(text)
    host = _host(parts)
    if parts.scheme == "http" and not is_local_host(parts.hostname or ""):
        raise AddressRejected("plain-http")
    path, hint = re.sub(r"/{2,}", "/", parts.path).rstrip("/"), ""
    while True:
        shorter, implied = _without_tail(path, is_literal=is_literal)
        hint = hint or implied
        if shorter == path:
            break
        path = shorter
    return Root(f"{parts.scheme}://{host}{path}{'#' if is_literal else ''}", hint)


def endpoint(root: str, path: str) -> str:
    """Return the URL of an endpoint, for example `endpoint(root, "chat/completions")`.

    The version `v1` is put between, unless the root has a version segment or ends in `#`.
    """
    if root.endswith("#"):
        return f"{root[:-1].rstrip('/')}/{path}"
    base = root.rstrip("/")
    has_version = any(_VERSION.fullmatch(part) for part in urlsplit(base).path.split("/"))
    return f"{base}/{path}" if has_version else f"{base}/v1/{path}"


def corrected(root: str) -> str:
    """Return the address that most likely was meant where `root` leads to a web page."""
    parts = urlsplit(root)
    return f"{parts.scheme}://{parts.netloc}/v1"


def is_local_host(host: str) -> bool:
    """Tell whether a host is this computer or stands in a private network."""
    name = host.lower().rstrip(".")
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(_LOCAL_ENDINGS) or "." not in name
    return address.is_private or address.is_loopback or address.is_link_local


def is_loopback_host(host: str) -> bool:
    """Tell whether a host is this computer."""
    name = host.lower().rstrip(".")
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def _split(text: str) -> tuple[SplitResult, bool]:
    """Return the parts of an address with its scheme, and whether it is to be used literally."""
    tidy = text.translate(_TIDY).strip()
    if not tidy:
        raise AddressRejected("empty")
    if len(tidy) > _MOST_CHARS or any(char.isspace() or not char.isprintable() for char in tidy):
        raise AddressRejected("host")
    is_literal = tidy.endswith("#")
    try:
        if not _SCHEME.match(tidy):
            tidy = f"{_usual_scheme(tidy)}://{tidy.lstrip('/')}"
        scheme, _, rest = tidy.partition(":")
        parts = urlsplit(f"{scheme}://{rest.lstrip('/')}")
    except ValueError as error:
        raise AddressRejected("host") from error
    if parts.scheme not in ("http", "https"):
        raise AddressRejected("scheme")
    return parts, is_literal


def _usual_scheme(tidy: str) -> str:
    """Return the scheme to add; addresses of this computer and of private nets rarely have TLS."""
    host = urlsplit(f"//{tidy.lstrip('/')}").hostname or ""
    is_number = bool(re.fullmatch(r"[\d.]+|[0-9a-f:]*:[0-9a-f:.]*", host))
    return "http" if is_loopback_host(host) or (is_number and is_local_host(host)) else "https"


def _host(parts: SplitResult) -> str:
    """Return host and port, without the user that an address may name."""
    try:
        host, port = parts.hostname or "", parts.port
        if ":" in host:
            host = f"[{ipaddress.IPv6Address(host)}]"
        is_good = host.startswith("[") or (_HOST.fullmatch(host) and host.encode("idna"))
    except ValueError as error:
        raise AddressRejected("host") from error
    if not is_good:
        raise AddressRejected("host")
    return host if port is None else f"{host}:{port}"


def _without_tail(path: str, *, is_literal: bool) -> tuple[str, str]:
    """Drop a known endpoint, or a version that we would add ourselves; tell the implied format."""
    call = _GEMINI_CALL.search(path)
    if call is not None:
        return path[: call.start()], "gemini"
    for tail, hint in _TAILS:
        if path.endswith(f"/{tail}"):
            return path.removesuffix(f"/{tail}"), hint
    if not is_literal and path.endswith("/v1beta"):
        return path.removesuffix("/v1beta"), "gemini"
    return path if is_literal else path.removesuffix("/v1"), ""
