from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.ui.hotkey.holder import HotkeyRefused, Problem
from supertoken_desktop.ui.hotkey.x11 import Presses, X11Hotkeys, grabs_for
from supertoken_desktop.ui.hotkey.xcb import Grab, Keyboard, KeyEvent, XConnection
from supertoken_desktop.ui.tasks import Tasks
from tests.fakes.waiting import until
from tests.ui.hotkey.heard import Heard, keys
from tests.ui.hotkey.screen import Screen, running_screen

US = Keyboard(
    {
        10: (0x31, 0x21, 0x31, 0x21),
        37: (0xFFE3,),
        38: (0x61, 0x41),
        64: (0xFFE9,),
        65: (0x20,),
        77: (0xFF7F,),
        87: (0xFF9C, 0xFFB1),
        133: (0xFFEB,),
    },
    ((), (), (37,), (64, 0), (77,), (), (133, 0), ()),
)


@asynccontextmanager
async def holder(screen: Screen, heard: Heard) -> AsyncIterator[X11Hotkeys]:
    errors: list[BaseException] = []
    tasks = Tasks(errors.append)
    hotkeys = X11Hotkeys(heard.news, tasks, screen.display)
    try:
        yield hotkeys
    finally:
        await hotkeys.close()
        await tasks.close()
    assert errors == []


async def test_a_held_combination_is_heard_wherever_the_focus_is(screen: Screen) -> None:
    heard = Heard()
    async with holder(screen, heard) as hotkeys:
        assert await hotkeys.hold(keys("Ctrl+Alt+Space")) is None
        await screen.press("ctrl+alt+space")
        await until(lambda: heard.presses == 1)


async def test_a_combination_with_the_super_key_is_heard(screen: Screen) -> None:
    heard = Heard()
    async with holder(screen, heard) as hotkeys:
        await hotkeys.hold(keys("Meta+Shift+A"))
        await screen.press("super+shift+a")
        await until(lambda: heard.presses == 1)


async def test_a_sign_that_stands_behind_shift_is_heard(screen: Screen) -> None:
    heard = Heard()
    async with holder(screen, heard) as hotkeys:
        await hotkeys.hold(keys("Ctrl+!"))
        await screen.press("ctrl+shift+1")
        await until(lambda: heard.presses == 1)


@pytest.mark.parametrize("lock", ["Num_Lock", "Caps_Lock"])
async def test_locks_do_not_hide_it(screen: Screen, lock: str) -> None:
    heard = Heard()
    async with holder(screen, heard) as hotkeys:
        await hotkeys.hold(keys("Ctrl+Alt+Space"))
        await screen.press(lock)
        await screen.press("ctrl+alt+space")
        await screen.press(lock)
        await until(lambda: heard.presses == 1)


async def test_other_keys_and_other_modifiers_are_not_taken(screen: Screen) -> None:
    heard = Heard()
    async with holder(screen, heard) as hotkeys:
        await hotkeys.hold(keys("Ctrl+Alt+Space"))
        await screen.press("ctrl+space", "alt+space", "ctrl+alt+shift+space", "ctrl+alt+a")
        await screen.press("ctrl+alt+space")
        await until(lambda: heard.presses > 0)

    assert heard.presses == 1


async def test_keys_that_another_program_holds_are_refused_and_the_old_ones_stay(
    screen: Screen,
) -> None:
    heard, others = Heard(), Heard()
    async with holder(screen, others) as other, holder(screen, heard) as hotkeys:
        await other.hold(keys("Ctrl+Alt+Q"))
        await hotkeys.hold(keys("Ctrl+Alt+Space"))
        with pytest.raises(HotkeyRefused) as refused:
            await hotkeys.hold(keys("Ctrl+Alt+Q"))
        await screen.press("ctrl+alt+q")
        await screen.press("ctrl+alt+space")
        await until(lambda: (heard.presses, others.presses) == (1, 1))

    assert refused.value.problem is Problem.TAKEN


async def test_keys_that_were_refused_are_free_for_others_later(screen: Screen) -> None:
    async with holder(screen, Heard()) as other, holder(screen, Heard()) as hotkeys:
        await other.hold(keys("Ctrl+Alt+Q"))
        with pytest.raises(HotkeyRefused):
            await hotkeys.hold(keys("Ctrl+Alt+Q"))
        await other.hold(keys("Ctrl+Alt+W"))
        await hotkeys.hold(keys("Ctrl+Alt+Q"))


def test_of_keys_that_are_had_in_part_none_is_kept(screen: Screen) -> None:
    first, second, third = (XConnection(screen.display) for _ in range(3))
    grabs = sorted(grabs_for(keys("Ctrl+Alt+Q"), first.keyboard()))
    assert first.grab(grabs[-1:])
    assert not second.grab(grabs)
    first.ungrab(grabs[-1:])
    # What it answers is answered after what it was asked before.
    first.keyboard()
    is_free = third.grab(grabs)
    for connection in (first, second, third):
        connection.close()

    assert is_free


async def test_new_keys_take_the_place_of_the_old(screen: Screen) -> None:
    heard, others = Heard(), Heard()
    async with holder(screen, others) as other, holder(screen, heard) as hotkeys:
        await hotkeys.hold(keys("Ctrl+Alt+Space"))
        await hotkeys.hold(keys("Ctrl+Alt+W"))
        await other.hold(keys("Ctrl+Alt+Space"))
        await screen.press("ctrl+alt+w")
        await until(lambda: heard.presses == 1)


