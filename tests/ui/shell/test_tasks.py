import asyncio

from PySide6.QtWidgets import QApplication

from supertoken_desktop.ui.tasks import Tasks


async def test_a_task_brings_its_result(qapp: QApplication) -> None:
    tasks = Tasks(lambda _error: None)

    async def work() -> int:
        return 7

    assert await tasks.spawn(work()) == 7


async def test_an_error_is_told_and_the_window_lives_on(qapp: QApplication) -> None:
    told: list[BaseException] = []
    tasks = Tasks(told.append)

    async def fail() -> None:
        raise ValueError("broken")

    await tasks.spawn(fail())

    assert [str(error) for error in told] == ["broken"]


async def test_closing_ends_what_runs_and_waits_for_it(qapp: QApplication) -> None:
    tasks = Tasks(lambda _error: None)
    steps: list[str] = []
    began = asyncio.Event()

    async def work() -> None:
        try:
            began.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            steps.append("cleaned up")

    tasks.spawn(work())
    await began.wait()
    await tasks.close()

    assert steps == ["cleaned up"]


async def test_a_cancelled_task_is_no_error(qapp: QApplication) -> None:
    told: list[BaseException] = []
    tasks = Tasks(told.append)

    task = tasks.spawn(asyncio.Event().wait())
    await tasks.close()

    assert task.cancelled()
    assert told == []


async def test_nothing_starts_after_closing(qapp: QApplication) -> None:
    tasks = Tasks(lambda _error: None)
    steps: list[str] = []
    await tasks.close()

    async def work() -> None:
        steps.append("ran")

    task = tasks.spawn(work())
    await asyncio.wait({task})

    assert task.cancelled()
    assert steps == []


async def test_a_save_under_way_may_end_before_closing(qapp: QApplication) -> None:
    tasks = Tasks(lambda _error: None)
    steps: list[str] = []
    may_end = asyncio.Event()

    async def save() -> None:
        await may_end.wait()
        steps.append("saved")

    tasks.spawn(save())
    asyncio.get_running_loop().call_later(0.01, may_end.set)
    await tasks.close(grace_s=5.0)

    assert steps == ["saved"]
