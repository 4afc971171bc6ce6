"""Pictures in answers, as Markdown: text is what journal, history, search and copying know.

Source: image models of several relays answer with `images` beside the content, or with a list of
parts as content; both hold what a question with a picture holds.
"""

from urllib.parse import quote

_WEB = ("https://", "http://")
_DATA = "data:image/"
_KNOWN = frozenset({"png", "jpeg", "gif", "webp"})
# With one of these in it, an address would end early in Markdown.
_ENDING = frozenset(" \t\r\n()<>\\")


def picture_markdown(entry: object) -> str:
    """Return the Markdown of one picture, a paragraph of its own; "" where there is none."""
    address = _address(entry)
    if address.startswith(_WEB):
        address = quote(address, safe="%/:?#[]@!$&'*+,;=~-._")
    else:
        address = _as_known_format(address)
    if not address:
        return ""
    return f"\n\n![image]({address})\n\n"


def _as_known_format(address: str) -> str:
    """Return a data URL that Markdown takes for a picture, "" for one that is none.

    What the data says of itself counts in the end and not this name ("jpg" is a frequent one).
    """
    head, comma, data = address.partition(",")
    kind = head.removeprefix(_DATA).partition(";")[0]
    is_pixels = head.startswith(_DATA) and head.endswith(";base64") and "svg" not in kind
    if not (comma and is_pixels) or any(mark in data for mark in _ENDING):
        return ""
    return f"{_DATA}{kind if kind in _KNOWN else 'png'};base64,{data}"


def is_picture(entry: object) -> bool:
    """Tell whether a part of an answer is a picture."""
    return isinstance(entry, dict) and bool(_PICTURE_KEYS & entry.keys())


_PICTURE_KEYS = frozenset({"image_url", "b64_json"})


def _address(entry: object) -> str:
    match entry:
        case {"image_url": {"url": str(address)}}:
            return address
        case {"image_url": str(address)}:
            return address
        case {"b64_json": str(data)}:
            return f"data:image/png;base64,{data}"
        case _:
            return ""
