"""Dependencies point one way: the table of the architecture page, a rule a row."""

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_archon import archrule

import supertoken_desktop

PACKAGE = "supertoken_desktop"
LEAVES = (
    *("settings", "secrets", "i18n", "paths", "log", "arguments", "handover", "frozen"),
    *("autostart", "crash_report", "run_marker", "display", "shown_arguments"),
    *("notice", "notices", "relay_notices", "picture_notices", "update_notices", "state_words"),
)
# What each row may import of ours, itself aside.
MAY: dict[str, tuple[str, ...]] = {
    "cli": ("app", "opening", "engine", "domain", "demo", *LEAVES),
    "ui": ("engine", "document", "figures", "domain", *LEAVES),
    "engine": ("domain", *LEAVES),
    "api": ("domain", "log"),
    "store": ("domain", "log"),
    "window": ("app", "opening", "ui", "engine", "domain", *LEAVES),
    "app": ("window", "opening", "engine", "api", "store", "domain", "demo", *LEAVES),
    "opening": ("engine", "store", "domain", *LEAVES),
    "document": (),
    "figures": (),
    "demo": (),
    "domain": (),
}
LEAF_MAY: dict[str, tuple[str, ...]] = {
    "settings": ("domain",),
    "secrets": ("domain",),
    "i18n": (),
    "paths": ("domain",),
    "log": ("domain", "crash_report"),
    "crash_report": ("domain",),
    "display": (),
    "run_marker": ("crash_report",),
    "arguments": ("domain", "handover"),
    "handover": (),
    "frozen": (),
    "autostart": (),
    "shown_arguments": (),
    "notice": ("domain", "i18n"),
    "notices": ("domain", "i18n", "notice", "relay_notices", "picture_notices", "update_notices"),
    "relay_notices": ("domain", "i18n", "notice"),
    "picture_notices": ("domain", "i18n", "notice"),
    "update_notices": ("domain", "i18n", "notice"),
    "state_words": ("domain", "i18n"),
}
THIRD_PARTIES: dict[str, tuple[str, ...]] = {
    "click": ("cli",),
    "qasync": ("window",),
    "PySide6": ("ui", "window"),
    "shiboken6": ("ui",),
    "jeepney": ("secrets", "ui"),
    "markdown": ("ui",),
    "httpx": ("api",),
    "truststore": ("api",),
    "apsw": ("store",),
    "markdown_it": ("document",),
    "mdit_py_plugins": ("document",),
    "pygments": ("document",),
    "ziamath": ("figures",),
    "ziafont": ("figures",),
    "latex2mathml": ("figures",),
    "mermaidx": ("figures",),
    "quickjs": ("figures",),
    "keyring": ("secrets",),
    "argon2": ("secrets",),
    "platformdirs": ("paths",),
    "babel": ("i18n",),
    "h11": ("demo",),
}
ALL = (*MAY, *LEAVES)


def _modules(name: str) -> tuple[str, str]:
    return f"{PACKAGE}.{name}", f"{PACKAGE}.{name}.*"


@pytest.mark.parametrize("name", sorted({**MAY, **LEAF_MAY}))
def test_a_package_imports_only_what_its_row_allows(name: str) -> None:
    allowed = {name, *({**MAY, **LEAF_MAY}[name])}
    forbidden = [pattern for other in ALL if other not in allowed for pattern in _modules(other)]

    rule = archrule(f"{name} keeps to its row").match(*_modules(name))

    rule.should_not_import(*forbidden).check(PACKAGE, only_direct_imports=True)


@pytest.mark.parametrize("library", sorted(THIRD_PARTIES))
def test_a_library_is_known_to_its_own_packages_alone(library: str) -> None:
    owners = [pattern for owner in THIRD_PARTIES[library] for pattern in _modules(owner)]

    rule = archrule(f"{library} stays at home").match(f"{PACKAGE}.*").exclude(*owners)

    rule.should_not_import(library, f"{library}.*").check(PACKAGE, only_direct_imports=True)


def test_domain_needs_only_the_standard_library() -> None:
    code = (
        "import sys, pkgutil, importlib, supertoken_desktop.domain as d\n"
        "before = set(sys.stdlib_module_names)\n"
        "for m in pkgutil.iter_modules(d.__path__, d.__name__ + '.'):\n"
        "    importlib.import_module(m.name)\n"
        "print(sorted({n.split('.')[0] for n in sys.modules} - before - {'supertoken_desktop'}))\n"
    )

    loaded = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, '.')\n{code}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert loaded.strip() in ("[]", "['__main__']")


def test_the_command_line_never_loads_qt() -> None:
    code = (
        "import sys\n"
        "import supertoken_desktop.cli.main\n"
        "print([n for n in sys.modules if n.split('.')[0] in ('PySide6', 'shiboken6', 'qasync')])"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert loaded.strip() == "[]"


def test_every_module_has_its_row() -> None:
    root = Path(supertoken_desktop.__file__).parent
    names = {path.stem for path in root.iterdir() if path.suffix == ".py" or path.is_dir()}

    assert {name for name in names if not name.startswith("_")} == {*MAY, *LEAVES}
