"""Pictures that stand as data in Markdown text: megabytes that are nothing to read."""

from collections.abc import Callable, Iterator

_DATA = "](data:"
_OPENING = "!["
_LONGEST_NAME = 2_000


def without_pictures(text: str, instead: Callable[[str], str]) -> str:
    """Return Markdown with what `instead` makes of a picture's name in place of its data.

    One whose end is missing reaches to the end of the text. Links to pictures elsewhere stay.
    """
    if _DATA not in text:
        return text
    return "".join(_pieces(text, instead))


def _pieces(text: str, instead: Callable[[str], str]) -> Iterator[str]:
    position = searched = 0
    while (at := text.find(_DATA, searched)) >= 0:
        searched = at + len(_DATA)
        begin = text.rfind(_OPENING, max(position, at - _LONGEST_NAME), at)
        if begin < 0:
            continue
        end = text.find(")", searched)
        yield text[position:begin]
        yield instead(text[begin + len(_OPENING) : at])
        position = searched = end + 1 if end >= 0 else len(text)
    yield text[position:]
