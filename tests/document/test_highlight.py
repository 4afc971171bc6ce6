import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.document.highlight import (
    OpenHighlighter,
    TokenKind,
    TokenSpan,
    file_extension,
    highlight,
    is_known,
)

PYTHON = '''\
@cached
class Point:
    """A point."""

    def move(self, distance: int) -> None:
        print("moved", distance + 1.5)  # done
        return None
'''


def kinds_of(code: str, language: str) -> dict[str, TokenKind]:
    return {code[s.start : s.end]: s.kind for s in highlight(code, language)}


def test_python_has_its_kinds() -> None:
    kinds = kinds_of(PYTHON, "python")

    assert kinds["def"] is TokenKind.KEYWORD
    assert kinds["Point"] is TokenKind.CLASS
    assert kinds["move"] is TokenKind.FUNCTION
    assert kinds["print"] is TokenKind.BUILTIN
    assert kinds['"moved"'] is TokenKind.STRING
    assert kinds["1.5"] is TokenKind.NUMBER
    assert kinds["# done"] is TokenKind.COMMENT
    assert kinds["@cached"] is TokenKind.DECORATOR


def test_a_diff_is_coloured_as_a_diff() -> None:
    kinds = kinds_of("-old\n+new\n", "diff")

    assert kinds == {"-old": TokenKind.DELETED, "+new": TokenKind.INSERTED} or kinds == {
        "-old\n": TokenKind.DELETED,
        "+new\n": TokenKind.INSERTED,
    }


@pytest.mark.parametrize("language", ["diff", "patch", "udiff", "a.patch"])
def test_a_patch_shows_files_places_and_changes(language: str) -> None:
    code = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n--- drop\n+new\n same\n"
    kinds = {
        kind: "".join(code[s.start : s.end] for s in highlight(code, language) if s.kind is kind)
        for kind in TokenKind
    }

    assert kinds[TokenKind.DELETED] == "-old--- drop"
    assert kinds[TokenKind.INSERTED] == "+new"
    for line in ("diff --git a/x b/x", "--- a/x", "+++ b/x", "@@ -1 +1 @@"):
        assert line in kinds[TokenKind.HEADING]


def test_a_console_session_has_prompts_commands_and_output() -> None:
    kinds = kinds_of('$ echo "a b"\na b\n', "console")

    assert kinds["$ "] is TokenKind.COMMENT
    assert kinds["echo"] is TokenKind.BUILTIN
    assert kinds['"a b"'] is TokenKind.STRING
    assert "a b" not in kinds


@pytest.mark.parametrize(
    ("language", "extension"),
    [
        *(("python", ".py"), ("py", ".py"), ("JavaScript", ".js"), ("tsx", ".tsx"), ("c", ".c")),
        *(("C++", ".cpp"), ("hpp", ".hpp"), ("c#", ".cs"), ("bash", ".sh"), ("shell", ".sh")),
        *(("yml", ".yml"), ("json", ".json"), ("diff", ".diff"), ("html", ".html"), ("r", ".R")),
        *(("rust", ".rs"), ("markdown", ".md"), ("a/b.go", ".go"), ("mermaid", ".mmd")),
        *(("", ".txt"), ("no such language", ".txt"), ("text", ".txt"), ("console", ".txt")),
    ],
)
def test_a_language_has_its_file_ending(language: str, extension: str) -> None:
    assert file_extension(language) == extension


@pytest.mark.parametrize(
    "language", ["python", "Python", "py", "c++", "C#", "golang", "tsx", "shell", "jsonc", "a.py"]
)
def test_languages_are_known_by_name_alias_and_file_name(language: str) -> None:
    assert is_known(language)


@pytest.mark.parametrize("language", ["", "mermaid", "../x", "*", "no such language"])
def test_an_unknown_language_has_no_colours(language: str) -> None:
    assert not is_known(language)
    assert highlight("x = 1", language) == ()
    assert OpenHighlighter(language).update("x = 1").spans == ()


CODE = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(['"""', "'", "#", "/*", "*/", "def f(", "{", "x", "1", "\n", "é"])
    ).map("".join),
)


@given(CODE, st.sampled_from(["python", "js", "html", "c", "diff", "bash", "markdown", "php"]))
def test_spans_are_in_order_apart_and_inside(code: str, language: str) -> None:
    position = 0
    for span in highlight(code, language):
        assert position <= span.start < span.end <= len(code)
        position = span.end


def test_an_open_block_is_coloured_as_the_whole() -> None:
    code = PYTHON * 40
    lines = code.splitlines(keepends=True)
    highlighter = OpenHighlighter("python")
    shown: list[TokenSpan] = []

    for count in range(0, len(lines) + 1, 7):
        recolouring = highlighter.update("".join(lines[:count]))
        shown = [span for span in shown if span.start < recolouring.start]
        shown.extend(recolouring.spans)
    last = highlighter.update(code)

    shown = [span for span in shown if span.start < last.start] + list(last.spans)
    assert tuple(shown) == highlight(code, "python")


def test_an_open_block_is_coloured_from_near_its_end() -> None:
    highlighter = OpenHighlighter("python")

    starts = [highlighter.update(PYTHON * count).start for count in range(100)]

    assert (PYTHON * 99).count("\n", starts[-1]) <= 100


def test_a_long_comment_is_read_from_at_most_200_lines_back() -> None:
    highlighter = OpenHighlighter("c")
    code = "/* begin\n" + "int x = 1; // prose\n" * 1000
    lines = code.splitlines(keepends=True)

    starts = [highlighter.update("".join(lines[:count])).start for count in range(0, 1000, 20)]

    assert "".join(lines[:980]).count("\n", starts[-1]) <= 220
