from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QTextEdit, QVBoxLayout, QWidget

from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parts import Part, ReasoningPart, TextPart
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.ui.transcript.entry import Entry, Footer
from supertoken_desktop.ui.transcript.rows.code import CodeView
from supertoken_desktop.ui.transcript.stack import RowIndex
from supertoken_desktop.ui.transcript.view import TranscriptView

CONVERSATION = ConversationId("conversation")
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
PARAGRAPH = "A paragraph with enough words to fill a line or two of the column. " * 3


class PlainFooter(Footer):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entry: Entry | None = None
        self.hovered = False
        self.label = QLabel(self)
        layout = QVBoxLayout(self)
        layout.addWidget(self.label)

    def show_entry(self, entry: Entry) -> None:
        self.entry = entry
        self.label.setText(f"{entry.position}/{entry.count}")

    def set_hovered(self, is_hovered: bool) -> None:
        self.hovered = is_hovered


def message_id(number: int) -> MessageId:
    return MessageId(f"message-{number}")


def question(number: int, text: str) -> Entry:
    return Entry(_message(number, Role.USER, (TextPart(text),), None), 1, 1, "", is_running=False)


def answer(number: int, text: str, *, reasoning: str = "", thought_s: float | None = None) -> Entry:
    parts: list[Part] = [ReasoningPart(reasoning, duration_s=thought_s)] if reasoning else []
    parts.append(TextPart(text))
    message = _message(number, Role.ASSISTANT, tuple(parts), Verdict.COMPLETE)
    return Entry(message, 1, 1, "Model", is_running=False)


def running(number: int, text: str = "") -> Entry:
    parts = (TextPart(text),) if text else ()
    return Entry(_message(number, Role.ASSISTANT, parts, None), 1, 1, "Model", is_running=True)


def long_conversation(messages: int) -> list[Entry]:
    entries = []
    for number in range(messages):
        if number % 2:
            blocks = [f"Answer {number}", PARAGRAPH, "- one\n- two\n\n    code"] * 4
            entries.append(answer(number, "\n\n".join(blocks)))
        else:
            entries.append(question(number, f"Question {number}"))
    return entries


def rows_on_screen(view: TranscriptView) -> dict[RowIndex, int]:
    """Map rows whose widget is within the viewport to where it begins there."""
    found = {}
    for message in range(len(view.stack)):
        section = view.stack.known_section(message)
        for row in range(len(section.rows) if section is not None else 0):
            widget = view.stage.view_at(RowIndex(message, row))
            if widget is None:
                continue
            y = widget.mapTo(view.viewport(), QPoint(0, 0)).y()
            if y + widget.height() > 0 and y < view.viewport().height():
                found[RowIndex(message, row)] = y
    return found


def shown_texts(view: TranscriptView) -> list[str]:
    """Return what the text widgets on screen say, from the top down."""
    return [text_of(widget) for widget in view.stage.widgets_in_order() if has_text(widget)]


def has_text(widget: QWidget) -> bool:
    return isinstance(widget, QTextEdit | CodeView)


def text_of(widget: QWidget) -> str:
    edit = widget if isinstance(widget, QTextEdit) else widget.findChild(QTextEdit)
    assert isinstance(edit, QTextEdit)
    return edit.toPlainText()


def feed(view: TranscriptView, number: int, pieces: Sequence[str]) -> None:
    for piece in pieces:
        view.append(message_id(number), piece)


def _message(number: int, role: Role, parts: tuple[Part, ...], verdict: Verdict | None) -> Message:
    return Message(
        id=message_id(number),
        conversation_id=CONVERSATION,
        parent_id=None,
        role=role,
        parts=parts,
        created_at=START + timedelta(minutes=number),
        verdict=verdict,
    )
