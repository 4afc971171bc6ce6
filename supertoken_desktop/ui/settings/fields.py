"""What the pages of the settings are made of: rows whose words follow the language, and fields."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.engine.feed import Feed
from supertoken_desktop.i18n import _, format_number
from supertoken_desktop.ui.enter_button import EnterButton
from supertoken_desktop.ui.hearing import hear
from supertoken_desktop.ui.plain_label import plain_label
from supertoken_desktop.ui.theme import metrics

T = TypeVar("T")
Words = Callable[[], str]
FIELD_WIDTH = 420
TYPING_PAUSE_MS = 300
_MOST_DIGITS = 9
_GROWING = 100


class Rows(QWidget):
    """Fields below one another, each with a label above and a line of help below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: list[tuple[Callable[[str], None], Words]] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(metrics.SPACE_1)
        self._rows.addStretch(1)

    def say(self, put: Callable[[str], None], words: Words) -> None:
        """Put words somewhere now, and anew whenever the language changes."""
        self._texts.append((put, words))
        put(words())

    def hear(self, feed: Feed[T], callback: Callable[[T], None]) -> None:
        """Call back with all news of a feed until this widget is destroyed."""
        hear(self, feed, callback)

    def add(self, widget: QWidget, gap: int = 0, *, grows: bool = False) -> None:
        """Put a widget below the others; one that grows takes the room that is left."""
        if gap:
            self._rows.insertSpacing(self._rows.count() - 1, gap)
        self._rows.insertWidget(self._rows.count() - 1, widget, _GROWING if grows else 0)

    def add_field(self, label: Words, field: QWidget, help_text: Words | None = None) -> None:
        """Put a field below its label, with a line of help below it.

        A field that can hold a wrong number says so in a line of its own.
        """
        self.add(self.caption(label, field), gap=metrics.SPACE_3)
        if not isinstance(field, ChoiceBox):
            field.setMaximumWidth(FIELD_WIDTH)
        self.add(field)
        if help_text is not None:
            self.say(field.setAccessibleDescription, help_text)
            self.add(self.line(help_text))
        if isinstance(field, NumberBox | OptionalNumber):
            problem = self.line(field.problem_words, "error")
            problem.hide()
            field.is_wrong.connect(problem.setVisible)
            self.add(problem)

    def caption(self, words: Words, field: QWidget) -> QLabel:
        """Return a field's label, which names it for screen readers as well."""
        caption = QLabel()
        caption.setBuddy(field)
        self.say(caption.setText, words)
        self.say(field.setAccessibleName, words)
        return caption

    def line(self, words: Words, role: str = "muted") -> QLabel:
        """Return a line of text that wraps."""
        line = text_line(role)
        self.say(line.setText, words)
        return line

    def button(self, words: Words, accessible: Words | None = None) -> QPushButton:
        """Return a button that Enter in a field of the dialog does not press."""
        button = EnterButton()
        self.say(button.setText, words)
        self.say(button.setAccessibleName, accessible or words)
        return button

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        for put, words in self._texts:
            put(words())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class Page(Rows):
    """One page of the settings, with its title."""

    def __init__(self, title: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rows.setContentsMargins(*[metrics.SPACE_6] * 4)
        heading = QLabel()
        heading.setProperty("role", "heading")
        self.say(heading.setText, title)
        self.say(self.setAccessibleName, title)
        self.add(heading)

    async def settle(self) -> None:
        """Save now what waits for a pause in typing."""


def side_by_side(field: QWidget, *buttons: QWidget) -> QWidget:
    """Put a field, as wide as it may be, and its buttons into one row."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(metrics.SPACE_2)
    line.addWidget(field, _GROWING)
    for button in buttons:
        line.addWidget(button)
    line.addStretch(1)
    return row


def text_line(role: str = "muted") -> QLabel:
    """Return an empty line of plain text that wraps and never widens its page."""
    line = plain_label(role)
    line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return line


class QuietComboBox(QComboBox):
    """A choice that scrolling a page past it never changes: the wheel works on focus alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        # The delegate that boxes have by themselves does not know the style sheet's rows.
        self.setItemDelegate(QStyledItemDelegate(self))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceBox(QuietComboBox):
    """A choice among values whose words follow the language; as wide as other fields, or more."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, Words]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = tuple(choices)
        for value, words in self._choices:
            self.addItem(words(), value)
        self.activated.connect(lambda at: self.chosen.emit(self.itemData(at)))
        self._fit()

    def show_value(self, value: str) -> None:
        """Show a value without telling that it was chosen; an unknown one is the first."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def retranslate(self) -> None:
        """Take the words anew from the language in force."""
        for at, (_value, words) in enumerate(self._choices):
            self.setItemText(at, words())
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Leave room for the longest of the choices."""
        texts = (self.itemText(at) for at in range(self.count()))
        longest = max((self.fontMetrics().horizontalAdvance(text) for text in texts), default=0)
        self.setMaximumWidth(max(FIELD_WIDTH, longest + 2 * metrics.SPACE_8))


class NumberBox(QSpinBox):
    """A whole number, taken when the typing ends; one out of range changes nothing and is told."""

    is_wrong = Signal(bool)

    def __init__(self, low: int, high: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(low, high)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)
        self._lowest_number = low
        self.lineEdit().setTextMargins(metrics.SPACE_2, 0, 0, 0)
        self.lineEdit().textEdited.connect(self._on_edited)
        self.valueChanged.connect(lambda _value: self.is_wrong.emit(False))

    def use_special(self, lowest_number: int) -> None:
        """Let the lowest value stand for words; numbers begin with `lowest_number`."""
        self._lowest_number = lowest_number

    def show_value(self, value: int) -> None:
        """Show a value without telling of a change; what is being typed stays."""
        if value != self.value():
            self.blockSignals(True)  # Qt's signature
            self.setValue(value)
            self.blockSignals(False)  # Qt's signature

    def problem_words(self) -> str:
        """Return what to say of a number that is out of range."""
        return range_words(self._lowest_number, self.maximum())

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let a number out of range be typed: it is told, not swallowed key by key."""
        state, text, position = super().validate(text, position)
        digits = self._digits(text)
        is_number = digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
        if state == QValidator.State.Invalid and is_number:
            state = QValidator.State.Intermediate
        return state, text, position

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _on_edited(self, text: str) -> None:
        digits = self._digits(text)
        is_fine = digits.isdigit() and self.minimum() <= int(digits) <= self.maximum()
        self.is_wrong.emit(not is_fine and text != self.specialValueText())

    def _digits(self, text: str) -> str:
        return text.removesuffix(self.suffix()).strip()


class OptionalNumber(QLineEdit):
    """A number or nothing, taken after a pause in typing; what is neither changes nothing."""

    changed_to = Signal(object)
    is_wrong = Signal(bool)

    def __init__(
        self, low: float, high: float, *, is_whole: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._range = (low, high)
        self._is_whole = is_whole
        self._value: float | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_PAUSE_MS)
        self._timer.timeout.connect(self._take)
        self.textEdited.connect(self._on_edited)
        self.editingFinished.connect(self._on_finished)
        self.retranslate()

    def show_value(self, value: object) -> None:
        """Show a value without telling of a change."""
        if isinstance(value, int | float | None) and value != self._value:
            self._value = value
            self.setText(self._text_of(value))

    def problem_words(self) -> str:
        """Return what to say of a text that is no number in range."""
        return range_words(*self._range)

    def retranslate(self) -> None:
        """Take the words anew from the language in force."""
        self.setPlaceholderText(_("Not sent: the model's own default"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _on_edited(self) -> None:
        is_wrong = not self._is_readable()
        self.is_wrong.emit(is_wrong)
        if is_wrong:
            self._timer.stop()
        else:
            self._timer.start()

    def _on_finished(self) -> None:
        """Take the number; text that is none goes, the line that says so stays."""
        if self._is_readable():
            self._take()
        else:
            self.setText(self._text_of(self._value))

    def _take(self) -> None:
        self._timer.stop()
        value = self._read()
        if value != self._value:
            self._value = value
            self.changed_to.emit(value)

    def _is_readable(self) -> bool:
        try:
            self._read()
        except ValueError:
            return False
        return True

    def _read(self) -> float | int | None:
        """Return the number in the field, None where it is empty. Raises: ValueError."""
        text = self.text().strip().replace(",", ".")
        if not text:
            return None
        value = int(text) if self._is_whole else float(text)
        low, high = self._range
        if not low <= value <= high:
            raise ValueError(text)
        return value

    @staticmethod
    def _text_of(value: float | None) -> str:
        if value is None:
            return ""
        return str(value) if isinstance(value, int) else f"{value:g}"


def range_words(low: float, high: float) -> str:
    """Say which numbers a field takes, and that another changed nothing."""
    return _("Only numbers from {low} to {high}; nothing was changed.").format(
        low=format_number(int(low)), high=format_number(int(high))
    )
