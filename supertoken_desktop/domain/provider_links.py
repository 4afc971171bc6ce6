"""Links by which relays and other programs hand a provider on: every form in use, one offer.

Pure, and of the standard library alone. Links are hostile: here their form is read and nothing is
believed. Whether the address is one, and whether the user wants it, is asked later.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from supertoken_desktop.domain.links import displayed
from supertoken_desktop.domain.plain import is_short_enough
from supertoken_desktop.domain.secret import Secret, cleaned_key

FORMATS = ("openai", "anthropic", "gemini")
_LONGEST_NAME = 60
_LONGEST_MODEL_ID = 128
_MOST_MODELS = 50

_Query = Mapping[str, str]
_Object = Mapping[str, object]


class LinkRejected(ValueError):
    """A text of which no offer can be made.

    `reason` is "unknown" (no such link), "too-long", "unreadable", or "incomplete" (no address).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ProviderOffer:
    """A provider as a link describes it, cleaned and not yet believed.

    `address` is as written, without a user. Of several keys the first is taken; `further_keys`
    counts the others. `formats` are some of FORMATS, `models` are ids.
    """

    address: str
    key: Secret | None = None
    name: str = ""
    formats: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    further_keys: int = 0


@dataclass(frozen=True, slots=True)
class LinkParts:
    """A link taken apart and not decoded; `place` is what stands between scheme and query."""

    scheme: str
    place: str
    query: _Query


def offer_in(text: str) -> ProviderOffer | None:
    """Return what a pasted text offers where it is a provider link; None for any other text.

    Raises: nothing; the text is hostile input.
    """
    try:
        return read_provider_link(text)
    except LinkRejected:
        return None


def read_provider_link(link: str) -> ProviderOffer:
    """Return what a link offers.

    Raises: LinkRejected, and nothing else, whatever the text.
    """
    parts = link_parts(link)
    read = _READERS.get((parts.scheme, parts.place.lower()))
    if read is not None:
        return read(parts.query)
    if parts.scheme in ("http", "https"):
        return _from_web_address(parts, link)
    raise LinkRejected("unknown")


def link_parts(link: str) -> LinkParts:
    """Take a link apart. Raises: LinkRejected where it is too long or has no scheme."""
    if not is_short_enough(link):
        raise LinkRejected("too-long")
    scheme, colon, rest = link.strip().partition(":")
    if not colon or not _SCHEME.fullmatch(scheme):
        raise LinkRejected("unknown")
    place, _mark, query = rest.lstrip("/").partition("?")
    if scheme.lower() not in ("http", "https"):
        place, query = place.partition("#")[0], query.partition("#")[0]
    return LinkParts(scheme.lower(), place.rstrip("/"), _query(query))


def decoded(value: str) -> str:
    """Undo the percent signs of a value, once. Raises: LinkRejected."""
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError as error:
        raise LinkRejected("unreadable") from error


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_USER = re.compile(r"^(\s*(?:[A-Za-z][A-Za-z0-9+.-]*:/*)?)[^/?#\\]*@")
# A comma behind a backslash belongs to the key.
_BETWEEN_KEYS = re.compile(r"(?<!\\)[,，\n]")
_ADDRESS_NAMES = ("baseUrl", "baseURL", "apiHost", "url")
_KEY_NAMES = ("apiKey", "key")
# The kinds that other programs name, as formats.
_KINDS: Mapping[str, tuple[str, ...]] = {
    **{name: (name,) for name in FORMATS},
    "openai-responses": ("openai",),
}


def _from_base64(name: str) -> Callable[[_Query], ProviderOffer]:
    def read(query: _Query) -> ProviderOffer:
        return _offer_of(_object(_without_base64(query.get(name, ""))))

    return read


def _from_plain(address: str, key: str) -> Callable[[_Query], ProviderOffer]:
    def read(query: _Query) -> ProviderOffer:
        return _offer_of({name: decoded(query.get(at, "")) for name, at in fields})

    fields = (("baseUrl", address), ("apiKey", key))
    return read


# Source: the link templates that panels of one-api and new-api offer for these programs.
_READERS: Mapping[tuple[str, str], Callable[[_Query], ProviderOffer]] = {
    ("supertoken", "provider/add"): _from_base64("data"),
    ("cherrystudio", "providers/api-keys"): _from_base64("data"),
    ("chatbox", "provider/import"): _from_base64("config"),
    ("deepchat", "provider/install"): _from_base64("data"),
    ("aionui", "provider/add"): _from_base64("data"),
    ("opencat", "team/join"): _from_plain("domain", "token"),
    ("ama", "set-api-key"): _from_plain("server", "key"),
}


