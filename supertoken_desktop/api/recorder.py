"""Record an attempt as it goes over the wire, without the key.

Recording is always on, so that what happened can be looked at afterwards; while an answer streams
it only copies bytes. What is secret is taken out when the attempt has ended, before anybody else
gets to see it: a key may be spread over two reads of the network.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import quote

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.errors import ErrorRecord, SuperTokenError
from supertoken_desktop.domain.exchange import Exchange, Headers, RawBody
from supertoken_desktop.log import MASK, mask

Keep = Callable[[Exchange], None]

MOST_REQUEST_BYTES = 1 << 20
MOST_ANSWER_BYTES = 1 << 20
# All answers that arrive at the same time together.
MOST_ARRIVING_BYTES = 16 << 20
# A relay that sends byte by byte gets no more times than this taken down.
MOST_MARKS = 50_000
_SECRET_HEADER = re.compile(
    r"authorization|cookie|(^|[-_])(key|token|secret|password|auth|session)s?($|[-_])|apikey",
    re.IGNORECASE,
)
# They count tokens and hold none.
_LIMIT_HEADER = re.compile(r"ratelimit|rate-limit", re.IGNORECASE)
_FILLER = b"*"
# What is shorter is a word that stands in for a key where none is needed ("ollama", "none").
_SHORTEST = 7
_BEARER = "Bearer "


class Recorder:
    """Begin the records of all clients; `keep` gets each when its attempt has ended.

    Every key that was ever used takes part in the masking of all that follows.
    """

    def __init__(self, clock: Clock, keep: Keep | None = None) -> None:
        self._clock = clock
        self._keep = keep
        self._secrets: dict[str, None] = {}
        self._room = _Room(MOST_ARRIVING_BYTES)

    def begin(self, label: str, secrets: Iterable[str]) -> "Recording":
        """Return the record of an attempt for a label; without one nothing is kept.

        `secrets` are the forms of the key that is used.
        """
        self._secrets.update(dict.fromkeys(s for s in secrets if len(s) >= _SHORTEST))
        keep = self._keep if label else None
        return Recording(label, tuple(self._secrets), self._clock, keep, self._room)


class _Room:
    """Room for so many bytes, shared by all recordings that are under way."""

    def __init__(self, size_bytes: int) -> None:
        self._free = size_bytes

    def take(self, wanted: int) -> int:
        """Take up to so many bytes; return how many there were."""
        taken = min(wanted, self._free)
        self._free -= taken
        return taken

    def give_back(self, taken: int) -> None:
        self._free += taken


class Recording:
    """Take down one attempt and hand it over when it has ended.

    `secrets` are the texts that must not be kept, wherever they come from.
    """

    def __init__(
        self, label: str, secrets: Sequence[str], clock: Clock, keep: Keep | None, room: _Room
    ) -> None:
        self._label = label
        self._secrets = secrets
        self._clock = clock
        self._keep = keep
        self._room = room
        self._taken = 0
        self._started_at = clock.now()
        self._started_s = clock.monotonic()
        self._method = ""
        self._url = ""
        self._request_headers: Headers = ()
        self._request_body = b""
        self._status: int | None = None
        self._response_headers: Headers = ()
        self._failure: ErrorRecord | None = None
        self._content = bytearray()
        self._offsets = array("L")
        self._seconds = array("d")
        self._total_bytes = 0

    def note_request(
        self, method: str, url: str, headers: Iterable[tuple[str, str]], body: bytes
    ) -> None:
        """Take down what is about to be sent; `url` has no user information in it."""
        self._method, self._url, self._request_body = method, url, body
        self._request_headers = tuple(headers)
        self._started_at = self._clock.now()
        self._started_s = self._clock.monotonic()

    def note_reply(self, status: int, headers: Iterable[tuple[str, str]]) -> None:
        """Take down the head of the reply."""
        self._status, self._response_headers = status, tuple(headers)

    def note_bytes(self, data: bytes) -> None:
        """Take down what one read of the network brought."""
        if self._keep is None:
            return
        self._total_bytes += len(data)
        wanted = min(len(data), MOST_ANSWER_BYTES - len(self._content))
        room = self._room.take(wanted)
        self._taken += room
        if room > 0:
            if len(self._offsets) < MOST_MARKS:
                self._offsets.append(len(self._content))
                self._seconds.append(self._clock.monotonic() - self._started_s)
            self._content += data if len(data) <= room else data[:room]

    def note_failure(self, error: SuperTokenError) -> None:
        """Take down why the attempt failed; the error holds no key any more."""
        self._failure = ErrorRecord.of(error)

    def end(self) -> None:
        """Hand over what was taken down; what was never sent is not kept."""
        self._room.give_back(self._taken)
        self._taken = 0
        if self._keep is None or not self._method:
            return
        needles = _needles(self._secrets)
        sent = self._request_body
        self._keep(
            Exchange(
                label=self._label,
                started_at=self._started_at,
                method=self._method,
                url=_text_without(self._secrets, self._url),
                request_headers=self._without_secrets(self._request_headers),
                request_body=RawBody(
                    _without(needles, sent)[:MOST_REQUEST_BYTES], total_bytes=len(sent)
                ),
                status=self._status,
                response_headers=self._without_secrets(self._response_headers),
                answer=RawBody(
                    _without(needles, bytes(self._content)),
                    self._offsets,
                    self._seconds,
                    self._total_bytes,
                ),
                duration_s=self._clock.monotonic() - self._started_s,
                failure=self._failure,
            )
        )
        self._keep = None

    def _without_secrets(self, headers: Headers) -> Headers:
        return tuple((name, _value_of(name, value, self._secrets)) for name, value in headers)


def _value_of(name: str, value: str, secrets: Sequence[str]) -> str:
    if _SECRET_HEADER.search(name) and not _LIMIT_HEADER.search(name):
        is_bearer = value.lower().startswith(_BEARER.lower())
        return f"{_BEARER}{MASK}" if is_bearer else MASK
    return _text_without(secrets, value)


def _text_without(secrets: Sequence[str], text: str) -> str:
    for secret in secrets:
        text = re.sub(re.escape(secret), MASK, text, flags=re.IGNORECASE)
    return mask(text)


def _needles(secrets: Sequence[str]) -> tuple[bytes, ...]:
    """Return the secrets as bodies hold them: plain, or escaped as in JSON and in addresses."""
    forms = {
        form
        for secret in secrets
        for form in (secret, secret.replace("/", "\\/"), quote(secret, safe=""))
    }
    return tuple(form.encode() for form in sorted(forms, key=len, reverse=True))


def _without(needles: Sequence[bytes], content: bytes) -> bytes:
    """Return bytes of the same length without the secrets, so that all places stay true.

    What is kept of a body may end in the middle of one.
    """
    if b"\\u00" in content:
        content = _without_escaped(needles, content)
    for needle in needles:
        content = content.replace(needle, _FILLER * len(needle))
        for length in range(len(needle) - 1, _SHORTEST - 1, -1):
            if content.endswith(needle[:length]):
                content = content[:-length] + _FILLER * length
    return content


def _without_escaped(needles: Sequence[bytes], content: bytes) -> bytes:
    """Return bytes without the secrets that JSON spells with some `\\u002d` for a sign."""
    for needle in needles:
        signs = (b"(?:%s|\\\\u00(?i:%02x))" % (re.escape(bytes([sign])), sign) for sign in needle)
        content = re.sub(b"".join(signs), lambda found: _FILLER * len(found[0]), content)
    return content
