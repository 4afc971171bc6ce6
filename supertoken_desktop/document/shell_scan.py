"""Where the comments of a shell script are, and whether all it begins is ended. Pure.

Bash and its kin, and fish, are read as far as quotes, expansions and here-documents go; what the
commands mean is of no matter. Source: Bash Reference Manual, 3.1.2 and 3.1.3.
"""

import re
from dataclasses import dataclass, field

_HERE_DOCUMENT = re.compile(r"<<(-?)[ \t]*(?:'([^'\n]+)'|\"([^\"\n]+)\"|\\?([\w.-]+))")
_CASE = re.compile(r"(case|esac)(?![\w-])")
_ENDS_WORD = frozenset(" \t\n;|&()")
# "(#" begins a pattern of zsh, and behind ")" a word may go on; both may be comments as well.
_UNCERTAIN = ("(", ")")
_GOES_ON = re.compile(r"(?:\\|\||&&)[ \t]*\n?\Z")


@dataclass(frozen=True, slots=True)
class Scan:
    """The stretches of comments, without their line breaks, and whether something is left open.

    `ends` are the places behind line breaks at which a shell would ask for nothing more.
    """

    comments: tuple[tuple[int, int], ...]
    is_open: bool
    ends: tuple[int, ...] = ()


@dataclass(slots=True)
class _Frame:
    """What the scanner is within: "code", "(", "{", "((" or a quotation mark."""

    kind: str
    depth: int = 0


def scan_shell(code: str, *, is_fish: bool = False) -> Scan:
    """Read a whole script; where its end is not reached in order it is open, and doubtful."""
    return _Scanner(code, is_fish=is_fish).scan()


