"""The card under an answer that went wrong: what happened, what to do, the facts, the buttons."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.domain.errors import ErrorRecord
from supertoken_desktop.domain.message import Message
from supertoken_desktop.i18n import _, format_time
from supertoken_desktop.notices import Act, act_label, notice_for, running_text
from supertoken_desktop.ui.chat.facts import details_lines, details_text, request_id_of
from supertoken_desktop.ui.chat.flow_layout import FlowLayout
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.theme.palette import Theme

_EDGE = 4


class ErrorCard(QWidget):
    """Show one error; the details fold out. Text on it can be selected."""

    act_chosen = Signal(Act)
    text_copied = Signal(str)
    folded = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._message: Message | None = None
        self._acts: tuple[Act, ...] = ()
        self._buttons: list[QPushButton] = []
        self._build()
        theme.changed.connect(self._paint_icon)
        self._paint_icon()
        self.retranslate()

    def show_message(self, message: Message, acts: tuple[Act, ...], *, unfolded: bool) -> None:
        """Show the error of an ended answer with the acts that are possible for it."""
        self._message = message
        self._acts = acts
        self._details.setVisible(unfolded)
        self._fold.setChecked(unfolded)
        self.retranslate()

    def unfold(self) -> None:
        """Show the details."""
        self._fold.setChecked(True)

    def retranslate(self) -> None:
        """Set all texts anew."""
        self._fold.setText(act_label(Act.DETAILS))
        self._copy_details.setText(_("Copy details"))
        self._copy_id.setToolTip(_("Copy the request id"))
        self._copy_id.setAccessibleName(_("Copy the request id"))
        if self._message is not None and self._message.error is not None:
            self._fill(self._message, self._message.error)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card with its red edge."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), metrics.RADIUS, metrics.RADIUS)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), colours.error_background)
        painter.fillRect(0, 0, _EDGE, self.height(), colours.error)
        painter.end()

    def _build(self) -> None:
        self._sign = QLabel()
        self._title, self._sentence, self._words = QLabel(), QLabel(), QLabel()
        title_font = self._title.font()
        title_font.setBold(True)
        self._title.setFont(title_font)
        for label in (self._title, self._sentence, self._words):
            _make_readable(label)
        self._words.setProperty("role", "muted")
        self._status, self._id = QLabel(), QLabel()
        for label in (self._status, self._id):
            label.setProperty("role", "muted")
            _make_readable(label)
            label.setWordWrap(False)
        self._copy_id = QToolButton()
        self._copy_id.setIcon(icon("copy"))
        self._copy_id.clicked.connect(self._on_copy_id)
        self._fold = QPushButton()
        self._fold.setProperty("role", "quiet")
        self._fold.setCheckable(True)
        self._fold.toggled.connect(self._on_folded)
        self._details = _Details()
        self._copy_details = QPushButton(self._details)
        self._copy_details.clicked.connect(self._on_copy_details)
        self._details.set_button(self._copy_details)
        self._lay_out()

    def _lay_out(self) -> None:
        id_row = QHBoxLayout()
        id_row.setSpacing(metrics.SPACE_1)
        id_row.addWidget(self._id)
        id_row.addWidget(self._copy_id)
        id_row.addStretch(1)
        self._row = FlowLayout(metrics.SPACE_2)
        self._row.addWidget(self._fold)
        column = QVBoxLayout()
        column.setSpacing(metrics.SPACE_1)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addWidget(self._words)
        column.addWidget(self._status)
        column.addLayout(id_row)
        column.addSpacing(metrics.SPACE_1)
        column.addLayout(self._row)
        column.addWidget(self._details)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(metrics.SPACE_4, metrics.SPACE_3, metrics.SPACE_4, metrics.SPACE_3)
        outer.setSpacing(metrics.SPACE_3)
        outer.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(column, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _fill(self, message: Message, error: ErrorRecord) -> None:
        notice = notice_for(error)
        self._title.setText(notice.title)
        again_at = _again_at(message, error)
        self._sentence.setText(running_text("", notice.sentence, notice.remedy, again_at))
        words = (error.detail.message or "").strip()
        self._words.setText(_("The relay says: {words}").format(words=words) if words else "")
        self._words.setVisible(bool(words))
        status, request_id = error.detail.status, request_id_of(message)
        self._status.setText(_("HTTP status {status}").format(status=status))
        self._status.setVisible(status is not None)
        self._id.setText(_("Request id {id}").format(id=request_id))
        self._id.setVisible(bool(request_id))
        self._copy_id.setVisible(bool(request_id))
        self._details.show_lines(details_lines(message))
        self._show_buttons()
        self.setAccessibleName(notice.title)
        self.setAccessibleDescription(running_text("", notice.sentence, notice.remedy))

    def _show_buttons(self) -> None:
        acts = [act for act in self._acts if act is not Act.DETAILS]
        while len(self._buttons) < len(acts):
            button = QPushButton(self)
            self._row.insert_widget(len(self._buttons), button)
            button.clicked.connect(self._on_button)
            self._buttons.append(button)
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(acts))
            if place < len(acts):
                button.setText(act_label(acts[place]))
                button.setProperty("act", acts[place].value)

    def _on_button(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.act_chosen.emit(Act(sender.property("act")))

    def _on_copy_id(self) -> None:
        if self._message is not None:
            self.text_copied.emit(request_id_of(self._message))

    def _on_copy_details(self) -> None:
        if self._message is not None:
            self.text_copied.emit(details_text(self._message))

    def _on_folded(self, unfolded: bool) -> None:  # noqa: FBT001  # as Qt's signal gives it
        self._details.setVisible(unfolded)
        self.folded.emit(unfolded)

    def _paint_icon(self) -> None:
        colour = self._theme.colours.error
        side = metrics.ICON_LARGE
        self._sign.setPixmap(icon("warning", colour).pixmap(side, side))
        self._title.setStyleSheet(f"color: {colour.name()};")
        self.update()


class _Details(QWidget):
    """The raw facts as a table of names and values, and the button that copies them."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(metrics.SPACE_3)
        self._grid.setVerticalSpacing(metrics.SPACE_1 // 2)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[tuple[QLabel, QLabel]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, metrics.SPACE_2, 0, 0)
        self._column.setSpacing(metrics.SPACE_2)
        self._column.addLayout(self._grid)

    def set_button(self, button: QPushButton) -> None:
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_lines(self, lines: tuple[tuple[str, str], ...]) -> None:
        while len(self._labels) < len(lines):
            self._add_row()
        for place, (name, value) in enumerate(self._labels):
            is_used = place < len(lines)
            name.setVisible(is_used)
            value.setVisible(is_used)
            if is_used:
                name.setText(lines[place][0])
                value.setText(lines[place][1])

    def _add_row(self) -> None:
        name, value = QLabel(), QLabel()
        name.setProperty("role", "muted")
        _make_readable(value)
        row = len(self._labels)
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1)
        self._labels.append((name, value))


def _make_readable(label: QLabel) -> None:
    """Let a label wrap, and its text be selected; what a relay says is never read as markup."""
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)


def _again_at(message: Message, error: ErrorRecord) -> str:
    """Return a sentence with the time of day from which a retry makes sense, where it is known."""
    if error.retry_after_s is None or message.ended_at is None:
        return ""
    from datetime import timedelta

    # A relay can ask for centuries; a day is as far as a time of day means anything.
    wait_s = min(error.retry_after_s, 86_400.0)
    moment = message.ended_at + timedelta(seconds=wait_s)
    return _("Possible again at {time}.").format(time=format_time(moment))
