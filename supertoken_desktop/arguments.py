"""The window's arguments: how to start, and what is wanted of the program, started or running."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from supertoken_desktop import __version__
from supertoken_desktop.domain.plain import is_short_enough
from supertoken_desktop.handover import ARGUMENTS_LIMIT, SIZE_LIMIT_BYTES, message_of


@dataclass(frozen=True, slots=True)
class StartOptions:
    """How to start: in another folder, on the demo relay, without history, into the tray.

    Safe mode takes default settings for one run, restores nothing and writes no settings.
    `wanted` is what to do once the window can be used, in the form that `summons_of` reads, and
    that a second start hands over. `self_test` is the empty folder in which the program tries
    itself out, and ends.
    """

    home: Path | None = None
    demo: bool = False
    keep_history: bool = True
    hidden: bool = False
    safe_mode: bool = False
    wanted: tuple[str, ...] = ()
    self_test: Path | None = None


def parse_arguments(arguments: Sequence[str] | None = None) -> StartOptions:
    """Return what the arguments say; None takes those of the process.

    Raises: SystemExit after the help, the version or a word on what is wrong.
    """
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if any(link.startswith("-") for link in chosen.links):
        # Behind "--" nothing is an option: a link that brings quotes of its own must not add any.
        parser.error("what begins with a dash is not a link")
    wanted = tuple(_wanted(chosen))
    if not all(is_short_enough(text) for text in wanted):
        parser.error("a text or a link is too long")
    if len(wanted) > ARGUMENTS_LIMIT or len(message_of(wanted)) > SIZE_LIMIT_BYTES:
        parser.error("these are too many at once")
    return StartOptions(
        chosen.home,
        chosen.demo,
        hidden=chosen.hidden,
        safe_mode=chosen.safe_mode,
        wanted=wanted,
        self_test=chosen.self_test,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="supertoken-desktop",
        description="A desktop client for AI relays.",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("links", nargs="*", metavar="LINK", help="a supertoken:// link, or another that is known")
    add("--quick", nargs="?", const="", metavar="TEXT", help="open the quick prompt")
    add("--toggle-quick", action="store_true", help="open the quick prompt, or put it away")
    add("--new", nargs="?", const="", metavar="TEXT", help="open a new chat")
    add("--hidden", action="store_true", help="start into the tray, without the window")
    add("--safe-mode", action="store_true", help="start with default settings, restore nothing")
    add("--demo", action="store_true", help="chat with the built-in demo relay")
    add("--home", type=Path, help="a folder of its own for history and settings")
    add(
        "--self-test",
        type=Path,
        metavar="FOLDER",
        help="try everything out once in an empty folder, say what works, and end",
    )
    add("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


def _wanted(chosen: argparse.Namespace) -> list[str]:
    """Return what is wanted, one text each; a start that stays hidden wants nothing else."""
    texts = [f"--{name}={chosen_text}" for name, chosen_text in _given_texts(chosen)]
    toggle = ["--toggle-quick"] if chosen.toggle_quick else []
    wanted = [*texts, *toggle, *chosen.links]
    return wanted or (["--hidden"] if chosen.hidden else [])


def _given_texts(chosen: argparse.Namespace) -> list[tuple[str, str]]:
    pairs = (("new", chosen.new), ("quick", chosen.quick))
    return [(name, text) for name, text in pairs if text is not None]
