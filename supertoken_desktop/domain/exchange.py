"""One attempt as it went over the wire, for people who want to see it; it holds no key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from supertoken_desktop.domain.errors import ErrorRecord

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RawBody:
    """The bytes of an answer and when they came.

    `offsets` and `seconds` have one value a read of the network: where it begins in `content`, and
    how long after the request it came. `total_bytes` counts also what was not kept.
    """

    content: bytes = b""
    offsets: Sequence[int] = ()
    seconds: Sequence[float] = ()
    total_bytes: int = 0

    @property
    def is_cut(self) -> bool:
        """Tell whether there was more than is kept."""
        return self.total_bytes > len(self.content)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what came back.

    `label` is the id of the message it was for. `status` is None where no reply came, `failure`
    why the attempt failed. Lengths of time count from `started_at`, UTC.
    """

    label: str
    started_at: datetime
    method: str
    url: str
    request_headers: Headers
    request_body: RawBody
    status: int | None
    response_headers: Headers
    answer: RawBody
    duration_s: float
    failure: ErrorRecord | None = None

    @property
    def size_bytes(self) -> int:
        """Return about how much memory this takes."""
        marks = len(self.answer.offsets) * _MARK_BYTES
        bodies = len(self.request_body.content) + len(self.answer.content)
        return bodies + marks + _OVERHEAD_BYTES


# Headers and the objects themselves; and place and time of one read of the network.
_OVERHEAD_BYTES = 4096
_MARK_BYTES = 16
