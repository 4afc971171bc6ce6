from hypothesis import example, given
from hypothesis import strategies as st

from supertoken_desktop.ui.quick.templates import (
    LONGEST_NAME,
    LONGEST_TEMPLATE,
    MOST_ACTIONS,
    QuickAction,
    actions_of,
    filled,
    lines_of,
    question_of,
    usual_actions,
)

TEXTS = st.text(max_size=60)
PIECES = st.sampled_from(
    ["{clipboard}", "{input}", "{", "}", "{0}", "{x!r}", "%s", "$a", "\\1", "é\n"]
)


@given(st.lists(st.one_of(PIECES, TEXTS)).map("".join), TEXTS, TEXTS)
@example("{clipboard}{input}", "{input}", "{clipboard}")
@example("{{clipboard}}", "a", "b")
def test_a_template_is_filled_in_one_pass(template: str, clipboard: str, written: str) -> None:
    expected = "".join(
        {"{clipboard}": clipboard, "{input}": written}.get(piece, piece)
        for piece in _parted(template)
    )

    assert filled(template, clipboard, written) == expected


@given(st.text().filter(lambda t: "{clipboard}" not in t and "{input}" not in t), TEXTS, TEXTS)
@example("{} {0} {input.__class__} {clipboard!r} %s $input", "a", "b")
def test_a_template_without_fields_stays_as_it_is(text: str, one: str, other: str) -> None:
    assert filled(text, one, other) == text


@given(st.text(min_size=1).filter(str.strip))
def test_what_is_written_stands_in_for_an_empty_clipboard(written: str) -> None:
    action = QuickAction("Explain", "<{clipboard}|{input}>")

    assert question_of(action, " \n", written) == f"<{written}|>"


NAMES = st.text(max_size=80).map(lambda t: " ".join(t.split())[:LONGEST_NAME].strip())
ACTIONS = st.builds(
    QuickAction,
    NAMES.filter(bool),
    st.text(max_size=200).filter(str.strip),
)


@given(st.lists(ACTIONS, max_size=MOST_ACTIONS))
def test_actions_come_back_from_the_settings_as_they_were(actions: list[QuickAction]) -> None:
    assert actions_of(lines_of(actions)) == tuple(actions)


def test_no_actions_are_something_else_than_the_usual_ones() -> None:
    assert actions_of(()) == usual_actions()
    assert actions_of(lines_of(())) == ()
    assert lines_of(usual_actions()) == ()


@given(st.lists(st.text(max_size=120), min_size=1, max_size=40))
@example(["no tab", "\t", "name\t", "\ttemplate", "a\tb\tc"])
def test_whatever_settings_hold_only_whole_actions_are_taken(lines: list[str]) -> None:
    found = actions_of(lines)

    assert len(found) <= MOST_ACTIONS
    assert all(a.name.strip() and a.template.strip() for a in found)
    assert all(len(a.name) <= LONGEST_NAME for a in found)
    assert all(len(a.template) <= LONGEST_TEMPLATE for a in found)


def test_a_tab_in_a_template_stays_there() -> None:
    assert actions_of(["a\tb\tc"]) == (QuickAction("a", "b\tc"),)


def _parted(template: str) -> list[str]:
    pieces: list[str] = []
    rest = template
    while rest:
        field = next((f for f in ("{clipboard}", "{input}") if rest.startswith(f)), rest[0])
        pieces.append(field)
        rest = rest[len(field) :]
    return pieces
