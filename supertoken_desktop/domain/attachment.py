"""A file that belongs to a message."""

from dataclasses import dataclass

from supertoken_desktop.domain.ids import AttachmentId


@dataclass(frozen=True, slots=True)
class Attachment:
    """Describe a file: `size` in bytes, `width` and `height` in pixels or None."""

    id: AttachmentId
    sha256: str
    media_type: str
    name: str
    size: int
    width: int | None = None
    height: int | None = None
