import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.domain.pictures import without_pictures

DATA = "data:image/png;base64,AAAA"


def named(text: str) -> str:
    return without_pictures(text, lambda name: f"<{name}>")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", ""),
        (f"a ![cat]({DATA}) b", "a <cat> b"),
        (f"![]({DATA})![x]({DATA})", "<><x>"),
        (f"a ![cat]({DATA}", "a <cat>"),
        ("![cat](https://a.org/c.png)", "![cat](https://a.org/c.png)"),
        (f"[cat]({DATA})", f"[cat]({DATA})"),
        ("text ](data: more", "text ](data: more"),
    ],
)
def test_the_data_of_a_picture_gives_way_to_its_name(text: str, left: str) -> None:
    assert named(text) == left


@given(st.lists(st.sampled_from(["![", "](data:", ")", "x", "\n", "]"])).map("".join))
def test_text_around_pictures_stays(text: str) -> None:
    left = without_pictures(text, lambda name: f"![{name}](data:)")

    assert left.count("\n") <= text.count("\n")
    assert without_pictures(left, lambda _name: "") == without_pictures(text, lambda _name: "")
