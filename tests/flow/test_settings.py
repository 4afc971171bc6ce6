from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QListWidget

from supertoken_desktop.demo.server import DEMO_KEY, DemoOptions, DemoRelay
from supertoken_desktop.ui.theme.palette import DARK, LIGHT
from tests.fakes.keyring_backend import MemoryBackend
from tests.fakes.waiting import until
from tests.flow.person import Person, at_the_chat

QUICK = DemoOptions(limits=None)


async def opened_settings(person: Person, page: str) -> QDialog:
    person.press(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = await person.dialog("Settings")
    names = dialog.findChildren(QListWidget)[0]
    names.setCurrentRow([names.item(at).text() for at in range(names.count())].index(page))
    return dialog


def field_of(dialog: QDialog, name: str) -> QLineEdit:
    return next(f for f in dialog.findChildren(QLineEdit) if f.objectName() == name)


def choose(person: Person, dialog: QDialog, name: str, words: str) -> None:
    """Choose an entry of a drop-down list by the keyboard."""
    box = next(b for b in dialog.findChildren(QComboBox) if b.objectName() == name)
    person.press(Qt.Key.Key_Home, on=box)
    for _step in range(box.findText(words)):
        person.press(Qt.Key.Key_Down, on=box)
    assert box.currentText() == words


async def test_a_provider_is_added_tried_out_and_used(home: Path, ring: MemoryBackend) -> None:
    async with (
        DemoRelay(QUICK) as first,
        DemoRelay(QUICK) as second,
        at_the_chat(home, first) as person,
    ):
        dialog = await opened_settings(person, "Providers")
        other = next(a for a in dialog.findChildren(QAction) if a.text() == "Another relay…")
        other.trigger()
        asking = await person.dialog("Add a provider")
        address = asking.findChildren(QLineEdit)[0]
        address.clear()
        person.type(f" {second.root}/v1/chat/completions", on=address)
        person.press(Qt.Key.Key_Return, on=address)
        profiles = person.program.profiles
        await until(lambda: len(profiles.profiles) == 2)
        await until(lambda: dialog.focusWidget() is field_of(dialog, "key"))
        person.type(DEMO_KEY, on=field_of(dialog, "key"))
        person.click("Test the connection", dialog)
        await until(lambda: "It works" in person.labels(dialog))
        person.click("Use for new chats", dialog)
        await until(lambda: profiles.current == profiles.profiles[1])
        address = field_of(dialog, "address")
        address.selectAll()
        person.type("relay.example/openai", on=address)
        preview = "https://relay.example/openai/v1/chat/completions"
        await until(lambda: preview in person.labels(dialog))
        person.type("\b" * 30 + second.root, on=address)
        await until(lambda: f"{second.root}/v1/chat/completions" in person.labels(dialog))
        await until(lambda: profiles.profiles[1].root == second.root)
        dialog.close()
        await person.open_new()
        answer = await person.answered("echo:over there")
        asked = [r.path for r in second.requests]

    assert answer.text == "over there"
    assert asked[-1] == "/v1/chat/completions"
    assert list(ring.entries.values()).count(DEMO_KEY) == 2
    assert DEMO_KEY.encode() not in (home / "config" / "settings.json").read_bytes()


async def test_language_and_theme_change_what_is_on_the_screen_at_once(home: Path) -> None:
    async with DemoRelay(QUICK) as relay, at_the_chat(home, relay) as person:
        await person.answered("echo:**hello**")
        dialog = await opened_settings(person, "Appearance")
        seen = []
        for words in ("Dark", "Light"):
            choose(person, dialog, "theme", words)
            wanted = {"Dark": DARK, "Light": LIGHT}[words]
            await until(lambda: person.session.theme.colours == wanted)  # noqa: B023  # awaited here
            seen.append(person.window.grab().toImage().pixelColor(5, 200).lightness() < 128)
        dialog = await opened_settings(person, "Behaviour")
        choose(person, dialog, "language", "简体中文")
        await until(lambda: person.sees("新对话") and dialog.windowTitle() == "设置")
        choose(person, dialog, "language", "English")
        await until(lambda: person.sees("New chat") and dialog.windowTitle() == "Settings")
        dialog.close()

    assert seen == [True, False]


async def test_what_was_changed_right_before_the_end_is_kept(home: Path) -> None:
    async with DemoRelay(QUICK) as relay:
        async with at_the_chat(home, relay) as person:
            dialog = await opened_settings(person, "Appearance")
            for words in ("Dark", "Light", "Dark"):
                choose(person, dialog, "theme", words)
            dialog.close()
        async with at_the_chat(home, relay) as person:
            theme = person.program.preferences.current.theme

    assert theme == "dark"
