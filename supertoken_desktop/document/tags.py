"""Inline rules of our own: HTML tags that stay text, and strikethrough."""

import re

from markdown_it.rules_inline import StateInline, strikethrough

# As CommonMark has them, but bounded, so that many openings without an end cost no more than text.
_ATTRIBUTE = (
    r"\s+[A-Za-z_:][A-Za-z0-9_.:-]{0,100}"
    r"(?:\s*=\s*(?:[^\s\"'=<>`]{1,1000}|'[^']{0,1000}'|\"[^\"]{0,1000}\"))?"
)
_TAG = re.compile(
    rf"<(?:[A-Za-z][A-Za-z0-9-]{{0,60}}(?:{_ATTRIBUTE}){{0,30}}\s*/?"
    r"|/[A-Za-z][A-Za-z0-9-]{0,60}\s*"
    r"|!--(?:-?>|[\s\S]{0,1000}?--)"
    r"|\?[\s\S]{0,1000}?\?"
    r"|![A-Za-z][^>]{0,1000}"
    r"|!\[CDATA\[[\s\S]{0,1000}?\]\])>"
)
STRIKE_LENGTH = 2


def tag_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    """Keep an HTML tag as the text it is: marks inside it are attributes, not emphasis.

    Source: CommonMark 0.31.2, section 6.6.
    """
    if state.src[state.pos] != "<":
        return False
    match = _TAG.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("html_text", "", 0).content = match[0]
    state.pos = match.end()
    return True


def strike_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    """Read `~~` and no other number of tildes; a single one is a range in Chinese ("3~5").

    Source: GFM 0.29, section 6.5: three or more tildes strike nothing.
    """
    if silent or state.src[state.pos] != "~":
        return False
    run = state.scanDelims(state.pos, True)
    if run.length == STRIKE_LENGTH:
        return strikethrough.tokenize(state, silent)
    state.pending += state.src[state.pos : state.pos + run.length]
    state.pos += run.length
    return True
