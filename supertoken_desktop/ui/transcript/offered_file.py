"""A file that the transcript can give, for whoever asks where it is to be saved."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """What the file should be called and exactly what it holds."""

    name: str
    data: bytes
