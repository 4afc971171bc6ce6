"""Wait for something to become true."""

import asyncio
from collections.abc import Callable

LOOK_EVERY_S = 0.001


async def until(condition: Callable[[], bool]) -> None:
    """Return once a condition holds; the test's own time limit ends a wait that is in vain."""
    while not condition():  # noqa: ASYNC110  # any condition, also of another thread's making
        await asyncio.sleep(LOOK_EVERY_S)


async def let_run(rounds: int = 10) -> None:
    """Let everything that is ready run; for showing that nothing more happens."""
    for _ in range(rounds):
        await asyncio.sleep(0)
