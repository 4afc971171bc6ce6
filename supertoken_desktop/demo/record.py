"""What the demo relay remembers of the requests it got; keys are masked before they are kept."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from supertoken_desktop.demo.clock import DemoClock
from supertoken_desktop.demo.keys import masked, masked_target
from supertoken_desktop.demo.wire import Headers


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request as it came; header names are lower case."""

    method: str
    target: str
    headers: Headers
    body: bytes

    @property
    def path(self) -> str:
        """Return the target without its query."""
        return self.target.partition("?")[0]

    def header(self, name: str) -> str:
        """Return the first header of a name, "" without one."""
        return next((value for known, value in self.headers if known == name), "")


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """One request of the record.

    `body` is the decoded JSON, the text if it is none, or None; `arrived_at` is in seconds on the
    relay's clock; `concurrency` counts chat responses open at arrival with this one; `status` is
    None until the answer begins; `is_open` ends when the answer has; `bytes_sent` counts the body
    without framing.
    """

    method: str
    path: str
    headers: Headers
    body: object
    arrived_at: float
    concurrency: int
    scenario: str | None = None
    status: int | None = None
    bytes_sent: int = 0
    client_closed_early: bool = False
    is_open: bool = True

    def as_json(self) -> dict[str, object]:
        """Return the entry for the control endpoint."""
        return {**asdict(self), "headers": [list(pair) for pair in self.headers]}


class Record:
    """Keep the requests in order of arrival, and count the chat responses that are open."""

    def __init__(self, clock: DemoClock) -> None:
        self._clock = clock
        self._entries: list[RecordedRequest] = []
        self._open: set[int] = set()
        self._first = 0

    @property
    def entries(self) -> Sequence[RecordedRequest]:
        """Return the requests since the last reset."""
        return tuple(self._entries)

    @property
    def open_chats(self) -> int:
        """Return how many chat responses are being sent."""
        return len(self._open)

    def reset(self) -> None:
        """Forget the requests; open responses still count until they end."""
        self._first += len(self._entries)
        self._entries.clear()

    def add(self, request: Request) -> int:
        """Keep a request and return its number."""
        entry = RecordedRequest(
            request.method,
            masked_target(request.target),
            masked(request.headers),
            _readable(request.body),
            self._clock.now(),
            self.open_chats + 1,
        )
        self._entries.append(entry)
        return self._first + len(self._entries) - 1

    def open_chat(self, number: int, scenario: str) -> None:
        """Note that a chat request was let in, and what it plays."""
        self._open.add(number)
        self.note_scenario(number, scenario)

    def note_scenario(self, number: int, scenario: str) -> None:
        """Note what a request plays."""
        self._change(number, scenario=scenario)

    def note_status(self, number: int, status: int) -> None:
        """Note that an answer begins."""
        self._change(number, status=status)

    def close(self, number: int, bytes_sent: int, *, client_closed_early: bool) -> None:
        """Note that an answer has ended, one way or the other."""
        self._open.discard(number)
        self._change(
            number,
            bytes_sent=bytes_sent,
            client_closed_early=client_closed_early,
            is_open=False,
        )

    def _change(self, number: int, **changes: object) -> None:
        at = number - self._first
        if at >= 0:
            entry = replace(self._entries[at], **changes)  # type: ignore[arg-type]  # names above
            self._entries[at] = entry


def _readable(body: bytes) -> object:
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")
