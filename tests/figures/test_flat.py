from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.figures.flat import DEEPEST, MOST_ELEMENTS, TooLarge, flatten
from tests.figures.looks import DARK, LIGHT

PLANTED = "http://planted.example/x"
HOSTILE = (
    f'<script href="{PLANTED}">planted()</script>',
    f'<image href="{PLANTED}" width="9" height="9"/>',
    f'<use href="{PLANTED}#a"/>',
    f'<a href="{PLANTED}"><rect width="5" height="5" onclick="planted()"/></a>',
    f'<foreignObject width="9" height="9"><iframe src="{PLANTED}">planted</iframe></foreignObject>',
    f"<style>@import url({PLANTED}); rect {{ fill: url({PLANTED}) }}</style>",
    f"<style>@font-face {{ font-family: a; src: url({PLANTED}) }}</style>",
    f'<rect width="5" height="5" style="fill:url({PLANTED});filter:url({PLANTED})"/>',
    f'<rect width="5" height="5" fill="url({PLANTED})" mask="url({PLANTED})"/>',
    f'<path d="M0 0" marker-end="url({PLANTED}#a)"/>',
    f'<rect width="5" height="5" transform="planted({PLANTED})"/>',
    f'<filter id="f"><feImage href="{PLANTED}"/></filter>',
    f'<rect width="5" height="5"><animate attributeName="x" to="{PLANTED}"/></rect>',
    f'<linearGradient id="g" href="{PLANTED}"><stop offset="0" stop-color="red"/></linearGradient>',
    f'<text font-family="{PLANTED}" style="font-family:url({PLANTED})">text</text>',
    '<rect width="5" height="5" fill="red&quot; onload=&quot;planted()"/>',
    '<marker id="m&quot; onload=&quot;planted()"><path d="M0 0"/></marker>',
)


def svg(content: str, box: str = "0 0 100 100") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" id="d" viewBox="{box}">{content}</svg>'


def drawn(content: str) -> Element:
    return fromstring(flatten(svg(content), LIGHT).svg)


def first(content: str, tag: str) -> Element:
    found = drawn(content).find(f".//{{http://www.w3.org/2000/svg}}{tag}")
    assert found is not None
    return found


@pytest.mark.parametrize("content", HOSTILE)
def test_what_leads_elsewhere_or_acts_is_left_out(content: str) -> None:
    assert "planted" not in flatten(svg(content), LIGHT).svg


def test_a_style_sheet_ends_up_on_the_shapes() -> None:
    style = "<style>#d .box rect{fill:#112233;stroke-width:3px} rect{fill:red;stroke:#000}</style>"

    rect = first(f'{style}<g class="box"><rect width="5" height="5"/></g>', "rect")

    assert rect.get("fill") == "#112233"
    assert rect.get("stroke-width") == "3"


@pytest.mark.parametrize(
    ("selector", "is_meant"),
    [
        ("rect", True),
        ("#d rect", True),
        (".a > .b > rect", True),
        (".a > rect", False),
        (".a rect", True),
        ("rect.c", True),
        ("rect.b", False),
        ("[id$='-end']", True),
        ("[id^='x']", False),
        ("rect:hover", False),
        ("rect, circle", True),
    ],
)
def test_a_selector_means_what_browsers_take_it_to_mean(selector: str, *, is_meant: bool) -> None:
    nest = '<g class="a"><g class="b"><rect class="c" id="the-end" width="5" height="5"/></g></g>'

    rect = first(f"<style>{selector.replace('>', '&gt;')}{{fill:#010203}}</style>{nest}", "rect")

    assert (rect.get("fill") == "#010203") is is_meant


def test_important_wins_over_the_style_attribute() -> None:
    style = "<style>rect{fill:#010203 !important}</style>"

    assert first(f'{style}<rect width="5" height="5" style="fill:red"/>', "rect").get("fill") == (
        "#010203"
    )


def test_words_of_one_line_are_one_text() -> None:
    words = "<tspan>One</tspan><tspan> two</tspan>"

    text = first(f'<text y="1em" font-size="10"><tspan x="5">{words}</tspan></text>', "text")

    assert text.text == "One two"
    assert (text.get("x"), text.get("y")) == ("5", "10")


def test_each_line_stands_at_its_own_place() -> None:
    tspans = '<tspan x="0" dy="1em">One</tspan><tspan x="0" dy="1.5em">Two</tspan>'

    texts = drawn(f'<text font-size="10">{tspans}</text>')

    assert [(t.text, t.get("y")) for t in texts] == [("One", "10"), ("Two", "25")]


def test_text_in_the_middle_by_name_is_moved_there() -> None:
    text = first('<text y="50" font-size="20" dominant-baseline="central">x</text>', "text")

    assert 55 < float(text.get("y", "0")) < 60


def test_dark_text_on_a_dark_box_becomes_light() -> None:
    content = '<g><rect width="50" height="20" fill="#000080"/><text fill="black">x</text></g>'

    assert first(content, "text").get("fill") == LIGHT.ground


def test_colours_with_opacity_are_kept_apart() -> None:
    rect = first('<rect width="5" height="5" fill="rgba(255, 0, 0, 0.25)"/>', "rect")

    assert (rect.get("fill"), rect.get("fill-opacity")) == ("#ff0000", "0.25")


def test_hollow_ends_of_lines_have_the_colour_of_the_ground() -> None:
    marker = '<marker id="m"><circle r="5" fill="white"/></marker>'

    flat = flatten(svg(f'{marker}<path d="M0 0" marker-end="url(#m)"/>'), DARK)

    assert f'fill="{DARK.ground}"' in flat.svg


@pytest.mark.parametrize(
    ("dashes", "drawn"),
    [
        ("5 5", "5 5"),
        ("2", "2"),
        ("3px, 3px", "3 3"),
        ("0.01", None),
        ("1e-9", None),
        ("1e999", None),
        ("-5 9", None),
        ("0", None),
    ],
)
def test_a_line_is_not_cut_into_millions_of_dashes(dashes: str, drawn: str | None) -> None:
    line = first(f'<path d="M0 0L9 9" stroke="red" style="stroke-dasharray: {dashes}"/>', "path")

    assert line.get("stroke-dasharray") == drawn


@pytest.mark.parametrize(
    "source",
    [
        svg("<g/>" * (MOST_ELEMENTS + 1)),
        svg("<g>" * (DEEPEST + 1) + "</g>" * (DEEPEST + 1)),
        svg("", box="0 0 100 9999999"),
        svg("", box="0 0 0 0"),
        '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + svg("<text>&a;</text>"),
        "no svg",
    ],
)
def test_what_is_too_much_or_unreadable_is_refused(source: str) -> None:
    with pytest.raises(TooLarge):
        flatten(source, LIGHT)


@given(st.text(alphabet="<>/=\"' abgrect#.:;{}()-0123456789&%"), st.text(max_size=40))
def test_any_content_is_drawn_or_refused(style: str, text: str) -> None:
    kept = "".join(character for character in text if character.isprintable())
    escaped = kept.replace("&", "&amp;").replace("<", "&lt;")
    sheet = style.replace("&", "&amp;").replace("<", "&lt;")

    flat = flatten(svg(f"<style>{sheet}</style><text>{escaped}</text>"), LIGHT)

    fromstring(flat.svg)
