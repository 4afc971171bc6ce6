from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu

from supertoken_desktop.demo.server import DemoOptions, DemoRelay
from supertoken_desktop.ui.conversations.rows import ConversationRow, HitRow
from supertoken_desktop.ui.conversations.search_box import SearchBox
from tests.fakes.waiting import until
from tests.flow.person import Person, at_the_chat
from tests.ui.chat.room import only

QUICK = DemoOptions(limits=None)


async def talked_about(person: Person, *texts: str) -> None:
    """Have one conversation a text, each in a chat of its own."""
    for text in texts:
        if person.page.conversation_id is not None:
            await person.open_new()
        await person.answered(text)


def action(person: Person, name: str) -> QAction:
    """The entry of the menu bar with this text."""
    menus = person.window.menuBar().findChildren(QMenu)
    return next(a for menu in menus for a in menu.actions() if a.text() == name)


async def test_a_chat_is_renamed_pinned_deleted_and_brought_back(home: Path) -> None:
    async with DemoRelay(QUICK) as relay:
        async with at_the_chat(home, relay) as person:
            await talked_about(person, "echo:apples", "echo:pears", "echo:plums")
            await person.open_row("echo:apples")
            person.press(Qt.Key.Key_F2)
            editor = only(person.chats, QLineEdit)
            editor.selectAll()
            person.type("Orchard", on=editor)
            person.press(Qt.Key.Key_Return, on=editor)
            await until(lambda: "Orchard" in person.titles)
            action(person, "Pin or unpin").trigger()
            await until(lambda: person.titles[0] == "Orchard")
            await person.open_row("echo:pears")
            gone = person.conversation_id
            person.chats.setFocus()
            person.press(Qt.Key.Key_Delete, on=person.chats)
            await until(lambda: "echo:pears" not in person.titles)
            await until(lambda: person.page.conversation_id is None)
            person.click("Undo")
            await until(lambda: "echo:pears" in person.titles)
            back = await person.kept(gone)
        async with at_the_chat(home, relay) as person:
            await until(lambda: len(person.titles) == 3)
            titles = person.titles
            pins = [row.is_pinned for row in person.rows if isinstance(row, ConversationRow)]

    assert [message.text for message in back] == ["echo:pears", "pears"]
    assert titles == ["Orchard", "echo:plums", "echo:pears"]
    assert pins == [True, False, False]


async def test_search_finds_a_word_deep_in_an_answer_and_jumps_there(home: Path) -> None:
    async with DemoRelay(QUICK) as relay, at_the_chat(home, relay) as person:
        await talked_about(person, "count 120", "echo:苹果和梨", "echo:nothing of the kind")
        person.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        box = only(person.window, SearchBox)
        assert box.hasFocus()
        person.type("eighty-seven", on=box)
        await until(lambda: any(isinstance(row, HitRow) for row in person.rows))
        hits = [row for row in person.rows if isinstance(row, HitRow)]
        await person.open_row(hits[0].title)
        await until(lambda: "eighty-seven" in person.shown_text())
        box.clear()
        person.type("果和", on=box)
        await until(lambda: [r.title for r in person.rows if isinstance(r, HitRow)] != [])
        await until(lambda: all("果和" in r.snippet for r in person.rows if isinstance(r, HitRow)))
        found = {r.title for r in person.rows if isinstance(r, HitRow)}

    assert [hit.title for hit in hits] == ["count 120"]
    assert found == {"echo:苹果和梨"}
