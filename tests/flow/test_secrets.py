"""A key and a conversation, looked for in everything that they must not be in."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from supertoken_desktop.app import Program
from supertoken_desktop.demo.server import DEMO_KEY, DemoOptions, DemoRelay
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.log import FILE_NAME
from tests.fakes.keyring_backend import MemoryBackend
from tests.fakes.waiting import until
from tests.flow.person import PLANNED_ERROR, RELAY_ID, at_the_chat

# One of the usual shape, and one that nothing but its bytes gives away.
PLANTED = ("sk-Planted7fQz19", "ordinary.words.that.open.7741")
SAID = ("pomegranate", "echo:", "quincunx")
PIECE = 8


def pieces(text: str) -> set[bytes]:
    """What must not be found: the text, and every stretch of it that is long enough to tell."""
    found = {text[at : at + PIECE] for at in range(len(text) - PIECE + 1)}
    forms = (form.encode(code) for form in (text, *found) for code in ("utf-8", "utf-16-le"))
    return set(forms)


def files(home: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder, and every file's name."""
    for path in home.rglob("*"):
        yield path.name, str(path).encode()
        if path.is_file():
            yield path.name, path.read_bytes()


@pytest.mark.parametrize("planted", PLANTED)
async def test_a_key_is_in_the_keyring_and_nowhere_else(
    home: Path, ring: MemoryBackend, planted: str
) -> None:
    async with DemoRelay(DemoOptions(limits=None)) as relay:
        async with at_the_chat(home, relay, key=planted, level=logging.DEBUG) as person:
            refused = await person.answered(f"echo:{SAID[0]}")
            await until(lambda: person.card() is not None)
            person.click("Details", person.card())
            person.click("Copy details", person.card())
            copied = QApplication.clipboard().text()
            await fail_badly(person.program, planted)
            seen = [w.windowTitle() for w in QApplication.topLevelWidgets()]
            seen += [f.displayText() for f in person.window.findChildren(QLineEdit)]
            log = (home / "logs" / FILE_NAME).read_text(encoding="utf-8")
            while_open = list(files(home))
        places = [*while_open, *files(home)]

    assert refused.verdict is Verdict.FAILED
    assert "401" in copied
    assert "unforeseen: " in log
    assert "about to go wrong" not in log
    assert "ValueError" in log
    assert "fail_badly" in log
    assert " DEBUG " in log
    assert [name for name, _data in places if name == "history.db"]
    assert planted in ring.entries.values()
    for piece in pieces(planted):
        assert not [name for name, data in places if piece in data]
    assert planted not in "\n".join([copied, *seen, repr(refused)])


async def fail_badly(program: Program, planted: str) -> None:
    """Let an error with the key in its words and its traceback reach the log."""
    try:
        raise ValueError(f"about to go wrong with {planted} in Authorization: Bearer {planted}")
    except ValueError:
        logging.getLogger(PLANNED_ERROR).exception("unforeseen: %s", planted)
    profile = program.profiles.get(RELAY_ID)
    assert profile is not None
    await program.profiles.test(replace(profile, root="http://127.0.0.1:1"), Secret(planted))


async def test_what_was_said_is_in_no_file_that_can_be_read(home: Path) -> None:
    async with DemoRelay(DemoOptions(limits=None)) as relay:
        async with at_the_chat(home, relay) as person:
            await person.answered(f"echo:{SAID[0]} {SAID[2]}")
            person.type("quincunx as a draft")
            await person.open_new()
            while_open = list(files(home))
        places = [*while_open, *files(home)]

    for word in SAID:
        for form in (word.encode(), word.encode("utf-16-le")):
            assert not [name for name, data in places if form in data]
    assert not [name for name, data in places if DEMO_KEY.encode() in data]
