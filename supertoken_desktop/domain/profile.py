"""A relay as the user configured it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from supertoken_desktop.domain.ids import ProfileId


@dataclass(frozen=True, slots=True)
class Limits:
    """What the client keeps to by itself; None is no limit.

    Source: the relay's page: 60 requests a minute, 3,600 an hour, 10 at once.
    """

    per_minute: int | None = 60
    per_hour: int | None = 3600
    at_once: int | None = 10


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Longest waits in seconds: to connect, for the headers, for any byte, for a data event."""

    connect_s: float = 15.0
    headers_s: float = 180.0
    idle_s: float = 120.0
    progress_s: float = 600.0


@dataclass(frozen=True, slots=True)
class ProviderProfile:
    """One configured relay.

    `root` is the address without endpoint and without `/v1`. `secret_ref` names the key's entry in
    the keyring, never the key. `timeouts` None means the program's defaults.
    """

    id: ProfileId
    name: str
    root: str
    secret_ref: str
    headers: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    timeouts: Timeouts | None = None
    gpt_requires_stream: bool = True
    default_model_id: str | None = None
    position: int = 0
    is_demo: bool = False
