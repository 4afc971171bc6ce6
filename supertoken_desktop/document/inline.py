"""Inline Markdown → text with spans."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from markdown_it.token import Token

from supertoken_desktop.document.blocks import Span, SpanStyle, Text
from supertoken_desktop.document.syntax import Definitions, inline_parser

_STYLES = {
    "strong_open": SpanStyle.STRONG,
    "em_open": SpanStyle.EMPHASIS,
    "s_open": SpanStyle.STRIKE,
    "link_open": SpanStyle.LINK,
}
_CLOSINGS = frozenset({"strong_close", "em_close", "s_close", "link_close"})
_CJK = (
    "\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U00020000-\U0003ffff"
)
_IS_CJK = re.compile(rf"[{_CJK}]")
# A bare address ends before East Asian text and punctuation: no blank stands between them there.
_ADDRESS = re.compile(
    rf"(?<![A-Za-z0-9_/@.+-])(?:"
    rf"(?P<url>https?://[A-Za-z0-9\[\u00c0-\u024f\U0001f300-\U0001faff][^\s<>\"`{_CJK}\u2010-\u206f]*)"
    rf"|(?P<www>www\.[A-Za-z0-9][^\s<>\"`{_CJK}\u2010-\u206f]*)"
    rf"|(?P<mail>[A-Za-z0-9._+-]++@[A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)+)"
    rf")",
    re.IGNORECASE,
)
_ADDRESS_HINT = re.compile(r"://|www\.|@", re.IGNORECASE)
_HOST = re.compile(r"(?:https?://)?(?:[^\s/?#@]*@)?([^/?#:]*)", re.IGNORECASE)
_ENTITY_END = re.compile(r"&[A-Za-z0-9]+;$")
_SENTENCE_END = frozenset("?!.,:;*_~'\"]")
_NOT_LINKED = frozenset({SpanStyle.CODE, SpanStyle.LINK, SpanStyle.IMAGE, SpanStyle.MATH})


class InlineParser:
    """Parses inline content with one set of definitions; what it knows it doesn't parse again.

    `known` are texts that an earlier parser made with the same definitions.
    """

    def __init__(self, definitions: Definitions, known: Mapping[str, Text] | None = None) -> None:
        self._env = definitions.environment()
        self._known = known or {}
        self.texts: dict[str, Text] = {}

    def parse(self, content: str) -> Text:
        """Return the text of `content`."""
        text = self._known.get(content) or self.texts.get(content)
        if text is None:
            md = inline_parser()
            text = _text_of(md.inline.parse(content, md, self._env, []))
        self.texts[content] = text
        return text


def _text_of(tokens: Sequence[Token]) -> Text:
    builder = _TextBuilder()
    for token in tokens:
        builder.add(token)
    return builder.text()


class _TextBuilder:
    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._spans: list[Span] = []
        self._open: list[tuple[int, SpanStyle, str | None]] = []
        self._soft_break_pending = False

    def add(self, token: Token) -> None:
        kind = token.type
        if kind in {"text", "text_special"}:
            # A line end written as an entity is a blank, as in HTML.
            self._write(token.content.replace("\n", " "))
        elif kind == "softbreak":
            self._soft_break_pending = True
        elif kind == "hardbreak":
            self._write("\n")
        elif kind in _STYLES:
            self._begin(_STYLES[kind], token)
        elif kind in _CLOSINGS:
            self._end()
        else:
            self._add_whole(token)

    def text(self) -> Text:
        text = "".join(self._pieces)
        # An outer span is complete after the inner ones, and comes first.
        spans = self._spans[::-1]
        spans.sort(key=_position)
        if _ADDRESS_HINT.search(text):
            spans = sorted([*spans, *_addresses(text, spans)], key=_position)
        return Text(text, tuple(spans))

    def _add_whole(self, token: Token) -> None:
        match token.type:
            case "code_inline":
                self._write_styled(token.content, SpanStyle.CODE)
            case "math_inline":
                self._write_styled(token.content, SpanStyle.MATH)
            case "footnote_ref":
                label = str(token.meta["label"])
                self._write_styled(label, SpanStyle.FOOTNOTE, label)
            case "image":
                target = str(token.attrs.get("src", ""))
                description = _text_of(token.children or []).text
                self._write_styled(description or target, SpanStyle.IMAGE, target)
            case _:
                self._write(token.content.replace("\n", " "))

    def _begin(self, style: SpanStyle, token: Token) -> None:
        target = str(token.attrs.get("href", "")) if style is SpanStyle.LINK else None
        self._open.append((self._length, style, target))

    def _end(self) -> None:
        start, style, target = self._open.pop()
        if self._length > start:
            self._spans.append(Span(start, self._length, style, target))

    def _write_styled(self, text: str, style: SpanStyle, target: str | None = None) -> None:
        if not text:
            return
        self._settle_soft_break(text)
        start = self._length
        self._write(text)
        self._spans.append(Span(start, self._length, style, target))

    def _write(self, text: str) -> None:
        if not text:
            return
        self._settle_soft_break(text)
        self._pieces.append(text)
        self._length += len(text)

    def _settle_soft_break(self, following: str) -> None:
        """Write a blank for a line end in the source, none between East Asian characters."""
        if not self._soft_break_pending:
            return
        self._soft_break_pending = False
        before = self._pieces[-1][-1] if self._pieces else ""
        if _IS_CJK.match(before) and _IS_CJK.match(following):
            return
        self._pieces.append(" ")
        self._open = [
            (start + 1 if start == self._length else start, style, target)
            for start, style, target in self._open
        ]
        self._length += 1


def _position(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _addresses(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Find bare addresses outside code, links and the like; none reaches across a span's edge."""
    edges = sorted({edge for span in spans for edge in (span.start, span.end)})
    taken = _outermost([span for span in spans if span.style in _NOT_LINKED])
    taken_starts = [span.start for span in taken]
    for match in _ADDRESS.finditer(text):
        start, end = match.span()
        edge = bisect_right(edges, start)
        if edge < len(edges):
            end = min(end, edges[edge])
        before = bisect_right(taken_starts, start) - 1
        if before >= 0 and taken[before].end > start:
            continue
        if span := _address_span(text, start, end, str(match.lastgroup)):
            yield span


