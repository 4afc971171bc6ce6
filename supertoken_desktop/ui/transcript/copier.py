"""Put messages and selections of the transcript on the clipboard."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.ui.transcript.copying import Copied, copied_message, copied_selection
from supertoken_desktop.ui.transcript.pointer import Pointer
from supertoken_desktop.ui.transcript.stack import Stack


class Copier(QObject):
    """Copy what `stack` holds; `copied` brings the plain text that has been put there."""

    copied = Signal(str)

    def __init__(self, stack: Stack, pointer: Pointer, parent: QObject) -> None:
        super().__init__(parent)
        self._stack = stack
        self._pointer = pointer

    @property
    def has_selection(self) -> bool:
        """Whether anything is selected."""
        selection = self._pointer.selection
        return selection is not None and not selection.is_empty

    def copy_markdown(self, message_id: MessageId) -> None:
        """Copy a message as Markdown text."""
        index = self._stack.index_of(message_id)
        if index is not None:
            whole = copied_message(self._stack.section(index))
            self.copy(Copied(whole.markdown, whole.markdown, ""))

    def copy_rich(self, message_id: MessageId) -> None:
        """Copy a message as formatted text, Markdown and plain text."""
        index = self._stack.index_of(message_id)
        if index is not None:
            self.copy(copied_message(self._stack.section(index)))

    def copy_selection(self) -> None:
        """Copy what is selected, if anything is."""
        selection = self._pointer.selection
        if selection is not None and not selection.is_empty:
            self.copy(copied_selection(self._stack, selection))

    def copy_text(self, text: str) -> None:
        """Copy a plain text."""
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text)

    def copy(self, copied: Copied) -> None:
        """Copy a content in all its forms."""
        QGuiApplication.clipboard().setMimeData(copied.as_mime())
        self.copied.emit(copied.plain)
