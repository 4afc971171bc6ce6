"""The window as a process of its own, driven from inside; run by `python -m tests.flow.driver`.

What it finds out it prints as one JSON object a line.
"""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from typing import NoReturn

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QMessageBox

from supertoken_desktop.arguments import StartOptions
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.ui.bus_service import BusService
from supertoken_desktop.ui.instance import SingleInstance
from supertoken_desktop.ui.question import Question
from supertoken_desktop.ui.settings.dialog import SettingsDialog
from supertoken_desktop.ui.summons.provider_question import ProviderQuestion
from supertoken_desktop.window.run import run_window
from supertoken_desktop.window.session import WindowSession
from tests.fakes.waiting import until
from tests.flow.person import Person, keep_provider
from tests.session_bus import BUS

Play = Callable[[Person], Awaitable[None]]


def tell(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


async def stream(person: Person, root: str, prompt: str) -> None:
    """Ask a relay and go on until somebody ends the process."""
    await keep_provider(person, root)
    turn = await person.ask(prompt)
    tell(conversation=turn.conversation_id)


async def go_on(person: Person, root: str) -> None:
    """Look at every conversation, continue the newest one, and close the window."""
    await keep_provider(person, root)
    newest = person.program.library.conversations[0]
    person.page.open(newest.id)
    await until(lambda: person.page.conversation_id == newest.id)
    before = (await person.kept())[-1]
    answer = await person.over(await person.started_by("Continue"))
    tell(before=before.text, verdict=before.verdict, after=answer.text, ended=answer.verdict)
    person.window.close()


async def show(person: Person) -> None:
    """Tell when the window can be used, and what other starts hand over."""
    instance = person.session._app.findChild(SingleInstance)
    assert instance is not None
    instance.arguments_received.connect(lambda arguments: tell(arguments=arguments))
    tell(ready=True)


async def obey(person: Person, root: str = "") -> None:
    """Tell what the program is called to do, say yes to every question, and tell what came of it.

    Ends when the window is closed from outside.
    """
    if root:
        await keep_provider(person, root)
    instance = person.session._app.findChild(SingleInstance)
    assert instance is not None
    instance.arguments_received.connect(lambda arguments: tell(arguments=arguments))
    if BUS in os.environ:
        await until(lambda: person.session.requests.findChild(BusService) is not None)
        hear_bus(person)
    tell(ready=True)
    while True:
        await until(lambda: bool(questions(person)))
        (asked,) = questions(person)
        tell(asked=asked.windowTitle(), words=person.labels(asked))
        person.click("Add" if person.sees("Add", asked) else "Put into a new chat", asked)
        await until(lambda: not questions(person))
        if isinstance(asked, ProviderQuestion):
            await until(lambda: person.window.toasts.texts != ())
        facts = [(profile.name, profile.root) for profile in person.program.profiles.profiles]
        tell(providers=facts)


def hear_bus(person: Person) -> None:
    bus = person.session.requests.findChild(BusService)
    assert bus is not None
    bus.called.connect(
        lambda call: tell(called=type(call).__name__, text=getattr(call, "text", ""))
    )


async def opened(person: Person, link: str) -> None:
    """Tell what becomes of a link that the system opens with an event, as macOS does."""
    QCoreApplication.sendEvent(person.session._app, QFileOpenEvent(QUrl(link)))
    await until(lambda: bool(questions(person)))
    tell(asked=questions(person)[0].windowTitle())
    person.window.close()


def questions(person: Person) -> list[Question]:
    return [q for q in person.window.findChildren(Question) if q.isVisible()]


async def glance(person: Person) -> None:
    """Tell on what the window is shown, and close it."""
    tell(platform=person.session._app.platformName(), visible=person.window.isVisible())
    person.window.close()


async def chat(person: Person, root: str, count: str) -> None:
    """Ask several questions one after the other, then tell what is kept, and close."""
    await keep_provider(person, root)
    tell(ready=True)
    for number in range(int(count)):
        answer = await person.answered(f"echo:window {number}")
        assert answer.verdict is Verdict.COMPLETE
    tell(messages=len(await person.kept()))
    person.window.close()


async def stay(person: Person, root: str = "", prompt: str = "") -> None:
    """Tell how the window stands whenever that changes; ask once while it is put away."""
    if root:
        await keep_provider(person, root)
    told: list[dict[str, object]] = [{}]
    while True:
        await until(lambda: _standing(person) != told[-1])
        told.append(_standing(person))
        tell(**told[-1])
        if prompt and not person.window.isVisible():
            await person.program.chat.send(None, prompt)
            prompt = ""


def _standing(person: Person) -> dict[str, object]:
    page = person.session.page
    return {
        "visible": person.window.isVisible(),
        "open": None if page is None else page.conversation_id,
        "paused": person.program.pause.is_paused,
        "asking": any(box.isVisible() for box in person.window.findChildren(QMessageBox)),
        "settings": any(d.isVisible() for d in person.window.findChildren(SettingsDialog)),
        "token": os.environ.get("XDG_ACTIVATION_TOKEN", ""),
    }


PLAYS = {
    "stream": stream,
    "go-on": go_on,
    "show": show,
    "glance": glance,
    "chat": chat,
    "obey": obey,
    "opened": opened,
    "stay": stay,
}


def main(*given: str) -> NoReturn:
    """Run a play with its arguments; `--wanted LINK` before them is for the program itself."""
    wanted, (play, *arguments) = (given[1:2], given[2:]) if given[0] == "--wanted" else ((), given)

    def on_ready(session: WindowSession) -> None:
        session.tasks.spawn(guarded(session))

    async def guarded(session: WindowSession) -> None:
        try:
            await PLAYS[play](Person(session), *arguments)  # type: ignore[operator]  # by name
        except (AssertionError, asyncio.CancelledError):
            tell(failed=play)
            raise

    hidden = "hidden" in arguments
    arguments = [argument for argument in arguments if argument != "hidden"]
    sys.exit(run_window(StartOptions(hidden=hidden, wanted=wanted), on_ready))


if __name__ == "__main__":
    main(*sys.argv[1:])
