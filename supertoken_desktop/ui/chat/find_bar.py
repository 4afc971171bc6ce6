"""The bar in which people say what they look for in the conversation."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.i18n import _, format_number, ngettext
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.transcript.finder import Finder
from supertoken_desktop.ui.transcript.matching import Query, phrase
from supertoken_desktop.ui.transcript.results import MOST_HITS

WIDTH = 440
# The navigator and the scroll bar stay free.
_BESIDE = metrics.SPACE_8 + metrics.SPACE_1
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindBar(QFrame):
    """Field, count, steps and two ways to look more closely, over the top right of `area`.

    `searched` carries the `Query` whenever it changes, `stepped` whether to go forward.
    """

    searched = Signal(object)
    stepped = Signal(bool)
    branch_wanted = Signal()
    closed = Signal()

    def __init__(self, finder: Finder, area: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self._finder = finder
        self._focus_before: QWidget | None = None
        self._field = QLineEdit()
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self._case = _button("match-case", is_checkable=True)
        self._words = _button("whole-words", is_checkable=True)
        self._previous = _button("chevron-up")
        self._next = _button("chevron-down")
        self._close = _button("close")
        self._branches = QPushButton()
        self._branches.setProperty("role", "link")
        self._lay_out()
        self._field.textChanged.connect(self._tell_query)
        self._case.toggled.connect(self._tell_query)
        self._words.toggled.connect(self._tell_query)
        self._previous.clicked.connect(lambda: self.stepped.emit(False))  # Qt's way
        self._next.clicked.connect(lambda: self.stepped.emit(True))  # Qt's way
        self._branches.clicked.connect(self.branch_wanted)
        self._close.clicked.connect(self.shut)
        finder.changed.connect(self._show_results)
        self.retranslate()
        self.hide()

    @property
    def query(self) -> Query:
        """What is looked for."""
        return phrase(
            self._field.text(),
            match_case=self._case.isChecked(),
            whole_words=self._words.isChecked(),
        )

    def open(self, text: str = "") -> None:
        """Show the bar with the caret in it, and look for `text`, or for what was there before."""
        if self.isHidden():
            self._focus_before = QApplication.focusWidget()
            self.show()
            self.raise_()
        if text and text != self._field.text():
            self._field.setText(text)
        else:
            self._tell_query()
        self._field.selectAll()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def shut(self) -> None:
        """Hide the bar and give the focus back to who had it."""
        if self.isHidden():
            return
        before, self._focus_before = self._focus_before, None
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self._field)
        self.hide()
        if had_focus and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def stand_before(self, widget: QWidget) -> None:
        """Let Tab go on from the bar to a widget, and Shift+Tab come back from there."""
        QWidget.setTabOrder(self._branches, widget)

    def place(self) -> None:
        """Take the place in the far top corner; call it when the area has another size."""
        width = min(WIDTH, self._area.width() - 2 * _BESIDE)
        left = self._area.width() - width - _BESIDE
        place = QRect(left, metrics.SPACE_2, width, self.sizeHint().height())
        area = self._area.rect()
        self.setGeometry(QStyle.visualRect(self.layoutDirection(), area, place))

    def retranslate(self) -> None:
        """Set all texts anew."""
        self.setAccessibleName(_("Find in this chat"))
        self._field.setPlaceholderText(_("Find in this chat"))
        self._field.setAccessibleName(_("Find in this chat"))
        for button, words in (
            (self._case, _("Match case")),
            (self._words, _("Whole words")),
            (self._previous, _("Previous hit (Shift+Enter)")),
            (self._next, _("Next hit (Enter)")),
            (self._close, _("Close (Esc)")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
        self._show_results()

    def event(self, event: QEvent) -> bool:
        """Keep Esc for closing the bar, while an answer runs, too."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        elif event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by Enter, close by Esc; other keys stay here and never reach the composer."""
        if event.key() in _ENTER_KEYS:
            self.stepped.emit(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif event.key() == Qt.Key.Key_Escape:
            self.shut()

    def _lay_out(self) -> None:
        self.setProperty("role", "card")
        self._field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._branches.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._branches.hide()
        row = QHBoxLayout()
        row.setSpacing(metrics.SPACE_1)
        row.addWidget(self._field, 1)
        row.addWidget(self._count)
        for button in (self._case, self._words, self._previous, self._next, self._close):
            row.addWidget(button)
        column = QVBoxLayout(self)
        around = metrics.SPACE_2
        column.setContentsMargins(around, around, around, around)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._branches)

    def _tell_query(self) -> None:
        if not self.isHidden():
            self.searched.emit(self.query)

    def _show_results(self) -> None:
        results, hidden = self._finder.results, self._finder.hidden_total
        self._count.setText(self._count_words() if self._field.text() else "")
        has_hits = results.total > 0
        self._previous.setEnabled(has_hits)
        self._next.setEnabled(has_hits)
        words = ngettext(
            "{count} more on other branches", "{count} more on other branches", hidden
        ).format(count=format_number(hidden))
        self._branches.setText(words)
        if self._branches.isHidden() is (hidden > 0):
            self._branches.setVisible(hidden > 0)
            self.place()

    def _count_words(self) -> str:
        results = self._finder.results
        if not results.total:
            return _("Searching…") if self._finder.is_looking else _("No hits")
        number, total = format_number(results.number), format_number(results.total)
        if results.is_full:
            return _("{number} of {total}+").format(number=number, total=format_number(MOST_HITS))
        if self._finder.is_looking:
            return _("{number} of {total}…").format(number=number, total=total)
        return _("{number} of {total}").format(number=number, total=total)


def _button(name: str, *, is_checkable: bool = False) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setIconSize(QSize(metrics.ICON, metrics.ICON))
    button.setCheckable(is_checkable)
    return button
