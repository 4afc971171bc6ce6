from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.ui.transcript.heights import Heights

some_heights = st.lists(st.integers(0, 500), max_size=40)


@given(some_heights, some_heights, st.data())
def test_sums_equal_those_of_a_plain_list(
    before: list[int], put: list[int], data: st.DataObject
) -> None:
    heights, plain = Heights(before), list(before)
    first = data.draw(st.integers(0, len(plain)))

    heights.replace_from(first, put)
    plain[first:] = put
    for index in range(0, len(plain), 3):
        heights[index] = plain[index] = data.draw(st.integers(0, 500))

    assert list(heights) == plain
    assert [heights.top(index) for index in range(len(plain) + 1)] == [
        sum(plain[:index]) for index in range(len(plain) + 1)
    ]
    assert heights.total == sum(plain)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40), st.integers(-10, 2100))
def test_what_lies_at_a_pixel_begins_there_or_before(plain: list[int], y: int) -> None:
    heights = Heights(plain)

    index = heights.at(y)

    begins, ends = sum(plain[:index]), sum(plain[: index + 1])
    if 0 <= y < heights.total:
        assert begins <= y < ends
    elif y < 0:
        assert begins == 0
    else:
        assert index == len(plain) - 1


def test_nothing_has_no_height() -> None:
    assert Heights().total == 0
    assert Heights().at(10) == 0
