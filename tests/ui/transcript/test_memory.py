import gc

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from supertoken_desktop.ui.transcript.stack import SECTIONS_KEPT
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import answer, message_id, running

ANSWERS = SECTIONS_KEPT + 10
TEXT = (
    "# Title\n\nSome **bold** words.\n\n- one\n- two\n\n```python\nx = 1\n```\n\n"
    "|a|b|\n|-|-|\n|1|2|\n"
)
# Entry, message, part and what holds them.
OBJECTS_A_MESSAGE = 20


def stream(view: TranscriptView, first: int, count: int) -> None:
    shown = [answer(number, TEXT) for number in range(first)]
    for number in range(first, first + count):
        view.show_entries([*shown, running(number)], conversation_id="long")
        for at in range(0, len(TEXT), 20):
            view.append(message_id(number), TEXT[at : at + 20])
            QApplication.sendPostedEvents()
        shown.append(answer(number, TEXT))
        view.show_entries(shown, conversation_id="long")


def objects_alive() -> int:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.sendPostedEvents()
    gc.collect()
    return len(gc.get_objects())


def test_streaming_leaves_no_objects_behind_but_the_messages(view: TranscriptView) -> None:
    # Spare widgets and what is kept of the newest messages come to their number in two rounds.
    stream(view, 0, ANSWERS)
    stream(view, ANSWERS, ANSWERS)
    # Counting Qt's objects makes Python objects of them: that comes first.
    widgets_before = len(view.findChildren(QObject))
    before = objects_alive()

    stream(view, 2 * ANSWERS, ANSWERS)

    assert objects_alive() - before < ANSWERS * OBJECTS_A_MESSAGE
    assert len(view.findChildren(QObject)) <= widgets_before * 1.2
