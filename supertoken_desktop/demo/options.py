"""The switches of the demo relay and how they are changed while it runs."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace


class BadSwitch(ValueError):
    """A switch that does not exist, or a value that it does not take."""


class RetryAfter(enum.StrEnum):
    """How a refusal for too many requests says when to come back."""

    NONE = "none"
    SECONDS = "seconds"
    DATE = "date"
    MS = "ms"


class Flavor(enum.StrEnum):
    """Which relay software's envelopes and model list are imitated."""

    NEWAPI = "newapi"
    ONEAPI = "oneapi"
    SEED = "seed"


class Lang(enum.StrEnum):
    """In which language the relay words its errors."""

    ZH = "zh"
    EN = "en"


class Dashboard(enum.StrEnum):
    """What stands at addresses outside the API."""

    HTML = "html"
    MISSING = "404"


class UsageStyle(enum.StrEnum):
    """Where in a stream the token counts stand."""

    SEPARATE = "separate"
    LAST = "last"
    EVERY = "every"
    NONE = "none"


class LineEnd(enum.StrEnum):
    """How lines of a stream end."""

    LF = "lf"
    CRLF = "crlf"
    CR = "cr"

    @property
    def mark(self) -> bytes:
        """Return the bytes that end a line."""
        return {"lf": b"\n", "crlf": b"\r\n", "cr": b"\r"}[self.value]


@dataclass(frozen=True, slots=True)
class RateLimits:
    """How many requests are let in per minute, per hour and at once."""

    minute: int = 60
    hour: int = 3600
    concurrent: int = 10


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """The switches of the demo relay, defaults as a relay of today behaves.

    `limits` None means none. `pace_ms` is the pause between two pieces of text in milliseconds,
    `ping_s` the silence after a keep-alive comment ahead of the answer in seconds (0: none).
    `guide` is what questions are answered from: page title and Markdown text, both languages mixed.
    """

    auth: bool = True
    gpt_must_stream: bool = True
    strict_params: bool = False
    limits: RateLimits | None = RateLimits()
    retry_after: RetryAfter = RetryAfter.NONE
    flavor: Flavor = Flavor.NEWAPI
    lang: Lang = Lang.ZH
    dashboard: Dashboard = Dashboard.HTML
    ping_s: float = 0
    usage: UsageStyle = UsageStyle.SEPARATE
    line_end: LineEnd = LineEnd.LF
    pace_ms: float = 0
    swallow_last: bool = False
    think_to_content: bool = False
    list_scenarios: bool = False
    default_scenario: str = "normal"
    guide: tuple[tuple[str, str], ...] = ()


def changed(options: DemoOptions, changes: Mapping[str, object]) -> DemoOptions:
    """Return the options with some switches set from their JSON form ("on", "off", numbers, names).

    Raises: BadSwitch.
    """
    known = {field.name for field in fields(DemoOptions)} - {"guide"}
    for name in changes:
        if name not in known:
            raise BadSwitch(name)
    values = {name: _read(name, getattr(options, name), value) for name, value in changes.items()}
    return replace(options, **values)  # type: ignore[arg-type]  # _read keeps types


def _read(name: str, present: object, value: object) -> object:
    if name == "limits":
        return _read_limits(value)
    if isinstance(present, bool):
        return _read_flag(name, value)
    if isinstance(present, enum.StrEnum):
        try:
            return type(present)(str(value))
        except ValueError as error:
            raise BadSwitch(f"{name}={value}") from error
    if isinstance(present, int | float):
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise BadSwitch(f"{name}={value}")
        return value
    return str(value)


def _read_flag(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value not in ("on", "off"):
        raise BadSwitch(f"{name}={value}")
    return value == "on"


def _read_limits(value: object) -> RateLimits | None:
    if value in (None, "off", False):
        return None
    if not isinstance(value, dict):
        raise BadSwitch(f"limits={value}")
    numbers: dict[str, int] = {}
    for key, number in value.items():
        if key not in ("minute", "hour", "concurrent") or not isinstance(number, int):
            raise BadSwitch(f"limits.{key}={number}")
        numbers[key] = number
    return RateLimits(**numbers)
