import random
import sys
from collections.abc import Callable
from types import FrameType

import pytest

from supertoken_desktop.document.document import Change
from supertoken_desktop.ui.transcript.estimate import Estimate
from supertoken_desktop.ui.transcript.flowed import Flowed
from supertoken_desktop.ui.transcript.section import Section
from tests.ui.transcript.messages import answer, running

ESTIMATE = Estimate(800, 7, 20, 18, 20, 40)
TABLE = "| a | b | c |\n|---|---|---|\n"


def items(count: int) -> str:
    return "".join(f"- item **{number}** of a list\n" for number in range(count))


def numbered(count: int) -> str:
    return "".join(f"{number}. item\n   - inner\n\n     more\n" for number in range(1, count))


def table(count: int) -> str:
    return TABLE + "".join(f"| {number} | *x* | words |\n" for number in range(count))


def prose(count: int) -> str:
    return "Some **strong** words. " * count


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions were called, which unlike time is always the same."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    work()
    sys.setprofile(before)
    return calls


@pytest.mark.parametrize("text_of", [items, numbered, table])
def test_what_a_long_list_or_table_costs_is_what_is_new(text_of: Callable[[int], str]) -> None:
    costs = []
    for count in (150, 1200):
        text = text_of(count)
        section = Section(running(0, text[:-60]), ESTIMATE)
        section.append(text[-60:-50], "")
        added = [text[at : at + 10] for at in range(len(text) - 50, len(text), 10)]

        def add(section: Section = section, added: list[str] = added) -> None:
            for piece in added:
                section.append(piece, "")

        costs.append(calls_of(add))

    assert costs[1] < 1.3 * costs[0]


@pytest.mark.parametrize("text_of", [items, numbered, table, prose])
@pytest.mark.parametrize("seed", range(3))
def test_long_blocks_that_grew_have_the_rows_of_the_whole(
    text_of: Callable[[int], str], seed: int
) -> None:
    pick = random.Random(seed)
    text = "Before\n\n" + text_of(150) + pick.choice(["", "\n\nAfter", "\n\n  loose\n", "\n1. one"])
    section = Section(running(0), ESTIMATE)
    at = 0
    while at < len(text):
        size = pick.choice((3, 40, 400))
        section.append(text[at : at + size], "")
        at += size
    fresh = Flowed(section.rows[0])
    fresh.apply(Change(0, tuple(section.answer.blocks)))
    assert section.answer.rows == fresh.rows
    assert section.answer.starts == fresh.starts

    whole = Section(answer(0, text), ESTIMATE)
    section.update(whole.entry)
    assert section.rows == whole.rows
    assert len(section.heights) == len(section.rows)
