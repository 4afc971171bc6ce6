import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.catalogues import LANGUAGES, PACKAGE, compiled, extracted, po_path, read_catalogue

LOOK_UPS = ("_", "ngettext", "pgettext")
WORDLESS = ("domain", "api", "store", "engine", "document", "demo")
FIELD = string.Formatter()
I18N = "supertoken_desktop.i18n"
WORDS = re.compile("[A-Za-z]{3}")
CHINESE_ENDS = {".": "。", "?": "？", ":": "：", "…": "…"}
HALF_WIDTH = re.compile(
    "[\u4e00-\u9fff][,.;:?!]|[,;?!][\u4e00-\u9fff]|[\u4e00-\u9fff] [\u4e00-\u9fff]"
)
SETTERS = {
    "setText",
    "setToolTip",
    "setWindowTitle",
    "setPlaceholderText",
    "setAccessibleName",
    "setAccessibleDescription",
}


def _fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in FIELD.parse(text) if name is not None}


def _forms(text: object) -> list[str]:
    """Return the singular and plural forms of a catalogue's entry."""
    several = text if isinstance(text, tuple | list) else (text,)
    return [str(form) for form in several if form]


def _sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_and_none_is_stale(language: str) -> None:
    wanted = {(m.context, m.id) for m in extracted() if m.id}
    there = {(m.context, m.id): m.string for m in read_catalogue(language) if m.id}

    missing = [key for key in wanted if not there.get(key)]
    stale = [key for key in there if key not in wanted]

    assert (missing, stale) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_fields_of_their_strings(language: str) -> None:
    broken = []
    for message in read_catalogue(language):
        fields = set().union(*(_fields(text) for text in _forms(message.id)))
        broken += [
            text for text in _forms(message.string) if message.id and _fields(text) != fields
        ]

    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_its_source(language: str) -> None:
    binary = po_path(language).with_suffix(".mo").read_bytes()

    assert binary == compiled(read_catalogue(language))


def test_chinese_ends_as_the_string_does_and_has_full_width_marks() -> None:
    odd = []
    for message in read_catalogue("zh_CN"):
        for source, text in zip(_forms(message.id), _forms(message.string), strict=False):
            end = CHINESE_ENDS.get(source[-1], "")
            ends_well = text.endswith(end) if end else text[-1] not in CHINESE_ENDS.values()
            if not ends_well or HALF_WIDTH.search(text):
                odd.append(text)

    assert odd == []


def test_strings_are_looked_up_as_literals() -> None:
    built = [
        f"{path.name}:{node.lineno}"
        for path, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in LOOK_UPS
        and path.name != "i18n.py"
        and not isinstance(node.args[0], ast.Constant)
    ]

    assert built == []


def test_packages_without_words_look_none_up() -> None:
    wordy = [
        path.name
        for path, tree in _sources()
        if path.relative_to(PACKAGE).parts[0] in WORDLESS
        and any(isinstance(n, ast.ImportFrom) and n.module == I18N for n in ast.walk(tree))
    ]

    assert wordy == []


def test_no_widget_shows_a_sentence_that_is_not_looked_up() -> None:
    plain = [
        f"{path.name}:{node.lineno} {argument.value!r}"
        for path, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in SETTERS
        for argument in node.args
        if isinstance(argument, ast.Constant) and WORDS.search(_prose(str(argument.value)))
    ]

    assert plain == []


def _prose(text: str) -> str:
    """Return a text without addresses, which are the same in every language."""
    return re.sub(r"\w+://\S+", "", text)
