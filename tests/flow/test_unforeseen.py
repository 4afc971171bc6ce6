"""Errors that nobody foresaw: whoever they happen to, the user sees words and no secret."""

import asyncio
import gc
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPushButton

from supertoken_desktop.demo.server import DEMO_KEY
from supertoken_desktop.log import FILE_NAME
from supertoken_desktop.ui.crash_dialog import CrashDialog
from tests.fakes.waiting import until
from tests.flow.person import Person, at_the_window

KEY = "sk-planted-0123456789abcdef"
PROMPT = "my very private question"


def fail() -> None:
    body = {"wire": PROMPT, "key": KEY}
    raise LookupError(f"{PROMPT} {KEY} {DEMO_KEY} {body}")


async def fail_later() -> None:
    fail()


class Careless:
    def __del__(self) -> None:
        fail()


def in_a_slot(person: Person) -> None:
    button = QPushButton(person.window)
    button.clicked.connect(fail)
    button.click()


def in_an_event(person: Person) -> None:
    class Listener(QObject):
        def timerEvent(self, event: object) -> None:
            self.killTimer(event.timerId())  # type: ignore[attr-defined]
            fail()

    Listener(person.window).startTimer(0)


def in_a_task(person: Person) -> None:
    person.session.tasks.spawn(fail_later())


def in_the_loop(person: Person) -> None:
    asyncio.get_running_loop().call_soon(fail)


def in_a_lost_task(person: Person) -> None:
    async def lose() -> None:
        lost = asyncio.ensure_future(fail_later())
        await asyncio.wait({lost})
        del lost
        gc.collect()

    person.session.tasks.spawn(lose())


def in_a_thread(person: Person) -> None:
    threading.Thread(target=fail).start()


def in_a_destructor(person: Person) -> None:
    Careless()
    gc.collect(0)


def dialogs() -> list[CrashDialog]:
    from PySide6.QtWidgets import QApplication

    found = (w for w in QApplication.topLevelWidgets() if isinstance(w, CrashDialog))
    return [dialog for dialog in found if dialog.isVisible()]


def forgive(home: Path) -> str:
    """Return the log and take from it what was planned."""
    log = home / "logs" / FILE_NAME
    text = log.read_text(encoding="utf-8")
    log.write_text("", encoding="utf-8")
    return text


@pytest.mark.parametrize(
    "happen",
    [in_a_slot, in_an_event, in_a_task, in_the_loop, in_a_lost_task, in_a_thread, in_a_destructor],
)
async def test_wherever_it_happens_a_dialog_says_so_without_a_secret(
    home: Path, happen: Callable[[Person], None]
) -> None:
    async with at_the_window(home) as person:
        happen(person)
        await until(lambda: bool(dialogs()))
        (dialog,) = dialogs()
        said = dialog.report + person.labels(dialog)
        dialog.close()
        logged = forgive(home)

    assert "LookupError" in said
    assert "test_unforeseen.py" in said
    assert "LookupError" in logged
    for secret in (KEY, PROMPT, DEMO_KEY, "wire", str(home)):
        assert secret not in said
        assert secret not in logged


async def test_a_storm_of_one_error_opens_one_dialog_and_counts(home: Path) -> None:
    async with at_the_window(home) as person:
        timer = QTimer(person.window)
        timer.timeout.connect(fail)
        timer.start(0)
        await until(lambda: bool(dialogs()))
        (dialog,) = dialogs()
        await until(lambda: " times: LookupError" in dialog.report)
        person.session.tasks.spawn(other())
        await until(lambda: "ZeroDivisionError" in dialog.report)
        assert dialogs() == [dialog]
        dialog.close()
        await until(lambda: not dialogs())
        for _turn in range(50):
            await asyncio.sleep(0)
        after = dialogs(), person.window.toasts.texts
        timer.stop()
        forgive(home)

    assert after == ([], ())


async def other() -> None:
    assert 1 / 0


async def test_a_known_error_that_comes_again_is_told_and_leads_to_the_report(home: Path) -> None:
    async with at_the_window(home) as person:
        in_a_task(person)
        await until(lambda: bool(dialogs()))
        dialogs()[0].close()
        person.session._crashes._told_at_s = float("-inf")
        in_a_task(person)
        await until(lambda: bool(person.window.toasts.texts))
        (told,) = person.window.toasts.texts
        person.click("Report…")
        await until(lambda: bool(dialogs()))
        (dialog,) = dialogs()
        report = dialog.report
        dialog.close()
        forgive(home)

    assert told.startswith("Something unexpected went wrong again.")
    assert "2 times: LookupError" in report


async def test_it_shows_itself_over_a_question_that_is_open(home: Path) -> None:
    async with at_the_window(home) as person:
        person.session.open_settings("network")
        settings = await person.dialog("Settings")
        settings.close()
        settings.open()
        in_a_task(person)
        await until(lambda: bool(dialogs()))
        (dialog,) = dialogs()
        buttons = dialog.findChildren(QPushButton)
        person.click("Close", dialog)
        settings.close()
        forgive(home)

    assert buttons
    assert dialogs() == []
