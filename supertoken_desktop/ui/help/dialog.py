"""Help: the user guide, in the language of the window."""

import re
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QListWidget, QTextBrowser, QWidget

from supertoken_desktop.domain.links import is_openable
from supertoken_desktop.i18n import _, current_language
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.palette import Colours, Theme

PAGES = (
    *("start", "chat", "quick", "models", "keys"),
    *("history", "limits", "tray", "settings", "command-line", "install"),
)
_SIZE = (840, 620)
_NAMES_WIDTH = 200
_TABLE = re.compile(r"<table>")
_CODE_BLOCK = re.compile(r"<pre>(<code[^>]*>)(.*?)\n*</code></pre>", re.DOTALL)


class HelpDialog(QDialog):
    """Show the guide's pages; links to the outside open in the browser."""

    def __init__(self, guide: Path, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guide = guide
        self._theme = theme
        self.resize(*_SIZE)
        self.setMinimumSize(metrics.WINDOW_MIN_WIDTH - 2 * metrics.SPACE_8, 320)
        self._names = QListWidget()
        self._names.setFixedWidth(_NAMES_WIDTH)
        self._names.setProperty("role", "pages")
        self._names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._text = QTextBrowser()
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setProperty("role", "guide")
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
        theme.changed.connect(self._show_anew)
        self.retranslate()
        self._names.setCurrentRow(0)

    def show_page(self, page: str) -> None:
        """Turn to a page of `PAGES`."""
        self._names.setCurrentRow(PAGES.index(page))

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
        html = markdown.markdown(self._source(PAGES[row]), extensions=["extra"])
        self._text.document().setDefaultStyleSheet(self._style())
        self._text.setHtml(_dressed(html, self._theme.colours))

    def _show_anew(self) -> None:
        """Show the same page in other colours, at the same place."""
        bar = self._text.verticalScrollBar()
        place = bar.value()
        self._show()
        bar.setValue(place)

    def _style(self) -> str:
        colours = self._theme.colours
        return (
            f"a {{ color: {colours.link.name()}; text-decoration: none; }}"
            f"h1, h2, h3 {{ margin-top: {metrics.SPACE_4}px; margin-bottom: {metrics.SPACE_1}px; }}"
            f"p {{ margin-top: {metrics.SPACE_1}px; margin-bottom: {metrics.SPACE_2}px; }}"
            f"li {{ margin-top: {metrics.SPACE_1}px; margin-bottom: {metrics.SPACE_1}px; }}"
            f"h1 {{ font-size: x-large; }} h2 {{ font-size: large; }}"
            f"code, pre {{ font-family: '{self._theme.code_font().family()}'; }}"
            f"th {{ text-align: left; }}"
        )

    def _on_link(self, url: QUrl) -> None:
        if is_openable(url.toString()):
            QDesktopServices.openUrl(url)
            return
        name = Path(url.path()).stem
        if not url.scheme() and name in PAGES:
            self.show_page(name)
            self._names.setFocus(Qt.FocusReason.OtherFocusReason)


def _dressed(html: str, colours: Colours) -> str:
    """Give tables their lines and code its ground, in the few words that Qt's rich text knows."""
    gaps = f"margin-top: {metrics.SPACE_2}px; margin-bottom: {metrics.SPACE_2}px;"
    line, ground = colours.border.name(), colours.code_background.name()
    lined = (
        f'<table border="1" cellspacing="0" cellpadding="{metrics.SPACE_2}" '
        f'style="border-collapse: collapse; border-style: solid; border-color: {line}; {gaps}">'
    )
    # A block of code is a table of one cell: only a cell has room around its text.
    boxed = (
        f'<table width="100%" cellspacing="0" cellpadding="{metrics.SPACE_3}" '
        rf'style="{gaps}" bgcolor="{ground}"><tr><td><pre>\1\2</code></pre></td></tr></table>'
    )
    return _CODE_BLOCK.sub(boxed, _TABLE.sub(lined, html))


def _title_of(source: str) -> str:
    found = re.match(r"#\s+(.+)", source)
    return found.group(1).strip() if found else ""