def _from_web_address(parts: LinkParts, link: str) -> ProviderOffer:
    """Read what chat pages take in their address: JSON in the query, or in that of the fragment."""
    fragment = link.partition("#")[2].partition("?")[2]
    for query in (parts.query, _query(fragment)):
        for name in ("settings", "provider"):
            if name in query:
                return _offer_of(_object(decoded(query[name].partition("#")[0])))
    raise LinkRejected("unknown")


def _query(text: str) -> dict[str, str]:
    """Return the fields of a query, undecoded; the first of a name counts."""
    fields: dict[str, str] = {}
    for pair in text.split("&"):
        name, _equals, value = pair.partition("=")
        fields.setdefault(name, value)
    return fields


def _without_base64(value: str) -> str:
    """Decode base64 of either alphabet, with or without padding, as links carry it."""
    # Whoever decodes a query as a form turns each plus into a blank.
    packed = decoded(value).replace(" ", "+").translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        plain = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
        return plain.decode("utf-8")
    except (binascii.Error, ValueError) as error:
        raise LinkRejected("unreadable") from error


def _object(text: str) -> _Object:
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        # Deep nesting exhausts the parser's stack.
        raise LinkRejected("unreadable") from error
    if not isinstance(found, dict):
        raise LinkRejected("unreadable")
    return found


def _offer_of(found: _Object) -> ProviderOffer:
    """Make an offer of an object; the programs differ in names and nesting, not in meaning."""
    layers = tuple(_layers(found))
    address = _USER.sub(r"\1", _first_text(layers, _ADDRESS_NAMES)).strip()
    path = _first_text(layers, ("apiPath",)).strip()
    if not address:
        raise LinkRejected("incomplete")
    if path:
        address = f"{address.rstrip('/')}/{path.lstrip('/')}"
    keys = _keys(_first_text(layers, _KEY_NAMES))
    return ProviderOffer(
        address,
        Secret(keys[0]) if keys else None,
        displayed(" ".join(_first_text(layers, ("name",)).split()), _LONGEST_NAME),
        _formats(found),
        tuple(_models(layers)),
        max(0, len(keys) - 1),
    )


def _layers(found: _Object) -> Iterator[_Object]:
    """Yield the object and those within it that may say more of the provider."""
    yield found
    settings = found.get("settings")
    if isinstance(settings, dict):
        yield settings
    vaults = found.get("keyVaults")
    if isinstance(vaults, dict):
        yield from (v for v in (vaults.get("openai"), *vaults.values()) if isinstance(v, dict))


def _first_text(layers: tuple[_Object, ...], names: tuple[str, ...]) -> str:
    texts = (layer[name] for layer in layers for name in names if name in layer)
    return next((_whole(text) for text in texts if isinstance(text, str) and text), "")


def _keys(text: str) -> list[str]:
    pieces = (piece.replace("\\,", ",") for piece in _BETWEEN_KEYS.split(text))
    keys = [key for piece in pieces if (key := cleaned_key(piece))]
    if not all(key.isascii() and key.isprintable() for key in keys):
        # It could not travel in a header.
        raise LinkRejected("unreadable")
    return keys


def _formats(found: _Object) -> tuple[str, ...]:
    listed = found.get("formats")
    if isinstance(listed, list):
        return tuple(name for name in FORMATS if name in listed)
    kind = found.get("type")
    return _KINDS.get(kind, ()) if isinstance(kind, str) else ()


def _models(layers: tuple[_Object, ...]) -> Iterator[str]:
    listed = next((layer["models"] for layer in layers if "models" in layer), ())
    if not isinstance(listed, list):
        return
    for one in listed[:_MOST_MODELS]:
        model_id = one.get("modelId") if isinstance(one, dict) else one
        if isinstance(model_id, str) and 0 < len(model_id) <= _LONGEST_MODEL_ID:
            is_plain = model_id.isprintable() and model_id == model_id.strip()
            yield from (model_id,) if is_plain else ()


def _whole(text: str) -> str:
    """Return text without halves of character pairs, which nothing could be written with."""
    return _encoded(text).decode()


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
