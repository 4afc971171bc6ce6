"""The house style, as far as a machine can see it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "supertoken_desktop"
MODULE_LINES = 400
FUNCTION_LINES = 50
CLASS_LINES = 300
# The three borders at which an unexpected error is caught.
BORDERS = {"app.py", "ui/tasks.py", "engine/turn.py"}
NESTED_LOOPS = ("exec", "exec_", "processEvents")
STATIC_DIALOGS = ("question", "getOpenFileName", "getSaveFileName", "getText")


def _sources() -> Iterator[tuple[str, ast.Module, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(text), text


def _nodes(kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[tuple[str, ast.AST]]:
    for name, tree, _text in _sources():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield name, node


def _calls() -> Iterator[tuple[str, str, int]]:
    for name, node in _nodes(ast.Call):
        assert isinstance(node, ast.Call)
        if isinstance(node.func, ast.Attribute):
            yield name, node.func.attr, node.lineno
        elif isinstance(node.func, ast.Name):
            yield name, node.func.id, node.lineno


def test_a_module_can_be_read_in_one_sitting() -> None:
    long = [name for name, _tree, text in _sources() if text.count("\n") > MODULE_LINES]

    assert long == []


def test_a_function_can_be_understood_at_a_glance() -> None:
    long = []
    for name, node in _nodes((ast.FunctionDef, ast.AsyncFunctionDef)):
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > FUNCTION_LINES and not _is_command(node):
            long.append(f"{name}:{node.name} {lines}")

    assert long == []


def test_a_class_stays_small() -> None:
    long = []
    for name, node in _nodes(ast.ClassDef):
        assert isinstance(node, ast.ClassDef)
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > CLASS_LINES:
            long.append(f"{name}:{node.name} {lines}")

    assert long == []


def test_no_event_loop_is_nested() -> None:
    nested = [f"{n}:{line}" for n, call, line in _calls() if call in NESTED_LOOPS + STATIC_DIALOGS]

    assert nested == []


def test_nothing_sleeps() -> None:
    asleep = [f"{name}:{line}" for name, call, line in _calls() if call == "sleep"]

    # The system clock is the one timer port; the demo relay has its own.
    assert {place.split(":")[0] for place in asleep} <= {"engine/system_clock.py", "demo/clock.py"}


def test_unexpected_errors_are_caught_at_the_three_borders_alone() -> None:
    broad = set()
    for name, node in _nodes(ast.ExceptHandler):
        assert isinstance(node, ast.ExceptHandler)
        if node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"):
            broad.add(name)

    assert broad <= BORDERS


def test_only_the_command_line_prints() -> None:
    printing = [f"{n}:{line}" for n, call, line in _calls() if call == "print"]

    assert printing == []


def test_secrets_are_revealed_where_they_are_used_kept_and_typed() -> None:
    revealing = {name for name, call, _line in _calls() if call == "reveal"}

    places = ("api/", "store/", "secrets.py", "log.py", "ui/welcome/key_form.py")
    assert all(name.startswith(places) for name in revealing)


def test_one_module_alone_writes_to_the_clipboard() -> None:
    asking = {name for name, call, _line in _calls() if call == "clipboard"}

    assert asking == {"ui/clipboard.py"}


def test_no_work_is_left_undone() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X")

    undone = [name for name, _tree, text in _sources() if any(mark in text for mark in marks)]

    assert undone == []


def test_no_file_names_a_package_host() -> None:
    hosts = ("pypi." + "org", "python" + "hosted", "npm" + "js.")
    texts = [p for glob in ("requirements/*", "*.md", "*.toml", "*.py") for p in ROOT.glob(glob)]

    naming = [p.name for p in texts if any(host in p.read_text("utf-8") for host in hosts)]

    assert naming == []


def _is_command(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell click commands, whose length is the list of their options."""
    return any("click" in ast.dump(decorator) for decorator in node.decorator_list)
