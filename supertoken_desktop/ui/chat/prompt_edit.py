"""The text field of the composer: grows with its text, sends by key, never while composing."""

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

MAX_LINES = 12
_KEY = QKeySequence.StandardKey
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# The frame around the field is the composer's; only its shape is said here, no colour.
_BARE = "QPlainTextEdit, QPlainTextEdit:focus { border: 0; padding: 0; background: transparent; }"


class PromptEdit(QPlainTextEdit):
    """Hold plain text in one to twelve lines.

    `send_key` is "enter" (Shift+Enter breaks the line) or "ctrl_enter" (Enter breaks it).
    """

    submitted = Signal()
    escaped = Signal()
    edit_last_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.send_key = "enter"
        self._is_composing = False
        self._most_lines = MAX_LINES
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet(_BARE)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._fit)
        self._fit()

    @property
    def is_composing(self) -> bool:
        """Tell whether a word is being composed, so that keys belong to the input method."""
        return self._is_composing

    def text(self) -> str:
        """Return what is written, as it was typed; Qt's plain text would change hard spaces."""
        raw = self.document().toRawText()
        return raw.replace("\u2029", "\n").replace("\u2028", "\n")

    def replace_text(self, text: str) -> None:
        """Put another text in place of this one as one step that undo takes back."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.ensureCursorVisible()

    def insert_paragraph(self, text: str) -> None:
        """Put a text at the caret, parted by a blank line from what stands before it.

        The caret is behind it afterwards. What is selected stays.
        """
        cursor = self.textCursor()
        at = cursor.selectionEnd()
        before = self.document().toRawText()[:at].replace("\u2029", "\n").replace("\u2028", "\n")
        breaks = 2 - (len(before) - len(before.rstrip("\n"))) if before.strip("\n") else 0
        cursor.beginEditBlock()
        cursor.setPosition(at)
        cursor.insertText("\n" * max(0, breaks) + text)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def append_paragraph(self, text: str) -> None:
        """Put a text behind all that is written, as `insert_paragraph` does; none changes nothing.

        The caret is behind it afterwards.
        """
        self.moveCursor(QTextCursor.MoveOperation.End)
        if text:
            self.insert_paragraph(text)

    def zoom(self, font: QFont, factor: float) -> None:
        """Write in another font; the larger it is, the fewer lines leave the text above room."""
        self._most_lines = max(1, round(MAX_LINES / max(1.0, factor)))
        self.setFont(font)
        # The placeholder is painted in this one, which inherits none from a styled widget.
        self.viewport().setFont(font)
        self._fit()

    def sizeHint(self) -> QSize:
        """Be as high as the text, up to twelve lines."""
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        """Never be lower than the text shown."""
        return QSize(super().minimumSizeHint().width(), self._height())

    def event(self, event: QEvent) -> bool:
        """Leave the keys that go to the ends to the conversation while nothing is written."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_to_end = event.matches(_KEY.MoveToStartOfDocument) or event.matches(
                _KEY.MoveToEndOfDocument
            )
            if is_to_end and not self.text():
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send, break the line, stop or go back to the last question."""
        if self._is_composing:
            # Enter takes the word over; where the input method lets it pass, it must do no more.
            if event.key() not in _ENTER_KEYS:
                super().keyPressEvent(event)
            return
        if event.key() in _ENTER_KEYS:
            self._on_enter(event)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        is_plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if event.key() == Qt.Key.Key_Up and is_plain and not self.text():
            self.edit_last_requested.emit()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether a word is being composed: Enter then belongs to the input method."""
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Composing ends with the focus."""
        self._is_composing = False
        super().focusOutEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste and drop take the plain text and nothing else."""
        self.insertPlainText(source.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height: another width breaks lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def _on_enter(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        is_send = control if self.send_key == "ctrl_enter" else not modifiers or control
        if is_send:
            self.submitted.emit()
            return
        self.textCursor().insertBlock()
        self.ensureCursorVisible()

    def _fit(self) -> None:
        height = self._height()
        if height != self.height():
            self.setFixedHeight(height)
            self.updateGeometry()
        lines = self._lines()
        policy = Qt.ScrollBarPolicy
        wanted = policy.ScrollBarAsNeeded if lines > self._most_lines else policy.ScrollBarAlwaysOff
        if wanted != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(wanted)
        if lines <= self._most_lines:
            # The caret scrolled the field before it had grown.
            self.verticalScrollBar().setValue(0)

    def _lines(self) -> int:
        """Return how many lines the text fills, wrapped ones counted, and no more than matter."""
        if self.blockCount() > self._most_lines:
            return self.blockCount()
        return max(1, round(self.document().size().height()))

    def _height(self) -> int:
        lines = min(self._lines(), self._most_lines)
        margins = 2 * self.document().documentMargin()
        ratio = QGuiApplication.primaryScreen().devicePixelRatio() if lines > 1 else 1.0
        slack = 1 if ratio != int(ratio) else 0
        return round(lines * self.fontMetrics().lineSpacing() + margins) + slack
