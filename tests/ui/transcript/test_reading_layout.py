from dataclasses import replace
from itertools import product

import pytest
from PySide6.QtWidgets import QTextEdit

from supertoken_desktop.settings import ZOOM_STEPS_PERCENT, Settings
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.rows.code import CodeView
from supertoken_desktop.ui.transcript.rows.simple import FootView
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.rows.table import TableView
from supertoken_desktop.ui.transcript.rows.text import TextView
from supertoken_desktop.ui.transcript.stack import RowIndex
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import (
    PARAGRAPH,
    PlainFooter,
    answer,
    long_conversation,
    question,
    rows_on_screen,
)

USUAL = Settings(theme="light", contrast="normal")
MIXED = f"""{PARAGRAPH}

## A heading

- one
  - two

> A quote

```python
print("code")
```

| a | b |
|---|---|
| 1 | 2 |
"""


def show_mixed(view: TranscriptView) -> None:
    view.show_entries([question(0, "Why?"), answer(1, MIXED)], conversation_id="a")


def shown(view: TranscriptView, kind: type[QTextEdit]) -> list[QTextEdit]:
    return [w for w in view.stage.widgets_in_order() if isinstance(w, kind)]


def size_of(edit: QTextEdit) -> float:
    return edit.document().defaultFont().pointSizeF()


def test_zoom_makes_text_code_and_what_stands_below_larger(
    view: TranscriptView, theme: Theme
) -> None:
    show_mixed(view)
    view.resize(900, 4000)

    def sizes() -> list[float]:
        text, table = shown(view, TextView)[0], shown(view, TableView)[0]
        code = next(w for w in view.stage.widgets_in_order() if isinstance(w, CodeView))
        inner = code.findChildren(QTextEdit)[0]
        foot = next(w for w in view.stage.widgets_in_order() if isinstance(w, FootView)).footer
        assert isinstance(foot, PlainFooter)
        foot.label.ensurePolished()
        return [size_of(text), size_of(table), size_of(inner), foot.label.font().pointSizeF()]

    before = sizes()
    theme.apply(replace(USUAL, zoom_percent=200))
    large = sizes()
    theme.apply(USUAL)

    assert large == [pytest.approx(2 * size) for size in before]
    assert sizes() == before


def test_zooming_keeps_the_row_that_is_read(view: TranscriptView, theme: Theme) -> None:
    view.show_entries(long_conversation(200), conversation_id="a")
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    first = min(rows_on_screen(view))

    for percent in (*ZOOM_STEPS_PERCENT, 125, 80, 100):
        theme.apply(replace(USUAL, zoom_percent=percent))
        assert min(rows_on_screen(view)) == first


def test_zooming_at_the_end_stays_at_the_end(view: TranscriptView, theme: Theme) -> None:
    view.show_entries(long_conversation(60), conversation_id="a")
    view.scroll_to_end()

    theme.apply(replace(USUAL, zoom_percent=175))

    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum()


@pytest.mark.parametrize(
    ("width", "pixels"), [("narrow", 640), ("normal", 820), ("wide", 1080), ("full", 1400 - 48)]
)
def test_lines_are_as_long_as_the_settings_say(
    view: TranscriptView, theme: Theme, width: str, pixels: int
) -> None:
    show_mixed(view)
    view.resize(1400 + view.width() - view.viewport().width(), 700)

    theme.apply(replace(USUAL, line_width=width))

    assert view.stage.column[1] == pixels
    paragraph = max(widget.width() for widget in shown(view, TextView))
    assert paragraph == pixels


def test_a_line_keeps_its_letters_when_the_zoom_changes(view: TranscriptView, theme: Theme) -> None:
    view.resize(1400, 700)

    theme.apply(replace(USUAL, line_width="narrow", zoom_percent=150))

    assert view.stage.column[1] == 960


def test_another_density_parses_nothing_anew(view: TranscriptView, theme: Theme) -> None:
    view.resize(900, 3000)
    show_mixed(view)
    section = view.stack.section(1)
    rows, heights = list(section.rows), []

    for density in ("compact", "normal", "airy"):
        theme.apply(replace(USUAL, density=density))
        heights.append(section.heights.total)

    assert view.stack.section(1) is section
    assert all(one is other for one, other in zip(rows, section.rows, strict=True))
    assert heights == sorted(set(heights))
    assert heights[2] > 1.3 * heights[0]


@pytest.mark.parametrize(
    ("density", "percent", "style"),
    list(product(("compact", "airy"), (80, 200), ("right", "full"))),
)
def test_rows_lie_without_holes_in_every_layout(
    view: TranscriptView, theme: Theme, density: str, percent: int, style: str
) -> None:
    settings = replace(USUAL, density=density, zoom_percent=percent, question_style=style)
    view.show_entries(long_conversation(60), conversation_id="a")

    theme.apply(settings)

    row_style = RowStyle(theme)
    rows = sorted(rows_on_screen(view).items())
    heights = [view.stack.section(at.message).heights[at.row] for at, _ in rows]
    places = [view.stack.section(at.message).rows[at.row].place for at, _ in rows]
    tops = [y - row_style.distance(place.gap) for (_, y), place in zip(rows, places, strict=True)]
    assert [top + height for top, height in zip(tops, heights, strict=True)][:-1] == tops[1:]


def test_nothing_is_cut_in_the_smallest_window_at_the_largest_zoom(
    view: TranscriptView, theme: Theme
) -> None:
    view.resize(480, 300)
    show_mixed(view)
    theme.apply(replace(USUAL, zoom_percent=200))
    view.verticalScrollBar().setValue(0)

    seen = 0
    while True:
        for widget in view.stage.widgets_in_order():
            left = widget.mapTo(view.viewport(), widget.rect().topLeft()).x()
            assert left >= 0
            assert left + widget.width() <= view.viewport().width()
            if isinstance(widget, TextView):
                assert widget.document().size().height() <= widget.height()
                seen += 1
        bar = view.verticalScrollBar()
        if bar.value() == bar.maximum():
            break
        bar.setValue(bar.value() + 150)
    assert seen > 5


def test_a_question_stands_at_the_right_or_across(view: TranscriptView, theme: Theme) -> None:
    show_mixed(view)
    left, width = view.stage.column

    def edges() -> tuple[int, int]:
        text = view.stage.view_at(RowIndex(0, 1))
        assert text is not None
        at = text.mapTo(view.viewport(), text.rect().topLeft()).x()
        return at - left, left + width - at - text.width()

    view.verticalScrollBar().setValue(0)
    at_right = edges()
    theme.apply(replace(USUAL, question_style="full"))
    view.verticalScrollBar().setValue(0)

    assert at_right[0] > width / 2
    assert edges() == (at_right[1], at_right[1])


def test_code_and_strong_words_in_a_table_are_not_broken(view: TranscriptView) -> None:
    plain = "| a | b |\n|---|---|\n| x | y |"
    styled = "| a | b |\n|---|---|\n| **South Quay West** | `falling_again` |"
    view.show_entries([answer(0, plain), answer(1, styled)], conversation_id="a")

    first, second = (table.height() for table in shown(view, TableView))

    assert second - first < 8


def test_code_in_a_heading_is_as_large_as_its_words(view: TranscriptView) -> None:
    view.show_entries([answer(0, "# A `b`\n\nC `d`")], conversation_id="a")

    heading, paragraph = shown(view, TextView)

    assert _share_of_code(heading) == pytest.approx(_share_of_code(paragraph))


def _share_of_code(edit: QTextEdit) -> float:
    cursor = edit.textCursor()
    cursor.setPosition(3)
    return cursor.charFormat().fontPointSize() / size_of(edit)
