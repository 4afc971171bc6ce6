"""The strip above the conversation: its title, the provider, and the button for the model."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.chat.pins import PinnedMessages
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon


class ChatHeader(QWidget):
    """Show whom one talks to; a double click on the title renames the conversation.

    `pins` lists the pinned messages.
    """

    renamed = Signal(str)
    model_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._can_rename = False
        self._title = _Title()
        self._field = _TitleField()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._title)
        self._stack.addWidget(self._field)
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._stack.setMinimumHeight(metrics.FIELD_HEIGHT)
        self._provider = QLabel()
        self._provider.setTextFormat(Qt.TextFormat.PlainText)
        self._provider.setProperty("role", "muted")
        self._model = QToolButton()
        self._model.setIcon(icon("chevron-down"))
        self._model.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._pins = QToolButton()
        self._pins.setIcon(icon("pin"))
        self._pins.setIconSize(QSize(metrics.ICON, metrics.ICON))
        self.pins = PinnedMessages(self._pins, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.SPACE_4, 0, metrics.SPACE_3, 0)
        row.setSpacing(metrics.SPACE_2)
        row.addWidget(self._stack, 1)
        row.addWidget(self._pins)
        row.addWidget(self._provider)
        row.addWidget(self._model)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(metrics.HEADER_HEIGHT)
        self._title.double_clicked.connect(self.begin_rename)
        self._field.committed.connect(self._on_committed)
        self._field.abandoned.connect(self._end_rename)
        self._model.clicked.connect(self.model_requested)
        self._turn_model_button()
        self.retranslate()

    @property
    def model_button(self) -> QToolButton:
        """The button under which the model picker opens."""
        return self._model

    def show_title(self, title: str, *, can_rename: bool) -> None:
        """Show the conversation's title; a new chat has none yet and cannot be renamed."""
        self._can_rename = can_rename
        self._title.show_text(title or _("New chat"))
        self._title.setToolTip(_("Double-click to rename") if can_rename else "")

    def show_provider(self, name: str) -> None:
        """Show the provider's name; "" where there is none."""
        self._provider.setText(name)
        self._provider.setVisible(bool(name))

    def show_model(self, label: str) -> None:
        """Show the model's label; "" where none is chosen."""
        self._model.setText(label or _("Choose a model"))
        self._model.setAccessibleName(
            _("Model: {model}").format(model=label) if label else _("Choose a model")
        )

    def begin_rename(self) -> None:
        """Open the title for writing."""
        if not self._can_rename:
            return
        self._field.setText(self._title.whole_text)
        self._stack.setCurrentWidget(self._field)
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.selectAll()

    def retranslate(self) -> None:
        """Set all texts anew that do not depend on the conversation."""
        self._field.setAccessibleName(_("Title of the chat"))
        self._model.setToolTip(_("Choose the model"))
        self._provider.setToolTip(_("Provider"))
        self.pins.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.LayoutDirectionChange:
            self._turn_model_button()
        super().changeEvent(event)

    def _turn_model_button(self) -> None:
        """Put the arrow behind the model's name: Qt's icons stand before the text."""
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        directions = (Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight)
        self._model.setLayoutDirection(directions[is_mirrored])

    def _on_committed(self, text: str) -> None:
        self._end_rename()
        if text and text != self._title.whole_text:
            self.renamed.emit(text)

    def _end_rename(self) -> None:
        self._stack.setCurrentWidget(self._title)


class _Title(QLabel):
    """One line that is cut with an ellipsis where there is no room."""

    double_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.whole_text = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "heading")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        self.whole_text = text
        self.setAccessibleName(text)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.double_clicked.emit()

    def _elide(self) -> None:
        measure = QFontMetrics(self.font())
        self.setText(measure.elidedText(self.whole_text, Qt.TextElideMode.ElideRight, self.width()))


class _TitleField(QLineEdit):
    """The title while it is written: Enter and leaving keep it, Esc abandons it."""

    committed = Signal(str)
    abandoned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.editingFinished.connect(self._on_finished)
        self._is_open = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._is_open = False
            self.abandoned.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._is_open = True
        super().focusInEvent(event)

    def _on_finished(self) -> None:
        if self._is_open:
            self._is_open = False
            self.committed.emit(self.text().strip())
