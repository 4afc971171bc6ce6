"""Everything that is expected to go wrong, as typed errors without words for people."""

import enum
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

from supertoken_desktop.domain.plain import plain

_FROM_OUTSIDE = ("code", "type", "param", "message", "request_id", "host")


class RetryClass(enum.Enum):
    """Say whether and how a failed attempt may be repeated by itself.

    Source: the retry table of the stream catalogue; a gateway time-out may have been billed and is
    therefore never repeated silently.
    """

    NONE = "none"
    RATE = "rate"
    BUSY = "busy"
    NET = "net"
    FIX = "fix"


@dataclass(frozen=True, slots=True)
class ErrorDetail:
    """Facts about an error for its card and for `--json`; never a key.

    `status` is the HTTP status; `code`, `type` and `param` are the relay's; `message` is the
    relay's own words; `host` names who could not be reached; `hint` carries one more fact that the
    kind of error needs (the corrected address, a limit in seconds, a file name). What a relay says
    is kept without its control characters.
    """

    status: int | None = None
    code: str | None = None
    type: str | None = None
    param: str | None = None
    message: str | None = None
    request_id: str | None = None
    host: str | None = None
    hint: str | None = None

    def __post_init__(self) -> None:
        for name in _FROM_OUTSIDE:
            value = getattr(self, name)
            if value and not value.isprintable():
                object.__setattr__(self, name, plain(value))


@dataclass(frozen=True, slots=True)
class RetryAdvice:
    """What an attempt's failure says about repeating it.

    `after_s` is the relay's own wish in seconds (`Retry-After`); `allowed` is `x-should-retry`;
    `was_sent` tells that the whole request had left, so that it may have been billed.
    """

    retry_class: RetryClass = RetryClass.NONE
    after_s: float | None = None
    allowed: bool | None = None
    was_sent: bool = False


class SuperTokenError(Exception):
    """An expected failure.

    `kind` is a stable word, `reason` a finer one (an id of the stream catalogue where there is
    one); `str(error)` is for the log and never shown to people.
    """

    kind: ClassVar[str] = "error"

    def __init__(
        self,
        message: str = "",
        *,
        reason: str = "",
        detail: ErrorDetail | None = None,
        advice: RetryAdvice | None = None,
    ) -> None:
        super().__init__(message or reason or self.kind)
        self.reason = reason or self.kind
        self.detail = detail or ErrorDetail()
        self.advice = advice or RetryAdvice()

    def with_detail(self, **changes: str | int | None) -> Self:
        """Return this error with some facts of its detail filled in."""
        self.detail = replace(self.detail, **changes)  # type: ignore[arg-type]  # names checked by replace
        return self


class ApiError(SuperTokenError):
    """A failure of talking to a relay."""


class KeyRefused(ApiError):
    """The relay did not accept the key."""

    kind = "key"


class QuotaExhausted(ApiError):
    """The balance of the key or the account is used up."""

    kind = "quota"


class RateLimited(ApiError):
    """Too many requests."""

    kind = "rate"


class ModelUnavailable(ApiError):
    """This key cannot use this model on this relay."""

    kind = "model"


class ContextTooLong(ApiError):
    """The conversation is longer than the model can read."""

    kind = "context"


class RequestRejected(ApiError):
    """The relay refused the request as it is."""

    kind = "request"


class Filtered(ApiError):
    """A content filter withheld the answer."""

    kind = "filter"


class RelayFault(ApiError):
    """The relay, or what stands behind it, has a problem."""

    kind = "relay"


class WrongAddress(ApiError):
    """The address leads to a web page or to another place, not to the relay."""

    kind = "address"


class ConnectFailed(ApiError):
    """The host could not be reached: name, connection, certificate or proxy."""

    kind = "connect"


class TimedOut(ApiError):
    """Nothing came within a time limit."""

    kind = "timeout"


class StreamBroken(ApiError):
    """The answer ended without a trustworthy end."""

    kind = "stream"


class StoreError(SuperTokenError):
    """A failure of keeping the history."""

    kind = "store"


class StoreLocked(StoreError):
    """Another process holds the history."""

    kind = "store.locked"


class StoreKeyWrong(StoreError):
    """The key at hand does not open the history."""

    kind = "store.key"


class StoreTooNew(StoreError):
    """A newer version of the program wrote the history."""

    kind = "store.too_new"


class StoreDamaged(StoreError):
    """The history cannot be read as it is; the file is kept."""

    kind = "store.damaged"


class DiskFull(StoreError):
    """There is no room to write."""

    kind = "store.full"


class SecretError(SuperTokenError):
    """A failure of the system's keyring."""

    kind = "secret"


class NoKeyring(SecretError):
    """The system offers no keyring."""

    kind = "secret.none"


class SecretDenied(SecretError):
    """The keyring is locked, or the user declined."""

    kind = "secret.denied"


class SecretMissing(SecretError):
    """No key is kept for this provider."""

    kind = "secret.missing"


class SettingsUnreadable(SuperTokenError):
    """The settings file cannot be read; it was kept under another name."""

    kind = "settings"


class PictureNotLoaded(SuperTokenError):
    """A picture from elsewhere cannot be had; the reasons are those of `api/pictures.py`."""

    kind = "picture"


class UpdateCheckFailed(SuperTokenError):
    """Nothing is known of newer versions; the reasons are those of `api/releases.py`."""

    kind = "update"


class InternalFault(SuperTokenError):
    """An answer failed for a reason that nobody foresaw: a bug, already in the log."""

    kind = "internal"


@dataclass(frozen=True, slots=True)
class ErrorRecord:
    """An error as it is kept with a message: its kind, reason and detail, no live exception."""

    kind: str
    reason: str
    detail: ErrorDetail = field(default_factory=ErrorDetail)
    retry_after_s: float | None = None

    @classmethod
    def of(cls, error: SuperTokenError) -> "ErrorRecord":
        """Take from a live error what is worth keeping."""
        return cls(error.kind, error.reason, error.detail, error.advice.after_s)
