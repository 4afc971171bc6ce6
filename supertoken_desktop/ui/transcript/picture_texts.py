"""Pictures in styled text: those that stand alone, and what stands for one among words. Pure."""

from dataclasses import replace

from supertoken_desktop.document.blocks import Span, SpanStyle, Text
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.transcript.row_kinds import Picture

_LINK = "picture:"
_ALL_BITS = 2**64 - 1
# Data of a picture whose end has not arrived yet, or never will.
_ARRIVING = "](data:image/"
_OPENING = "!["


def picture_link(target: str) -> str:
    """Return the short link that stands for a picture in a widget; its address may be megabytes."""
    return f"{_LINK}{hash(target) & _ALL_BITS:x}"


def is_picture_link(link: str) -> bool:
    """Tell whether a link of a widget stands for a picture."""
    return link.startswith(_LINK)


def lone_pictures(text: Text) -> tuple[Picture, ...]:
    """Return the pictures of a paragraph that has nothing else in it, () for every other one.

    One within a link stays where it is: such are badges, which stand in lines of text.
    """
    if not text.spans and _ARRIVING in text.text:
        return _unparsed(text.text.strip())
    if not text.spans or any(span.style is not SpanStyle.IMAGE for span in text.spans):
        return ()
    position = 0
    for span in text.spans:
        if text.text[position : span.start].strip():
            return ()
        position = span.end
    return () if text.text[position:].strip() else pictures_in(text)


def _unparsed(source: str) -> tuple[Picture, ...]:
    """Return a picture whose Markdown is too long to be taken apart before the answer has ended."""
    name, _mark, rest = source.removeprefix(_OPENING).partition("](")
    address = rest.removesuffix(")")
    is_whole = source.startswith(_OPENING) and rest.endswith(")")
    if not is_whole or "]" in name or any(mark in address for mark in ") \n"):
        return ()
    return (Picture(name or _("Picture"), address),)


def pictures_in(text: Text) -> tuple[Picture, ...]:
    """Return all pictures of a text in their order."""
    return tuple(
        Picture(_name(text, span), span.target or "")
        for span in text.spans
        if span.style is SpanStyle.IMAGE
    )


def with_names(text: Text) -> Text:
    """Return a text in which no picture is shown as its data.

    A picture without a description is named; one that is still arriving is only mentioned.
    """
    if _ARRIVING in text.text:
        text = _without_arriving(text)
    for span in text.spans:
        if span.style is SpanStyle.IMAGE and _is_unnamed(text, span):
            return _named(text)
    return text


def _without_arriving(text: Text) -> Text:
    at = text.text.find(_ARRIVING)
    begin = text.text.rfind(_OPENING, 0, at)
    if begin < 0 or any(span.start <= at < span.end for span in text.spans):
        return text
    kept = tuple(span for span in text.spans if span.end <= begin)
    return Text(text.text[:begin] + _("A picture is arriving…"), kept)


def _named(text: Text) -> Text:
    pieces: list[str] = []
    spans: list[Span] = []
    position = shift = 0
    moved: list[tuple[int, int]] = []  # where the text changes, and by how much from there on
    for span in text.spans:
        if span.style is SpanStyle.IMAGE and _is_unnamed(text, span):
            name = _("Picture")
            pieces += [text.text[position : span.start], name]
            position = span.end
            shift += len(name) - (span.end - span.start)
            moved.append((span.end, shift))
    pieces.append(text.text[position:])
    for span in text.spans:
        start, end = _moved(span.start, moved), _moved(span.end, moved)
        spans.append(replace(span, start=start, end=end))
    return Text("".join(pieces), tuple(spans))


def _moved(position: int, moved: list[tuple[int, int]]) -> int:
    shift = 0
    for at, by in moved:
        if at <= position:
            shift = by
    return position + shift


def _name(text: Text, span: Span) -> str:
    return _("Picture") if _is_unnamed(text, span) else text.text[span.start : span.end]


def _is_unnamed(text: Text, span: Span) -> bool:
    """Tell whether a picture has no description: its address then stands for it."""
    target = span.target or ""
    length = span.end - span.start
    is_address = length == len(target) and text.text.startswith(target, span.start)
    return is_address or not text.text[span.start : span.end].strip()
