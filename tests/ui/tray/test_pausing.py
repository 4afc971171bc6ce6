from PySide6.QtWidgets import QPushButton

from supertoken_desktop.engine.pause import PausableLimits
from supertoken_desktop.ui.chat.status_line import StatusLine
from supertoken_desktop.window.pause import Pausing
from supertoken_desktop.window.tray import state_lines
from tests.fakes.client import answer
from tests.fakes.policies import NoLimits
from tests.fakes.waiting import until
from tests.ui.desk.room import desk_room

BANNER = "New requests are paused."


async def test_a_pause_is_said_above_the_chat_and_can_be_ended_there() -> None:
    limits = PausableLimits(NoLimits())
    async with desk_room() as room:
        Pausing(limits, room.window, room.actions)
        room.actions.action("pause").trigger()
        said, was_paused = room.words(), limits.is_paused
        room.click("Resume")

        assert was_paused
        assert BANNER in said
        assert BANNER not in room.words()
        assert not limits.is_paused
        assert not room.actions.action("pause").isChecked()


async def test_a_question_that_is_held_says_so() -> None:
    limits = PausableLimits(NoLimits())
    limits.pause()
    async with desk_room(answer("Hello"), limiter=limits) as room:
        turn = await room.send("Hi")
        await until(lambda: turn.waiting is not None)
        line = room.window.findChildren(StatusLine)[0]
        await until(line.isVisible)

        assert "Paused; goes on when you resume" in room.words()
        shown = [b.text() for b in line.findChildren(QPushButton) if b.isVisible()]
        assert shown == ["Cancel"]
        limits.resume()
        await turn.wait_ended()


def test_the_tip_says_in_words_what_goes_on() -> None:
    assert state_lines(0, 0, 0, is_paused=False) == ("SuperToken Desktop",)
    assert state_lines(0, 0, 0, is_paused=True)[1:] == ("New requests are paused",)
    assert state_lines(2, 1, 3, is_paused=True)[1:] == (
        "1 chat has a new answer",
        "2 answers are being written",
        "New requests are paused; 3 wait",
    )
