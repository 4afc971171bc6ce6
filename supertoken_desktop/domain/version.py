"""Versions of the program, and which of two is the newer one."""

import re
from dataclasses import dataclass, field

_LONGEST = 64
_SHAPE = re.compile(
    r"v?(?P<numbers>[0-9]{1,9}(\.[0-9]{1,9}){0,5})"
    r"((?P<stage>a|b|rc)(?P<stage_number>[0-9]{1,9}))?"
    r"(\.post(?P<post>[0-9]{1,9}))?(\.dev(?P<dev>[0-9]{1,9}))?",
    re.ASCII,
)
_STAGES = {"a": 0, "b": 1, "rc": 2}
_DEVELOPED, _FINAL = -1, 3
_NO_DEV = 10**9


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A version such as 0.2.0 or 1.0rc1; compared by what it means, 1.0 equal to 1.0.0.

    Source: the version specifiers of Python packages, without epochs and local labels.
    """

    numbers: tuple[int, ...]
    stage: tuple[int, int]
    post: int
    dev: int
    text: str = field(compare=False, default="")

    @property
    def is_pre_release(self) -> bool:
        """Tell whether it comes before the release that it is named after."""
        return self.stage[0] != _FINAL or self.dev != _NO_DEV


def parse_version(text: str) -> Version | None:
    """Return the version that a text names, None where it names none; a leading v is cut.

    Raises: nothing; the text is hostile input.
    """
    found = _SHAPE.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    numbers = [int(number) for number in found["numbers"].split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    post = int(found["post"]) if found["post"] else -1
    dev = int(found["dev"]) if found["dev"] else _NO_DEV
    if found["stage"]:
        stage = (_STAGES[found["stage"]], int(found["stage_number"]))
    else:
        stage = (_DEVELOPED if found["dev"] and post < 0 else _FINAL, 0)
    return Version(tuple(numbers), stage, post, dev, text.removeprefix("v"))
