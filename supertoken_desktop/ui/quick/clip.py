"""The clipboard's text as the quick prompt offers it: checked, bounded, and never secret."""

import re
import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QMimeData

# A relay would refuse more, and a field would be slow with it.
MOST_CHARACTERS = 200_000
SHOWN_CHARACTERS = 48
_TEXT = "text/plain"
_LONGEST_RUN = 20_000
# What Qt breaks only where it must; the scripts of East Asia may be broken anywhere.
_RUN = re.compile(r"[^\s\u2e80-\uffff]+")
# How password managers say that nobody is to show or keep a text.
# Source: KDE's Klipper, nspasteboard.org, Windows' "Cloud Clipboard and Clipboard History Formats".
_SECRET_FORMATS = (
    "x-kde-passwordManagerHint",
    "org.nspasteboard.ConcealedType",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"',
)


def offered_text(source: QMimeData | None) -> str:
    """Return the text that a clipboard offers, "" for none that may be taken.

    Pictures and files are none, nor is what a password manager put there or what is too long to be
    asked about.
    """
    if source is None or not source.hasFormat(_TEXT):
        return ""
    if any(source.hasFormat(name) for name in _SECRET_FORMATS):
        return ""
    return askable(source.text())


def askable(text: str) -> str:
    """Return a text from elsewhere as it may stand in the field, "" where it is too much for it.

    Data without blanks counts as too much early: Qt takes seconds to break such a line.
    """
    if len(text) > MOST_CHARACTERS:
        return ""
    is_endless = any(len(run[0]) >= _LONGEST_RUN for run in _RUN.finditer(text))
    return "" if is_endless else cleaned(text)


def cleaned(text: str) -> str:
    """Return a text without control characters, lines ended by line feeds; "" for a blank one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return kept if kept.strip() else ""


def first_words(text: str, most: int = SHOWN_CHARACTERS) -> str:
    """Return the beginning of a text on one line, for a glance at it.

    What would turn or hide the words around it is left out.
    """
    seen = text[: most * 4]
    words: Sequence[str] = "".join(
        c for c in seen if unicodedata.category(c) != "Cf" or c == "\u200d"
    ).split()
    line = " ".join(words)
    is_whole = len(seen) == len(text) and len(line) <= most
    return line if is_whole else line[:most].rstrip() + "…"
