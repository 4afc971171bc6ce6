"""The transcript with the button that leads back to its end."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from supertoken_desktop.i18n import _, format_number, ngettext
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.view import TranscriptView


class TranscriptArea(QWidget):
    """Show "↓" over the transcript while the reader is not at its end, with the new lines."""

    resized = Signal()

    def __init__(
        self, transcript: TranscriptView, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.transcript = transcript
        self._lines = 0
        self._down = QPushButton(self)
        self._down.setIcon(icon("arrow-down"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(transcript, 0, 0)
        self._down.clicked.connect(transcript.scroll_to_end)
        transcript.at_bottom_changed.connect(self._on_at_bottom)
        theme.changed.connect(self._paint)
        self._paint()
        self._on_at_bottom(transcript.is_at_end)

    def add_lines(self, count: int) -> None:
        """Count lines that arrived below what the reader sees."""
        if not self.transcript.is_at_end:
            self._lines += count
            self.retranslate()

    def retranslate(self) -> None:
        """Set all texts anew."""
        words = ""
        if self._lines:
            words = ngettext("{count} new line", "{count} new lines", self._lines).format(
                count=format_number(self._lines)
            )
        self._down.setText(words)
        self._down.setAccessibleName(_("Go to the end"))
        self._down.setAccessibleDescription(words)
        self._down.setToolTip(_("Go to the end"))
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button in its place."""
        super().resizeEvent(event)
        self._place()
        self.resized.emit()

    def _on_at_bottom(self, is_at_end: bool) -> None:  # noqa: FBT001  # as the signal gives it
        if is_at_end:
            self._lines = 0
        self._down.setVisible(not is_at_end)
        self._down.raise_()
        self.retranslate()

    def _place(self) -> None:
        size = self._down.sizeHint()
        left = (self.width() - size.width()) // 2
        self._down.setGeometry(
            left, self.height() - size.height() - metrics.SPACE_3, size.width(), size.height()
        )

    def _paint(self) -> None:
        radius = metrics.BUTTON_HEIGHT // 2
        self._down.setStyleSheet(f"QPushButton {{ border-radius: {radius}px; }}")
