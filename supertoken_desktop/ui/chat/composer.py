"""Where a question is written: the field, Send or Stop, and the bar for editing a sent one."""

import enum

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.chat.prompt_edit import PromptEdit
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.fonts import scaled
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.theme.palette import Theme

_ROUNDING = metrics.SPACE_3


class ComposerMode(enum.Enum):
    """What Enter and the button do."""

    IDLE = "idle"
    RUNNING = "running"
    EDITING = "editing"


class Composer(QWidget):
    """Take a question or an edit of one; `stop_requested` also comes from the button."""

    prompt_submitted = Signal(str)
    edit_submitted = Signal(str, bool)  # text, and whether to ask anew
    edit_cancelled = Signal(str)  # the text as far as it went
    stop_requested = Signal()
    edit_last_requested = Signal()
    text_changed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mode = ComposerMode.IDLE
        self._is_running = False
        self._kept_text = ""
        self._edits_answer = False
        self._build()
        self._connect()
        self.retranslate()
        self._follow_theme()

    @property
    def mode(self) -> ComposerMode:
        """What the composer is for at the moment."""
        return self._mode

    @property
    def is_editing(self) -> bool:
        """Tell whether a sent question is being edited."""
        return self._mode is ComposerMode.EDITING

    def text(self) -> str:
        """Return what is written."""
        return self._edit.text()

    def set_text(self, text: str) -> None:
        """Put a text in place of what is written, the caret at its end."""
        self._edit.replace_text(text)

    def begin_with(self, text: str) -> None:
        """Put a text into the field, to be written on."""
        self.set_text(text)
        self.focus()

    def add_below(self, text: str) -> None:
        """Put a text below what is written, parted by a blank line, to be written on."""
        self._edit.append_paragraph(text)
        self.focus()

    def draft(self) -> str:
        """Return what is to be kept as the draft: while an edit goes on, the text before it."""
        return self._kept_text if self.is_editing else self.text()

    def set_running(self, running: bool) -> None:  # noqa: FBT001  # the only fact it takes
        """Offer Stop while an answer is written, Send otherwise."""
        self._is_running = running
        if not self.is_editing:
            self._mode = ComposerMode.RUNNING if running else ComposerMode.IDLE
        self._show_mode()

    def set_send_key(self, send_key: str) -> None:
        """Send with "enter" or "ctrl_enter"."""
        self._edit.send_key = send_key
        self.retranslate()

    def begin_edit(self, text: str, *, is_answer: bool = False) -> None:
        """Open a sent question or an answer for editing; what was written comes back afterwards.

        An answer can only be saved.
        """
        self._edits_answer = is_answer
        if not self.is_editing:
            self._kept_text = self.text()
        self._mode = ComposerMode.EDITING
        self._edit.replace_text(text)
        self._show_mode()
        self.focus()

    def end_edit(self) -> None:
        """Close the edit and put back what was written before."""
        if not self.is_editing:
            return
        kept, self._kept_text = self._kept_text, ""
        self._mode = ComposerMode.RUNNING if self._is_running else ComposerMode.IDLE
        self._edit.replace_text(kept)
        self._show_mode()

    def focus(self) -> None:
        """Put the caret into the field."""
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def quote(self, markdown: str) -> None:
        """Put Markdown at the caret as a quotation; what was written stays around it."""
        # Nothing is quoted at start.
        from supertoken_desktop.ui.chat.quotation import quotation

        self._edit.insert_paragraph(quotation(markdown))
        self.focus()

    def type_on(self, text: str) -> None:
        """Write what was typed elsewhere in the window."""
        self.focus()
        self._edit.insertPlainText(text)

    def retranslate(self) -> None:
        """Set all texts anew."""
        self._edit.setPlaceholderText(_("Ask anything"))
        self._edit.setAccessibleName(_("Your question"))
        by_enter = self._edit.send_key == "enter"
        hint = (
            _("Enter sends, Shift+Enter breaks the line.")
            if by_enter
            else _("Ctrl+Enter sends, Enter breaks the line.")
        )
        self._edit.setAccessibleDescription(hint)
        self._edit.setToolTip("")
        self._cancel.setText(_("Cancel"))
        self._save.setText(_("Save"))
        self._resend.setText(_("Save and ask"))
        self._resend.setToolTip(_("Ask with the new wording; the old one stays as a version"))
        self._show_mode()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        self._frame = _Field(self._theme, self)
        self._edit = PromptEdit(self._frame)
        self._button = QToolButton(self._frame)
        self._button.setProperty("role", "primary")
        self._button.setIconSize(QSize(metrics.ICON, metrics.ICON))
        self._button.setFixedSize(metrics.BUTTON_HEIGHT, metrics.BUTTON_HEIGHT)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.SPACE_2)
        row.addWidget(self._edit, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignBottom)
        self._title = QLabel()
        self._title.setProperty("role", "muted")
        self._cancel, self._save, self._resend = QPushButton(), QPushButton(), QPushButton()
        self._cancel.setProperty("role", "quiet")
        self._resend.setProperty("role", "primary")
        self._edit_bar = QWidget(self._frame)
        bar = QHBoxLayout(self._edit_bar)
        bar.setContentsMargins(metrics.SPACE_1, 0, 0, 0)
        bar.setSpacing(metrics.SPACE_2)
        bar.addWidget(self._title, 1)
        for button in (self._cancel, self._save, self._resend):
            bar.addWidget(button)
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(metrics.SPACE_4, metrics.SPACE_2, metrics.SPACE_2, metrics.SPACE_2)
        inner.setSpacing(metrics.SPACE_2)
        inner.addLayout(row)
        inner.addWidget(self._edit_bar)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._frame)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusProxy(self._edit)
        self._edit.installEventFilter(self._frame)

    def _connect(self) -> None:
        self._edit.submitted.connect(self._on_submitted)
        self._edit.escaped.connect(self._on_escaped)
        self._edit.edit_last_requested.connect(self.edit_last_requested)
        self._edit.textChanged.connect(self._on_text_changed)
        self._button.clicked.connect(self._on_button)
        self._cancel.clicked.connect(self._on_cancelled)
        self._save.clicked.connect(lambda: self._submit_edit(resend=False))
        self._resend.clicked.connect(lambda: self._submit_edit(resend=True))
        self._theme.changed.connect(self._follow_theme)

    def _on_button(self) -> None:
        if self._mode is ComposerMode.RUNNING:
            self.stop_requested.emit()
        else:
            self._on_submitted()

    def _on_submitted(self) -> None:
        if not self.text().strip():
            return
        match self._mode:
            case ComposerMode.IDLE:
                self.prompt_submitted.emit(self.text())
            case ComposerMode.EDITING:
                self._submit_edit(resend=not self._edits_answer)
            case ComposerMode.RUNNING:
                pass  # the text waits until the answer has ended

    def _submit_edit(self, *, resend: bool) -> None:
        if self.text().strip() and not (resend and self._is_running):
            self.edit_submitted.emit(self.text(), resend)

    def _on_escaped(self) -> None:
        if self.is_editing:
            self._on_cancelled()
        elif self._is_running:
            self.stop_requested.emit()

    def _on_cancelled(self) -> None:
        text = self.text()
        self.end_edit()
        self.edit_cancelled.emit(text)

    def _on_text_changed(self) -> None:
        self._show_mode()
        self.text_changed.emit(self.text())

    def _follow_theme(self) -> None:
        zoom = self._theme.reading.zoom
        self._edit.zoom(scaled(self._theme.body_font(), zoom), zoom)
        self._show_mode()

    def _show_mode(self) -> None:
        is_running = self._mode is ComposerMode.RUNNING
        has_text = bool(self.text().strip())
        accent_text = self._theme.colours.accent_text
        is_enabled = is_running or has_text
        self._edit_bar.setVisible(self.is_editing)
        self._show_edited()
        self._button.setVisible(not self.is_editing)
        self._button.setEnabled(is_enabled)
        colour = accent_text if is_enabled else self._theme.colours.muted
        self._button.setIcon(icon("stop" if is_running else "send", colour))
        name = _("Stop the answer") if is_running else _("Send")
        self._button.setAccessibleName(name)
        self._button.setToolTip(_("Stop (Esc)") if is_running else name)
        self._save.setEnabled(has_text)
        self._resend.setEnabled(has_text and not self._is_running)

    def _show_edited(self) -> None:
        is_answer = self._edits_answer
        self._title.setText(_("Editing the answer") if is_answer else _("Editing your question"))
        self._save.setToolTip(
            _("Keep your wording as a version; nothing is asked")
            if is_answer
            else _("Keep the new wording without asking")
        )
        self._resend.setVisible(not is_answer)


class _Field(QFrame):
    """The rounded frame around the field; its edge shows where the caret is."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._has_caret = False
        theme.changed.connect(self.update)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._has_caret = event.type() == QEvent.Type.FocusIn
            self.update()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = self._theme.colours
        width = metrics.FOCUS_WIDTH if self._has_caret else metrics.HAIRLINE
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(colours.raised)
        painter.setPen(QPen(colours.focus if self._has_caret else colours.border, width))
        inset = width / 2
        area = self.rect().toRectF().adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(area, _ROUNDING, _ROUNDING)
        painter.end()