def _outermost(spans: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    for span in spans:
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found


def _address_span(text: str, start: int, end: int, kind: str) -> Span | None:
    address = _without_punctuation(text[start:end])
    prefix = {"www": "http://", "mail": "mailto:"}.get(kind, "")
    following = text[start + len(address) : start + len(address) + 1]
    if not _ADDRESS.fullmatch(address) or not _has_fair_host(address, following, kind):
        return None
    md = inline_parser()
    target = md.normalizeLink(prefix + address)
    if not md.validateLink(target):
        return None
    return Span(start, start + len(address), SpanStyle.LINK, target)


def _without_punctuation(address: str) -> str:
    """Leave out what ends the sentence rather than the address: a point, an unpaired bracket."""
    surplus = address.count(")") - address.count("(")
    end = len(address)
    while end:
        last = address[end - 1]
        if last == ";" and (entity := _ENTITY_END.search(address, 0, end)):
            end = entity.start()
        elif last in _SENTENCE_END or (last == ")" and surplus > 0):
            surplus -= last == ")"
            end -= 1
        else:
            break
    return address[:end]


def _has_fair_host(address: str, following: str, kind: str) -> bool:
    """Say whether the host is one that GFM links.

    No underscore may stand in the last two labels of a host, and a mail address may not end in a
    dash or an underscore.
    """
    if kind == "mail":
        return address[-1] not in "-_" and following != "_"
    host = _HOST.match(address)
    return host is not None and "_" not in "".join(host[1].rsplit(".", 2)[-2:])
