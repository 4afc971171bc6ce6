"""What the keys and menus of the window do to the last messages of the chat."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from supertoken_desktop.domain.message import Role
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.action_specs import Need
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.chat.code_copying import CodeCopying
from supertoken_desktop.ui.chat.entries import last_of
from supertoken_desktop.ui.clipboard import copy_text
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.entry import Entry

if TYPE_CHECKING:
    from supertoken_desktop.engine.turn import Turn
    from supertoken_desktop.ui.chat.choices import Choice

# The actions that mean the last answer.
_OF_ANSWER = (
    *("copy-answer", "regenerate", "quote-answer"),
    *("branch-answer", "pin-answer", "raw-answer"),
)


class Shortcuts(QObject):
    """Do the window's actions that mean the last question or answer, and say which make sense.

    `copied` brings what to say of a copy that no button has told of, and whether there is other
    code to choose from; that is listed at `anchor`.
    """

    copied = Signal(str, bool)

    def __init__(
        self, actions: Actions, do: "Callable[[Choice], None]", theme: Theme, anchor: QWidget
    ) -> None:
        super().__init__(anchor)
        self._actions = actions
        self._do = do
        self._entries: tuple[Entry, ...] = ()
        self._code = CodeCopying(actions, theme, anchor)
        self._code.copied.connect(self.copied)
        for action_id, act in (
            ("edit-question", self.edit_question),
            ("copy-chat", self._copy_chat),
            *((action_id, partial(self._take_answer, action_id)) for action_id in _OF_ANSWER),
        ):
            actions.action(action_id).triggered.connect(act)

    def show(self, entries: tuple[Entry, ...], turn: "Turn | None") -> None:
        """Take these messages as the ones that are meant from now on; `turn` is a running one."""
        self._entries = entries
        self._code.show(entries, turn)
        for need, is_met in (
            (Need.RUNNING, turn is not None),
            (Need.ANSWER, last_of(entries, Role.ASSISTANT) is not None),
            (Need.QUESTION, last_of(entries, Role.USER) is not None),
        ):
            self._actions.set_met(need, is_met=is_met)

    def edit_question(self) -> None:
        """Open the last question for editing."""
        question = last_of(self._entries, Role.USER)
        if question is not None:
            # No choice is made before there is a message.
            from supertoken_desktop.ui.chat.choices import Edit

            self._do(Edit(question.id))

    def _take_answer(self, action_id: str) -> None:
        """Do with the last answer what an action means."""
        answer = last_of(self._entries, Role.ASSISTANT)
        if answer is None:
            return
        from supertoken_desktop.ui.chat import choices

        meant: dict[str, Choice] = {
            "copy-answer": choices.Copy(answer.id),
            "regenerate": choices.Regenerate(answer.id),
            "quote-answer": choices.Quote(answer.id, any_selection=True),
            "branch-answer": choices.Branch(answer.id),
            "pin-answer": choices.Pin(answer.id, is_pinned=not answer.pinned),
            "raw-answer": choices.ShowRaw(answer.id),
        }
        self._do(meant[action_id])
        if action_id == "copy-answer":
            self.copied.emit(_("Copied the last answer as Markdown."), False)  # Qt's way

    def _copy_chat(self) -> None:
        """Copy all messages on screen as Markdown."""
        from supertoken_desktop.ui.chat.whole_chat import chat_markdown

        copy_text(chat_markdown(self._entries))
        self.copied.emit(_("Copied the chat as Markdown."), False)  # Qt's way