async def test_a_key_that_stays_down_is_heard_once(screen: Screen) -> None:
    connection, presses = XConnection(screen.display), Presses()
    grabs = grabs_for(keys("F9"), connection.keyboard())
    assert connection.grab(sorted(grabs))
    seen: list[KeyEvent] = []

    def is_down_for_long() -> bool:
        while (event := connection.next_event()) is not None:
            if isinstance(event, KeyEvent):
                seen.append(event)
        return sum(event.is_press for event in seen) > 4

    await screen.hold_down("F9")
    await until(is_down_for_long)
    await screen.let_go("F9")
    connection.close()

    assert [presses.is_new(event) for event in seen].count(True) == 1


async def test_nothing_is_heard_after_the_release(screen: Screen) -> None:
    heard, others = Heard(), Heard()
    async with holder(screen, others) as other, holder(screen, heard) as hotkeys:
        await hotkeys.hold(keys("Ctrl+Alt+Space"))
        await hotkeys.release()
        await other.hold(keys("Ctrl+Alt+Space"))
        await screen.press("ctrl+alt+space")
        await until(lambda: others.presses == 1)

    assert heard.presses == 0


async def test_a_key_moves_with_the_layout_of_the_keyboard(screen: Screen) -> None:
    heard = Heard()
    async with holder(screen, heard) as hotkeys:
        await hotkeys.hold(keys("Ctrl+Alt+Y"))
        await screen.use_layout("de")
        try:
            while not heard.presses:
                await screen.press("ctrl+alt+y")
        finally:
            await screen.use_layout("us")


async def test_a_release_in_the_midst_of_a_new_layout_leaves_nothing_behind(screen: Screen) -> None:
    heard = Heard()
    async with holder(screen, heard) as hotkeys, holder(screen, Heard()) as other:
        for layout in ("de", "us") * 12:
            await hotkeys.hold(keys("Ctrl+Alt+Y"))
            await screen.use_layout(layout)
            await hotkeys.release()
            await other.hold(keys("Ctrl+Alt+Y"))
            await other.release()

    assert heard.losses == []


async def test_a_key_that_the_keyboard_lacks_is_refused(screen: Screen) -> None:
    async with holder(screen, Heard()) as hotkeys:
        with pytest.raises(HotkeyRefused) as refused:
            await hotkeys.hold(keys("Ctrl+Alt+Ü"))

    assert refused.value.problem is Problem.NO_SUCH_KEY


async def test_the_end_of_the_server_is_told_once() -> None:
    heard = Heard()
    with running_screen() as screen:
        tasks = Tasks(lambda _error: None)
        hotkeys = X11Hotkeys(heard.news, tasks, screen.display)
        await hotkeys.hold(keys("Ctrl+Alt+Space"))
    await until(lambda: heard.losses == [Problem.LOST])
    await hotkeys.close()
    await tasks.close()


async def test_without_a_server_the_wish_is_refused() -> None:
    tasks = Tasks(lambda _error: None)
    hotkeys = X11Hotkeys(Heard().news, tasks, ":64999")

    with pytest.raises(HotkeyRefused) as refused:
        await hotkeys.hold(keys("Ctrl+Alt+Space"))
    await tasks.close()

    assert refused.value.problem is Problem.REFUSED


def test_the_digits_of_the_keypad_are_grabbed_without_shift() -> None:
    grabs = grabs_for(keys("Ctrl+Num+1"), US)

    assert {grab.keycode for grab in grabs} == {87}
    assert all(not grab.modifiers & 0x01 for grab in grabs)


def test_the_keys_of_the_first_layout_come_before_those_of_another() -> None:
    two = Keyboard({24: (0x71, 0x51, 0x61, 0x41), 38: (0x61, 0x41, 0x71, 0x51)}, US.modifiers)

    assert {grab.keycode for grab in grabs_for(keys("Ctrl+A"), two)} == {38}


def test_modifiers_are_looked_for_where_the_keyboard_has_them() -> None:
    moved = Keyboard(US.keysyms, ((), (), (37,), (133,), (64,), (), (77,), ()))

    assert {g.modifiers & 0x08 for g in grabs_for(keys("Meta+A"), moved)} == {0x08}
    assert {g.modifiers & 0x10 for g in grabs_for(keys("Alt+A"), moved)} == {0x10}


@given(st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_repetitions_of_one_press_never_count(gaps_ms: list[int]) -> None:
    presses = Presses()
    now_ms = 5000
    counted = [presses.is_new(KeyEvent(True, Grab(65, 12), now_ms))]
    for gap_ms in gaps_ms:
        now_ms += gap_ms
        presses.is_new(KeyEvent(False, Grab(65, 12), now_ms))
        counted.append(presses.is_new(KeyEvent(True, Grab(65, 12), now_ms)))

    assert counted.count(True) == 1


def test_a_press_counts_though_the_way_up_before_it_was_never_heard() -> None:
    presses = Presses()

    assert presses.is_new(KeyEvent(True, Grab(65, 12), 1000))
    assert presses.is_new(KeyEvent(True, Grab(65, 12), 9000))
