from tests.fakes.client import answer
from tests.ui.quick.room import quick_room


async def test_enter_asks_and_the_answer_stands_below() -> None:
    async with quick_room(answer("Forty", "-two.")) as room:
        await room.answered("what is it?")

        assert room.shown_text() == "what is it?\nForty-two."
        assert room.field.text() == ""
        assert room.prompt.height() > 100
