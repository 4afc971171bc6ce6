import ctypes
import ctypes.util

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtGui import QKeySequence

from supertoken_desktop.ui.hotkey.keys import (
    NAMED_KEYS,
    Combination,
    Modifier,
    carbon_key,
    portal_trigger,
    read_combination,
    windows_key,
    x_keysym,
)
from tests.ui.hotkey.heard import keys

PORTABLE = QKeySequence.SequenceFormat.PortableText
KEYS = [*NAMED_KEYS, *(c for c in map(chr, range(0x100)) if str(read_combination(c)) == c)]
combinations = st.builds(
    Combination, st.frozensets(st.sampled_from(list(Modifier))), st.sampled_from(KEYS)
)


@given(combinations)
@example(Combination(frozenset({Modifier.CTRL}), "+"))
@example(Combination(frozenset({Modifier.CTRL}), "Num++"))
def test_a_combination_is_read_as_it_was_written(combination: Combination) -> None:
    assert read_combination(str(combination)) == combination


@given(combinations)
def test_qt_reads_and_writes_the_same_text(combination: Combination) -> None:
    written = QKeySequence(str(combination), PORTABLE).toString(PORTABLE)

    assert written == str(combination)


@given(st.text(max_size=80))
@example("Ctrl+")
@example("+")
@example("Ctrl+Ctrl+A")
@example("Ctrl+AB")
@example("Ctrl+ ")
@example("Ctrl+\u200b")
@example("Shift+" * 20 + "A")
def test_any_other_text_is_no_combination_and_no_error(text: str) -> None:
    found = read_combination(text)

    assert found is None or read_combination(str(found)) == found


@pytest.mark.parametrize(
    "text", ["Ctrl+", "", "Ctrl", "Ctrl+AB", "Ctrl+Ctrl+A", "Hyper+A", "Ctrl+字"]
)
def test_half_a_combination_is_none(text: str) -> None:
    assert read_combination(text) is None


def test_small_letters_are_read_as_keys() -> None:
    assert read_combination("Ctrl+a") == read_combination("Ctrl+A")


@pytest.mark.parametrize(
    "text", ["A", "Shift+A", "Space", "Return", "Shift+Tab", "Num+5", "Esc", "Left"]
)
def test_what_texts_are_typed_with_is_not_taken_from_all_programs(text: str) -> None:
    assert not keys(text).is_usable


@pytest.mark.parametrize("text", ["F9", "Shift+F9", "Pause", "Media Play", "Meta+A", "Ctrl+Space"])
def test_what_types_nothing_may_be_taken(text: str) -> None:
    assert keys(text).is_usable


def test_each_system_has_another_number_for_each_key() -> None:
    for number_of in (x_keysym, windows_key, carbon_key):
        numbers = [number for key in KEYS if (number := number_of(key)) is not None]
        assert len(numbers) == len(set(numbers)), number_of


@pytest.mark.parametrize(
    ("text", "keysym", "windows", "carbon", "trigger"),
    [
        ("Ctrl+Alt+Space", 0x20, 0x20, (0x31, False), "CTRL+ALT+space"),
        ("Meta+Shift+Q", 0x71, 0x51, (0x0C, False), "LOGO+SHIFT+q"),
        ("F24", 0xFFD5, 0x87, None, "F24"),
        ("Ctrl+;", 0x3B, None, (0x29, False), "CTRL+semicolon"),
        ("Alt+PgUp", 0xFF55, 0x21, (0x74, False), "ALT+Prior"),
        ("Ctrl+:", 0x3A, None, (0x29, True), "CTRL+colon"),
        ("Ctrl+Ä", 0xE4, None, None, "CTRL+U00E4"),
    ],
)
def test_a_key_has_its_name_on_every_system(
    text: str, keysym: int, windows: int | None, carbon: tuple[int, bool] | None, trigger: str
) -> None:
    combination = keys(text)

    assert x_keysym(combination.key) == keysym
    assert windows_key(combination.key) == windows
    assert carbon_key(combination.key) == carbon
    assert portal_trigger(combination) == trigger


def test_the_library_that_desktops_read_names_with_knows_all_of_ours() -> None:
    found = ctypes.util.find_library("xkbcommon")
    if found is None:
        pytest.skip("not installed: libxkbcommon")
    keysym_from_name = ctypes.CDLL(found).xkb_keysym_from_name
    keysym_from_name.argtypes, keysym_from_name.restype = (
        [ctypes.c_char_p, ctypes.c_int],
        ctypes.c_uint32,
    )

    unknown = [
        key
        for key in KEYS
        if keysym_from_name(portal_trigger(Combination(frozenset(), key)).encode(), 0)
        != x_keysym(key)
    ]

    assert unknown == []
