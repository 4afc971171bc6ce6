"""Help: the user guide, in the language of the window."""

import re
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QTextBrowser, QWidget

from supertoken_desktop.i18n import _, current_language
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.palette import Theme

PAGES = ("start", "chat", "models", "keys", "history", "limits", "settings", "command-line")
_SIZE = (840, 620)
_NAMES_WIDTH = 200
_SAFE_SCHEMES = ("http", "https", "mailto")


class HelpDialog(QDialog):
    """Show the guide's pages; links to the outside open in the browser."""

    def __init__(self, guide: Path, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guide = guide
        self._theme = theme
        self.resize(*_SIZE)
        self._names = QListWidget()
        self._names.setFixedWidth(_NAMES_WIDTH)
        self._names.setProperty("role", "pages")
        self._text = QTextBrowser()
        self._text.setOpenLinks(False)
        self._text.anchorClicked.connect(self._on_link)
        self._text.document().setDocumentMargin(metrics.SPACE_6)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._names)
        layout.addWidget(self._text, 1)
        for _page in PAGES:
            self._names.addItem("")
        self._names.currentRowChanged.connect(lambda _row: self._show())
        theme.changed.connect(self._show)
        self.retranslate()
        self._names.setCurrentRow(0)

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        self.setWindowTitle(_("Help"))
        self._names.setAccessibleName(_("Pages of the guide"))
        self._text.setAccessibleName(_("Guide"))
        for at, page in enumerate(PAGES):
            self._names.item(at).setText(_title_of(self._source(page)))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _source(self, page: str) -> str:
        path = self._guide / current_language() / f"{page}.md"
        return path.read_text(encoding="utf-8")

    def _show(self) -> None:
        import markdown

        row = self._names.currentRow()
        if row < 0:
            return
        colours = self._theme.colours
        self._text.document().setDefaultStyleSheet(
            f"a {{ color: {colours.link.name()}; }}"
            f"code, pre {{ font-family: '{self._theme.code_font().family()}'; }}"
            f"pre {{ background: {colours.code_background.name()}; }}"
            f"td, th {{ padding: {metrics.SPACE_1}px {metrics.SPACE_3}px; }}"
        )
        html = markdown.markdown(self._source(PAGES[row]), extensions=["extra"])
        self._text.setHtml(html)

    def _on_link(self, url: QUrl) -> None:
        if url.scheme() in _SAFE_SCHEMES:
            QDesktopServices.openUrl(url)
            return
        name = Path(url.path()).stem
        if name in PAGES:
            self._names.setCurrentRow(PAGES.index(name))
            self._names.setFocus(Qt.FocusReason.OtherFocusReason)


def _title_of(source: str) -> str:
    found = re.match(r"#\s+(.+)", source)
    return found.group(1).strip() if found else ""
