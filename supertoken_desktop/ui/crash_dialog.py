"""The dialog about an error that nobody foresaw: what happened, what it means, and its report."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.clipboard import copy_text
from supertoken_desktop.ui.dialogs import GrowingDialog
from supertoken_desktop.ui.enter_button import EnterButton
from supertoken_desktop.ui.file_saving import FileForm, FileNotSaved, save_file
from supertoken_desktop.ui.plain_label import plain_label
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon, pixmap
from supertoken_desktop.ui.theme.palette import Theme

Words = Callable[[], str]
_TITLE = "SuperToken Desktop"
REPORT_NAME = "supertoken-report.txt"
_WIDTH = 600
_REPORT_HEIGHT = 240
_BARE_CORNER = "QAbstractScrollArea::corner { background: transparent; border: 0; }"


@dataclass(frozen=True, slots=True)
class CrashWords:
    """What a dialog says: a heading, what it means and what to do, and the word that closes it.

    With `safe_mode` there is a button that accepts the dialog: safe mode is wanted.
    """

    heading: Words
    sentence: Words
    close: Words
    safe_mode: bool = False


class CrashDialog(GrowingDialog):
    """Say what happened, and show, copy and save the very report, which holds no text and no key.

    Esc, Enter and the cross close it; nothing is ever sent.
    """

    def __init__(
        self,
        words: CrashWords,
        report: str,
        theme: Theme,
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        shows_report: bool = True,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._theme = theme
        self._tasks = tasks
        self._sign, self._heading = QLabel(), plain_label("heading")
        self._sentence, self._note = plain_label(), plain_label("muted")
        self._report = QPlainTextEdit()
        self._show, self._copy, self._save = EnterButton(), EnterButton(), EnterButton()
        self._safe, self._close = EnterButton(), QPushButton()
        self._build()
        self._lay_out()
        self.show_report(report)
        self._unfold(is_open=shows_report)
        theme.changed.connect(self._put_on_look)
        self._put_on_look()
        self.retranslate()
        self._close.setFocus()

    @property
    def report(self) -> str:
        """The report as it stands in the dialog."""
        return self._report.toPlainText()

    def say(self, words: CrashWords) -> None:
        """Say something else from now on."""
        self._words = words
        self.retranslate()

    def show_report(self, report: str) -> None:
        """Show another report, at the same place of it."""
        bar = self._report.verticalScrollBar()
        place = bar.value()
        self._report.setPlainText(report)
        bar.setValue(place)

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        self.setWindowTitle(_TITLE)
        self._heading.setText(self._words.heading())
        self._sentence.setText(self._words.sentence())
        self._note.setText(
            _(
                "This is the whole report. It names places in the program's code and holds no "
                "keys, no text of yours and no names of your files. Nothing is sent anywhere."
            )
        )
        self._report.setAccessibleName(_("Report"))
        self._show.setText(_("Show the report"))
        self._copy.setText(_("Copy"))
        self._save.setText(_("Save report…"))
        self._safe.setText(_("Start in safe mode"))
        self._close.setText(self._words.close())
        for button in (self._show, self._copy, self._save, self._safe, self._close):
            button.setAccessibleName(button.text())
        self.setAccessibleName(self._words.heading())
        self.setAccessibleDescription(self._words.sentence())

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        self._report.setReadOnly(True)
        self._report.setUndoRedoEnabled(False)
        self._report.setTabChangesFocus(True)
        self._report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._report.setMinimumHeight(_REPORT_HEIGHT)
        self._report.setStyleSheet(_BARE_CORNER)
        self._report.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._copy.setIcon(icon("copy"))
        self._close.setDefault(True)
        # Known before its size is, as the letters of a default button are wider.
        self._close.setProperty("role", "primary")
        self._show.clicked.connect(lambda: self._unfold(is_open=True))
        self._copy.clicked.connect(lambda: copy_text(self.report))
        self._save.clicked.connect(lambda: self._tasks.spawn(self._save_report()))
        self._safe.clicked.connect(self.accept)
        self._safe.setVisible(self._words.safe_mode)
        self._close.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(metrics.SPACE_3)
        top.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._heading, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(metrics.SPACE_2)
        for button in (self._show, self._copy, self._save):
            bottom.addWidget(button)
        bottom.addStretch(1)
        bottom.addWidget(self._safe)
        bottom.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[metrics.SPACE_6] * 4)
        column.setSpacing(metrics.SPACE_3)
        column.addLayout(top)
        column.addWidget(self._sentence)
        column.addWidget(self._report, 1)
        column.addWidget(self._note)
        column.addSpacing(metrics.SPACE_2)
        column.addLayout(bottom)
        self.setMinimumWidth(_WIDTH)

    def _unfold(self, *, is_open: bool) -> None:
        for part in (self._report, self._note, self._copy, self._save):
            part.setVisible(is_open)
        self._show.setVisible(not is_open)
        if is_open and self.isVisible():
            self._report.setFocus()

    def _put_on_look(self) -> None:
        self._report.setFont(self._theme.code_font())
        colour, ratio = self._theme.colours.warning, self.devicePixelRatioF()
        self._sign.setPixmap(pixmap("warning", metrics.ICON_LARGE, colour, ratio))

    async def _save_report(self) -> None:
        form = FileForm(self.report.encode)
        try:
            await save_file(self, _("Save report"), Path(REPORT_NAME), form)
        except FileNotSaved as failure:
            self._note.setText(failure.sentence)
