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
