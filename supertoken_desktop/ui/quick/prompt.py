"""The quick prompt: ask above everything else, read the answer, and go back to work."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.i18n import _
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.chat.status_line import StatusLine
from supertoken_desktop.ui.clipboard import on_clipboard_changed
from supertoken_desktop.ui.hearing import hear
from supertoken_desktop.ui.quick.answers import QuickAnswers
from supertoken_desktop.ui.quick.clip import askable
from supertoken_desktop.ui.quick.foot import QuickFoot
from supertoken_desktop.ui.quick.handing_over import HandingOver
from supertoken_desktop.ui.quick.keys import QuickKeys
from supertoken_desktop.ui.quick.model import QuickModel
from supertoken_desktop.ui.quick.note import NoteLine
from supertoken_desktop.ui.quick.offers import QuickOffers
from supertoken_desktop.ui.quick.placing import STRIP_HEIGHT
from supertoken_desktop.ui.quick.rules import FRESH_S, EscapeAct, Phase, begins_anew, escape_act
from supertoken_desktop.ui.quick.strip import QuickStrip
from supertoken_desktop.ui.quick.talk import EngineMaker, MessagesMaker, QuickTalk
from supertoken_desktop.ui.quick.window import QuickWindow
from supertoken_desktop.ui.quick.writing import QuickWriting
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.palette import Theme

if TYPE_CHECKING:
    from supertoken_desktop.engine.turn import Turn

# The window is painted before another program is asked for its clipboard.
_CLIPBOARD_PAUSE_MS = 40
_READY_PAUSE_MS = 300


@dataclass(frozen=True, slots=True)
class QuickParts:
    """What the quick prompt stands on."""

    profiles: Profiles
    catalogue: Catalogue
    preferences: Preferences
    theme: Theme
    tasks: Tasks
    actions: Actions
    clock: Clock
    engine_for_new: EngineMaker
    make_messages: MessagesMaker


class QuickPrompt(QuickWindow):
    """A strip in which one asks, with the answer below; it knows no other window.

    `continued` tells a conversation ("" for a new chat) that the main window is to open, and what
    was written and not asked; `set_up_wanted` that a provider is to be set up there.
    """

    continued = Signal(str, str)
    settings_wanted = Signal(str)
    set_up_wanted = Signal()
    raw_wanted = Signal(object)  # the answer, a Message

    def __init__(self, parts: QuickParts) -> None:
        super().__init__(parts.theme, parts.clock)
        self._preferences = parts.preferences
        self._tasks = parts.tasks
        self._followed: Turn | None = None
        self.talk = QuickTalk(
            parts.engine_for_new, parts.make_messages, parts.catalogue, parts.tasks, self
        )
        self._model = QuickModel(
            parts.profiles, parts.catalogue, parts.preferences, parts.theme, parts.tasks, self
        )
        self._build(parts)
        self.writing = QuickWriting(
            self.talk,
            self._model,
            self.field,
            self._offers,
            parts.preferences,
            parts.tasks,
            self,
        )
        self._handing_over = HandingOver(self.talk, parts.tasks, self)
        self._keys = QuickKeys(self, parts.actions)
        self._clipboard_timer = QTimer(self, singleShot=True, interval=_CLIPBOARD_PAUSE_MS)
        self._ready_timer = QTimer(self, singleShot=True, interval=_READY_PAUSE_MS)
        self._connect(parts)
        self._connect_answers()
        self._connect_keys()
        self._take_settings(parts.preferences.current)
        self.retranslate()
        self._show_state()

    def present(self, text: str = "") -> None:
        """Show the prompt with the caret in its field; a text is put there, never sent."""
        written = self.field.text().strip()
        self.come_up()
        self.writing.receive(askable(text), written)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_anew(self) -> None:
        """Begin another conversation; one that is about to move to the main window goes first."""
        if self._handing_over.is_under_way:
            return
        self.talk.begin_anew()
        self.writing.begin_anew()
        self._status.clear_notice()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def hand_over(self) -> None:
        """Go on in the main window, with the conversation and with what is written."""
        is_on_its_way = self.talk.phase.is_running and self.talk.conversation_id is None
        if not is_on_its_way and not self.field.is_composing:
            self._handing_over.begin(self.talk.conversation_id)

    def copy_answer(self) -> None:
        """Copy what is selected of the answers, else the whole last one."""
        if self._answers.has_selection():
            self._answers.copy_selection()
        elif self._answers.copy_answer():
            self._foot.say_answer_copied()

    def copy_code(self) -> None:
        """Copy the last code block."""
        if self._answers.copy_code():
            self._foot.say_code_copied()

    def shut_down(self) -> None:
        """Hear nothing more."""
        self.hide()
        self.talk.close()
        self._status.follow(None)

    def retranslate(self) -> None:
        """Set all texts anew."""
        self.setWindowTitle(_("Quick prompt"))
        self.setAccessibleName(_("Quick prompt"))
        self.writing.retranslate(self._preferences.current)

    def wanted_height(self, most: int) -> int:
        """Return the height of all parts; the answers take what they need and may have."""
        edges = 2 * metrics.FOCUS_WIDTH
        others = (
            *(self._strip, self._offers, self._provider),
            *(self._status, self._waiting, self._foot),
        )
        width = self.width() - edges
        taken = edges + sum(_height_of(part, width) for part in others if not part.isHidden())
        answers = 0
        if not self._answers.isHidden():
            answers = self._answers.wanted_height(most - taken)
            self._answers.setFixedHeight(answers)
        return taken + answers

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the clipboard, once the window is there."""
        super().showEvent(event)
        self._answers.set_seen(is_seen=True)
        self.fit_soon()
        self._clipboard_timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep nothing of the clipboard."""
        super().hideEvent(event)
        self._clipboard_timer.stop()
        self._answers.set_seen(is_seen=False)
        self.writing.forget_clipboard()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language; under Wayland only the active window may paste."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._on_clipboard_changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Stop or hide by Esc, and let typing anywhere go into the field."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Escape:
            self._on_escaped()
        elif is_plain and event.text() and event.text().isprintable():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.insertPlainText(event.text())
        else:
            super().keyPressEvent(event)

    def _build(self, parts: QuickParts) -> None:
        self._strip = QuickStrip(parts.theme)
        self.field = self._strip.field
        self._offers = QuickOffers()
        self._provider, self._waiting = _provider_note(), _waiting_note()
        self._answers = QuickAnswers(self.talk)
        self._status = StatusLine(parts.clock)
        self._status.setContentsMargins(metrics.SPACE_3, 0, metrics.SPACE_2, metrics.SPACE_2)
        self._foot = QuickFoot()
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        # Nothing covers the painted edge.
        column.setContentsMargins(*[metrics.FOCUS_WIDTH] * 4)
        column.setSpacing(0)
        for part in (
            *(self._strip, self._offers, self._provider),
            *(self._answers, self._status, self._waiting, self._foot),
        ):
            column.addWidget(part)
        for part in (self._offers, self._provider, self._answers, self._waiting, self._foot):
            part.hide()
        self.setFixedHeight(STRIP_HEIGHT)
        self.setFocusProxy(self.field)

    def _connect(self, parts: QuickParts) -> None:
        self._clipboard_timer.timeout.connect(self.writing.look_at_clipboard)
        self._ready_timer.timeout.connect(lambda: parts.tasks.spawn(self.talk.get_ready()))
        on_clipboard_changed(self._on_clipboard_changed)
        self.opened.connect(self._on_opened)
        self.placed_by_hand.connect(lambda *place: self._remember(quick_place=place))
        self.centre_wanted.connect(lambda: self._remember(quick_place=()))
        self.field.escaped.connect(self._on_escaped)
        self.field.continue_wanted.connect(self.hand_over)
        self.field.copy_wanted.connect(self.copy_answer)
        self.field.textChanged.connect(self._on_text_changed)
        self._strip.sent.connect(self.writing.ask)
        self._strip.stop_wanted.connect(self.talk.stop)
        self._strip.model_wanted.connect(self._pick_model)
        self._strip.pin_toggled.connect(lambda is_on: self._remember(quick_pinned=is_on))
        self._status.cancel_requested.connect(self.talk.stop)
        self._model.picked.connect(self._on_model_picked)
        self._provider.taken.connect(self.set_up_wanted)
        self.writing.provider_missing.connect(self._provider.show)
        self._handing_over.waits.connect(self._waiting.show)
        self._handing_over.problem_met.connect(self._status.show_notice)
        self._handing_over.done.connect(self._on_handed_over)
        hear(self, parts.preferences.changed, self._take_settings)
        hear(self, parts.profiles.changed, lambda _profiles: self._show_model())
        hear(self, parts.catalogue.changed, lambda _id: self._show_model())

    def _connect_answers(self) -> None:
        self.talk.changed.connect(self._show_state)
        self.talk.problem_met.connect(self._status.show_notice)
        self.talk.sent.connect(lambda _text: self._status.clear_notice())
        answers, foot = self._answers, self._foot
        answers.grew.connect(self.fit_soon)
        answers.edit_wanted.connect(self._on_edit_wanted)
        answers.model_wanted.connect(self._pick_model)
        answers.new_chat_wanted.connect(self.begin_anew)
        answers.chat_wanted.connect(lambda made: self._handing_over.begin(ConversationId(made)))
        answers.quote_wanted.connect(self.writing.quote)
        answers.raw_wanted.connect(self.raw_wanted)
        answers.settings_wanted.connect(self.settings_wanted)
        answers.problem_met.connect(self._status.show_notice)
        foot.new_wanted.connect(self.begin_anew)
        foot.answer_wanted.connect(self.copy_answer)
        foot.code_wanted.connect(self.copy_code)
        foot.continue_wanted.connect(self.hand_over)

    def _connect_keys(self) -> None:
        keys = self._keys
        keys.on("Ctrl+N", self.begin_anew)
        keys.on("Ctrl+Return", self.hand_over)
        keys.on("Ctrl+Enter", self.hand_over)
        keys.on_numbers(self.writing.use_action)
        keys.changed.connect(self._name_keys)
        keys.on_shared("copy-answer", self.copy_answer)
        keys.on_shared("copy-code", self.copy_code)
        keys.on_shared("choose-model", self._pick_model)

    def _name_keys(self) -> None:
        self._foot.show_keys(self._keys.words("copy-answer"), self._keys.words("copy-code"))

    def _remember(self, **changes: object) -> None:
        self._tasks.spawn(self._preferences.update(**changes))

    def _take_settings(self, settings: Settings) -> None:
        self.is_pinned = settings.quick_pinned
        self.remembered_place = settings.quick_place
        self._strip.show_pinned(is_pinned=settings.quick_pinned)
        self._show_model()

    def _show_model(self) -> None:
        self._strip.show_model(self._model.label)
        if self._model.profile is not None:
            self._provider.hide()

    def _show_state(self) -> None:
        """Show how far the question is."""
        phase, turn = self.talk.phase, self.talk.turn
        if turn is not self._followed:
            self._followed = turn
            self._status.follow(turn)
        if not phase.is_running:
            self._waiting.hide()
        self._strip.show_state(is_running=phase.is_running, is_follow_up=bool(self.talk.entries))
        answer = self.talk.answer
        self._foot.setVisible(phase is Phase.ANSWERED)
        if phase is Phase.ANSWERED:
            self._foot.offer(
                has_answer=answer is not None and bool(answer.text),
                has_code=self._answers.may_have_code(),
            )
        self.fit_soon()

    def _pick_model(self, answer_id: str = "") -> None:
        if self._model.profile is None:
            self._provider.show()
            return
        self._model.pick(self._strip.model, answer_id)

    def _on_opened(self, away_s: float) -> None:
        if self._model.profile is None:
            self._provider.show()
        if begins_anew(self.talk.phase, away_s):
            self.begin_anew()
        elif away_s < FRESH_S or self.talk.phase is Phase.IDLE:
            self.writing.select_previous()

    def _on_escaped(self) -> None:
        match escape_act(self.talk.phase):
            case EscapeAct.STOP:
                self.talk.stop()
            case EscapeAct.HIDE:
                self.put_away()

    def _on_text_changed(self) -> None:
        self.fit_soon()
        if self.field.text() and self.talk.messages is None:
            self._ready_timer.start()

    def _on_clipboard_changed(self) -> None:
        if self.isVisible():
            self._clipboard_timer.start()

    def _on_model_picked(self, answer_id: str) -> None:
        model_id = self._model.model_id
        if answer_id and model_id is not None:
            self.talk.ask_again(MessageId(answer_id), model_id)

    def _on_edit_wanted(self, message: Message) -> None:
        """Open a question for another wording; answers are edited in the main window."""
        if message.role is Role.USER:
            self.writing.edit(message)
        else:
            self.hand_over()

    def _on_handed_over(self, conversation_id: str) -> None:
        text = self.field.text()
        self.continued.emit(conversation_id, text)
        self.begin_anew()
        self.put_away()


def _provider_note() -> NoteLine:
    return NoteLine(
        lambda: _("There is nobody to ask yet; what you write here is kept."),
        lambda: _("Set up a provider"),
    )


def _waiting_note() -> NoteLine:
    return NoteLine(
        lambda: _(
            "It opens in the main window as soon as the answer has ended. "
            "Esc ends it now; what has come is kept."
        )
    )


def _height_of(part: QWidget, width: int) -> int:
    if part.hasHeightForWidth():
        return part.heightForWidth(width)
    return part.sizeHint().height()
