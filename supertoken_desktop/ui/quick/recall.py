"""Earlier questions, gone through with the arrow keys; what was being written comes back. Pure."""

from collections.abc import Iterable

MOST = 100


class Recall:
    """Hold earlier questions, the newest last, and a place among them."""

    def __init__(self) -> None:
        self._questions: list[str] = []
        self._place: int | None = None
        self._written = ""

    @property
    def newest(self) -> str:
        """The question asked last, "" where there was none."""
        return self._questions[-1] if self._questions else ""

    def add(self, question: str) -> None:
        """Remember a question as the newest one; asked before, it moves to the end."""
        self._place = None
        self._questions = [kept for kept in self._questions if kept != question]
        self._questions.append(question)
        del self._questions[:-MOST]

    def begin_with(self, questions: Iterable[str]) -> None:
        """Put questions of earlier days before those of this run."""
        known = set(self._questions)
        earlier = [question for question in dict.fromkeys(questions) if question not in known]
        self._questions = [*earlier, *self._questions][-MOST:]
        self._place = None

    def step(self, by: int, written: str) -> str | None:
        """Return the question `by` places on, None where there is none.

        -1 goes back in time. Past the newest one stands what was `written` when the way back began.
        """
        end = len(self._questions)
        if self._place is None or written != self._at(self._place):
            self._place, self._written = end, written
        place = self._place + by
        if not 0 <= place <= end:
            return None
        self._place = place
        return self._at(place)

    def _at(self, place: int) -> str:
        return self._questions[place] if place < len(self._questions) else self._written
