"""What is new in a version that was found, and the way to its page."""

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop import __version__
from supertoken_desktop.domain.release import Release
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.dialogs import GrowingDialog
from supertoken_desktop.ui.enter_button import EnterButton
from supertoken_desktop.ui.plain_label import plain_label
from supertoken_desktop.ui.theme import metrics

_SIZE = (600, 460)


class UpdateDialog(GrowingDialog):
    """Show the notes of a version as the plain text that they are; nothing in them can be clicked.

    `skipped` tells that the user wants to hear no more of this version.
    """

    skipped = Signal()

    def __init__(self, release: Release, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._release = release
        self._heading, self._sentence = plain_label("heading"), plain_label("muted")
        self._notes = QPlainTextEdit(release.notes)
        self._skip, self._page, self._close = EnterButton(), QPushButton(), EnterButton()
        self.resize(*_SIZE)
        self._build()
        self._lay_out()
        self.retranslate()
        self._page.setFocus()

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        version = self._release.version.text
        self.setWindowTitle(_("What is new"))
        self._heading.setText(_("SuperToken Desktop {version}").format(version=version))
        self._sentence.setText(
            _(
                "You have version {version}. The program never installs anything by itself: the "
                "download page opens in your browser."
            ).format(version=__version__)
        )
        self._notes.setAccessibleName(_("What is new"))
        self._notes.setPlaceholderText(_("Nothing was written about this version."))
        self._skip.setText(_("Skip this version"))
        self._page.setText(_("Open the download page"))
        self._close.setText(_("Later"))
        for button in (self._skip, self._page, self._close):
            button.setAccessibleName(button.text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        self._notes.setReadOnly(True)
        self._notes.setUndoRedoEnabled(False)
        self._notes.setTabChangesFocus(True)
        self._notes.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._page.setDefault(True)
        # Known before its size is, as the letters of a default button are wider.
        self._page.setProperty("role", "primary")
        self._skip.clicked.connect(self._on_skip)
        self._page.clicked.connect(self._on_page)
        self._close.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        bottom = QHBoxLayout()
        bottom.setSpacing(metrics.SPACE_2)
        bottom.addWidget(self._skip)
        bottom.addStretch(1)
        bottom.addWidget(self._page)
        bottom.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[metrics.SPACE_6] * 4)
        column.setSpacing(metrics.SPACE_3)
        column.addWidget(self._heading)
        column.addWidget(self._sentence)
        column.addWidget(self._notes, 1)
        column.addLayout(bottom)

    def _on_skip(self) -> None:
        self.skipped.emit()
        self.accept()

    def _on_page(self) -> None:
        QDesktopServices.openUrl(QUrl(self._release.page))
        self.accept()
