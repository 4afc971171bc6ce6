"""The raw request and answer of a message, attempt by attempt."""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.domain.exchange import Exchange
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.clipboard import copy_text
from supertoken_desktop.ui.enter_button import EnterButton
from supertoken_desktop.ui.file_saving import FileForm, FileNotSaved, save_file
from supertoken_desktop.ui.inspector.curl import KEY_VARIABLE, curl_command
from supertoken_desktop.ui.inspector.exchange_text import View, shown_part, text_of, whole_text
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.theme.palette import Theme

_SIZE = (820, 600)
_BARE_CORNER = "QAbstractScrollArea::corner { background: transparent; border: 0; }"
_FILE_NAME = "exchange.txt"
_VIEWS = tuple(View)


class ExchangeDialog(QDialog):
    """Show what went over the wire for one answer; `stored` is what is known without that."""

    def __init__(
        self,
        exchanges: Sequence[Exchange],
        stored: str,
        theme: Theme,
        tasks: Tasks,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._exchanges = tuple(exchanges)
        self._stored = stored
        self._theme = theme
        self._tasks = tasks
        self._text = stored
        # A stream has a line an event, which is easier to follow as it came.
        self._formatted_views = {View.REQUEST}
        self._build()
        self._connect()
        self.retranslate()
        self._attempts.setCurrentIndex(len(self._exchanges) - 1)
        self._show()

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        self.setWindowTitle(_("Raw request and answer"))
        for button, words in zip(
            self._views.buttons(), (_("Request"), _("Answer"), _("Headers")), strict=True
        ):
            button.setText(words)
        self._note.setText(self._words_of_note())
        for at, exchange in enumerate(self._exchanges):
            self._attempts.setItemText(at, self._name_of(at, exchange))
        self._attempts.setAccessibleName(_("Attempt"))
        self._edit.setAccessibleName(_("Raw text"))
        self._formatted.setText(_("Format JSON"))
        self._copy.setText(_("Copy"))
        self._save.setText(_("Save…"))
        self._curl.setText(_("Copy as cURL"))
        self._curl.setToolTip(
            _("A command for the shell; it takes the key from {variable}.").format(
                variable=f"${KEY_VARIABLE}"
            )
        )
        self._close.setText(_("Close"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        self.resize(*_SIZE)
        self.setMinimumSize(metrics.CARD_WIDTH, metrics.CARD_WIDTH)
        self._views = QButtonGroup(self)
        self._attempts = QComboBox()
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.setProperty("role", "muted")
        self._edit = QPlainTextEdit()
        self._edit.setReadOnly(True)
        self._edit.setStyleSheet(_BARE_CORNER)
        self._edit.setUndoRedoEnabled(False)
        self._edit.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._formatted = QCheckBox()
        self._copy, self._save = QPushButton(icon("copy"), ""), QPushButton()
        self._curl, self._close = QPushButton(), QPushButton()
        self._close.setDefault(True)
        top = QHBoxLayout()
        top.setSpacing(metrics.SPACE_1)
        for at, view in enumerate(_VIEWS):
            choice = EnterButton()
            choice.setCheckable(True)
            choice.setChecked(view is View.ANSWER)
            self._views.addButton(choice, at)
            top.addWidget(choice)
        top.addStretch(1)
        top.addWidget(self._attempts)
        bottom = QHBoxLayout()
        bottom.setSpacing(metrics.SPACE_2)
        bottom.addWidget(self._formatted)
        bottom.addStretch(1)
        for button in (self._copy, self._save, self._curl, self._close):
            bottom.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[metrics.SPACE_4] * 4)
        column.setSpacing(metrics.SPACE_3)
        column.addLayout(top)
        column.addWidget(self._note)
        column.addWidget(self._edit, 1)
        column.addLayout(bottom)
        for _exchange in self._exchanges:
            self._attempts.addItem("")
        has_any = bool(self._exchanges)
        self._attempts.setVisible(len(self._exchanges) > 1)
        for part in (*self._views.buttons(), self._formatted, self._save, self._curl):
            part.setVisible(has_any)

    def _connect(self) -> None:
        self._views.idClicked.connect(lambda _id: self._show())
        self._attempts.currentIndexChanged.connect(lambda _index: self._show())
        self._formatted.clicked.connect(self._on_formatted)
        self._copy.clicked.connect(self._on_copy)
        self._save.clicked.connect(lambda: self._tasks.spawn(self._save_all()))
        self._curl.clicked.connect(self._on_curl)
        self._close.clicked.connect(self.accept)
        self._theme.changed.connect(self._put_on_font)
        self._put_on_font()

    def _put_on_font(self) -> None:
        self._edit.setFont(self._theme.code_font())

    def _words_of_note(self) -> str:
        if not self._exchanges:
            return _(
                "The request is not in memory any more: the last ones are kept until the program "
                "ends and never written to the disk. This is what is stored with the answer."
            )
        exchange = self._current
        if exchange is not None and (exchange.answer.is_cut or exchange.request_body.is_cut):
            return _("The beginning is kept in memory until the program ends. Keys are left out.")
        return _("Kept in memory until the program ends. Keys are left out.")

    def _name_of(self, at: int, exchange: Exchange) -> str:
        count = len(self._exchanges)
        if exchange.status is None:
            return _("Attempt {number} of {count}: no reply").format(number=at + 1, count=count)
        return _("Attempt {number} of {count}: {status}").format(
            number=at + 1, count=count, status=exchange.status
        )

    @property
    def _current(self) -> Exchange | None:
        at = self._attempts.currentIndex()
        return self._exchanges[at] if 0 <= at < len(self._exchanges) else None

    @property
    def _view(self) -> View:
        return _VIEWS[self._views.checkedId()]

    def _show(self) -> None:
        """Show the chosen view of the chosen attempt."""
        exchange = self._current
        self._note.setText(self._words_of_note())
        if exchange is None:
            self._edit.setPlainText(self._stored)
            return
        view = self._view
        is_formatted = view in self._formatted_views
        # What is cut is no request that could be made again.
        self._curl.setEnabled(not exchange.request_body.is_cut)
        self._formatted.setChecked(is_formatted)
        self._formatted.setVisible(view is not View.HEADERS)
        self._tasks.spawn(self._show_text(exchange, view, is_formatted=is_formatted))

    async def _show_text(self, exchange: Exchange, view: View, *, is_formatted: bool) -> None:
        text = await asyncio.to_thread(text_of, exchange, view, formatted=is_formatted)
        is_wanted = exchange is self._current and view is self._view
        if not is_wanted or is_formatted != self._formatted.isChecked():
            return
        self._text = text
        wrap = QPlainTextEdit.LineWrapMode
        self._edit.setLineWrapMode(wrap.WidgetWidth if is_formatted else wrap.NoWrap)
        self._edit.setPlainText(shown_part(text))

    def _on_formatted(self, is_formatted: bool) -> None:  # noqa: FBT001  # as Qt tells it
        if is_formatted:
            self._formatted_views.add(self._view)
        else:
            self._formatted_views.discard(self._view)
        self._show()

    def _on_copy(self) -> None:
        copy_text(self._text)

    def _on_curl(self) -> None:
        exchange = self._current
        if exchange is not None:
            copy_text(curl_command(exchange))

    async def _save_all(self) -> None:
        exchange = self._current
        if exchange is None:
            return
        title, form = _("Save the raw request and answer"), FileForm(partial(_content, exchange))
        try:
            await save_file(self, title, Path(_FILE_NAME), form)
        except FileNotSaved as failure:
            self._note.setText(failure.sentence)


def _content(exchange: Exchange) -> bytes:
    return whole_text(exchange).encode()
