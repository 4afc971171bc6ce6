"""Pictures in answers, as Markdown: text is what journal, history, search and copying know.

Source: image models of several relays answer with `images` beside the content, or with a list of
parts as content; both hold what a question with a picture holds.
"""

from urllib.parse import quote

_WEB = ("https://", "http://")
_DATA = "data:image/"
# With one of these in it, an address would end early in Markdown.
_ENDING = frozenset(" \t\r\n()<>\\")


def picture_markdown(entry: object) -> str:
    """Return the Markdown of one picture, a paragraph of its own; "" where there is none."""
    address = _address(entry)
    if address.startswith(_WEB):
        address = quote(address, safe="%/:?#[]@!$&'*+,;=~-._")
    elif not address.startswith(_DATA) or any(mark in address for mark in _ENDING):
        return ""
    return f"\n\n![image]({address})\n\n"


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
