"""The actions of the quick prompt: templates around the clipboard's text and what is written. Pure.

A template is filled in one pass, and only by its two fields: whatever else stands in it or in the
texts that go in, braces among it, stays as it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from supertoken_desktop.i18n import _

MOST_ACTIONS = 20
LONGEST_NAME = 40
LONGEST_TEMPLATE = 4000
# The first six have keys.
KEYS = 6
_FIELD = re.compile(r"\{(clipboard|input)\}")
# Settings that hold this say that the user wants no actions; an empty tuple means the usual ones.
_NONE = ("",)


@dataclass(frozen=True, slots=True)
class QuickAction:
    """A name and the template that is put into the field."""

    name: str
    template: str


def filled(template: str, clipboard: str, written: str) -> str:
    """Return a template with its fields replaced, `{clipboard}` and `{input}`."""
    values = {"clipboard": clipboard, "input": written}
    return _FIELD.sub(lambda found: values[found[1]], template)


def question_of(action: QuickAction, clipboard: str, written: str) -> str:
    """Return what an action asks; what is written stands in where the clipboard has no text."""
    if not clipboard.strip():
        clipboard, written = written, ""
    return filled(action.template, clipboard, written).strip()


def uses_clipboard(action: QuickAction) -> bool:
    """Tell whether the clipboard's text goes into what an action asks."""
    return any(found[1] == "clipboard" for found in _FIELD.finditer(action.template))


def actions_of(lines: Iterable[str]) -> tuple[QuickAction, ...]:
    """Return the actions that settings hold; what is no action is left out, none are the usual."""
    kept = tuple(lines)
    if not kept:
        return usual_actions()
    parted = (line.partition("\t") for line in kept)
    found = (_checked(name, template) for name, tab, template in parted if tab)
    return tuple(action for action in found if action is not None)[:MOST_ACTIONS]


def lines_of(actions: Iterable[QuickAction]) -> tuple[str, ...]:
    """Return actions as settings hold them; the usual ones are none, to follow the language."""
    made = tuple(actions)
    if made == usual_actions():
        return ()
    return tuple(f"{action.name}\t{action.template}" for action in made) or _NONE


def usual_actions() -> tuple[QuickAction, ...]:
    """Return the actions that come with the program, in the language in force."""
    return (
        QuickAction(_("Explain"), _("Explain this in simple words.\n\n{clipboard}\n\n{input}")),
        QuickAction(
            _("Translate"),
            _(
                "Translate this into English; if it is English already, into Chinese. "
                "Answer with the translation alone.\n\n{clipboard}\n\n{input}"
            ),
        ),
        QuickAction(
            _("Summarise"),
            _("Summarise this in a few short points.\n\n{clipboard}\n\n{input}"),
        ),
        QuickAction(
            _("Rewrite"),
            _(
                "Rewrite this so that it is clear and friendly, in its own language. "
                "Answer with the new text alone.\n\n{clipboard}\n\n{input}"
            ),
        ),
        QuickAction(
            _("Fix"),
            _(
                "Correct spelling and grammar of this and change nothing else; of code, mend the "
                "mistakes.\n\n{clipboard}\n\n{input}"
            ),
        ),
    )


def _checked(name: str, template: str) -> QuickAction | None:
    name = " ".join(name.split())
    if not name or not template.strip():
        return None
    return QuickAction(name[:LONGEST_NAME], template[:LONGEST_TEMPLATE])
