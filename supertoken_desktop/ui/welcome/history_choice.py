"""What to do with the history where the system has no keyring: a passphrase, or none kept."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.i18n import _, ngettext
from supertoken_desktop.ui.clipboard import copy_text
from supertoken_desktop.ui.dialogs import GrowingDialog, show_dialog
from supertoken_desktop.ui.enter_button import EnterButton
from supertoken_desktop.ui.plain_label import plain_label
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.welcome.strength import LEAST_CHARACTERS, Strength, strength_of

# The button in the field takes no focus, so the keyboard has its own way.
_SHOW_KEYS = "Ctrl+H"


class HistoryQuestions:
    """Ask about the history, each question a dialog over the same parent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._parent = parent

    async def choose(self) -> Secret | None:
        """Return a new passphrase, None for keeping no history."""
        dialog = HistoryChoiceDialog(self._parent)
        try:
            await show_dialog(dialog)
            return dialog.passphrase()
        finally:
            dialog.deleteLater()

    async def unlock(self, *, wrong_before: bool) -> Secret | None:
        """Return the passphrase, None for going on without the history."""
        dialog = UnlockDialog(wrong_before=wrong_before, parent=self._parent)
        try:
            await show_dialog(dialog)
            return dialog.passphrase()
        finally:
            dialog.deleteLater()


