"""Code → the lines of a text document, a part at a time.

Very long lines are shown in pieces, because laying one out takes as long as it is. Pure; positions
in code are characters, where Qt is concerned UTF-16 units.
"""

from bisect import bisect_right

from supertoken_desktop.document.blocks import Code
from supertoken_desktop.ui.transcript.utf16 import utf16_length

# A longer line goes on in the next line of the document, without a number, and from there on in
# pieces that fit on a screen: what is beside it is painted, too.
LONGEST_LINE = 1_000
PIECE = 120


class CodeReader:
    """Read code that may grow at its end, at the cost of what is read."""

    def __init__(self, code: Code) -> None:
        self.position = 0
        self.length = len(code)
        self.line_count = 1 + sum(chunk.count("\n") for chunk in code.chunks)
        self._code = code
        self._chunk = 0
        self._offset = 0
        self._newlines_read = 0

    @property
    def is_at_end(self) -> bool:
        """Whether everything has been read."""
        return self.position >= self.length

    @property
    def lines_left(self) -> int:
        """How many lines nobody has begun to read."""
        return self.line_count - 1 - self._newlines_read

    @property
    def least_lines(self) -> int:
        """How many lines of the document the whole code takes at least."""
        return self.line_count + max(0, self.length - LONGEST_LINE * self.line_count) // PIECE

    def take(self, code: Code) -> bool:
        """Go on in code that begins with the old one; False where it doesn't."""
        old, new = self._code.chunks, code.chunks
        if new is old:
            return True
        last = len(old) - 1
        if last < 0:
            added: tuple[str, ...] = new
        elif len(new) > last and new[:last] == old[:last] and new[last].startswith(old[last]):
            added = (new[last][len(old[last]) :], *new[last + 1 :])
        elif str(code).startswith(str(self._code)):
            # The same in other chunks, as a parse of the whole text gives it.
            added = (str(code)[self.length :],)
            self._find_place(new)
        else:
            return False
        self._code = code
        self.length += sum(map(len, added))
        self.line_count += sum(piece.count("\n") for piece in added)
        return True

    def read(self, lines: int, characters: int) -> str:
        """Return the text that follows, so many lines and characters at most.

        The newline after the last of these lines comes with the next text.
        """
        chunks = self._code.chunks
        self._step_on()
        newlines = lines
        if self.position and chunks[self._chunk].startswith("\n", self._offset):
            newlines += 1
        pieces: list[str] = []
        while self._chunk < len(chunks) and newlines and characters:
            chunk, start = chunks[self._chunk], self._offset
            limit = min(len(chunk), start + characters)
            end, newlines = _after_newlines(chunk, start, limit, newlines)
            pieces.append(chunk[start:end])
            characters -= end - start
            self._offset = end
            if end < len(chunk) or self._chunk == len(chunks) - 1:
                break
            self._step_on()
        text = "".join(pieces)
        self.position += len(text)
        self._newlines_read += text.count("\n")
        return text

    def _step_on(self) -> None:
        chunks = self._code.chunks
        while self._chunk < len(chunks) - 1 and self._offset == len(chunks[self._chunk]):
            self._chunk, self._offset = self._chunk + 1, 0

    def _find_place(self, chunks: tuple[str, ...]) -> None:
        self._chunk, self._offset = 0, self.position
        while self._chunk < len(chunks) - 1 and self._offset > len(chunks[self._chunk]):
            self._offset -= len(chunks[self._chunk])
            self._chunk += 1


def _after_newlines(text: str, start: int, limit: int, newlines: int) -> tuple[int, int]:
    """Return where the `newlines`-th newline is, or `limit`, and how many are still wanted."""
    position = start
    while True:
        found = text.find("\n", position, limit)
        if found < 0:
            return limit, newlines
        newlines -= 1
        if newlines == 0:
            return found, 0
        position = found + 1


class ShownCode:
    """What of a code stands in a document: which character begins which line.

    `starts` has the first character of each line of the document, `numbers` the line's number in
    the code, 0 where it only goes on with a long line. `length` counts the code's characters,
    `qt_length` Qt's units.
    """

    def __init__(self) -> None:
        self.starts = [0]
        self.numbers = [1]
        self.length = 0
        self.qt_length = 0
        self._number = 1
        self._cuts: list[int] = []

    def append(self, text: str) -> str:
        """Take more code; return it as it is to be put at the end of the document."""
        if "\n" not in text and self.length - self.starts[-1] + len(text) <= self._most():
            self._add(text)
            return text
        lines = text.split("\n")
        made = [self._continue_line(lines[0])]
        for line in lines[1:]:
            self._add("\n")
            self._number += 1
            self.starts.append(self.length)
            self.numbers.append(self._number)
            made.append(self._continue_line(line))
        return "\n".join(made)

    def to_document(self, position: int) -> int:
        """Return where a position of the code, in Qt's units, is in the document."""
        return position + bisect_right(self._cuts, position)

    def to_code(self, position: int) -> int:
        """Return the position of the code for one of the document, both in Qt's units."""
        if not self._cuts:
            return position
        pieces = range(len(self._cuts))
        return position - bisect_right(pieces, position, key=lambda cut: self._cuts[cut] + cut + 1)

    def line_at(self, position: int) -> int:
        """Return the line of the document in which a character of the code is."""
        return bisect_right(self.starts, position) - 1

    def _continue_line(self, text: str) -> str:
        pieces: list[str] = []
        while (room := self._most() - (self.length - self.starts[-1])) < len(text):
            pieces.append(text[:room])
            self._add(text[:room])
            text = text[room:]
            self._cuts.append(self.qt_length)
            self.starts.append(self.length)
            self.numbers.append(0)
        self._add(text)
        pieces.append(text)
        return "\n".join(pieces)

    def _most(self) -> int:
        """Return how many characters the last line of the document may have."""
        return LONGEST_LINE if self.numbers[-1] else PIECE

    def _add(self, text: str) -> None:
        self.length += len(text)
        self.qt_length += utf16_length(text)
