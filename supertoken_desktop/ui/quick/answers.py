"""Where the quick prompt shows answers, as high as they are."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.clipboard import copy_text
from supertoken_desktop.ui.quick.talk import QuickTalk
from supertoken_desktop.ui.toasts import Toasts

if TYPE_CHECKING:
    from supertoken_desktop.ui.chat.shown_messages import ShownMessages

_LOWEST = 96
# It grows by whole steps: a window that changes its size with each line would be restless.
_STEP = 48
_FENCES = ("```", "~~~")


class QuickAnswers(QStackedWidget):
    """Hold the transcript of each engine, and tell what a person chose for a message.

    `grew` tells that the content needs another height than before.
    """

    grew = Signal()
    edit_wanted = Signal(object)  # the question or answer, a Message
    model_wanted = Signal(str)
    new_chat_wanted = Signal()
    chat_wanted = Signal(str)
    quote_wanted = Signal(str)
    raw_wanted = Signal(object)
    settings_wanted = Signal(str)
    problem_met = Signal(object)

    def __init__(self, talk: QuickTalk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._talk = talk
        self._toasts = Toasts(self)
        talk.messages_made.connect(self._adopt)
        talk.changed.connect(self._show)

    def wanted_height(self, most: int) -> int:
        """Return a height for the content, at most `most`; it grows while an answer is written."""
        messages = self._talk.messages
        if messages is None or not self._talk.entries:
            return 0
        content = messages.transcript.stack.height
        if self._talk.phase.is_running:
            content = max(self.height(), -(-content // _STEP) * _STEP)
        return max(min(_LOWEST, most), min(content, most))

    def set_seen(self, *, is_seen: bool) -> None:
        """Bring new text every frame, or now and then."""
        messages = self._talk.messages
        if messages is not None:
            messages.feed.set_seen(is_seen=is_seen)

    def has_selection(self) -> bool:
        """Tell whether something of the answers is selected."""
        messages = self._talk.messages
        selection = messages.transcript.pointer.selection if messages is not None else None
        return selection is not None and not selection.is_empty

    def copy_selection(self) -> None:
        """Copy what is selected."""
        messages = self._talk.messages
        if messages is not None:
            messages.transcript.copier.copy_selection()

    def copy_answer(self) -> bool:
        """Copy the last answer as Markdown; tell whether there was one."""
        messages, answer = self._talk.messages, self._talk.answer
        if messages is None or answer is None or not answer.text:
            return False
        messages.transcript.copier.copy_markdown(answer.id)
        return True

    def copy_code(self) -> bool:
        """Copy the newest code block of the answers; tell whether there was one."""
        # Few answers are copied from, and taking one apart takes a while.
        from supertoken_desktop.ui.chat.answer_code import codes_of

        for answer in self._answers():
            codes = codes_of(answer.text, is_running=answer.is_running)
            if codes:
                copy_text(codes[-1].code)
                return True
        return False

    def may_have_code(self) -> bool:
        """Tell whether an answer looks as if there were code in it."""
        return any(fence in m.text for m in self._answers() for fence in _FENCES)

    def _answers(self) -> Iterator[Message]:
        """Yield the answers, the newest first."""
        for entry in reversed(self._talk.entries):
            if entry.message.role is Role.ASSISTANT:
                yield entry.message

    def _adopt(self, messages: "ShownMessages") -> None:
        self.addWidget(messages.area)
        messages.transcript.verticalScrollBar().rangeChanged.connect(self.grew)
        commands = messages.commands
        for news, told in (
            (commands.edit_wanted, self.edit_wanted),
            (commands.model_wanted, self.model_wanted),
            (commands.new_chat_wanted, self.new_chat_wanted),
            (commands.chat_wanted, self.chat_wanted),
            (commands.quote_wanted, self.quote_wanted),
            (commands.raw_wanted, self.raw_wanted),
            (commands.settings_wanted, self.settings_wanted),
            (commands.problem_met, self.problem_met),
        ):
            news.connect(told)
        commands.undo_offered.connect(self._offer_undo)
        messages.feed.set_seen(is_seen=self.isVisible())

    def _show(self) -> None:
        messages = self._talk.messages
        if messages is not None:
            self.setCurrentWidget(messages.area)
        self.setVisible(bool(self._talk.entries))
        self.grew.emit()

    def _offer_undo(self, words: str, undo: object) -> None:
        if callable(undo):
            self._toasts.show(words, _("Undo"), undo)
