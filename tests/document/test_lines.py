import random

from hypothesis import example, given
from hypothesis import strategies as st

from supertoken_desktop.document.blocks import Code
from supertoken_desktop.document.lines import Normaliser, after_lines, normalise
from tests.document.samples import cut

TEXTS = st.lists(st.sampled_from(["\r", "\n", "\0", "\ud83d", "\ude00", "a", "中"])).map("".join)


@given(TEXTS, st.randoms(use_true_random=False))
@example("\r\n\ud83d\ude00", random.Random(2))
def test_pieces_are_normalised_as_the_whole(text: str, cuts: random.Random) -> None:
    normaliser = Normaliser()

    pieces = [normaliser.feed(piece) for piece in cut(text, cuts)]

    assert "".join(pieces) + normaliser.finish() == normalise(text)


@given(TEXTS)
def test_what_is_normalised_can_be_written(text: str) -> None:
    shown = normalise(text)

    assert not set(shown) & {"\r", "\0"}
    assert shown.encode().decode() == shown


def test_lines_are_left_out_from_the_start() -> None:
    assert after_lines("a\nb\nc", 2) == "c"
    assert after_lines("a\nb\n", 2) == ""
    assert after_lines("a", 5) == ""


@given(st.lists(st.text(max_size=9000), max_size=6))
def test_code_is_the_same_however_it_grew(pieces: list[str]) -> None:
    grown = Code()
    for piece in pieces:
        grown = grown.with_appended(piece)

    whole = Code().with_appended("".join(pieces))
    assert grown == whole
    assert hash(grown) == hash(whole)
    assert (str(grown), len(grown)) == ("".join(pieces), len("".join(pieces)))
