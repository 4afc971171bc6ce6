from hypothesis import example, given
from hypothesis import strategies as st

from supertoken_desktop.document.blocks import Code
from supertoken_desktop.ui.transcript.rows.code_lines import (
    LONGEST_LINE,
    PIECE,
    CodeReader,
    ShownCode,
)
from supertoken_desktop.ui.transcript.utf16 import utf16_length

TEXT = st.text(st.sampled_from("ab\n😀 \t"), max_size=60)
PIECES = st.lists(TEXT, max_size=12)


@given(PIECES, st.lists(st.tuples(st.integers(1, 4), st.integers(1, 30)), max_size=40))
@example(["", "\n", "\na"], [(1, 30)] * 3)
def test_reading_in_parts_gives_the_whole(pieces: list[str], reads: list[tuple[int, int]]) -> None:
    reader = CodeReader(Code(tuple(pieces)))

    read = [reader.read(lines, characters) for lines, characters in reads]
    read.append(reader.read(1000, 10_000))

    assert "".join(read) == "".join(pieces)
    assert reader.is_at_end
    assert reader.lines_left == 0


@given(TEXT, TEXT, st.integers(1, 3))
def test_a_reader_goes_on_in_code_that_grew(before: str, added: str, lines: int) -> None:
    code = Code((before,))
    reader = CodeReader(code)
    first = reader.read(lines, 1000)

    assert reader.take(code.with_appended(added))
    assert first + reader.read(1000, 10_000) == before + added
    assert reader.line_count == (before + added).count("\n") + 1


@given(TEXT, TEXT, st.integers(1, 3))
def test_a_reader_goes_on_in_code_that_is_held_otherwise(
    before: str, added: str, lines: int
) -> None:
    reader = CodeReader(Code(tuple(before)))
    first = reader.read(lines, 1000)

    assert reader.take(Code((before + added,)))
    assert first + reader.read(1000, 10_000) == before + added


def test_a_reader_refuses_other_code() -> None:
    reader = CodeReader(Code(("abc", "def")))

    assert not reader.take(Code(("abX", "def")))


def test_reading_ends_before_the_newline_after_the_last_line() -> None:
    reader = CodeReader(Code(("one\ntwo\n", "three\nfour")))

    assert reader.read(3, 1000) == "one\ntwo\nthree"
    assert reader.lines_left == 1
    assert reader.read(1, 1000) == "\nfour"


@given(PIECES)
def test_short_lines_are_shown_as_they_are(pieces: list[str]) -> None:
    shown = ShownCode()

    document = "".join(map(shown.append, pieces))

    assert document == "".join(pieces)
    assert shown.numbers == list(range(1, document.count("\n") + 2))


@given(st.lists(st.integers(0, 3 * LONGEST_LINE), min_size=1, max_size=4), st.data())
def test_positions_in_long_lines_are_found_again(lengths: list[int], data: st.DataObject) -> None:
    code = "\n".join("😀" + "x" * length for length in lengths)
    cut = data.draw(st.integers(0, len(code)))
    shown = ShownCode()

    document = shown.append(code[:cut]) + shown.append(code[cut:])

    assert max(map(len, document.split("\n"))) <= LONGEST_LINE
    assert shown.qt_length == utf16_length(code)
    encoded = document.encode("utf-16-le")
    whole = code.encode("utf-16-le")
    for position in data.draw(st.lists(st.integers(0, utf16_length(code) - 1), max_size=20)):
        at = shown.to_document(position)
        assert encoded[2 * at : 2 * at + 2] == whole[2 * position : 2 * position + 2]
        assert shown.to_code(at) == position


def test_the_characters_around_a_cut_of_a_long_line_are_found_again() -> None:
    shown = ShownCode()
    shown.append("x" * 3 * LONGEST_LINE)
    begins = shown.starts[1:]

    for position in (near for begin in begins for near in (begin - 1, begin, begin + 1)):
        assert shown.to_code(shown.to_document(position)) == position


def test_only_the_first_piece_of_a_long_line_has_a_number() -> None:
    shown = ShownCode()

    shown.append("a\n" + "x" * (LONGEST_LINE + PIECE + 1) + "\nb")

    assert shown.numbers == [1, 2, 0, 0, 3]
