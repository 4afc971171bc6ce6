from typing import cast

from supertoken_desktop.domain.summons import (
    NewChat,
    PrefillPrompt,
    Refused,
    ShowWindow,
    StayHidden,
    Summons,
    ToggleQuick,
)
from supertoken_desktop.ui.summons.reception import Reception
from supertoken_desktop.window.requests import MOST_WAITING, Requests


class Notes:
    """Satisfies what is used of a Reception: note what comes."""

    def __init__(self) -> None:
        self.taken: list[Summons] = []
        self.made = 0

    def take(self, summons: Summons) -> None:
        self.taken.append(summons)

    def make(self) -> Reception:
        self.made += 1
        return cast(Reception, self)  # it is all that is called


def test_what_comes_before_the_window_can_be_used_waits_in_order() -> None:
    requests, notes = Requests(["--new=a"]), Notes()

    requests.take_arguments(["--toggle-quick"])
    requests.take_link("supertoken://ask?text=hi")
    before = list(notes.taken)
    requests.begin(notes.make)
    requests.take(ShowWindow())

    assert before == []
    assert notes.taken == [NewChat("a"), ToggleQuick(), PrefillPrompt("hi"), ShowWindow()]
    assert notes.made == 1


def test_a_run_that_is_never_called_makes_nobody_to_answer() -> None:
    requests, notes = Requests([]), Notes()

    requests.begin(notes.make)

    assert notes.made == 0


def test_a_later_start_without_a_wish_wants_the_window() -> None:
    requests, notes = Requests([]), Notes()
    requests.begin(notes.make)

    requests.take_arguments([])
    requests.take_arguments(["--hidden"])

    assert notes.taken == [ShowWindow(), StayHidden()]


def test_a_link_is_never_an_option() -> None:
    requests, notes = Requests([]), Notes()
    requests.begin(notes.make)

    requests.take_link("--new=x")

    assert notes.taken == [Refused("unknown")]


def test_only_a_few_wait_for_a_window_that_does_not_come() -> None:
    requests, notes = Requests([]), Notes()

    for _number in range(1_000):
        requests.take_link("supertoken://ask?text=hi")
    requests.begin(notes.make)

    assert len(notes.taken) == MOST_WAITING


def test_a_closing_window_answers_nothing_more() -> None:
    requests, notes = Requests([]), Notes()
    requests.begin(notes.make)

    requests.end()
    requests.take(ShowWindow())

    assert notes.taken == []
