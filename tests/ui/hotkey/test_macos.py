import pytest

from supertoken_desktop.ui.hotkey.holder import HotkeyRefused, Problem
from supertoken_desktop.ui.hotkey.macos import MacHotkeys
from tests.ui.hotkey.fake_systems import FakeCarbon
from tests.ui.hotkey.heard import Heard, keys


async def test_a_combination_is_registered_and_heard() -> None:
    heard, carbon = Heard(), FakeCarbon()
    hotkeys = MacHotkeys(heard.news, carbon)

    await hotkeys.hold(keys("Meta+Ctrl+Alt+Shift+Space"))
    held = [facts[1:] for facts in carbon.registered.values()]
    carbon.press()
    await hotkeys.close()

    assert held == [(0x1000 | 0x0100 | 0x0800 | 0x0200, 0x31)]
    assert heard.presses == 1
    assert carbon.registered == {}


async def test_new_keys_take_the_place_of_the_old() -> None:
    heard, carbon = Heard(), FakeCarbon()
    hotkeys = MacHotkeys(heard.news, carbon)

    for text in ("Ctrl+Q", "Ctrl+W", "Ctrl+W"):
        await hotkeys.hold(keys(text))
    carbon.press()

    assert [facts[1:] for facts in carbon.registered.values()] == [(0x0100, 0x0D)]
    assert heard.presses == 1


async def test_a_hotkey_of_another_program_in_this_process_is_left_to_it() -> None:
    heard, carbon = Heard(), FakeCarbon()
    hotkeys = MacHotkeys(heard.news, carbon)
    await hotkeys.hold(keys("Ctrl+Q"))

    assert carbon.listeners[0](4711) is False
    assert heard.presses == 0


@pytest.mark.parametrize(
    ("wish", "problem"), [("Ctrl+W", Problem.TAKEN), ("Ctrl+Pause", Problem.NO_SUCH_KEY)]
)
async def test_what_cannot_be_had_is_told_and_the_old_keys_stay(
    wish: str, problem: Problem
) -> None:
    heard, carbon = Heard(), FakeCarbon(of_others={(0x0100, 0x0D)})
    hotkeys = MacHotkeys(heard.news, carbon)
    await hotkeys.hold(keys("Ctrl+Q"))

    with pytest.raises(HotkeyRefused) as refused:
        await hotkeys.hold(keys(wish))
    carbon.press()

    assert refused.value.problem is problem
    assert heard.presses == 1


async def test_a_system_that_lets_nobody_listen_is_told() -> None:
    carbon = FakeCarbon(works=False)

    with pytest.raises(HotkeyRefused) as refused:
        await MacHotkeys(Heard().news, carbon).hold(keys("Ctrl+Q"))

    assert refused.value.problem is Problem.REFUSED
    assert carbon.registered == {}