@dataclass(slots=True)
class _Scanner:
    code: str
    is_fish: bool
    at: int = 0
    is_word_start: bool = True
    is_doubtful: bool = False
    frames: list[_Frame] = field(default_factory=lambda: [_Frame("code")])
    waiting: list[tuple[str, bool]] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def scan(self) -> Scan:
        if self.code.startswith("#!"):
            self.at = self._line_end(0)
        while self.at < len(self.code) and not self.is_doubtful:
            match self.frames[-1].kind:
                case "code" | "(" | "`":
                    self._step_in_code()
                case '"' | "{":
                    self._step_in_text()
                case _:
                    self._step_in_sum()
        is_open = self.is_doubtful or len(self.frames) > 1 or bool(self.waiting)
        is_open = is_open or bool(_GOES_ON.search(self.code))
        return Scan(tuple(self.comments), is_open, tuple(self.ends))

    def _step_in_code(self) -> None:
        character = self.code[self.at]
        if character == "#" and self.code[self.at - 1 : self.at] in _UNCERTAIN:
            self.is_doubtful = True
        elif character == "#" and self.is_word_start:
            self._take_comment()
        elif character == "\\":
            self._escape()
        elif character == "'":
            self._quote(escapes=self.is_fish)
        elif character == "\n":
            self.at += 1
            self.is_word_start = True
            self._take_here_documents()
            if len(self.frames) == 1 and not self.waiting:
                self.ends.append(self.at)
        elif character == ")":
            self._close_bracket()
        elif not self._open_any(character):
            self._note_case()
            self.is_word_start = character in _ENDS_WORD
            self.at += 1

    def _step_in_text(self) -> None:
        """Go on in "…" or in ${…}; of a single quote in both, shells think differently."""
        kind, character = self.frames[-1].kind, self.code[self.at]
        if character == "\\":
            self._escape()
        elif character == ("}" if kind == "{" else kind):
            self._close()
        elif character == "'" and kind == "{":
            self.is_doubtful = any(frame.kind == '"' for frame in self.frames)
            self._quote(escapes=False)
        elif character == "$" or (character in '"`' and kind != character):
            if not self._open_any(character):
                self.at += 1
        else:
            self.at += 1

    def _step_in_sum(self) -> None:
        """Go on in ((…)), in which "#" names a base and "<<" shifts."""
        frame, character = self.frames[-1], self.code[self.at]
        if character == "(":
            frame.depth += 1
            self.at += 1
        elif character == ")" and frame.depth:
            frame.depth -= 1
            self.at += 1
        elif self.code.startswith("))", self.at):
            self.at += 1
            self._close()
        elif character == ")":
            self.is_doubtful = True
        elif character == "\\":
            self._escape()
        elif character not in '$"`' or not self._open_any(character):
            self.at += 1

    def _open_any(self, character: str) -> bool:
        """Go into what begins here; tell whether anything does."""
        rest = self.code[self.at : self.at + 3]
        if character == "`" and not self.is_fish:
            if self.frames[-1].kind == "`":
                self._close()
            else:
                self._open("`", 1)
        elif character == '"':
            self._open('"', 1)
        elif rest.startswith("$'") and not self.is_fish and self.frames[-1].kind != '"':
            self.at += 1
            self._quote(escapes=True)
        elif rest == "$((" and not self.is_fish:
            self._open("((", 3)
        elif rest.startswith("((") and self.is_word_start and not self.is_fish:
            self._open("((", 2)
        elif rest.startswith("$("):
            self._open("(", 2)
        elif rest.startswith("${") and not self.is_fish:
            self._open("{", 2)
        elif character == "(":
            self._open("(", 1)
        elif character == "<" and not self.is_fish:
            return self._note_here_document(rest)
        else:
            return False
        return True

    def _open(self, kind: str, length: int) -> None:
        self.frames.append(_Frame(kind))
        self.at += length
        self.is_word_start = kind in "(`"

    def _close(self) -> None:
        self.frames.pop()
        self.at += 1
        self.is_word_start = False

    def _close_bracket(self) -> None:
        """Leave $(…), but not by the ")" behind a pattern of `case`."""
        frame = self.frames[-1]
        if frame.kind == "(" and not frame.depth:
            self._close()
        else:
            self.at += 1
            self.is_word_start = True

    def _note_case(self) -> None:
        found = _CASE.match(self.code, self.at) if self.is_word_start else None
        if found is not None:
            step = 1 if found[1] == "case" else -1
            self.frames[-1].depth = max(0, self.frames[-1].depth + step)

    def _note_here_document(self, rest: str) -> bool:
        if not rest.startswith("<<"):
            return False
        found = None if rest == "<<<" else _HERE_DOCUMENT.match(self.code, self.at)
        if found is not None:
            self.waiting.append((found[2] or found[3] or found[4], bool(found[1])))
        self.at = found.end() if found is not None else self.at + len(rest.rstrip("\n"))
        self.is_word_start = False
        return True

    def _take_here_documents(self) -> None:
        """Go past the bodies that begin on this line."""
        while self.waiting:
            end, has_tabs = self.waiting[0]
            if self.at >= len(self.code):
                return
            line_end = self._line_end(self.at)
            line = self.code[self.at : line_end]
            self.at = min(line_end + 1, len(self.code))
            if (line.lstrip("\t") if has_tabs else line) == end:
                self.waiting.pop(0)

    def _take_comment(self) -> None:
        if any(frame.kind == "`" for frame in self.frames):
            self.is_doubtful = True
            return
        end = self._line_end(self.at)
        self.comments.append((self.at, end))
        self.at = end

    def _escape(self) -> None:
        """Go past a "\\" and what it makes plain; a joined line goes on with the same word."""
        is_join = self.code.startswith("\n", self.at + 1)
        self.at = min(self.at + 2, len(self.code))
        self.is_word_start = self.is_word_start and is_join

    def _quote(self, *, escapes: bool) -> None:
        """Go past '…'."""
        self.at += 1
        while self.at < len(self.code) and self.code[self.at] != "'":
            self.at += 2 if escapes and self.code[self.at] == "\\" else 1
        self.is_doubtful = self.is_doubtful or self.at >= len(self.code)
        self.at += 1
        self.is_word_start = False

    def _line_end(self, start: int) -> int:
        found = self.code.find("\n", start)
        return found if found >= 0 else len(self.code)
