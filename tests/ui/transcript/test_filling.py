from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from supertoken_desktop.document.blocks import Span, SpanStyle, Text
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.background import Background
from supertoken_desktop.ui.transcript.formulas import Formulas
from supertoken_desktop.ui.transcript.rows.filling import Filler
from supertoken_desktop.ui.transcript.rows.inline_formulas import OBJECT, InlineFormulas
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.utf16 import utf16_length

PIECES = st.tuples(
    st.sampled_from(["x^2", "\\alpha", "😀", "plain", "two\nlines", "中文", " "]),
    st.sampled_from([None, SpanStyle.MATH, SpanStyle.MATH, SpanStyle.STRONG]),
)
TEXTS = st.lists(PIECES, max_size=7)
Pieces = list[tuple[str, SpanStyle | None]]


class Shown:
    def __init__(self, qtbot: QtBot, pool: ThreadPoolExecutor, style: RowStyle) -> None:
        self.edit = QTextEdit()
        qtbot.addWidget(self.edit)
        self.background = Background(pool)
        formulas = Formulas(self.background, lambda: None)
        self.inline = InlineFormulas(self.edit, formulas)
        self.filler = Filler(self.edit, self.inline)
        self.style = style


@pytest.fixture
def shown(qtbot: QtBot, pool: ThreadPoolExecutor, theme: Theme) -> Iterator[Shown]:
    shown = Shown(qtbot, pool, RowStyle(theme))
    yield shown
    shown.background.close()


def text_of(pieces: Pieces) -> Text:
    spans, start = [], 0
    for text, style in pieces:
        if style is not None:
            spans.append(Span(start, start + len(text), style))
        start += len(text)
    return Text("".join(text for text, _ in pieces), tuple(spans))


def seen(pieces: Pieces) -> str:
    return "".join(OBJECT if style is SpanStyle.MATH else text for text, style in pieces)


many = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@given(pieces=TEXTS)
@many
def test_a_formula_is_one_position_of_the_document(shown: Shown, pieces: Pieces) -> None:
    text = text_of(pieces)

    shown.filler.fill(text, shown.style)

    assert shown.edit.toPlainText() == seen(pieces)
    end = shown.edit.document().characterCount() - 1
    assert shown.filler.positions.in_text(end) == utf16_length(text.text)


@given(before=TEXTS, after=TEXTS)
@many
def test_a_changed_text_is_shown_as_if_it_had_been_filled_in(
    shown: Shown, before: Pieces, after: Pieces
) -> None:
    shown.filler.fill(text_of(before), shown.style)

    shown.filler.change(text_of(after), shown.style)

    assert shown.edit.toPlainText() == seen(after)
