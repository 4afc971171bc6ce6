"""A version that was published, with what is new in it."""

from dataclasses import dataclass

from supertoken_desktop.domain.version import Version


@dataclass(frozen=True, slots=True)
class Release:
    """A published version: its notes as plain text, and the page that it can be had from."""

    version: Version
    notes: str
    page: str
