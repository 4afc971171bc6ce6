from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from supertoken_desktop.settings import ZOOM_STEPS_PERCENT, Settings
from supertoken_desktop.ui.chat.prompt_edit import MAX_LINES
from supertoken_desktop.ui.chat.zoom import Zoom, ZoomNote, next_step
from supertoken_desktop.ui.tasks import Tasks
from tests.fakes.client import answer
from tests.fakes.waiting import let_run, until
from tests.ui.chat.room import Room, chat_room, only

CONTROL = Qt.KeyboardModifier.ControlModifier
LONG_ANSWER = "\n\n".join(f"Paragraph {number} of the answer." for number in range(60))


@asynccontextmanager
async def zoom_room(*scripts: object, settings: Settings | None = None) -> AsyncIterator[Room]:
    async with chat_room(*scripts, settings=settings) as room:
        errors: list[BaseException] = []
        tasks = Tasks(errors.append)
        handle = room.scene.preferences.changed.subscribe(room.theme.apply)
        Zoom(room.actions, room.scene.preferences, tasks, room.page)
        yield room
        handle.close()
        await tasks.close()
        tasks.deleteLater()
        assert errors == []


def percent(room: Room) -> int:
    return room.scene.preferences.current.zoom_percent


def turn_wheel(room: Room, delta: int, modifiers: Qt.KeyboardModifier = CONTROL) -> None:
    view = room.transcript.viewport()
    at = view.mapTo(room.page, view.rect().center())
    QTest.wheelEvent(
        room.page.windowHandle(), QPointF(at), QPoint(0, delta), QPoint(0, 0), modifiers
    )


def test_steps_end_where_the_zoom_ends() -> None:
    assert next_step(100, 1) == 110
    assert next_step(100, -1) == 90
    assert next_step(200, 1) == 200
    assert next_step(80, -3) == 80


async def test_the_actions_zoom_what_is_written_and_read_at_once() -> None:
    async with zoom_room() as room:
        before = room.field.font().pointSizeF()
        room.actions.action("zoom-in").trigger()
        await until(lambda: percent(room) == 110)
        larger = room.field.font().pointSizeF()
        room.actions.action("zoom-out").trigger()
        room.actions.action("zoom-out").trigger()
        await until(lambda: percent(room) == 90)
        room.actions.action("zoom-usual").trigger()
        await until(lambda: percent(room) == 100)

        assert larger == pytest.approx(before * 1.1)
        assert room.field.font().pointSizeF() == before


async def test_every_one_of_fast_keys_counts() -> None:
    async with zoom_room() as room:
        for _ in range(len(ZOOM_STEPS_PERCENT) + 2):
            room.actions.action("zoom-in").trigger()
        await until(lambda: percent(room) == 200)


async def test_a_note_says_how_large_everything_is() -> None:
    async with zoom_room() as room:
        note = only(room.page, ZoomNote)
        assert note.isHidden()

        room.actions.action("zoom-in").trigger()
        await until(note.isVisible)

        assert note.text == "110%"


async def test_a_step_beyond_the_end_says_where_it_ends() -> None:
    async with zoom_room(settings=Settings(zoom_percent=200)) as room:
        room.actions.action("zoom-in").trigger()
        note = only(room.page, ZoomNote)
        await until(note.isVisible)

        assert note.text == "200%"


async def test_the_wheel_zooms_with_ctrl_and_scrolls_without() -> None:
    async with zoom_room(answer(LONG_ANSWER)) as room:
        await room.answered("Tell me")
        bar = room.transcript.verticalScrollBar()
        before = bar.value()

        turn_wheel(room, 120)
        await until(lambda: percent(room) == 110)
        turn_wheel(room, -60)
        await let_run()
        half = percent(room)
        turn_wheel(room, -60)
        await until(lambda: percent(room) == 100)
        assert bar.value() == bar.maximum()
        turn_wheel(room, 120, Qt.KeyboardModifier.NoModifier)

        assert half == 110
        assert bar.value() < before
        assert percent(room) == 100


@pytest.mark.parametrize("width", ["narrow", "normal", "wide", "full"])
async def test_field_and_messages_share_their_edges_at_every_width(width: str) -> None:
    async with zoom_room(answer(LONG_ANSWER)) as room:
        room.page.resize(1300, 700)
        await room.answered("Tell me")
        await room.scene.preferences.update(line_width=width)
        await let_run()

        left, wide = room.transcript.stage.column
        edge = room.transcript.viewport().mapTo(room.page, QPoint(left, 0)).x()
        composer = room.page.composer
        assert composer.mapTo(room.page, QPoint(0, 0)).x() == edge
        assert composer.width() == wide


async def test_a_large_field_leaves_the_messages_room() -> None:
    async with zoom_room(settings=Settings(zoom_percent=200)) as room:
        room.page.resize(720, 440)
        QTest.keyClicks(room.field, "a")
        room.page.composer.set_text("\n".join("line" for _ in range(3 * MAX_LINES)))
        await let_run()

        assert room.field.height() < 250
        assert room.page.composer.geometry().bottom() <= room.page.height()
