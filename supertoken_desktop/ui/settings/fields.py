"""What the pages of the settings are made of: a page of rows, and fields that apply at once."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme import metrics

Words = Callable[[], str]
FIELD_WIDTH = 420


class Page(QScrollArea):
    """One page: a title and rows of label, field and a line of help; it scrolls, never sideways."""

    def __init__(self, title: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        content.setProperty("role", "page")
        self._rows = QVBoxLayout(content)
        self._rows.setContentsMargins(*[metrics.SPACE_6] * 4)
        self._rows.setSpacing(metrics.SPACE_1)
        self._rows.addStretch(1)
        self.setWidget(content)
        self._texts: list[tuple[Callable[[str], None], Words]] = []
        heading = QLabel()
        heading.setProperty("role", "heading")
        self.say(heading.setText, title)
        self.add(heading)

    def say(self, put: Callable[[str], None], words: Words) -> None:
        """Put words somewhere now, and anew whenever the language changes."""
        self._texts.append((put, words))
        put(words())

    def add(self, widget: QWidget, gap: int = 0) -> None:
        """Put a widget below the others."""
        if gap:
            self._rows.insertSpacing(self._rows.count() - 1, gap)
        self._rows.insertWidget(self._rows.count() - 1, widget)

    def add_field(self, label: Words, field: QWidget, help_text: Words | None = None) -> None:
        """Put a field below its label, with a line of help below it."""
        caption = QLabel()
        caption.setBuddy(field)
        self.say(caption.setText, label)
        self.say(field.setAccessibleName, label)
        self.add(caption, gap=metrics.SPACE_3)
        field.setMaximumWidth(FIELD_WIDTH)
        self.add(field)
        if help_text is not None:
            self.add(self.help_line(help_text))

    def help_line(self, words: Words) -> QLabel:
        """Return a muted line that wraps."""
        line = QLabel()
        line.setProperty("role", "muted")
        line.setWordWrap(True)
        line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.say(line.setText, words)
        return line

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        for put, words in self._texts:
            put(words())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class ChoiceBox(QComboBox):
    """A choice among values whose words follow the language; the wheel works on focus alone."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, Words]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = tuple(choices)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for value, words in self._choices:
            self.addItem(words(), value)
        self.activated.connect(lambda at: self.chosen.emit(self.itemData(at)))

    def show_value(self, value: str) -> None:
        """Show a value without telling that it was chosen."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def retranslate(self) -> None:
        """Take the words anew from the language in force."""
        for at, (_value, words) in enumerate(self._choices):
            self.setItemText(at, words())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class NumberBox(QSpinBox):
    """A whole number; scrolling a page past it never changes it."""

    def __init__(self, low: int, high: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(low, high)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class OptionalNumber(QLineEdit):
    """A number or nothing; text that is neither is told by `is_wrong` and changes nothing."""

    changed_to = Signal(object)
    is_wrong = Signal(bool)

    def __init__(
        self, low: float, high: float, *, is_whole: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._range = (low, high)
        self._is_whole = is_whole
        self.textEdited.connect(self._on_edited)
        self.retranslate()

    def show_value(self, value: float | None) -> None:
        """Show a value without telling of a change; a field being edited keeps its text."""
        if not self.hasFocus():
            self.setText(
                "" if value is None else f"{value:g}" if not self._is_whole else f"{value}"
            )

    def retranslate(self) -> None:
        """Take the words anew from the language in force."""
        self.setPlaceholderText(_("Not sent: the model's own default"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _on_edited(self, text: str) -> None:
        try:
            value = self._read(text.strip().replace(",", "."))
        except ValueError:
            self.is_wrong.emit(True)
            return
        self.is_wrong.emit(False)
        self.changed_to.emit(value)

    def _read(self, text: str) -> float | int | None:
        if not text:
            return None
        value = int(text) if self._is_whole else float(text)
        low, high = self._range
        if not low <= value <= high:
            raise ValueError(text)
        return value
