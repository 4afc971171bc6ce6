from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.ui.transcript.rows.positions import Positions


@st.composite
def stretches(draw: st.DrawFn) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    end = 0
    for _ in range(draw(st.integers(0, 6))):
        start = end + draw(st.integers(0, 5))
        end = start + draw(st.integers(1, 7))
        made.append((start, end))
    return made


def drawn_by_hand(formulas: list[tuple[int, int]], length: int) -> list[int]:
    """Return where each position of the document stands in the text, counted one by one."""
    places, position = [], 0
    ends = dict(formulas)
    while position <= length:
        places.append(position)
        position = ends.get(position, position + 1)
    return places


@given(stretches(), st.integers(0, 10))
def test_positions_of_the_document_are_found_in_the_text(
    formulas: list[tuple[int, int]], more: int
) -> None:
    length = (formulas[-1][1] if formulas else 0) + more
    positions = Positions(formulas)

    places = drawn_by_hand(formulas, length)

    assert [positions.in_text(place) for place in range(len(places))] == places


@given(stretches(), st.integers(0, 10))
def test_both_ways_lead_back(formulas: list[tuple[int, int]], more: int) -> None:
    length = (formulas[-1][1] if formulas else 0) + more
    positions = Positions(formulas)

    for place, position in enumerate(drawn_by_hand(formulas, length)):
        assert positions.start_in_document(position) == place
        assert positions.end_in_document(position) == place


@given(stretches(), st.data())
def test_a_place_within_a_formula_takes_in_all_of_it(
    formulas: list[tuple[int, int]], data: st.DataObject
) -> None:
    inner = [(start, end) for start, end in formulas if end - start > 1]
    if not inner:
        return
    start, end = data.draw(st.sampled_from(inner))
    inside = data.draw(st.integers(start + 1, end - 1))
    positions = Positions(formulas)

    first = positions.start_in_document(inside)
    last = positions.end_in_document(inside)

    assert (positions.in_text(first), positions.in_text(last)) == (start, end)
    assert list(positions.formulas_between(first, last)) == [first]


def test_without_formulas_nothing_moves() -> None:
    positions = Positions()

    assert positions.start_in_document(7) == positions.end_in_document(7) == 7
    assert positions.in_text(7) == 7
    assert list(positions.formulas_between(0, 100)) == []
