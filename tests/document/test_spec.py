"""Every example of CommonMark and GFM, on the document model.

Three things are left out of all comparisons, because the model leaves them out by design: titles of
links, line ends inside a paragraph (a blank, or nothing between East Asian characters) and blanks
between blocks. Every other difference has its own entry in `deviations.json`.
"""

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from supertoken_desktop.document.document import parse
from tests.document.spec_html import comparable, spec_html

SPECS = Path(__file__).resolve().parents[1] / "data" / "spec"
NAMES = ("commonmark-0.31.2", "gfm-0.29", "gfm-extensions", "gfm-regressions")


class Example(NamedTuple):
    name: str
    section: str
    markdown: str
    html: str


def read_examples() -> list[Example]:
    return [
        Example(f"{name} {number}", *row)
        for name in NAMES
        for number, row in enumerate(json.loads(_read(f"{name}.json")), 1)
    ]


def read_deviations() -> dict[str, tuple[str, str]]:
    """The reason and what is expected instead, by the name of the example."""
    table = json.loads(_read("deviations.json"))
    return {
        name: (table["reasons"][entry["reason"]], entry["ours"])
        for entry in table["deviations"]
        for name in entry["examples"]
    }


def _read(name: str) -> str:
    return (SPECS / name).read_text(encoding="utf-8")


EXAMPLES = read_examples()
DEVIATIONS = read_deviations()


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=[f"{example.name} {example.section}" for example in EXAMPLES]
)
def test_an_example_is_read_as_specified(example: Example) -> None:
    specified = comparable(example.html)
    reason, expected = DEVIATIONS.get(example.name, ("", specified))

    assert comparable(spec_html(parse(example.markdown))) == expected, reason
    assert not reason or expected != specified


def test_deviations_are_of_examples_that_exist() -> None:
    assert set(DEVIATIONS) <= {example.name for example in EXAMPLES}
    assert (len(EXAMPLES), len(DEVIATIONS)) == (1372, 171)
