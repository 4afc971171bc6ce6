"""Save a file: ask for its name, write it in a thread, say in a sentence what went wrong."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.dialogs import choose_new_file


@dataclass(frozen=True, slots=True)
class FileForm:
    """One form that a file can be saved in.

    `content` makes the bytes and is called in a thread. File dialogs show `label`; a name that is
    chosen gets the `ending`, which has no dot. Without an ending any name will do.
    """

    content: Callable[[], bytes]
    ending: str = ""
    label: str = ""


class FileNotSaved(Exception):
    """A file could not be written."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(path.name)
        self._path = path
        self._reason = error.strerror or type(error).__name__

    @property
    def sentence(self) -> str:
        """What happened, in people's words."""
        sentence = _("{name} could not be written: {reason}.")
        return sentence.format(name=self._path.name, reason=self._reason)


async def save_file(parent: QWidget, title: str, suggested: Path, *forms: FileForm) -> Path | None:
    """Let the user name a file and write it, in the form of its ending or else in the first one.

    Returns where it lies, None where the user turned away. Another file is replaced only where the
    dialog asked about it: not under a name that got its ending here.

    Raises: FileNotSaved.
    """
    labels = ";;".join(form.label for form in forms)
    path = await choose_new_file(parent, title, labels, suggested)
    if path is None:
        return None
    target, form = _named(path, forms)
    try:
        await asyncio.to_thread(_write, target, form.content, may_replace=target == path)
    except OSError as error:
        raise FileNotSaved(target, error) from error
    return target


def _named(path: Path, forms: tuple[FileForm, ...]) -> tuple[Path, FileForm]:
    ending = path.suffix.lower().removeprefix(".")
    for form in forms:
        if form.ending in ("", ending):
            return path, form
    return path.with_name(f"{path.name}.{forms[0].ending}"), forms[0]


def _write(path: Path, content: Callable[[], bytes], *, may_replace: bool) -> None:
    data = content()
    with path.open("wb" if may_replace else "xb") as file:
        file.write(data)
