"""Questions before there is a window: the end of the program takes them away."""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.ui.tasks import Tasks

T = TypeVar("T")


class Asking:
    """Ask one question at a time, until the program ends."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._question: asyncio.Task[object] | None = None
        self._is_over = False

    async def answer_to(self, question: Coroutine[None, None, T]) -> T | None:
        """Return what a question is answered with, None where the program ends first."""
        task = self._tasks.spawn(question)
        self._question = task
        if self._is_over:
            task.cancel()
        await asyncio.wait({task})
        return None if task.cancelled() else task.result()

    def end(self) -> None:
        """Take the question away that is open, and ask no other."""
        self._is_over = True
        if self._question is not None:
            self._question.cancel()


class PassphraseQuestion:
    """Ask for the passphrase of a history, over no window. Satisfies HistoryAsker."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def unlock(self, *, wrong_before: bool) -> Secret | None:
        """Return the passphrase, None for going on without the history, or for going nowhere."""
        from supertoken_desktop.ui.welcome.history_choice import HistoryQuestions

        return await self._asking.answer_to(HistoryQuestions().unlock(wrong_before=wrong_before))
