"""What of a block of shell is to be typed: no prompts, nothing printed, no comments. Pure."""

from supertoken_desktop.document.prompts import SESSIONS, without_prompts
from supertoken_desktop.document.shell_comments import without_comments


def without_prompts_and_comments(code: str, language: str) -> str:
    """Return the bare commands; "" where nothing is to be left out."""
    typed = without_prompts(code, language)
    name = language.strip().lower()
    if not typed:
        return without_comments(code, language)
    # What a terminal showed was typed into a shell of some kind.
    shell = "bash" if not name or name in SESSIONS else name
    return without_comments(typed, shell) or typed
