"""The user guide says the same in every language, and what it says of keys and settings is true."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from supertoken_desktop.i18n import LANGUAGES
from supertoken_desktop.ui.action_specs import SPECS
from supertoken_desktop.ui.help.guide import PAGES
from tests.rules.catalogues import PACKAGE

GUIDE = PACKAGE.parent / "docs"
KEY_NAMES = {"↑": "Up", "↓": "Down", "空格": "Space"}
# What scrolls the transcript is no action.
OTHER_KEYS = {"Space", "Shift+Space"}
ITEM = re.compile(r"[-*] |\d+\. ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_lists_the_keys_of_every_action_and_no_others(language: str) -> None:
    listed = [key for cell, _words in _table_of_keys(language) for key in _keys_in(cell)]

    wanted = {key for spec in SPECS for key in spec.keys}
    assert sorted(listed) == sorted(wanted | OTHER_KEYS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_guide_is_there(language: str) -> None:
    assert {path.stem for path in (GUIDE / language).glob("*.md")} == set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_sections_lists_and_tables(page: str) -> None:
    assert _shape("en", page) == _shape("zh_CN", page)


def _table_of_keys(language: str) -> Iterator[tuple[str, str]]:
    """Yield the cells of the last table of the settings page."""
    text = (GUIDE / language / "settings.md").read_text(encoding="utf-8")
    for line in text.rpartition("|---|---|\n")[2].splitlines():
        if line.startswith("|"):
            _before, keys, words, _after = (cell.strip() for cell in line.split("|"))
            yield keys, words


def _keys_in(cell: str) -> list[str]:
    bare = re.sub(r"\s*[(（].*?[)）]", "", cell)
    return [_portable(key) for key in re.split(r"、|, ", bare)]


def _portable(key: str) -> str:
    for shown, name in KEY_NAMES.items():
        key = key.replace(shown, name)
    return key


def _shape(language: str, page: str) -> list[str]:
    """Return what begins each line that is no plain text: headings, items, lines of tables."""
    path: Path = GUIDE / language / f"{page}.md"
    marks = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "|")) or ITEM.match(line):
            marks.append(line.split(" ")[0])
    return marks
