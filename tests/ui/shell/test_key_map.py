import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.ui.action_specs import SPECS, ActionSpec, Scope
from supertoken_desktop.ui.key_map import (
    MOST_KEYS,
    key_map,
    owner_of,
    portable,
    refusal,
    taken_over,
    usual_keys,
    with_keys,
)
from supertoken_desktop.ui.theme.palette import Theme

IDS = [spec.id for spec in SPECS]
KEYS = ["Ctrl+J", "Ctrl+Shift+F", "Ctrl+K", "F9", "Ctrl+:", "Meta+K", "A", "Ctrl+C", "no key", ""]


def spec_of(action_id: str) -> ActionSpec:
    return next(spec for spec in SPECS if spec.id == action_id)


def test_without_changes_every_action_has_its_usual_keys(theme: Theme) -> None:
    found = key_map(())

    assert found == {spec.id: usual_keys(spec) for spec in SPECS}
    assert set(spec_of("new").keys) <= set(found["new"])


def test_usual_keys_are_on_every_keyboard(theme: Theme) -> None:
    keys = [key for spec in SPECS for key in usual_keys(spec)]

    assert "Help" not in keys
    assert "Ctrl+Shift+Backtab" not in keys


def test_a_change_is_taken_and_the_others_stay(theme: Theme) -> None:
    found = key_map(["new\tctrl+j\tF9"])

    assert found["new"] == ("Ctrl+J", "F9")
    assert found["search"] == ("Ctrl+K",)


def test_an_action_can_have_no_keys(theme: Theme) -> None:
    assert key_map(["new"])["new"] == ()


@pytest.mark.parametrize(
    "line",
    [
        "new\tA",
        "new\tCtrl+C",
        "new\tnonsense",
        "new\tCtrl+J, Ctrl+L",
        "new\tCtrl+J\tTab",
        "new\t",
        "nobody\tCtrl+K",
        "",
        "\t\t",
    ],
)
def test_a_bad_change_falls_back_alone(theme: Theme, line: str) -> None:
    found = key_map([line, "search\tF9"])

    assert found["new"] == usual_keys(spec_of("new"))
    assert found["search"] == ("F9",)


def test_of_two_changes_to_the_same_key_the_first_counts(theme: Theme) -> None:
    found = key_map(["new\tCtrl+J", "search\tCtrl+J"])

    assert found["new"] == ("Ctrl+J",)
    assert found["search"] == ("Ctrl+K",)


def test_a_usual_key_that_was_given_away_is_gone(theme: Theme) -> None:
    found = key_map(["new\tCtrl+K"])

    assert found["new"] == ("Ctrl+K",)
    assert found["search"] == ()


def test_a_sign_is_the_key_that_shift_makes_it_of(theme: Theme) -> None:
    found = key_map(["new\tCtrl+:"])

    assert found["copy-code"] == ()


def test_keys_of_the_list_and_of_the_chat_do_not_meet(theme: Theme) -> None:
    delete, go_top = spec_of("delete"), spec_of("go-top")

    assert delete.scope is Scope.LIST
    assert go_top.scope is Scope.CHAT
    assert owner_of("Del", go_top, key_map(())) is None
    assert owner_of("Ctrl+Home", delete, key_map(())) is None
    assert owner_of("Ctrl+Home", spec_of("new"), key_map(())) is go_top


def test_keys_are_taken_over_from_their_owner(theme: Theme) -> None:
    changes = taken_over((), "new", "Ctrl+K")

    assert key_map(changes)["search"] == ()
    assert key_map(with_keys(changes, "new", ("Ctrl+K",)))["new"] == ("Ctrl+K",)


def test_usual_keys_need_no_line(theme: Theme) -> None:
    changes = with_keys((), "new", ("F9",))

    assert changes == ("new\tF9",)
    assert with_keys(changes, "new", None) == ()
    assert with_keys(changes, "new", usual_keys(spec_of("new"))) == ()


def test_lines_of_other_versions_are_kept(theme: Theme) -> None:
    assert with_keys(("later\tCtrl+J",), "new", ()) == ("later\tCtrl+J", "new")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("A", "moving"),
        ("Shift+A", "moving"),
        ("Tab", "moving"),
        ("Return", "moving"),
        ("Left", "moving"),
        ("Alt+F", "menus"),
        ("Ctrl+C", "Text fields"),
        ("Ctrl+A", "Text fields"),
        ("Ctrl+Backspace", "Text fields"),
        ("Ctrl+Return", "sending"),
        ("Ctrl+W", "system"),
        ("Alt+F4", "system"),
        ("nonsense", "combination"),
    ],
)
def test_keys_that_are_needed_elsewhere_are_refused_with_words(
    theme: Theme, key: str, words: str
) -> None:
    assert words in refusal(key, spec_of("new"))


@pytest.mark.parametrize("key", ["Ctrl+J", "F5", "Shift+F5", "Alt+Left", "Meta+K", "Ctrl+Alt+P"])
def test_other_keys_may_be_used(theme: Theme, key: str) -> None:
    assert refusal(key, spec_of("new")) == ""


def test_an_action_may_keep_its_usual_key_whatever_it_is(theme: Theme) -> None:
    assert refusal("Del", spec_of("delete")) == ""
    assert refusal("Esc", spec_of("stop")) == ""


@given(
    st.lists(
        st.builds(
            lambda *parts: "\t".join(parts),
            st.sampled_from([*IDS, "nobody"]),
            *[st.sampled_from(KEYS)] * 2,
        )
        | st.text(max_size=20)
    )
)
def test_whatever_the_settings_say_no_key_belongs_to_two_actions(changes: list[str]) -> None:
    found = key_map(changes)

    assert set(found) == set(IDS)
    for spec in SPECS:
        assert len(found[spec.id]) <= max(MOST_KEYS, len(usual_keys(spec)))
        for key in found[spec.id]:
            assert portable(key) == key
            assert owner_of(key, spec, found) is None
            assert refusal(key, spec) == ""
