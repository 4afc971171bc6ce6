import gc
import threading
from collections.abc import Iterator
from weakref import ref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.collector import YOUNG_OBJECTS, Collector


class Knot:
    """Hold itself, so that only the cyclic collection ends it; tell in which thread it ended."""

    def __init__(self, ended_in: list[str]) -> None:
        self.itself = self
        self.ended_in = ended_in

    def __del__(self) -> None:
        self.ended_in.append(threading.current_thread().name)


@pytest.fixture
def parent() -> Iterator[QObject]:
    parent = QObject()
    yield parent
    parent.deleteLater()


def _allocate_much() -> None:
    kept = [[number] for number in range(200_000)]
    kept.clear()


def test_garbage_ends_in_the_thread_of_the_window(qtbot: QtBot, parent: QObject) -> None:
    ended_in: list[str] = []
    collector = Collector(lambda: False, parent)
    collector.begin()
    for _ in range(2 * YOUNG_OBJECTS):
        Knot(ended_in)

    worker = threading.Thread(target=_allocate_much, name="worker")
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(ended_in))
    collector.close()

    assert set(ended_in) == {threading.main_thread().name}


def test_closing_gives_the_collection_back(parent: QObject) -> None:
    collector = Collector(lambda: False, parent)
    collector.begin()
    knot = Knot([])
    gone = ref(knot)
    del knot

    collector.close()
    gc.collect()

    assert gc.isenabled()
    assert gone() is None
