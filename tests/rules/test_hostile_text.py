"""What answers say must not get to where it would be read as markup, or run."""

import ast
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "supertoken_desktop"
# The help is ours; the clipboard is for other programs, which get escaped HTML.
MARKUP = {"ui/help/page_view.py", "ui/transcript/copying.py"}
# What they paint was made by `figures` or is ours.
DRAWERS = {
    *("ui/canvas.py", "ui/picture_files.py", "ui/theme/icons.py"),
    *("ui/transcript/drawing.py", "ui/transcript/formulas.py"),
}
# Texts of tips that are not words of ours go through `plain_tip`.
TIPS = {"ui/transcript/rows/text.py", "ui/transcript/area.py", "ui/conversations/list_view.py"}


@cache
def nodes() -> Sequence[tuple[str, ast.AST]]:
    return [
        (path.relative_to(PACKAGE).as_posix(), node)
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    ]


def uses(*names: str) -> Iterator[tuple[str, ast.AST]]:
    """Give the files, and places in them, where a name or an attribute is used."""
    for file, node in nodes():
        named = getattr(node, "attr", None) or getattr(node, "id", None)
        if named in names:
            yield file, node


def files_with(*names: str) -> set[str]:
    return {file for file, _node in uses(*names)}


def test_markup_is_given_to_the_help_and_the_clipboard_alone() -> None:
    assert files_with("setHtml", "insertHtml", "setMarkdown", "appendHtml") <= MARKUP


def test_nothing_guesses_on_purpose_whether_a_text_is_markup() -> None:
    assert files_with("RichText", "AutoText", "MarkdownText") == set()


def test_drawings_are_painted_where_they_are_known_to_be_safe() -> None:
    assert files_with("QSvgRenderer", "QSvgWidget", "QPdfDocument", "QMovie") <= DRAWERS


def test_tips_at_the_mouse_are_plain() -> None:
    calls = [
        (file, ast.unparse(node))
        for file, node in nodes()
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "QToolTip.showText"
    ]

    assert {file for file, _call in calls} == TIPS
    assert [
        call for _file, call in calls if "plain_tip(" not in call and ", tip," not in call
    ] == []


@pytest.mark.parametrize("name", ["eval", "exec", "pickle", "marshal", "shelve", "QWebEngineView"])
def test_nothing_that_is_read_is_run(name: str) -> None:
    # QuickJS has an eval of its own, in the process of diagrams.
    assert files_with(name) - {"figures/mermaid.py"} == set()


def test_pictures_are_never_decoded_by_guessing_their_format() -> None:
    assert files_with("QImageReader") == {"ui/transcript/picture_data.py"}
    assert files_with("loadFromData", "fromData") == set()
