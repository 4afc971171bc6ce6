from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.quick.rules import Phase
from tests.fakes.client import Gate, answer
from tests.fakes.waiting import let_run, until
from tests.ui.quick.room import CTRL, SHIFT, quick_room


async def test_enter_asks_and_the_answer_stands_below() -> None:
    async with quick_room(answer("Forty", "-two.")) as room:
        await room.answered("what is it?")

        assert room.shown_text() == "what is it?\nForty-two."
        assert room.field.text() == ""
        assert room.prompt.height() > 100
