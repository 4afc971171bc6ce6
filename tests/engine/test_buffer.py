from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.engine.buffer import DeltaBuffer, Taken


@given(st.lists(st.lists(st.text(max_size=5), max_size=4), max_size=6))
def test_taking_in_any_rhythm_gives_the_whole_text(frames: list[list[str]]) -> None:
    buffer = DeltaBuffer()
    taken = []
    for frame in frames:
        for piece in frame:
            buffer.add_text(piece)
        taken.append(buffer.take().text)

    assert "".join(taken) == "".join(piece for frame in frames for piece in frame)
    assert not buffer.filled


def test_a_restart_drops_what_nobody_took() -> None:
    buffer = DeltaBuffer()
    buffer.add_text("Hel")
    buffer.restart()
    buffer.add_text("Hello")

    assert buffer.take() == Taken("Hello", "", restarted=True)
    assert buffer.take() == Taken("", "", restarted=False)


@given(st.lists(st.tuples(st.sampled_from(["one", "other", "text", "thought"]), st.text())))
def test_each_branch_hands_out_everything_once(steps: list[tuple[str, str]]) -> None:
    buffer = DeltaBuffer()
    one, other = buffer.branch(), buffer.branch()
    got = {"one": ["", ""], "other": ["", ""]}
    for step, text in [*steps, ("one", ""), ("other", "")]:
        if step == "text":
            buffer.add_text(text)
        elif step == "thought":
            buffer.add_reasoning(text)
        else:
            taken = (one if step == "one" else other).take()
            got[step][0] += taken.text
            got[step][1] += taken.reasoning

    said = "".join(text for step, text in steps if step == "text")
    thought = "".join(text for step, text in steps if step == "thought")
    assert got == {"one": [said, thought], "other": [said, thought]}


def test_a_branch_begins_empty_and_gets_nothing_after_it_was_cut_off() -> None:
    buffer = DeltaBuffer()
    buffer.add_text("before")
    branch = buffer.branch()
    buffer.add_text("between")
    buffer.cut_off(branch)
    buffer.add_text("after")

    assert branch.take() == Taken("between", "", restarted=False)
    assert buffer.take().text == "beforebetweenafter"


def test_a_restart_reaches_the_branches() -> None:
    buffer = DeltaBuffer()
    branch = buffer.branch()
    buffer.add_text("Hel")
    buffer.restart()
    buffer.add_text("Hello")

    assert branch.take() == Taken("Hello", "", restarted=True)
