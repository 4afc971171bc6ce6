"""Pictures that lie elsewhere, from the transcript down to a real socket."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
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
from supertoken_desktop.ui.transcript.rows.diagram import DiagramView
from supertoken_desktop.ui.transcript.rows.text import TextView
from supertoken_desktop.ui.transcript.rows.tile import Tile
from supertoken_desktop.ui.transcript.view import TranscriptView
from supertoken_desktop.ui.viewer import Viewer
from tests.fakes.waiting import let_run, until
from tests.ui.transcript.drawn import picture_bytes
from tests.ui.transcript.messages import PlainFooter, answer, message_id

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


HOSTILE_FIGURES = r"""
$$\href{http://HOST/f1}{x} \includegraphics{http://HOST/f2.png} \url{http://HOST/f3}$$

$$\input{http://HOST/f4} \textcolor{url(http://HOST/f5)}{a} \style{background:url(http://HOST/f6)}{b}$$

A $\begin{<img src=http://HOST/f7.png>}x$ within, and $\text{<img src="http://HOST/f8.png">}$.

```mermaid
%%{init: {"securityLevel": "loose", "htmlLabels": true, "themeCSS": "@import url(http://HOST/m1)"}}%%
flowchart TD
A["<img src='http://HOST/m2.png'>"] --> B["fa:fa-user $$\\includegraphics{http://HOST/m3}$$"]
click A "http://HOST/m4"
style B fill:url(http://HOST/m5)
```

```mermaid
flowchart TD
A@{ img: "http://HOST/m6.png", label: "a", w: 60, h: 60 }
```

```svg
<svg xmlns="http://www.w3.org/2000/svg"><image href="http://HOST/s1.png"/></svg>
```

![a](data:image/svg+xml;base64,PHN2Zy8+) ![b](data:image/svg+xml,<svg><image href='http://HOST/s2'/></svg>)

![c](qrc:/icons/a.svg) ![d](cid:a) ![e](blob:http://HOST/b) ![f](\\\\HOST\x.png) ![g](file://///HOST/x.png)

[a](http://HOST/l1) <http://HOST/l2> http://HOST/l3 [b]: http://HOST/l4 [//]: # (http://HOST/l5)
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

    def text_place(self) -> QPoint:
        """Return a point on the first words."""
        text = next(w for w in self.view.stage.widgets_in_order() if isinstance(w, TextView))
        return text.mapTo(self.view.viewport(), QPoint(5, 8))

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


async def test_nothing_that_is_drawn_or_copied_is_loaded_either(
    qtbot: QtBot, theme: Theme, pool: ThreadPoolExecutor
) -> None:
    async with desk(theme, pool) as shown:
        view = shown.view
        view.resize(900, 4_000)
        shown.show(HOSTILE + HOSTILE_FIGURES)

        def is_drawn() -> bool:
            names = [diagram.speech().name for diagram in view.findChildren(DiagramView)]
            return bool(names) and not any("being drawn" in name for name in names)

        await until(lambda: is_drawn() and not view.formulas.is_busy)
        view.arrange()
        view.viewport().grab()
        view.copier.copy_rich(message_id(0))
        await shown.load_another()

        assert len(shown.asked) == 1
        html = QGuiApplication.clipboard().mimeData().html()
        assert f"pictures.example:{shown.port}" in html
        for tag in ("<img", "<image", "<script", "<link", "<iframe", "<style", "<svg", "<object"):
            assert tag not in html


@pytest.mark.parametrize(
    ("button", "modifier"),
    [
        (Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier),
        (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier),
        (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier),
        (Qt.MouseButton.BackButton, Qt.KeyboardModifier.NoModifier),
    ],
)
async def test_no_other_button_or_key_follows_a_doubtful_link_without_a_question(
    qtbot: QtBot,
    theme: Theme,
    pool: ThreadPoolExecutor,
    button: Qt.MouseButton,
    modifier: Qt.KeyboardModifier,
) -> None:
    async with desk(theme, pool) as shown:
        followed: list[str] = []
        shown.view.link_activated.connect(followed.append)
        shown.show("[bank.com](http://HOST/)")

        QTest.mouseClick(shown.view.viewport(), button, modifier, shown.text_place())
        await let_run()

        assert followed == []
        assert len(shown.asked) == 0


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
