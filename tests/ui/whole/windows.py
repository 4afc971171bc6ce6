"""Every window of the program, opened as the program opens it, for tests that walk all of them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from supertoken_desktop.app import preview_address
from supertoken_desktop.domain.links import checked_link
from supertoken_desktop.domain.provider_links import ProviderOffer
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.chat.code_picker import CodePicker
from supertoken_desktop.ui.chat.delete_question import ask_extent
from supertoken_desktop.ui.chat.model_picker import ModelPicker
from supertoken_desktop.ui.crash_dialog import CrashDialog, CrashWords
from supertoken_desktop.ui.crash_words import (
    words_after_crash,
    words_of_failed_start,
    words_while_running,
)
from supertoken_desktop.ui.help.hit_list import HitList
from supertoken_desktop.ui.help.search_field import GuideSearch
from supertoken_desktop.ui.inspector.dialog import ExchangeDialog
from supertoken_desktop.ui.language import Language
from supertoken_desktop.ui.link_dialog import LinkDialog
from supertoken_desktop.ui.summons.offers import checked_offer
from supertoken_desktop.ui.summons.prompt_question import PromptQuestion
from supertoken_desktop.ui.summons.provider_question import ProviderQuestion
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.tray.closing import ask_closing
from supertoken_desktop.ui.updates.dialog import UpdateDialog
from supertoken_desktop.ui.viewer import Viewed, Viewer
from supertoken_desktop.ui.welcome.history_choice import HistoryChoiceDialog, UnlockDialog
from tests.fakes.client import answer
from tests.fakes.releases import release
from tests.fakes.waiting import let_run, until
from tests.ui.desk.room import Room, desk_room
from tests.ui.quick.room import Room as QuickRoom
from tests.ui.quick.room import quick_room

Opener = Callable[[Room], Awaitable[QWidget]]
ANSWER = (
    "Here is **code** and a formula $x^2$.\n\n"
    "```python\nprint('hello')\n```\n\n"
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] one\n- [ ] two\n"
)
# The quick prompt grows when the loop comes round to it.
_SETTLE_MS = 50
SETTINGS = (
    *("providers", "models", "parameters", "appearance"),
    *("behaviour", "shortcuts", "desktop", "quick", "network", "data", "updates"),
)


async def _chat(room: Room) -> QWidget:
    await room.answered("Show me everything")
    return room.window


async def _empty(room: Room) -> QWidget:
    return room.window


async def _find(room: Room) -> QWidget:
    await room.answered("Show me everything")
    room.actions.action("find").trigger()
    return room.window


async def _picker(room: Room) -> QWidget:
    room.actions.action("choose-model").trigger()
    await until(lambda: any(p.isVisible() for p in room.window.findChildren(ModelPicker)))
    return next(p for p in room.window.findChildren(ModelPicker) if p.isVisible())


async def _code_picker(room: Room) -> QWidget:
    await room.answered("Show me everything")
    room.actions.action("copy-code-pick").trigger()
    return room.window.findChildren(CodePicker)[0]


async def _help(room: Room) -> QWidget:
    room.actions.action("help").trigger()
    return _dialog(room)


async def _about(room: Room) -> QWidget:
    room.actions.action("about").trigger()
    return _dialog(room)


async def _link(room: Room) -> QWidget:
    link = checked_link("http://example.com@10.0.0.1:8080/a", "example.com")
    assert link is not None
    dialog = LinkDialog(link, room.window)
    dialog.open()
    return dialog


async def _provider_by_link(room: Room) -> QWidget:
    key, models = Secret("sk-" + "k" * 40), ("one", "two", "three", "four")
    offer = ProviderOffer("http://10.0.0.1:8080", key, "Home", ("anthropic",), models, 2)
    checked = checked_offer(offer, preview_address(offer.address))
    assert checked is not None
    question = ProviderQuestion(checked, room.scene.profiles.profiles[0], room.window)
    question.open()
    return question


async def _text_by_link(room: Room) -> QWidget:
    question = PromptQuestion("Translate this", room.window)
    question.open()
    return question


async def _viewer(room: Room) -> QWidget:
    picture = QImage(400, 300, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    viewer = Viewer(Viewed("A picture", picture), room.window)
    viewer.open()
    return viewer


async def _hits(room: Room) -> QWidget:
    shown = await _help(room)
    field = shown.findChildren(GuideSearch)[0]
    field.setText("key")
    await until(lambda: any(hits.count() for hits in shown.findChildren(HitList)))
    return shown


def _crash(words: CrashWords, *, shows_report: bool = True) -> Opener:
    async def show(room: Room) -> QWidget:
        tasks = Tasks(room.errors.append)
        dialog = CrashDialog(
            words, "ValueError\n", room.theme, tasks, room.window, shows_report=shows_report
        )
        dialog.open()
        return dialog

    return show


async def _notes(room: Room) -> QWidget:
    dialog = UpdateDialog(release("0.2.0"), room.window)
    dialog.open()
    return dialog


async def _history(room: Room) -> QWidget:
    dialog = HistoryChoiceDialog(room.window)
    dialog.open()
    return dialog


async def _unlock(room: Room) -> QWidget:
    dialog = UnlockDialog(wrong_before=True, parent=room.window)
    dialog.open()
    return dialog


async def _closing(room: Room) -> QWidget:
    return await _asked(room, ask_closing(room.window))


async def _deleting(room: Room) -> QWidget:
    return await _asked(room, ask_extent(room.window, is_question=True))


async def _raw(room: Room) -> QWidget:
    theme, tasks = room.theme, Tasks(room.errors.append, room.window)
    dialog = ExchangeDialog((), "verdict  complete", theme, tasks, room.window)
    dialog.open()
    return dialog


async def _asked(room: Room, question: Coroutine[None, None, object]) -> QWidget:
    Tasks(room.errors.append, room.window).spawn(question)
    await until(lambda: any(d.isVisible() for d in room.window.findChildren(QDialog)))
    return _dialog(room)


def _settings(page: str) -> Opener:
    async def open_page(room: Room) -> QWidget:
        room.desk.open_settings(page)
        return room.settings

    return open_page


def _dialog(room: Room) -> QWidget:
    return next(d for d in room.window.findChildren(QDialog) if d.isVisible())


async def _quick_offers(room: QuickRoom) -> None:
    await room.copied("Some words that were copied elsewhere")


async def _quick_answer(room: QuickRoom) -> None:
    await room.answered("Show me everything")


QUICK: dict[str, Callable[[QuickRoom], Awaitable[None]]] = {
    "quick prompt": _quick_offers,
    "quick prompt with an answer": _quick_answer,
}
WINDOWS: dict[str, Opener] = {
    "empty chat": _empty,
    "chat": _chat,
    "find bar": _find,
    "model picker": _picker,
    "code picker": _code_picker,
    "help": _help,
    "about": _about,
    "link question": _link,
    "provider by link": _provider_by_link,
    "text by link": _text_by_link,
    "picture viewer": _viewer,
    "guide with hits": _hits,
    "error": _crash(words_while_running("")),
    "failed start": _crash(words_of_failed_start()),
    "start after a crash": _crash(words_after_crash(), shows_report=False),
    "what is new": _notes,
    "closing question": _closing,
    "delete question": _deleting,
    "raw request and answer": _raw,
    "history question": _history,
    "passphrase question": _unlock,
    **{f"settings: {page}": _settings(page) for page in SETTINGS},
}


@asynccontextmanager
async def window(
    name: str,
    language: str = "en",
    catalogues: Path | None = None,
    settings: Settings | None = None,
) -> AsyncIterator[QWidget]:
    """Open a window of `NAMES` in a language; all is closed after."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    spoken = Language(app, catalogues)
    opened = _quick_window if name in QUICK else _desk_window
    try:
        # The rooms begin in English.
        async with opened(name, settings, lambda: spoken.apply(language)) as shown:
            yield shown
    finally:
        spoken.apply("en")


@asynccontextmanager
async def _quick_window(
    name: str, settings: Settings | None, speak: Callable[[], None]
) -> AsyncIterator[QWidget]:
    async with quick_room(answer(ANSWER), settings=settings) as quick:
        speak()
        await QUICK[name](quick)
        await let_run(_SETTLE_MS)
        quick.prompt.fit()
        QApplication.sendPostedEvents()
        yield quick.prompt


@asynccontextmanager
async def _desk_window(
    name: str, settings: Settings | None, speak: Callable[[], None]
) -> AsyncIterator[QWidget]:
    is_first = name == "welcome"
    async with desk_room(answer(ANSWER), settings=settings, has_provider=not is_first) as room:
        speak()
        shown = room.window if is_first else await WINDOWS[name](room)
        # A dialog that grows gets its size from the system.
        await let_run()
        try:
            yield shown
        finally:
            if shown is not room.window:
                shown.close()
            for tasks in room.window.findChildren(Tasks):
                await tasks.close()


NAMES = ("welcome", *WINDOWS, *QUICK)
