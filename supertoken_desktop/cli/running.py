"""How a command runs: in the user's language, on a loop of its own, expected errors in words."""

import asyncio
import sys
from collections.abc import Coroutine
from io import TextIOWrapper
from typing import Any, TypeVar

import click

from supertoken_desktop.app import read_settings
from supertoken_desktop.domain.errors import ErrorRecord, SuperTokenError
from supertoken_desktop.i18n import _, system_language, use_language
from supertoken_desktop.notices import notice_for
from supertoken_desktop.paths import folders, resource
from supertoken_desktop.settings import SettingsFile

T = TypeVar("T")


def prepare() -> None:
    """Speak the language of the settings, and let no character that a terminal lacks end us.

    Raises: ClickException, where the folders of the program cannot be made or read.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        wish = read_settings(SettingsFile(folders().settings_file)).language
    except OSError as error:
        words = _("{path} cannot be used: {reason}.")
        words = words.format(path=error.filename, reason=error.strerror)
        raise click.ClickException(words) from error
    use_language(system_language() if wish == "system" else wish, resource("locale"))


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command to its end and return what it returns; an expected error ends it in words."""
    try:
        return asyncio.run(work)
    except SuperTokenError as error:
        raise click.ClickException(words_for(ErrorRecord.of(error))) from error


def words_for(error: ErrorRecord) -> str:
    """Return what happened, the relay's own words, and what to do, one a line."""
    notice = notice_for(error)
    lines = (notice.title, notice.sentence, error.detail.message, notice.remedy)
    return "\n".join(line for line in lines if line)
