"""Pictures that lie elsewhere, from the transcript down to a real socket."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from supertoken_desktop.api.network import NetworkOptions
from supertoken_desktop.api.pictures import WebPictures
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.remote_pictures import RemotePictures
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.pictures import Pictures
from supertoken_desktop.ui.transcript.row_kinds import Picture
from supertoken_desktop.ui.transcript.rows.tile import Tile
from supertoken_desktop.ui.transcript.view import TranscriptView
from supertoken_desktop.ui.viewer import Viewer
from tests.fakes.waiting import until
from tests.ui.transcript.drawn import picture_bytes
from tests.ui.transcript.messages import PlainFooter, answer

HOSTILE = """
![a](http://HOST/1.png) ![b](http://HOST/2.png "title")

Text ![c](http://HOST/3.png) text, <img src="http://HOST/4.png">, [![d](http://HOST/5.png)](http://HOST/6)

![e][ref]

[ref]: http://HOST/7.png

- > ![f](http://HOST/8.png)

| x |
|---|
| ![g](http://HOST/9.png) |

<link rel=stylesheet href="http://HOST/10.css"> <iframe src="http://HOST/11"></iframe>

![h](//HOST/12.png) ![i](file:///etc/passwd) ![j](HOST/13.png)

# ![k](http://HOST/14.png)

[^1]: ![l](http://HOST/15.png)
"""


class Desk:
    """A transcript that could load pictures, and the host that they lie on."""

    def __init__(self, theme: Theme, pool: ThreadPoolExecutor, reply: bytes) -> None:
        self.asked: list[bytes] = []
        self.reply = reply
        self.preferences = Preferences(Settings(), self._write)
        self.errors: list[BaseException] = []
        self.tasks = Tasks(self.errors.append)
        loader = WebPictures(lambda: NetworkOptions("none"), lambda: True, _here)
        self.remote = RemotePictures(loader, self.preferences, self.tasks)
        self.view = TranscriptView(theme, PlainFooter, pool, remote_pictures=self.remote)
        self.view.resize(900, 900)
        self.view.show()
        self.port = 0

    def show(self, text: str) -> None:
        entries = [answer(0, text.replace("HOST", f"pictures.example:{self.port}"))]
        self.view.show_entries(entries, conversation_id="a")
        self.view.viewport().grab()

    def tiles(self) -> list[Tile]:
        return [tile for tile in self.view.findChildren(Tile) if tile.isVisible()]

    def button(self, words: str) -> QPushButton:
        buttons = self.view.window().findChildren(QPushButton)
        return next(b for b in buttons if b.text().startswith(words) and b.isVisible())

    async def load_another(self) -> None:
        """Load one picture by the way: what was under way before it has arrived by then."""
        url = f"http://another.example:{self.port}/x.png"
        self.remote.load(url)
        await until(lambda: isinstance(self.remote.state(url), bytes))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(self.reply)
        await writer.drain()
        writer.close()

    async def _write(self, settings: Settings) -> None:
        pass


async def _here(_host: str, _port: int) -> Sequence[str]:
    return ["127.0.0.1"]


@asynccontextmanager
async def desk(
    theme: Theme, pool: ThreadPoolExecutor, body: bytes | None = None
) -> AsyncIterator[Desk]:
    body = picture_bytes(120, 80) if body is None else body
    head = f"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {len(body)}\r\n\r\n"
    made = Desk(theme, pool, head.encode() + body)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made
        await made.tasks.close()
    made.view.close()
    made.view.deleteLater()
    assert made.errors == []


async def test_nothing_in_an_answer_is_loaded_by_itself(
    qtbot: QtBot, theme: Theme, pool: ThreadPoolExecutor
) -> None:
    async with desk(theme, pool) as shown:
        shown.show(HOSTILE)

        await shown.load_another()

        assert len(shown.asked) == 1
        assert len(shown.tiles()) >= 3


async def test_a_click_on_load_loads_that_picture_alone(
    qtbot: QtBot, theme: Theme, pool: ThreadPoolExecutor
) -> None:
    async with desk(theme, pool) as shown:
        shown.show("![a](http://HOST/a.png)\n\n![b](http://HOST/b.png)\n\nBelow")
        first, second = shown.tiles()

        shown.button("Load").click()
        await until(lambda: first.is_shown)

        assert len(shown.asked) == 1
        assert b"/a.png" in shown.asked[0]
        assert not second.is_shown
        await until(lambda: (first.width(), first.height()) == (120, 80))
        assert shown.preferences.current.picture_hosts == ()


async def test_a_host_that_is_allowed_is_loaded_from_now_on(
    qtbot: QtBot, theme: Theme, pool: ThreadPoolExecutor
) -> None:
    async with desk(theme, pool) as shown:
        shown.show("![a](http://HOST/a.png)\n\n![b](http://HOST/b.png)")

        shown.button("Always load from pictures.example").click()
        await until(lambda: all(tile.is_shown for tile in shown.tiles()))

        assert shown.preferences.current.picture_hosts == ("pictures.example",)
        assert len(shown.asked) == 2


async def test_a_host_that_is_taken_off_the_list_is_asked_about_again(
    qtbot: QtBot, theme: Theme, pool: ThreadPoolExecutor
) -> None:
    async with desk(theme, pool) as shown:
        await shown.preferences.update(picture_hosts=("pictures.example",))
        await shown.preferences.update(picture_hosts=())

        shown.show("![a](http://HOST/a.png)")
        await shown.load_another()

        assert len(shown.asked) == 1


async def test_what_failed_says_why_and_can_be_tried_again(
    qtbot: QtBot, theme: Theme, pool: ThreadPoolExecutor
) -> None:
    async with desk(theme, pool, b"<html>") as shown:
        shown.show("![a](http://HOST/a.png)")
        (tile,) = shown.tiles()
        shown.button("Load").click()
        await until(lambda: "not a picture" in tile.accessibleDescription())
        good = picture_bytes(120, 80)
        shown.reply = shown.reply.partition(b"Content-Length")[0]
        shown.reply += f"Content-Length: {len(good)}\r\n\r\n".encode() + good

        shown.button("Try again").click()

        await until(lambda: tile.is_shown)


async def test_a_picture_among_words_is_loaded_after_a_question_and_then_shown(
    qtbot: QtBot, theme: Theme, pool: ThreadPoolExecutor
) -> None:
    async with desk(theme, pool) as shown:
        picture = Picture("chart", f"http://pictures.example:{shown.port}/a.png")
        pictures: Pictures = shown.view.pictures

        pictures.open(picture)
        box = shown.view.window().findChild(QMessageBox)
        assert isinstance(box, QMessageBox)
        assert "pictures.example" in box.text()
        assert shown.asked == []
        shown.button("Load").click()

        await until(lambda: shown.view.window().findChild(Viewer) is not None)


@pytest.mark.parametrize("host", ["javascript:alert(1)", "file:///etc/passwd", "//x.example/a.png"])
async def test_other_addresses_are_never_asked(
    qtbot: QtBot, theme: Theme, pool: ThreadPoolExecutor, host: str
) -> None:
    async with desk(theme, pool) as shown:
        gallery = shown.view.pictures.gallery

        gallery.load(host)
        gallery.always_load(host)
        gallery.wanted(host)
        await shown.load_another()

        assert len(shown.asked) == 1
        assert shown.preferences.current.picture_hosts == ()
