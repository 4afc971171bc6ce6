from supertoken_desktop.ui.hotkey.holder import Problem
from supertoken_desktop.ui.hotkey.hotkey import HotkeyState, Refusal
from tests.fakes.waiting import let_run, until
from tests.ui.hotkey.fake_holder import FakeHolder
from tests.ui.hotkey.heard import keys
from tests.ui.hotkey.room import hotkey_room

OLD, NEW = keys("Ctrl+Alt+Space"), keys("Meta+Q")


async def test_nothing_is_held_until_it_is_set() -> None:
    async with hotkey_room() as room:
        await let_run()

        assert room.holder.news is None
        assert room.hotkey.state == HotkeyState()


async def test_what_the_settings_say_is_held_from_the_start() -> None:
    async with hotkey_room(setting=str(OLD)) as room:
        await until(lambda: room.hotkey.state == HotkeyState(held=OLD))
        room.holder.press()

        assert room.presses == ["pressed"]


async def test_a_setting_that_cannot_be_read_is_off() -> None:
    async with hotkey_room(setting="Ctrl+\x00nonsense") as room:
        await let_run()

        assert room.hotkey.state == HotkeyState()
        assert room.holder.held == ""


async def test_chosen_keys_are_held_and_then_become_the_setting() -> None:
    async with hotkey_room(setting=str(OLD)) as room:
        room.hotkey.choose(NEW)
        await until(lambda: room.setting == str(NEW))

        assert room.holder.held == str(NEW)
        assert room.hotkey.state == HotkeyState(held=NEW)


async def test_keys_that_are_taken_are_told_and_the_old_ones_stay_the_setting() -> None:
    holder = FakeHolder(problems={str(NEW): Problem.TAKEN})
    async with hotkey_room(holder, setting=str(OLD)) as room:
        room.hotkey.choose(NEW)
        await until(lambda: room.hotkey.state.refusal is not None)

        assert room.hotkey.state == HotkeyState(held=OLD, refusal=Refusal(NEW, Problem.TAKEN))
        assert room.setting == room.holder.held == str(OLD)


async def test_keys_that_are_taken_at_the_start_stay_the_setting() -> None:
    holder = FakeHolder(problems={str(OLD): Problem.TAKEN})
    async with hotkey_room(holder, setting=str(OLD)) as room:
        await until(lambda: room.hotkey.state.refusal == Refusal(OLD, Problem.TAKEN))
        holder.problems.clear()
        room.hotkey.choose(OLD)
        await until(lambda: room.hotkey.state == HotkeyState(held=OLD))

        assert room.setting == str(OLD)


async def test_clearing_gives_the_keys_back_and_turns_it_off() -> None:
    async with hotkey_room(setting=str(OLD)) as room:
        await until(lambda: room.hotkey.state.held == OLD)
        room.hotkey.clear()
        await until(lambda: room.setting == "")

        assert room.holder.held == ""
        assert room.hotkey.state == HotkeyState()


async def test_a_setting_that_somebody_else_changes_is_followed() -> None:
    async with hotkey_room() as room:
        await room.preferences.update(hotkey=str(NEW))
        await until(lambda: room.hotkey.state.held == NEW)
        await room.preferences.update(hotkey="")
        await until(lambda: room.hotkey.state.held is None)

        assert room.holder.held == ""


async def test_a_question_is_told_while_it_stands_and_makes_way_for_another_wish() -> None:
    holder = FakeHolder(asks={str(OLD)})
    async with hotkey_room(holder) as room:
        room.hotkey.choose(OLD)
        await until(lambda: holder.question is not None)
        assert room.hotkey.state == HotkeyState(asked=OLD)
        room.hotkey.choose(NEW)
        await until(lambda: room.setting == str(NEW))

        assert room.hotkey.state == HotkeyState(held=NEW)


async def test_of_several_wishes_at_once_the_last_one_counts() -> None:
    async with hotkey_room() as room:
        for text in ("Ctrl+1", "Ctrl+2", "Ctrl+3"):
            room.hotkey.choose(keys(text))
        await until(lambda: room.setting == "Ctrl+3")

        assert room.holder.held == "Ctrl+3"


async def test_keys_that_the_desktop_chose_are_told_in_its_words() -> None:
    holder = FakeHolder(triggers={str(OLD): "Super+Leertaste"})
    async with hotkey_room(holder, setting=str(OLD)) as room:
        await until(lambda: room.hotkey.state == HotkeyState(OLD, "Super+Leertaste"))
        assert holder.news is not None
        holder.news.trigger_changed("Super+Q")

        assert room.hotkey.state == HotkeyState(OLD, "Super+Q")


async def test_keys_that_are_lost_are_told() -> None:
    async with hotkey_room(setting=str(OLD)) as room:
        await until(lambda: room.hotkey.state.held == OLD)
        assert room.holder.news is not None
        room.holder.news.lost(Problem.LOST)

        assert room.hotkey.state == HotkeyState(refusal=Refusal(OLD, Problem.LOST))


async def test_at_rest_the_keys_are_heard_and_open_nothing() -> None:
    async with hotkey_room(setting=str(OLD)) as room:
        await until(lambda: room.hotkey.state.held == OLD)
        room.hotkey.rest()
        room.holder.press()
        room.hotkey.resume()
        room.holder.press()

        assert room.presses == ["at rest", "pressed"]


async def test_the_end_gives_the_keys_back_though_a_question_stands() -> None:
    holder = FakeHolder(asks={str(NEW)})
    async with hotkey_room(holder, setting=str(OLD)) as room:
        await until(lambda: holder.held == str(OLD))
        room.hotkey.choose(NEW)
        await until(lambda: holder.question is not None)
        await room.hotkey.close()

        assert holder.is_closed
        assert room.setting == str(OLD)
