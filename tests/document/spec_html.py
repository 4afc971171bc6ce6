"""Blocks as the HTML of the specifications, and a form in which two HTML texts can be compared."""

from collections.abc import Iterable
from html import escape
from html.parser import HTMLParser
from typing import assert_never

from supertoken_desktop.document.blocks import (
    Alignment,
    Block,
    Fence,
    Footnote,
    Heading,
    ListBlock,
    ListItem,
    Math,
    Paragraph,
    Quote,
    Rule,
    Span,
    SpanStyle,
    Table,
    Text,
)

_ALIGN = {Alignment.LEFT: "left", Alignment.CENTRE: "center", Alignment.RIGHT: "right"}
_TAGS = {SpanStyle.STRONG: "strong", SpanStyle.EMPHASIS: "em", SpanStyle.STRIKE: "del"}
_VOID = frozenset({"hr", "br", "img", "input"})
_INLINE = frozenset({"a", "em", "strong", "del", "code", "img", "br", "input", "sup", "math"})


def spec_html(blocks: Iterable[Block]) -> str:
    return "\n".join(map(_block, blocks))


def comparable(html: str) -> str:
    """One spelling for HTML that means the same; what our model leaves out by design is left out.

    Line ends outside code are blanks, titles are gone, and so are the blanks between blocks.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.result()


def _block(block: Block) -> str:
    match block:
        case Paragraph(text):
            return f"<p>{_text(text)}</p>"
        case Heading(level, text):
            return f"<h{level}>{_text(text)}</h{level}>"
        case Fence(language):
            name = f' class="language-{escape(language)}"' if language else ""
            code = escape(block.code)
            return f"<pre><code{name}>{code}\n</code></pre>"
        case ListBlock(ordered, start, tight, items):
            tag = "ol" if ordered else "ul"
            begin = f' start="{start}"' if ordered and start != 1 else ""
            return f"<{tag}{begin}>{''.join(_item(item, tight) for item in items)}</{tag}>"
        case Quote(inner, alert):
            kind = f' class="{alert.value}"' if alert else ""
            return f"<blockquote{kind}>{spec_html(inner)}</blockquote>"
        case Table():
            return _table(block)
        case Rule():
            return "<hr>"
        case Math(source):
            return f'<math display="block">{escape(source)}</math>'
        case Footnote(label, inner):
            return f'<section id="{escape(label)}">{spec_html(inner)}</section>'
        case _:
            assert_never(block)


def _item(item: ListItem, tight: bool) -> str:
    checked = ' checked=""' if item.task else ""
    box = "" if item.task is None else f'<input{checked} disabled="" type="checkbox"> '
    blocks = [
        _text(block.text) if tight and isinstance(block, Paragraph) else _block(block)
        for block in item.blocks
    ]
    if box and not tight:
        return _loose_task(box, blocks)
    return f"<li>{box}" + "\n".join(blocks) + "</li>"


def _loose_task(box: str, blocks: list[str]) -> str:
    first = blocks[0].removeprefix("<p>")
    return f"<li><p>{box}{first}{''.join(blocks[1:])}</li>"


def _table(table: Table) -> str:
    def row(cells: tuple[Text, ...], tag: str) -> str:
        aligned = zip(table.alignments, cells, strict=True)
        return "".join(
            f"<{tag}{_align(alignment)}>{_text(cell)}</{tag}>" for alignment, cell in aligned
        )

    body = "".join(f"<tr>{row(cells, 'td')}</tr>" for cells in table.rows)
    head = f"<thead><tr>{row(table.header, 'th')}</tr></thead>"
    return f"<table>{head}{f'<tbody>{body}</tbody>' if body else ''}</table>"


def _align(alignment: Alignment) -> str:
    return f' align="{_ALIGN[alignment]}"' if alignment in _ALIGN else ""


def _text(text: Text) -> str:
    pieces: list[str] = []
    position = 0
    closing: list[tuple[int, str]] = []

    def write_until(end: int) -> None:
        nonlocal position
        pieces.append(escape(text.text[position:end]).replace("\n", "<br>"))
        position = max(position, end)

    for span in text.spans:
        while closing and closing[-1][0] <= span.start:
            end, tag = closing.pop()
            write_until(end)
            pieces.append(tag)
        write_until(span.start)
        if span.style is SpanStyle.IMAGE:
            alt = text.text[span.start : span.end]
            alt = "" if alt == span.target else alt
            pieces.append(f'<img src="{escape(span.target or "")}" alt="{escape(alt)}">')
            position = span.end
            continue
        opening, tag = _tags(span)
        pieces.append(opening)
        closing.append((span.end, tag))
    while closing:
        end, tag = closing.pop()
        write_until(end)
        pieces.append(tag)
    write_until(len(text.text))
    return "".join(pieces)


def _tags(span: Span) -> tuple[str, str]:
    match span.style:
        case SpanStyle.STRONG | SpanStyle.EMPHASIS | SpanStyle.STRIKE:
            return f"<{_TAGS[span.style]}>", f"</{_TAGS[span.style]}>"
        case SpanStyle.CODE:
            return "<code>", "</code>"
        case SpanStyle.MATH:
            return "<math>", "</math>"
        case SpanStyle.FOOTNOTE:
            return f'<sup id="{escape(span.target or "")}">', "</sup>"
        case SpanStyle.LINK | SpanStyle.IMAGE:
            return f'<a href="{escape(span.target or "")}">', "</a>"
        case _:
            assert_never(span.style)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = []
        self._in_pre = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self._trim()
        self._in_pre = self._in_pre or tag == "pre"
        named = " ".join(
            f'{name}="{escape(value or "")}"' for name, value in sorted(attrs) if name != "title"
        )
        self._pieces.append(f"<{tag} {named}>" if named else f"<{tag}>")
        if tag == "br":
            self._pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if tag == "pre":
            self._in_pre = False
        elif tag not in _INLINE:
            self._trim()
        self._pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._in_pre:
            data = data.replace("\n", " ")
            if not self._pieces or self._ends_block() or self._pieces[-1] == "\n":
                data = data.lstrip(" ")
        elif not data.strip("\n"):
            data = data[:-1] if self._pieces[-1].startswith("<code") else data
        if data:
            self._pieces.append(escape(data, quote=False))

    def handle_comment(self, data: str) -> None:
        self._pieces.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._pieces.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self._pieces.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self._pieces.append(f"<![{data}]>")

    def result(self) -> str:
        self._trim()
        return (
            "".join(self._pieces)
            .replace("<br>\n", "<br>")
            .replace("\n</code></pre>", "</code></pre>")
        )

    def _ends_block(self) -> bool:
        last = self._pieces[-1]
        return last.startswith("<") and last.strip("</>").split(" ")[0] not in _INLINE

    def _trim(self) -> None:
        while self._pieces and not self._in_pre and not self._pieces[-1].startswith("<"):
            trimmed = self._pieces[-1].rstrip(" \n")
            if trimmed:
                self._pieces[-1] = trimmed
                return
            self._pieces.pop()
