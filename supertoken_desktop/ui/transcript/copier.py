"""Put messages and selections of the transcript on the clipboard."""

from PySide6.QtCore import QObject, Signal

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.ui.clipboard import copy_data, copy_text
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

    def copy_plain(self, message_id: MessageId) -> None:
        """Copy what a message says without any marks."""
        index = self._stack.index_of(message_id)
        if index is not None:
            self.copy_text(copied_message(self._stack.section(index)).plain)

    def copy_html(self, message_id: MessageId) -> None:
        """Copy a message as the source of HTML."""
        index = self._stack.index_of(message_id)
        if index is not None:
            self.copy_text(copied_message(self._stack.section(index)).html)

    def message_markdown(self, message_id: MessageId) -> str:
        """Return a message as Markdown, empty where it is not on this path."""
        index = self._stack.index_of(message_id)
        return copied_message(self._stack.section(index)).markdown if index is not None else ""

    def selected_markdown(self, within: MessageId | None = None) -> str:
        """Return what is selected as Markdown; empty where nothing is, or nothing `within`."""
        selection = self._pointer.selection
        if selection is None or selection.is_empty:
            return ""
        if within is not None:
            start, end = selection.stretch
            index = self._stack.index_of(within)
            if index is None or not start.message <= index <= end.message:
                return ""
        return copied_selection(self._stack, selection).markdown

    def copy_selection(self) -> None:
        """Copy what is selected, if anything is."""
        selection = self._pointer.selection
        if selection is not None and not selection.is_empty:
            self.copy(copied_selection(self._stack, selection))

    def copy_text(self, text: str) -> None:
        """Copy a plain text."""
        copy_text(text)
        self.copied.emit(text)

    def copy(self, copied: Copied) -> None:
        """Copy a content in all its forms."""
        copy_data(copied.as_mime())
        self.copied.emit(copied.plain)
