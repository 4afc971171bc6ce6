"""What stands under a message: error card, versions, actions, ending and token counts."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.i18n import _
from supertoken_desktop.notices import Act, act_label, notice_for, verdict_line
from supertoken_desktop.ui.chat.choices import (
    Copy,
    CopyText,
    Edit,
    GoOn,
    Pin,
    Regenerate,
    ShowSibling,
    TakeAct,
)
from supertoken_desktop.ui.chat.error_card import ErrorCard
from supertoken_desktop.ui.chat.facts import usage_line
from supertoken_desktop.ui.chat.message_menu import fill_message_menu
from supertoken_desktop.ui.chat.sibling_switch import SiblingSwitch
from supertoken_desktop.ui.quiet_tool import COPIED_MS, QuietTool
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.entry import Entry, Footer
from supertoken_desktop.ui.transcript.menus import is_menu_key


def can_continue(message: Message) -> bool:
    """Tell whether a model can go on with an answer: it began, and did not end by itself."""
    match message.verdict:
        case Verdict.STOPPED | Verdict.INTERRUPTED:
            return bool(message.text)
        case Verdict.TRUNCATED:
            return message.reason in ("length", "pause") and bool(message.text)
        case Verdict.COMPLETE | Verdict.FAILED | None:
            return False


def offered_acts(message: Message, *, is_last: bool) -> tuple[Act, ...]:
    """Return what the card of an answer offers, the likeliest first."""
    if message.error is None:
        return ()
    acts = tuple(act for act in notice_for(message.error).acts if act is not Act.CONTINUE)
    if is_last and can_continue(message):
        return (Act.CONTINUE, *acts)
    return acts


class MessageFooter(Footer):
    """Offer what can be done with one message, and tell what was chosen.

    Actions are seen while the pointer or the focus is here, and always under the last answer; they
    keep their room, so that nothing moves. `unfolded` is shared by all footers: whose details are
    open.
    """

    chosen = Signal(object)  # a Choice

    def __init__(
        self,
        theme: Theme,
        is_last: Callable[[MessageId], bool],
        unfolded: set[MessageId],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_last = is_last
        self._unfolded = unfolded
        self._entry: Entry | None = None
        self._is_hovered = False
        self._copied_timer = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._copied_timer.timeout.connect(lambda: self._show_copied(is_copied=False))
        self._build()
        self._connect()
        self._paint_badge()

    def show_entry(self, entry: Entry) -> None:
        """Show what belongs to a message."""
        if self._entry is None or self._entry.message.id != entry.message.id:
            self._show_copied(is_copied=False)
        self._entry = entry
        self.retranslate()

    def refresh(self) -> None:
        """Look again whether this is the last answer."""
        if self._entry is not None:
            self.retranslate()

    def set_hovered(self, is_hovered: bool) -> None:  # noqa: FBT001  # told by a mouse event
        """Show the actions while the pointer is over the message."""
        self._is_hovered = is_hovered
        self._reveal()

    def retranslate(self) -> None:
        """Set all texts anew, for the message that is shown."""
        self._name_tools()
        if self._entry is not None:
            self._fill(self._entry)

    def hasHeightForWidth(self) -> bool:
        """Narrow footers break into more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width in pixels."""
        self._arrange(width)
        wrapped = self._column.totalHeightForWidth(width)
        # Without a text that wraps, the layout has one height for all widths.
        return wrapped if wrapped >= 0 else self._column.totalSizeHint().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the counts beside the actions, or below where there is no room."""
        self._arrange(self.width())
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu of the message whose button has the focus."""
        if is_menu_key(event) and self._entry is not None and not self._entry.is_running:
            self._on_more()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu also by the right button and the menu key."""
        if self._entry is not None and not self._entry.is_running:
            self._pop_up(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        self._card: ErrorCard | None = None
        self._switch = SiblingSwitch()
        self._copy = QuietTool("copy")
        self._again = QuietTool("regenerate")
        self._edit = QuietTool("edit")
        self._more = QuietTool("more")
        self._pin = QuietTool("pin")
        self._pin.set_revealed(is_revealed=True)
        self._tools = (self._copy, self._again, self._edit, self._more)
        self._badge = QLabel()
        self._badge.setTextFormat(Qt.TextFormat.PlainText)
        self._continue = QPushButton()
        self._continue.setIcon(icon("continue"))
        self._usage = QLabel()
        self._usage.setProperty("role", "muted")
        self._usage.setWordWrap(True)
        # The relay's own name of the model stands in it.
        self._usage.setTextFormat(Qt.TextFormat.PlainText)
        self._actions = QWidget()
        self._row = row = QHBoxLayout(self._actions)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.SPACE_1)
        row.addStretch(0)
        for widget in (self._pin, self._switch, *self._tools):
            row.addWidget(widget)
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(metrics.SPACE_1)
        row.addWidget(self._continue)
        row.addStretch(1)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(metrics.SPACE_1)
        self._line.addWidget(self._actions, 1)
        self._line.addWidget(self._usage)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, metrics.SPACE_1, 0, 0)
        self._column.setSpacing(metrics.SPACE_2)
        self._column.addLayout(self._line)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        _show_all_within(self)

    def _connect(self) -> None:
        self._copy.clicked.connect(self._on_copy)
        self._again.clicked.connect(lambda: self._choose(Regenerate))
        self._edit.clicked.connect(lambda: self._choose(Edit))
        self._more.clicked.connect(self._on_more)
        self._pin.clicked.connect(self._on_pin)
        self._continue.clicked.connect(lambda: self._choose(GoOn))
        self._switch.stepped.connect(self._on_stepped)
        self._switch.focus_changed.connect(self._reveal)
        for tool in self._tools:
            tool.focus_changed.connect(self._reveal)
        self._theme.changed.connect(self._paint_badge)

    def _name_tools(self) -> None:
        for tool, name in (
            (self._copy, _("Copy")),
            (self._again, _("Answer again")),
            (self._edit, _("Edit")),
            (self._more, _("More actions")),
            (self._pin, _("Pinned; click to unpin")),
        ):
            tool.setToolTip(name)
            tool.setAccessibleName(name)
        self._continue.setText(act_label(Act.CONTINUE))
        self._usage.setToolTip(_("Reported by the relay"))

    def _fill(self, entry: Entry) -> None:
        message = entry.message
        is_question = message.role is Role.USER
        is_last = self._is_last(message.id)
        has_card = message.error is not None and not entry.is_running
        # Questions stand at the right, and so does what belongs to them.
        is_at_right = is_question and not self._theme.reading.is_question_wide
        self._row.setStretch(0, 1 if is_at_right else 0)
        self._row.setStretch(self._row.count() - 1, 0 if is_at_right else 1)
        self._place_pin(is_question=is_at_right)
        self._switch.show_place(entry.position, entry.count)
        self._copy.setVisible(not entry.is_running and bool(message.text))
        self._again.setVisible(not entry.is_running and (is_last or not is_question))
        self._edit.setVisible(is_question)
        self._more.setVisible(not entry.is_running)
        self._pin.setVisible(message.pinned)
        if has_card or self._card is not None:
            self._fill_card(message, has_card=has_card, is_last=is_last)
        badge = ""
        if message.verdict is not None and not entry.is_running:
            badge = verdict_line(message.verdict, message.reason, message.finish_reason)
        self._badge.setText(badge)
        self._badge.setVisible(bool(badge) and not has_card)
        can_go_on = is_last and not has_card and not entry.is_running and can_continue(message)
        self._continue.setVisible(can_go_on)
        self._usage.setText("" if entry.is_running else usage_line(message))
        self._usage.setVisible(bool(self._usage.text()))
        self._reveal()
        self._settle()

    def _fill_card(self, message: Message, *, has_card: bool, is_last: bool) -> None:
        """Show the card of an error, made with the first one: few answers ever have one."""
        if self._card is None:
            self._card = self._make_card()
            self._column.insertWidget(0, self._card)
        self._card.setVisible(has_card)
        if has_card:
            acts = offered_acts(message, is_last=is_last)
            self._card.show_message(message, acts, unfolded=message.id in self._unfolded)

    def _make_card(self) -> ErrorCard:
        card = ErrorCard(self._theme)
        card.act_chosen.connect(self._on_act)
        card.text_copied.connect(lambda text: self.chosen.emit(CopyText(text)))
        card.folded.connect(self._on_folded)
        _show_all_within(card)
        return card

    def _place_pin(self, *, is_question: bool) -> None:
        """Put the pin at the edge of the text, whatever of the row is unseen."""
        place = self._row.count() - 2 if is_question else 1
        if self._row.indexOf(self._pin) != place:
            self._row.removeWidget(self._pin)
            self._row.insertWidget(place, self._pin)

    def _settle(self) -> None:
        """Let the measure be true at once, not only after the next turn of the event loop.

        Every layout inside keeps what it measured last, until an event tells it otherwise.
        """
        for widget in filter(None, (self._card, self._actions)):
            for layout in widget.findChildren(QLayout):
                layout.invalidate()
            for child in widget.findChildren(QWidget):
                child.updateGeometry()
            widget.updateGeometry()
        self._line.invalidate()
        self._column.invalidate()
        self.updateGeometry()

    def _arrange(self, width: int) -> None:
        """Put the counts at the right of the actions where both fit on one line."""
        needed = self._actions.sizeHint().width() + metrics.SPACE_4
        counts = self._usage.fontMetrics().horizontalAdvance(self._usage.text())
        fits = needed + counts + metrics.SPACE_1 <= width
        direction = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        self._usage.setMinimumWidth(counts + metrics.SPACE_1 if fits else 0)
        if direction != self._line.direction():
            self._line.setDirection(direction)

    def _reveal(self) -> None:
        """Show or hide the tools without a change of the layout."""
        is_last = self._entry is not None and self._is_last(self._entry.message.id)
        has_focus = self._switch.hasFocus() or any(tool.hasFocus() for tool in self._tools)
        for tool in self._tools:
            tool.set_revealed(is_revealed=is_last or has_focus or self._is_hovered)

    def _choose(self, kind: type[Regenerate] | type[Edit] | type[GoOn]) -> None:
        if self._entry is not None:
            self.chosen.emit(kind(self._entry.message.id))

    def _on_copy(self) -> None:
        if self._entry is None:
            return
        self.chosen.emit(Copy(self._entry.message.id))
        self._show_copied(is_copied=True)
        self._copied_timer.start()

    def _show_copied(self, *, is_copied: bool) -> None:
        self._copy.show_icon("check" if is_copied else "copy")

    def _on_more(self) -> None:
        self._pop_up(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _pop_up(self, place: QPoint) -> None:
        menu = self._make_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        if self._entry is not None:
            fill_message_menu(menu, self._entry.message, self.chosen.emit)
        return menu

    def _on_pin(self) -> None:
        if self._entry is not None:
            self.chosen.emit(Pin(self._entry.message.id, is_pinned=False))

    def _on_stepped(self, step: int) -> None:
        if self._entry is not None:
            self.chosen.emit(ShowSibling(self._entry.message.id, step))

    def _on_act(self, act: Act) -> None:
        if self._entry is not None:
            self.chosen.emit(TakeAct(self._entry.message.id, act))

    def _on_folded(self, unfolded: bool) -> None:  # noqa: FBT001  # as the card's signal gives it
        if self._entry is None:
            return
        if unfolded:
            self._unfolded.add(self._entry.message.id)
        else:
            self._unfolded.discard(self._entry.message.id)
        self._settle()

    def _paint_badge(self) -> None:
        colours = self._theme.colours
        self._badge.setStyleSheet(
            f"background: {colours.hover.name()}; color: {colours.muted.name()};"
            f"border-radius: {metrics.RADIUS_SMALL}px;"
            f"padding: {metrics.SPACE_1 // 2}px {metrics.SPACE_2}px;"
        )


def _show_all_within(widget: QWidget) -> None:
    """Have layouts count with all children: they leave out what was never shown.

    The height is asked for before that.
    """
    for child in widget.findChildren(QWidget):
        child.setVisible(True)
