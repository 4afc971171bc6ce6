"""Sampling parameters of a request."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

TEMPERATURE_RANGE = (0.0, 2.0)
TOP_P_RANGE = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the user set; None is absent from the request, never sent as null.

    `extra` is JSON text of an object that is merged into the body last.
    Source: the relay's own table: temperature 0 to 2, top_p 0 to 1.
    """

    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    stop: tuple[str, ...] | None = None
    extra: str | None = None

    def __post_init__(self) -> None:
        _check_range("temperature", self.temperature, TEMPERATURE_RANGE)
        _check_range("top_p", self.top_p, TOP_P_RANGE)
        if self.max_tokens is not None and self.max_tokens < 1:
            raise ValueError("max_tokens must be at least 1")

    def over(self, base: "Parameters") -> "Parameters":
        """Return these parameters with what is unset taken from `base`."""
        mine = {f.name: getattr(self, f.name) for f in fields(self)}
        return replace(base, **{name: value for name, value in mine.items() if value is not None})

    def as_mapping(self) -> Mapping[str, object]:
        """Return the set values by name."""
        mine = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: value for name, value in mine.items() if value is not None}


def _check_range(name: str, value: float | None, limits: tuple[float, float]) -> None:
    low, high = limits
    if value is not None and not low <= value <= high:
        raise ValueError(f"{name} must be from {low:g} to {high:g}")
