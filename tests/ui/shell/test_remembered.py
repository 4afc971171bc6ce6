from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.ui.remembered import Remembered

KEYS = st.integers(0, 5)
SIZES = st.integers(0, 12)


@given(st.lists(st.tuples(KEYS, SIZES)), st.integers(1, 20))
def test_the_budget_holds_but_for_the_newest_value(
    puts: list[tuple[int, int]], budget: int
) -> None:
    remembered: Remembered[int, int] = Remembered(budget)

    for key, size in puts:
        remembered.put(key, size, size)

        assert remembered.size <= max(budget, size)
        assert remembered.size == sum(remembered.get(key) or 0 for key in range(6))


def test_what_was_asked_for_last_stays_longest() -> None:
    remembered: Remembered[str, int] = Remembered(2)
    remembered.put("a", 1)
    remembered.put("b", 2)

    remembered.get("a")
    remembered.put("c", 3)

    assert [remembered.get(key) for key in "abc"] == [1, None, 3]


def test_what_is_forgotten_makes_room() -> None:
    remembered: Remembered[str, int] = Remembered(2)
    remembered.put("a", 1)
    remembered.put("b", 2)

    remembered.drop("a")
    remembered.put("c", 3)

    assert [remembered.get(key) for key in "abc"] == [None, 2, 3]
