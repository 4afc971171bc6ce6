"""What is said of an error that nobody foresaw: where it happened, nothing of what it was about.

The message of an exception can hold anything: a prompt, a key, the body of a request. No mask
knows them all, so no message, no local value, no note and no line of source is taken; only names
of types, of functions and of files of programs, and numbers. A report is the same in every
language, as those who mend the program must read it.
"""

import errno
import os
import re
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType

from supertoken_desktop.domain.errors import SuperTokenError

PACKAGE = "supertoken_desktop"
MOST_ERRORS = 20
_MOST_LINKS = 8
_MOST_PARTS = 4
_FRAMES_AT_EACH_END = 15
_LONGEST_NAME = 160
_LIBRARIES = ("site-packages/", "dist-packages/")
_STANDARD = os.path.dirname(os.__file__).replace("\\", "/") + "/"  # noqa: PTH120  # no path yet
# Compiled when there is an error, and not at each start.
_MODULE_NAME = r"[A-Za-z_][A-Za-z0-9_.]{0,80}"
_LIBRARY = r"(lib[A-Za-z0-9_+-]{1,40}\.so[.0-9]{0,12}): cannot open shared object file"
_NATIVE_FRAME = r'  File "(?P<file>.*)", line (?P<line>\d+) in (?P<name>[\w<>.]+)'
_NATIVE_LINES = (
    r"(Fatal Python error: [A-Za-z ]+|Windows fatal exception: [a-z0-9 ]+"
    r"|(Current thread|Thread) 0x[0-9a-f]+[^:\n]{0,80}:|  \.\.\.|  <[a-z ]+>"
    r"|Extension modules: [\w., ]+\(total: \d+\))"
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One error that nobody foresaw, and how often it came."""

    text: str
    count: int = 1


class Troubles:
    """Count errors; those alike are one. Of more than `MOST_ERRORS` only the number is kept."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._more = 0

    def add(self, text: str) -> bool:
        """Count an error; tell whether it is new."""
        is_known = text in self._counts
        if not is_known and len(self._counts) >= MOST_ERRORS:
            self._more += 1
            return False
        self._counts[text] = self._counts.get(text, 0) + 1
        return not is_known

    @property
    def all(self) -> tuple[Trouble, ...]:
        """Return the errors in the order in which they came first."""
        return tuple(Trouble(text, count) for text, count in self._counts.items())

    @property
    def more(self) -> int:
        """Return how many came that are not among them."""
        return self._more


def error_text(error: BaseException, found: TracebackType | None = None) -> str:
    """Return where an error and its causes happened, without a word of their messages."""
    return "\n".join(_lines_of(error, found or error.__traceback__, set()))


def native_text(trace: str) -> str:
    """Return what Python wrote while the process died, with nothing in it but names of code."""
    lines = []
    for line in trace.splitlines():
        frame = re.fullmatch(_NATIVE_FRAME, line)
        if frame is not None:
            lines.append(f"  {place_of(frame['file'])}:{frame['line']} in {frame['name']}")
        elif re.fullmatch(_NATIVE_LINES, line):
            lines.append(line)
    return "\n".join(lines)


def report(troubles: Troubles, version: str, qt_version: str = "") -> str:
    """Return the whole report: what ran where, and every error."""
    import platform

    facts = [
        f"SuperToken Desktop {version}",
        f"Python {platform.python_version()}" + (f", Qt {qt_version}" if qt_version else ""),
        f"{platform.system()} {platform.release()}, {platform.machine()}",
        "frozen" if getattr(sys, "frozen", False) else "not frozen",
    ]
    parts = ["\n".join(facts)]
    for trouble in troubles.all:
        times = f"{trouble.count} times: " if trouble.count > 1 else ""
        parts.append(times + trouble.text)
    if troubles.more:
        parts.append(f"{troubles.more} more that are not listed")
    return "\n\n".join(parts) + "\n"


def place_of(file: str) -> str:
    """Return the name of a file of code without the folders that a person has named."""
    path = file.replace("\\", "/")
    _before, found, within = path.rpartition(f"/{PACKAGE}/")
    if found:
        return f"{PACKAGE}/{within}"[:_LONGEST_NAME]
    for library in _LIBRARIES:
        _before, found, within = path.rpartition(library)
        if found:
            return within[:_LONGEST_NAME]
    bare = path.removeprefix(_STANDARD) if path.startswith(_STANDARD) else path.rpartition("/")[2]
    return bare[:_LONGEST_NAME]


def part_of(text: str) -> str:
    """Return the part of the program that an error happened in, such as `ui/settings`, or "".

    That is where it was raised: the last of our own files in the first error of the text.
    """
    part = ""
    for line in text.splitlines()[1:]:
        if not line.startswith("  "):
            break
        if line.startswith(f"  {PACKAGE}/"):
            part = line.strip().partition(":")[0]
    folders = part.removeprefix(f"{PACKAGE}/").split("/")[:-1]
    return "/".join(folders[:2])


def _lines_of(
    error: BaseException, found: TracebackType | None, seen: set[int], word: str = ""
) -> Iterator[str]:
    seen.add(id(error))
    yield word + _kind_of(error)
    yield from _frames(found)
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions[:_MOST_PARTS]:
            if id(part) not in seen:
                yield from _lines_of(part, part.__traceback__, seen, "together with ")
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None and id(earlier) not in seen and len(seen) < _MOST_LINKS:
        yield from _lines_of(earlier, earlier.__traceback__, seen, "after ")


def _kind_of(error: BaseException) -> str:
    kind = type(error)
    home = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return f"{home}{kind.__qualname__}"[:_LONGEST_NAME] + _code_of(error)


def _code_of(error: BaseException) -> str:
    """Return what distinguishes errors of one type and is no text of anybody: codes and names."""
    if isinstance(error, SuperTokenError):
        return f" ({error.kind})"
    if isinstance(error, OSError) and error.errno is not None:
        return f" ({errno.errorcode.get(error.errno, error.errno)})"
    if isinstance(error, ImportError):
        return _missing(error)
    return ""


def _missing(error: ImportError) -> str:
    """Return which module, or which library of the system, could not be loaded."""
    library = re.match(_LIBRARY, str(error.msg))
    if library is not None:
        return f" ({library[1]})"
    return f" ({error.name})" if re.fullmatch(_MODULE_NAME, error.name or "") else ""


def _frames(found: TracebackType | None) -> Iterator[str]:
    walked = [(frame.f_code, line) for frame, line in traceback.walk_tb(found)]
    left_out = len(walked) - 2 * _FRAMES_AT_EACH_END
    for at, (code, line) in enumerate(walked):
        if left_out > 0 and at == _FRAMES_AT_EACH_END:
            yield f"  … {left_out} more"
        if left_out <= 0 or not _FRAMES_AT_EACH_END <= at < len(walked) - _FRAMES_AT_EACH_END:
            yield f"  {place_of(code.co_filename)}:{line} in {code.co_qualname}"
