"""The hotkey in the settings: set it, clear it, see how it stands, or bind a command by hand."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.clipboard import copy_text
from supertoken_desktop.ui.hotkey.choose import Desk
from supertoken_desktop.ui.hotkey.hotkey import GlobalHotkey, HotkeyState
from supertoken_desktop.ui.hotkey.keys import Combination
from supertoken_desktop.ui.hotkey.recorder import HotkeyRecorder
from supertoken_desktop.ui.hotkey.words import (
    binding_words,
    held_keys_words,
    needs_words,
    refusal_words,
    state_words,
)
from supertoken_desktop.ui.plain_label import paint
from supertoken_desktop.ui.settings.fields import Rows, side_by_side, text_line
from supertoken_desktop.ui.theme import metrics


class HotkeyField(Rows):
    """Show and change the hotkey.

    `command` is what to bind to keys by hand, as `desk` does it, where the program can have none.
    """

    def __init__(
        self, hotkey: GlobalHotkey, desk: Desk, command: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._hotkey = hotkey
        self._desk = desk
        self._rejected: tuple[Combination | None] | None = None
        self._was_copied = False
        self._recorder = HotkeyRecorder()
        self._recorder.setObjectName("hotkey")
        self._set = self.button(self._words_of_set, lambda: _("Set the hotkey"))
        # A click must not take the focus away: that would end what it is to cancel.
        self._set.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._clear = self.button(lambda: _("Clear"), lambda: _("Clear the hotkey"))
        self._retry = self.button(lambda: _("Try again"))
        self._state = text_line()
        self._problem = text_line("error")
        self._by_hand = self._make_by_hand(command)
        self.add(self.caption(lambda: _("Hotkey"), self._recorder))
        self.add(side_by_side(self._recorder, self._set, self._retry, self._clear))
        self.add(self._state)
        self.add(self._problem)
        self.add(self._by_hand)
        self._connect()
        self._show(hotkey.state)

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        super().retranslate()
        self._show(self._hotkey.state)

    def _make_by_hand(self, command: str) -> QWidget:
        """Return what shows how to bind the command; it is seen where there is no other way."""
        rows = Rows()
        shown = QLineEdit(command)
        shown.setReadOnly(True)
        shown.setCursorPosition(0)
        self._copy = self.button(self._words_of_copy)
        self._copy.clicked.connect(lambda: self._copy_command(command))
        self.say(shown.setAccessibleName, lambda: _("Command that opens the quick prompt"))
        rows.add(self.line(lambda: binding_words(self._desk)))
        rows.add(side_by_side(shown, self._copy), gap=metrics.SPACE_1)
        return rows

    def _connect(self) -> None:
        recorder, hotkey = self._recorder, self._hotkey
        self._set.clicked.connect(self._on_set_clicked)
        self._clear.clicked.connect(hotkey.clear)
        self._retry.clicked.connect(self._on_retry_clicked)
        recorder.began.connect(self._on_began)
        recorder.ended.connect(self._on_ended)
        recorder.recorded.connect(hotkey.choose)
        recorder.rejected.connect(self._on_rejected)
        hotkey.pressed_at_rest.connect(recorder.stop)
        hotkey.state_changed.connect(self._show)
        # A field that goes while it records leaves the keys at work.
        self.destroyed.connect(hotkey.resume)

    def _on_set_clicked(self) -> None:
        if self._recorder.is_recording:
            self._recorder.stop()
        else:
            self._recorder.begin()

    def _on_retry_clicked(self) -> None:
        refusal = self._hotkey.state.refusal
        if refusal is not None:
            self._hotkey.choose(refusal.combination)

    def _on_began(self) -> None:
        self._hotkey.rest()
        self._rejected = None
        self._show(self._hotkey.state)

    def _on_ended(self) -> None:
        self._hotkey.resume()
        self._rejected = None
        self._show(self._hotkey.state)

    def _on_rejected(self, combination: Combination | None) -> None:
        self._rejected = (combination,)
        self._show(self._hotkey.state)

    def _copy_command(self, command: str) -> None:
        copy_text(command)
        self._was_copied = True
        self.retranslate()

    def _show(self, state: HotkeyState) -> None:
        refusal = state.refusal
        problem = ""
        if self._rejected is not None:
            problem = needs_words(self._rejected[0])
        elif refusal is not None:
            problem = refusal_words(refusal)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        words = state_words(state)
        paint(self._state, words, "success" if state.held else "muted")
        self._recorder.setAccessibleDescription(f"{problem} {words}".strip())
        self._recorder.show_keys(held_keys_words(state))
        self._set.setText(self._words_of_set())
        self._clear.setEnabled(state != HotkeyState())
        self._retry.setVisible(refusal is not None and not self._recorder.is_recording)
        needs_hand = refusal is not None and not refusal.problem.is_about_the_keys
        self._by_hand.setVisible(needs_hand)

    def _words_of_set(self) -> str:
        return _("Cancel") if self._recorder.is_recording else _("Set…")

    def _words_of_copy(self) -> str:
        return _("Copied") if self._was_copied else _("Copy command")
