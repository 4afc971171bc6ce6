from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from supertoken_desktop.document.blocks import Fence
from supertoken_desktop.document.document import parse
from supertoken_desktop.domain.parts import TextPart
from supertoken_desktop.i18n import use_language
from supertoken_desktop.paths import resource
from supertoken_desktop.ui.transcript.entry import Entry
from supertoken_desktop.ui.transcript.estimate import Estimate
from supertoken_desktop.ui.transcript.row_kinds import FootRow, Row, ThoughtRow, characters
from supertoken_desktop.ui.transcript.section import Section, with_line_breaks
from tests.ui.transcript.messages import answer, question, running

ESTIMATE = Estimate(800, 7, 20, 18, 20, 40)
MARKDOWN = st.lists(
    st.sampled_from(
        (
            *("# h", "text", "**b", "- a", "  - b", "```py", "x = 1", "```", "> q", "", ""),
            *("| a | b |", "|---|---|", "1. one", "---", "$$", "[^1]: note", "[a]"),
            "[a]: http://a.org",
        )
    ),
    max_size=30,
).map("\n".join)


def ended(entry: Entry, text: str) -> Entry:
    finished = answer(0, text)
    return replace(entry, message=finished.message, is_running=False)


def content(rows: list[Row]) -> list[Row]:
    return [row for row in rows if not isinstance(row, FootRow)]


@given(MARKDOWN, st.lists(st.integers(1, 12), min_size=1, max_size=20))
@example("a\n\n```\nx\n\ny\n```\nb", [1])
def test_streamed_rows_are_those_of_the_whole_text(text: str, sizes: list[int]) -> None:
    section = Section(running(0), ESTIMATE)
    position = turn = 0
    while position < len(text):
        size = sizes[turn % len(sizes)]
        section.append(text[position : position + size], "")
        position, turn = position + size, turn + 1

    section.update(ended(section.entry, text))

    whole = Section(answer(0, text), ESTIMATE)
    assert content(section.rows) == content(whole.rows)
    assert len(section.heights) == len(section.rows)


@given(MARKDOWN, MARKDOWN)
def test_rows_before_the_first_changed_one_are_the_same_objects(before: str, more: str) -> None:
    section = Section(running(0, before), ESTIMATE)
    rows = list(section.rows)

    first = section.append(more, "")

    assert all(old is new for old, new in zip(rows[:first], section.rows[:first], strict=True))


def test_a_row_that_only_moved_up_in_the_source_is_kept() -> None:
    section = Section(answer(0, "one\n\ntwo\n\nthree"), ESTIMATE)
    rows = list(section.rows)

    section.update(answer(0, "one\n\nother\n\nthree"))

    assert section.rows[1] is rows[1]
    assert characters(section.rows[2]) == "other"


def test_measured_heights_outlive_text_that_comes_after() -> None:
    section = Section(running(0, "one\n\ntwo"), ESTIMATE)
    section.heights[1] = 333

    section.append("\n\nthree", "")

    assert section.heights[1] == 333


def test_continuing_a_finished_answer_goes_on_with_its_text() -> None:
    section = Section(answer(0, "one\n\n```py\na = 1"), ESTIMATE)
    first_row = section.rows[1]

    section.update(replace(section.entry, is_running=True))
    section.append("\nb = 2\n```", "")

    assert section.rows[1] is first_row
    assert characters(section.rows[2]) == "a = 1\nb = 2"


def test_restart_forgets_text_and_thoughts() -> None:
    section = Section(running(0), ESTIMATE)
    section.append("", "thinking")
    section.append("text", "")

    section.restart()
    section.append("new", "")

    assert [characters(row) for row in section.rows] == ["", "new", ""]


def test_thinking_lasts_until_the_answer_begins() -> None:
    now = [10.0]
    section = Section(running(0), ESTIMATE, lambda: now[0])

    section.append("", "first I think")
    is_thinking = section.rows[1]
    now[0] = 14.0
    section.append("Answer", "")
    has_thought = section.rows[1]

    assert is_thinking == ThoughtRow(is_open=False, is_running=True, seconds=None)
    assert has_thought == ThoughtRow(is_open=False, is_running=False, seconds=4.0)


def test_unfolded_thoughts_grow_with_the_stream() -> None:
    section = Section(running(0), ESTIMATE)
    section.append("", "one")

    section.toggle_thought()
    section.append("", " two\n\nthree")
    unfolded = [characters(row) for row in section.rows]
    section.toggle_thought()

    assert unfolded == ["", "", "one two", "three", ""]
    assert [characters(row) for row in section.rows] == ["", "", ""]


def test_the_final_text_counts_where_it_differs_from_what_was_streamed() -> None:
    section = Section(running(0), ESTIMATE)
    section.append("half of it", "")
    final = answer(0, "something else")

    section.update(final)

    assert characters(section.rows[1]) == "something else"
    assert section.entry.message.parts == (TextPart("something else"),)


def test_line_ends_in_a_question_are_kept() -> None:
    section = Section(question(0, "one\ntwo\n\n- a\n  b\n> q\n> r"), ESTIMATE)

    assert [characters(row) for row in section.rows[1:-1]] == ["one\ntwo", "a\nb", "q\nr"]


@given(st.text(alphabet="ab`#> -\n", max_size=80))
def test_keeping_line_ends_leaves_code_alone(text: str) -> None:
    before = [block.code for block in parse(text) if isinstance(block, Fence)]

    after = [block.code for block in parse(with_line_breaks(text)) if isinstance(block, Fence)]

    assert after == before


def test_a_long_pasted_question_is_shown_as_it_is() -> None:
    text = "# line of a log\n" * 2000

    section = Section(question(0, text), ESTIMATE)

    assert "".join(characters(row) for row in section.rows) == text


def test_news_about_a_message_leave_its_text_alone() -> None:
    section = Section(answer(0, "one\n\ntwo"), ESTIMATE)
    rows = section.rows[:-1]

    section.update(replace(section.entry, position=2, count=2))

    assert all(old is new for old, new in zip(rows, section.rows[:-1], strict=True))


def test_another_language_reaches_what_a_model_thought() -> None:
    section = Section(answer(0, "Done.", reasoning="> [!NOTE]\n> a thought"), ESTIMATE)
    section.toggle_thought()

    use_language("zh_CN", resource("locale"))
    section.retranslate()
    title = characters(section.rows[2])
    use_language("en", resource("locale"))

    assert title == "说明"
