"""A holder whose answers a test decides."""

import asyncio
from dataclasses import dataclass, field

from supertoken_desktop.ui.hotkey.holder import HotkeyRefused, News, Problem
from supertoken_desktop.ui.hotkey.keys import Combination


@dataclass
class FakeHolder:
    """Holds one combination; `problems` says which cannot be had, `asks` which need a person."""

    problems: dict[str, Problem] = field(default_factory=dict)
    triggers: dict[str, str] = field(default_factory=dict)
    asks: set[str] = field(default_factory=set)
    held: str = ""
    is_closed: bool = False
    news: News | None = None
    question: asyncio.Future[None] | None = None

    def make(self, news: News) -> "FakeHolder":
        self.news = news
        return self

    async def hold(self, combination: Combination) -> str | None:
        text = str(combination)
        if text in self.asks:
            self.question = asyncio.get_running_loop().create_future()
            await self.question
        if text in self.problems:
            raise HotkeyRefused(self.problems[text])
        self.held = text
        return self.triggers.get(text)

    def withdraw(self) -> None:
        if self.question is not None and not self.question.done():
            self.question.set_exception(HotkeyRefused(Problem.DECLINED))

    async def release(self) -> None:
        self.held = ""

    async def close(self) -> None:
        self.held = ""
        self.is_closed = True

    def press(self) -> None:
        assert self.news is not None
        self.news.pressed()
