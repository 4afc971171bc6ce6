import dataclasses

import pytest
from PySide6.QtCore import QPoint, QRect

from supertoken_desktop.domain.turn import TurnState
from supertoken_desktop.ui.quick.placing import (
    MIN_WIDTH,
    STRIP_HEIGHT,
    WIDTH,
    Place,
    greatest_height,
    place_for,
    raised_top,
    screen_at,
)
from supertoken_desktop.ui.quick.recall import MOST, Recall
from supertoken_desktop.ui.quick.rules import (
    FRESH_S,
    EscapeAct,
    FocusLoss,
    Phase,
    begins_anew,
    escape_act,
    hides,
    phase_of,
)

LOSS = FocusLoss(shown_for_s=5.0, had_focus=True, owns_focus=False, is_pinned=False)
LEFT = QRect(0, 0, 1920, 1080)
RIGHT = QRect(1920, 0, 1280, 1024)


@pytest.mark.parametrize(
    ("state", "is_sending", "has_answer", "phase"),
    [
        (None, False, False, Phase.IDLE),
        (None, True, False, Phase.ASKING),
        (TurnState.WAITING, False, True, Phase.ASKING),
        (TurnState.STREAMING, False, True, Phase.ANSWERING),
        (None, False, True, Phase.ANSWERED),
        (None, True, True, Phase.ASKING),
    ],
)
def test_the_phase_follows_the_turn(
    state: TurnState | None, is_sending: bool, has_answer: bool, phase: Phase
) -> None:
    assert phase_of(state, is_sending=is_sending, has_answer=has_answer) is phase


def test_esc_stops_what_runs_and_hides_otherwise() -> None:
    acts = {phase: escape_act(phase) for phase in Phase}

    assert acts == {
        Phase.IDLE: EscapeAct.HIDE,
        Phase.ASKING: EscapeAct.STOP,
        Phase.ANSWERING: EscapeAct.STOP,
        Phase.ANSWERED: EscapeAct.HIDE,
    }


def test_the_prompt_goes_away_with_the_focus() -> None:
    assert hides(LOSS)


@pytest.mark.parametrize(
    "kept_by",
    [
        {"is_pinned": True},
        {"owns_focus": True},
        {"had_focus": False},
        {"shown_for_s": 0.1},
    ],
)
def test_the_prompt_stays_where_the_loss_is_nobodys_wish(kept_by: dict[str, object]) -> None:
    assert not hides(dataclasses.replace(LOSS, **kept_by))  # type: ignore[arg-type]  # by name


def test_only_an_answered_prompt_begins_anew_after_a_while() -> None:
    assert begins_anew(Phase.ANSWERED, FRESH_S)
    assert not begins_anew(Phase.ANSWERED, FRESH_S - 1)
    assert not any(begins_anew(p, 1e9) for p in Phase if p is not Phase.ANSWERED)


def test_it_stands_in_the_upper_third_of_the_screen_with_the_pointer() -> None:
    screen = screen_at(QPoint(2000, 10), [LEFT, RIGHT])

    place = place_for((), screen, [LEFT, RIGHT])

    assert place.width == WIDTH
    assert place.left - 1920 == pytest.approx((1280 - WIDTH) / 2, abs=1)
    assert 0 < place.top < 1024 / 3


def test_it_stands_where_it_was_put() -> None:
    assert place_for((100, 900, 500), LEFT, [LEFT, RIGHT]) == Place(100, 900, 500)


@pytest.mark.parametrize(
    "place",
    [
        (5000, 10, 640),
        (10**12, 0, 640),
        (0, -(2**40), 640),
        (10, 1079, 640),
        (-600, 10, 640),
        (1, 2),
    ],
)
def test_a_place_that_no_screen_shows_is_not_used(place: tuple[int, ...]) -> None:
    found = place_for(place, LEFT, [LEFT])

    assert found == place_for((), LEFT, [LEFT])


def test_a_width_out_of_range_is_brought_into_it() -> None:
    assert place_for((100, 100, 1), LEFT, [LEFT]).width == MIN_WIDTH


def test_it_grows_to_sixty_percent_and_never_below_the_screen() -> None:
    assert greatest_height(LEFT, 100, knows_top=True) == 648
    assert greatest_height(LEFT, 0, knows_top=False) == 648
    low = greatest_height(LEFT, 1000, knows_top=True)
    assert low >= STRIP_HEIGHT
    assert raised_top(LEFT, 1000, low) + low < 1080


def test_arrows_go_through_earlier_questions_and_back_to_what_was_written() -> None:
    recall = Recall()
    for question in ("one", "two", "one"):
        recall.add(question)

    assert recall.step(-1, "draft") == "one"
    assert recall.step(-1, "one") == "two"
    assert recall.step(-1, "two") is None
    assert recall.step(1, "two") == "one"
    assert recall.step(1, "one") == "draft"
    assert recall.step(1, "draft") is None


def test_a_recalled_question_that_was_changed_is_what_is_written_now() -> None:
    recall = Recall()
    recall.add("one")
    recall.add("two")
    recall.step(-1, "")

    assert recall.step(-1, "two and more") == "two"
    assert recall.step(1, "two") == "two and more"


def test_questions_of_earlier_days_stand_before_those_of_today() -> None:
    recall = Recall()
    recall.add("today")

    recall.begin_with(["long ago", "today", "yesterday"])

    assert [recall.step(-1, t) for t in ("", "today", "yesterday")] == [
        "today",
        "yesterday",
        "long ago",
    ]


def test_no_more_questions_are_remembered_than_anybody_goes_through() -> None:
    recall = Recall()
    for number in range(MOST + 5):
        recall.add(str(number))

    found = [recall.step(-1, str(MOST + 5 - back) if back else "") for back in range(MOST + 1)]

    assert found[-1] is None
    assert found[-2] == "5"
