"""Copying code of the newest answer by key, from any window of the program."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from supertoken_desktop.domain.message import Role
from supertoken_desktop.i18n import _, format_number
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.clipboard import copy_text
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.entry import Entry

if TYPE_CHECKING:
    from supertoken_desktop.engine.turn import Turn
    from supertoken_desktop.ui.chat.answer_code import AnswerCode


class CodeCopying(QObject):
    """Copy the last code block, one that is picked, or only the commands of the last.

    `anchor` is where the blocks are listed while its window is in front. `copied` brings what to
    say, and whether there are other blocks to choose from.
    """

    copied = Signal(str, bool)

    def __init__(self, actions: Actions, theme: Theme, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._theme = theme
        self._anchor = anchor
        self._entries: tuple[Entry, ...] = ()
        self._turn: Turn | None = None
        acts: tuple[tuple[str, Callable[[], None]], ...] = (
            ("copy-code", self._copy_last),
            ("copy-code-pick", self._pick),
            ("copy-commands", self._copy_commands),
        )
        for action_id, act in acts:
            actions.action(action_id).triggered.connect(act)

    def show(self, entries: tuple[Entry, ...], turn: "Turn | None") -> None:
        """Take these messages as the ones that are meant from now on."""
        self._entries = entries
        self._turn = turn

    def _copy_last(self) -> None:
        codes = self._newest()
        if not codes:
            self._tell_none()
            return
        copy_text(codes[-1].code)
        self._tell_last(codes)

    def _copy_commands(self) -> None:
        """Copy what is to be typed of the last block; what has nothing to leave out as it is."""
        codes = self._newest()
        if not codes:
            self._tell_none()
            return
        from supertoken_desktop.document.shell_code import without_prompts_and_comments

        bare = without_prompts_and_comments(codes[-1].code, codes[-1].language)
        copy_text(bare or codes[-1].code)
        if bare:
            self.copied.emit(
                _("Copied the last code block without prompts and comments."), len(codes) > 1
            )
        else:
            self._tell_last(codes)

    def _pick(self) -> None:
        codes = self._newest()
        if not codes:
            self._tell_none()
            return
        from supertoken_desktop.ui.chat.code_picker import CodePicker

        front = QApplication.activeWindow() or self._anchor.window()
        anchor = self._anchor if front is self._anchor.window() else front
        picker = CodePicker(codes, self._theme, anchor)
        picker.picked.connect(lambda at: self._copy_picked(codes, at))
        picker.open_over(anchor)

    def _copy_picked(self, codes: "tuple[AnswerCode, ...]", at: int) -> None:
        copy_text(codes[at].code)
        words = _("Copied code block {number} of {count} ({what}).")
        self.copied.emit(self._filled(words, codes, at), False)

    def _newest(self) -> "tuple[AnswerCode, ...]":
        """Return the code blocks of the newest answer that has any."""
        # Nothing is parsed at start.
        from supertoken_desktop.ui.chat.answer_code import codes_of

        for entry in reversed(self._entries):
            if entry.message.role is not Role.ASSISTANT:
                continue
            is_running = self._turn is not None and entry.is_running
            text = self._turn.text if self._turn is not None and is_running else entry.message.text
            codes = codes_of(text, is_running=is_running)
            if codes:
                return codes
        return ()

    def _tell_last(self, codes: "tuple[AnswerCode, ...]") -> None:
        words = (
            _("Copied the last of {count} code blocks ({what}).")
            if len(codes) > 1
            else _("Copied the code block ({what}).")
        )
        self.copied.emit(self._filled(words, codes, len(codes) - 1), len(codes) > 1)

    def _tell_none(self) -> None:
        self.copied.emit(_("There is no code block in this chat."), False)

    @staticmethod
    def _filled(words: str, codes: "tuple[AnswerCode, ...]", at: int) -> str:
        from supertoken_desktop.ui.chat.code_words import code_words

        number, count = format_number(at + 1), format_number(len(codes))
        return words.format(number=number, count=count, what=code_words(codes[at]))
