"""Blocks → HTML for the clipboard: semantic, escaped, and nothing that loads or runs.

Links keep only harmless targets, and pictures become links: pasting must not fetch anything.
"""

from collections.abc import Callable, Iterable
from html import escape
from typing import TypeAlias, assert_never

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

_SAFE_TARGETS = ("http://", "https://", "mailto:")
_ALIGNMENT_STYLES = {
    Alignment.NONE: "",
    Alignment.LEFT: ' style="text-align: left"',
    Alignment.CENTRE: ' style="text-align: center"',
    Alignment.RIGHT: ' style="text-align: right"',
}


FormulaHtml: TypeAlias = Callable[[str, bool], str]


def formula_source(latex: str, is_display: bool) -> str:  # noqa: FBT001 - a FormulaHtml
    """Return a formula's LaTeX as code; `is_display` makes no difference."""
    del is_display
    return f"<code>{escape(latex, quote=False)}</code>"


def to_html(blocks: Iterable[Block], formula: FormulaHtml = formula_source) -> str:
    """Return an HTML fragment, one line or more a block.

    `formula` says what becomes of LaTeX, and is told whether the formula stands alone.
    """
    return "\n".join(_block(block, formula) for block in blocks)


def text_to_html(text: Text, formula: FormulaHtml = formula_source) -> str:
    """Return inline content as HTML."""
    pieces: list[str] = []
    position = 0
    is_open: list[tuple[int, str]] = []
    for span in text.spans:
        while is_open and is_open[-1][0] <= span.start:
            position = _close(text.text, position, is_open, pieces)
        pieces.append(_escaped(text.text[position : span.start]))
        position = span.start
        if span.style is SpanStyle.MATH:
            pieces.append(formula(text.text[span.start : span.end], False))
            position = span.end
            continue
        opening, closing = _tags(span)
        pieces.append(opening)
        is_open.append((span.end, closing))
    while is_open:
        position = _close(text.text, position, is_open, pieces)
    pieces.append(_escaped(text.text[position:]))
    return "".join(pieces)


def _block(block: Block, formula: FormulaHtml) -> str:
    match block:
        case Paragraph(text):
            return f"<p>{text_to_html(text, formula)}</p>"
        case Heading(level, text):
            return f"<h{level}>{text_to_html(text, formula)}</h{level}>"
        case Fence(language):
            name = f' class="language-{escape(language)}"' if language else ""
            return f"<pre><code{name}>{escape(block.code, quote=False)}</code></pre>"
        case ListBlock():
            return _list(block, formula)
        case Quote(blocks):
            return f"<blockquote>\n{to_html(blocks, formula)}\n</blockquote>"
        case Table():
            return _table(block, formula)
        case Rule():
            return "<hr>"
        case Math(source):
            return f"<p>{formula(source, True)}</p>"
        case Footnote(label, blocks):
            return f"<div><sup>{escape(label)}</sup>\n{to_html(blocks, formula)}\n</div>"
        case _:
            assert_never(block)


def _list(block: ListBlock, formula: FormulaHtml) -> str:
    items = "\n".join(_item(item, formula, is_tight=block.tight) for item in block.items)
    if not block.ordered:
        return f"<ul>\n{items}\n</ul>"
    start = f' start="{block.start}"' if block.start != 1 else ""
    return f"<ol{start}>\n{items}\n</ol>"


def _item(item: ListItem, formula: FormulaHtml, *, is_tight: bool) -> str:
    task = {None: "", True: "☑ ", False: "☐ "}[item.task]
    parts = [
        text_to_html(block.text, formula)
        if is_tight and isinstance(block, Paragraph)
        else _block(block, formula)
        for block in item.blocks
    ]
    content = "\n".join(parts)
    return f"<li>{task}{content}</li>"


def _table(table: Table, formula: FormulaHtml) -> str:
    head = _row(table, table.header, "th", formula)
    body = "\n".join(_row(table, row, "td", formula) for row in table.rows)
    rows = f"\n<tbody>\n{body}\n</tbody>" if body else ""
    return f"<table>\n<thead>\n{head}\n</thead>{rows}\n</table>"


def _row(table: Table, cells: tuple[Text, ...], tag: str, formula: FormulaHtml) -> str:
    return "".join(
        ["<tr>"]
        + [
            f"<{tag}{_ALIGNMENT_STYLES[alignment]}>{text_to_html(cell, formula)}</{tag}>"
            for alignment, cell in zip(table.alignments, cells, strict=True)
        ]
        + ["</tr>"]
    )


def _close(text: str, position: int, is_open: list[tuple[int, str]], pieces: list[str]) -> int:
    end, closing = is_open.pop()
    pieces += [_escaped(text[position:end]), closing]
    return end


def _tags(span: Span) -> tuple[str, str]:
    match span.style:
        case SpanStyle.STRONG:
            return "<strong>", "</strong>"
        case SpanStyle.EMPHASIS:
            return "<em>", "</em>"
        case SpanStyle.STRIKE:
            return "<del>", "</del>"
        case SpanStyle.CODE | SpanStyle.MATH:
            return "<code>", "</code>"
        case SpanStyle.FOOTNOTE:
            return "<sup>", "</sup>"
        case SpanStyle.LINK | SpanStyle.IMAGE:
            target = span.target or ""
            if not target.lower().startswith(_SAFE_TARGETS):
                return "", ""
            return f'<a href="{escape(target)}">', "</a>"
        case _:
            assert_never(span.style)


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>\n")
