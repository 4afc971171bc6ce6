"""A file that the transcript can give, for whoever asks where it is to be saved."""

from dataclasses import dataclass

from supertoken_desktop.document.highlight import file_extension
from supertoken_desktop.i18n import _


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """What the file should be called and exactly what it holds."""

    name: str
    data: bytes


def offered_code(code: str, language: str) -> OfferedFile:
    """Return code as a file with the ending of its language."""
    return OfferedFile(_("code") + file_extension(language), code.encode(errors="replace"))
