"""Links of the transcript: which one a row shows, where it leads, and what is said of it."""

from collections.abc import Iterator

from supertoken_desktop.document.blocks import SpanStyle, Text
from supertoken_desktop.domain.links import (
    Link,
    checked_link,
    displayed,
    host_of,
    is_openable,
)
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.transcript.picture_texts import (
    is_picture_link,
    picture_link,
    pictures_in,
)
from supertoken_desktop.ui.transcript.row_kinds import (
    Picture,
    PictureRow,
    Row,
    TableRow,
    TextRow,
)


def link_in(row: Row | None, target: str) -> Link | None:
    """Return the link to `target` as a row shows it; None for one that must not be opened.

    Where several texts of the row lead there, it is the most doubtful one.
    """
    found = [checked_link(target, text) for text in _texts_of(row, target)]
    links = [link for link in found if link is not None]
    if not links:
        return checked_link(target)
    return max(links, key=lambda link: len(link.doubts))


def leads_on(link: str) -> bool:
    """Tell whether a click does something: an address that may be opened, or a picture."""
    return is_picture_link(link) or is_openable(link)


def tip_of(link: str, row: Row | None) -> str:
    """Return what is shown while the mouse or the focus is on a link: where it leads."""
    if is_picture_link(link):
        picture = picture_of(row, link)
        return _tip_of_picture(picture) if picture is not None else ""
    found = checked_link(link)
    return displayed(found.address) if found is not None else ""


def picture_of(row: Row | None, link: str) -> Picture | None:
    """Return the picture of a row that a link of its widget stands for, None for another link."""
    if not is_picture_link(link):
        return None
    pictures = list(row.pictures) if isinstance(row, PictureRow) else []
    for text in _texts(row):
        pictures += pictures_in(text)
    return next((one for one in pictures if picture_link(one.target) == link), None)


def _tip_of_picture(picture: Picture) -> str:
    host = host_of(picture.target)
    if not host:
        return displayed(picture.name)
    words = _("{name} – picture from {host}")
    return words.format(name=displayed(picture.name), host=host)


def _texts_of(row: Row | None, target: str) -> Iterator[str]:
    for text in _texts(row):
        for span in text.spans:
            if span.style is SpanStyle.LINK and span.target == target:
                yield text.text[span.start : span.end]


def _texts(row: Row | None) -> Iterator[Text]:
    match row:
        case TextRow(text):
            yield text
        case TableRow(_, lines):
            for cells in lines:
                yield from cells
        case _:
            pass