class HistoryChoiceDialog(GrowingDialog):
    """Offer a passphrase, typed twice, or keeping no history."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._why = plain_label()
        self._with = QRadioButton()
        self._without = QRadioButton()
        self._first = PassphraseField()
        self._second = PassphraseField()
        self._hint = plain_label("muted")
        self._loss = plain_label("muted")
        self._go = QPushButton()
        self._go.setDefault(True)
        self._lay_out()
        self._with.setChecked(True)
        self._with.toggled.connect(self._on_changed)
        self._first.textChanged.connect(self._on_changed)
        self._second.textChanged.connect(self._on_changed)
        self._go.clicked.connect(self.accept)
        self.retranslate()
        self._first.setFocus()

    def passphrase(self) -> Secret | None:
        """Return what was chosen after the dialog has closed; None for no history."""
        is_chosen = self.result() == QDialog.DialogCode.Accepted and self._with.isChecked()
        return Secret(self._first.text()) if is_chosen else None

    def retranslate(self) -> None:
        """Take the texts anew from the language in force."""
        self.setWindowTitle(_("Keep your chats?"))
        self._why.setText(
            _(
                "This computer offers no keyring to keep the key of your history in. Choose how "
                "your chats are kept."
            )
        )
        self._with.setText(_("Encrypt my chats with a passphrase"))
        self._without.setText(_("Keep no history: chats are gone when the program ends"))
        self._first.name_it(_("Passphrase"))
        self._second.name_it(_("The same once more"))
        self._loss.setText(
            _("You will be asked for it at every start. Without it nobody can open your chats.")
        )
        self._go.setText(_("Continue"))
        self._on_changed()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        fields = QVBoxLayout()
        fields.setContentsMargins(metrics.SPACE_6, 0, 0, metrics.SPACE_2)
        fields.setSpacing(metrics.SPACE_2)
        for widget in (self._first, self._second, self._hint, self._loss):
            fields.addWidget(widget)
        layout = _column(self)
        layout.addWidget(self._why)
        layout.addSpacing(metrics.SPACE_2)
        layout.addWidget(self._with)
        layout.addLayout(fields)
        layout.addWidget(self._without)
        layout.addSpacing(metrics.SPACE_3)
        layout.addLayout(_buttons(self._go))

    def _on_changed(self) -> None:
        """Say what is missing; only a good passphrase or none lets one go on."""
        is_with = self._with.isChecked()
        for field in (self._first, self._second):
            field.setEnabled(is_with)
        hint, is_good = self._judge()
        self._hint.setText(hint if is_with else "")
        self._go.setEnabled(is_good or not is_with)

    def _judge(self) -> tuple[str, bool]:
        first, second = self._first.text(), self._second.text()
        strength = strength_of(first)
        if strength is Strength.TOO_SHORT:
            few = ngettext(
                "At least {count} character.", "At least {count} characters.", LEAST_CHARACTERS
            )
            return few.format(count=LEAST_CHARACTERS), False
        if second and first != second:
            return _("The two are not the same."), False
        words = {
            Strength.WEAK: _("Weak: a longer one, of several words, is harder to guess."),
            Strength.FAIR: _("Fair."),
            Strength.STRONG: _("Strong."),
        }
        return words[strength], first == second


class UnlockDialog(GrowingDialog):
    """Ask for the passphrase of a history that is there."""

    def __init__(self, *, wrong_before: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wrong_before = wrong_before
        self._why = plain_label()
        self._wrong = plain_label("error")
        self._wrong.setVisible(wrong_before)
        self._field = PassphraseField()
        self._open = QPushButton()
        self._open.setDefault(True)
        self._without = EnterButton()
        layout = _column(self)
        for widget in (self._why, self._field, self._wrong):
            layout.addWidget(widget)
        layout.addSpacing(metrics.SPACE_3)
        layout.addLayout(_buttons(self._without, self._open))
        self._field.textChanged.connect(lambda text: self._open.setEnabled(bool(text)))
        self._open.clicked.connect(self.accept)
        self._without.clicked.connect(self.reject)
        self._open.setEnabled(False)
        self.retranslate()
        self._field.setFocus()

    def passphrase(self) -> Secret | None:
        """Return what was typed after the dialog has closed; None for going on without."""
        is_given = self.result() == QDialog.DialogCode.Accepted
        return Secret(self._field.text()) if is_given else None

    def retranslate(self) -> None:
        """Take the texts anew from the language in force."""
        self.setWindowTitle(_("Unlock your chats"))
        self._why.setText(_("Your chats are encrypted. Enter the passphrase to open them."))
        self._wrong.setText(_("That passphrase does not open your chats. Try again."))
        self._field.name_it(_("Passphrase"))
        self._open.setText(_("Unlock"))
        self._without.setText(_("Open without history"))
        if self._wrong_before:
            self._field.setAccessibleDescription(self._wrong.text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class PassphraseField(QLineEdit):
    """A hidden text with a button that shows it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
        )
        self._show = QAction(self)
        self._show.setCheckable(True)
        self._show.setShortcut(_SHOW_KEYS)
        self._show.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._show.toggled.connect(self._on_toggled)
        self.addAction(self._show, QLineEdit.ActionPosition.TrailingPosition)
        self._on_toggled(is_shown=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy as a secret, where anything may be copied at all."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self._cut()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what the keys do; Qt's own menu would copy a secret like any other text."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, act, is_possible in (
            (_("Cut"), self._cut, self._may_be_copied),
            (_("Copy"), self._copy, self._may_be_copied),
            (_("Paste"), self.paste, True),
            (_("Select all"), self.selectAll, bool(self.text())),
        ):
            menu.addAction(words, act).setEnabled(is_possible)
        menu.popup(event.globalPos())

    @property
    def _may_be_copied(self) -> bool:
        return self.hasSelectedText() and self.echoMode() == QLineEdit.EchoMode.Normal

    def _copy(self) -> None:
        if self._may_be_copied:
            copy_text(self.selectedText(), is_secret=True)

    def _cut(self) -> None:
        if self._may_be_copied:
            self._copy()
            self.del_()

    def name_it(self, name: str) -> None:
        """Say what is to be typed, to the eye and to a screen reader."""
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self._on_toggled(is_shown=self._show.isChecked())

    def _on_toggled(self, is_shown: bool) -> None:  # noqa: FBT001  # Qt's signal
        modes = QLineEdit.EchoMode
        self.setEchoMode(modes.Normal if is_shown else modes.Password)
        self._show.setIcon(icon("hide" if is_shown else "show"))
        self._show.setText(_("Hide") if is_shown else _("Show"))


def _column(dialog: QDialog) -> QVBoxLayout:
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(*[metrics.SPACE_6] * 4)
    layout.setSpacing(metrics.SPACE_2)
    dialog.setMinimumWidth(metrics.CARD_WIDTH)
    return layout


def _buttons(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(metrics.SPACE_2)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row
