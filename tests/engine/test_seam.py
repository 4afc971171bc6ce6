from hypothesis import example, given
from hypothesis import strategies as st

from supertoken_desktop.engine.seam import OVERLAP_LIMIT, Seam, overlap

letters = st.text(alphabet="ab 你c", max_size=60)


def joined(old: str, pieces: list[str]) -> str:
    seam = Seam(old)
    return "".join([*(seam.feed(piece) for piece in pieces), seam.finish()])


@given(letters, letters)
def test_the_overlap_is_an_end_of_the_old_and_a_beginning_of_the_new(old: str, new: str) -> None:
    length = overlap(old, new)

    assert old.endswith(new[:length])
    assert length <= OVERLAP_LIMIT


@given(st.text(alphabet="abc ", max_size=100), st.lists(letters, max_size=8))
@example("one two three four", ["three", " four", " five"])
@example("", ["anything"])
def test_pieces_give_what_the_whole_gives(old: str, pieces: list[str]) -> None:
    new = "".join(pieces)

    assert joined(old, pieces) == new[overlap(old, new) :]


def test_a_clear_repeat_is_left_out() -> None:
    assert joined("a list of seven things:", ["seven ", "things: one"]) == " one"


def test_chinese_repeats_count_by_their_weight() -> None:
    assert joined("北京是中国的首都", ["中国的", "首都，", "人口很多"]) == "，人口很多"


def test_short_repeats_stay_because_they_may_be_meant() -> None:
    assert joined("hel", ["lo world"]) == "lo world"
    assert joined("| --- | --- |", ["| --- | --- |"]) == "| --- | --- |"


def test_a_repeat_longer_than_the_limit_is_no_repeat() -> None:
    old = "".join(chr(0x4E00 + n) for n in range(OVERLAP_LIMIT + 50))

    assert joined(old, [old]) == old


def test_text_that_repeats_nothing_is_not_held_back() -> None:
    seam = Seam("The quick brown fox")

    assert seam.feed("! And") == "! And"
    assert seam.feed(" fox") == " fox"
