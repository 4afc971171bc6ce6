"""One page of the guide: its text, its pictures, and the hits that are marked in it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.palette import Colours, Theme
from supertoken_desktop.ui.transcript.matching import Stretch
from supertoken_desktop.ui.transcript.utf16 import from_utf16, utf16_length

PictureFile = Callable[[str], Path | None]
WIDEST_PICTURE = 720
_MOST_BYTES = 4 << 20
_MOST_PIXELS = 6000 * 4000
_TABLE = re.compile(r"<table>")
_CODE_BLOCK = re.compile(r"<pre>(<code[^>]*>)(.*?)\n*</code></pre>", re.DOTALL)
_HEADING = re.compile(r'<(h[1-6]) id="([^"]*)">')


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it stands in the text of a page: its level, its anchor, where it begins."""

    level: int
    anchor: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class PageText:
    """What can be read on a page, and its headings from the top."""

    text: str
    headings: tuple[Heading, ...]


class PageView(QTextBrowser):
    """Show HTML of the guide. Nothing loads but pictures that `find_picture` knows."""

    def __init__(
        self, find_picture: PictureFile, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._find_picture = find_picture
        self._theme = theme
        self._html = ""
        self._marks: tuple[Stretch, ...] = ()
        self._current: Stretch | None = None
        self._shown_width = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "guide")
        self.setOpenLinks(False)
        self.document().setDocumentMargin(metrics.SPACE_6)

    def show_html(self, html: str) -> None:
        """Show a page from its top, without marks."""
        self._html = html
        self._marks, self._current = (), None
        self._fill()

    def show_anew(self) -> None:
        """Show the same page in the colours and at the width of now, at the same place."""
        bar = self.verticalScrollBar()
        part = bar.value() / max(1, bar.maximum())
        self._fill()
        self._show_marks()
        bar.setValue(round(part * bar.maximum()))

    def mark(self, stretches: Sequence[Stretch], current: Stretch | None) -> None:
        """Mark stretches of the text, and bring the current one into view."""
        self._marks, self._current = tuple(stretches), current
        self._show_marks()
        if current is not None:
            cursor = self._cursor(current)
            cursor.setPosition(cursor.selectionStart())
            is_seen = self.viewport().rect().contains(self.cursorRect(cursor))
            self.setTextCursor(cursor)
            if not is_seen:
                self._bring_into_view(cursor)

    def read(self, html: str) -> PageText:
        """Return what would be shown of a page, without showing it."""
        document = QTextDocument()
        document.setHtml(_dressed(html, self._theme.colours))
        return _text_of(document, html)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load a picture of the guide, as wide as there is room; anything else is not there."""
        is_picture = kind == QTextDocument.ResourceType.ImageResource.value
        file = self._find_picture(QUrl(name).toString()) if is_picture else None
        picture = _picture_in(file) if file is not None else None
        if picture is None:
            # Where there is nothing at all, Qt looks for a file of that name by itself.
            return QImage(1, 1, QImage.Format.Format_ARGB32)
        ratio = self.devicePixelRatioF()
        width = min(picture.width(), round(self._room() * ratio))
        smooth = Qt.TransformationMode.SmoothTransformation
        scaled = picture.scaledToWidth(width, smooth).convertToFormat(QImage.Format.Format_RGB32)
        _frame(scaled, self._theme.colours.border)
        scaled.setDevicePixelRatio(ratio)
        return scaled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures to the width."""
        super().resizeEvent(event)
        if self._html and self._room() != self._shown_width and "<img" in self._html:
            self.show_anew()

    def sizeHint(self) -> QSize:
        return QSize(WIDEST_PICTURE, WIDEST_PICTURE)

    def _room(self) -> int:
        # With or without a scroll bar: one that comes must not make a picture too wide.
        bar = self.verticalScrollBar()
        room = self.viewport().width() + (bar.width() if bar.isVisible() else 0)
        return max(1, min(WIDEST_PICTURE, room - metrics.SCROLL_BAR - 2 * metrics.SPACE_6))

    def _fill(self) -> None:
        self._shown_width = self._room()
        self.document().clear()
        self.document().setDefaultStyleSheet(self._style())
        self.setHtml(_dressed(self._html, self._theme.colours))

    def _show_marks(self) -> None:
        colours = self._theme.colours
        marks = [self._selection(stretch, colours.hit) for stretch in self._marks]
        if self._current is not None:
            marks.append(self._selection(self._current, colours.current_hit))
        self.setExtraSelections(marks)

    def _selection(self, stretch: Stretch, ground: QColor) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._cursor(stretch)
        selection.format.setBackground(ground)
        selection.format.setProperty(
            QTextFormat.Property.ForegroundBrush, self._theme.colours.hit_text
        )
        return selection

    def _cursor(self, stretch: Stretch) -> QTextCursor:
        cursor = QTextCursor(self.document())
        text = self.toPlainText()
        cursor.setPosition(utf16_length(text[: stretch[0]]))
        cursor.setPosition(utf16_length(text[: stretch[1]]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _bring_into_view(self, cursor: QTextCursor) -> None:
        bar = self.verticalScrollBar()
        above = self.viewport().height() // 3
        bar.setValue(bar.value() + self.cursorRect(cursor).center().y() - above)

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


def _frame(picture: QImage, colour: QColor) -> None:
    """Draw a line round a picture, which may have the very ground of the page."""
    painter = QPainter(picture)
    painter.setPen(colour)
    painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
    painter.end()


def _picture_in(file: Path) -> QImage | None:
    if file.stat().st_size > _MOST_BYTES:
        return None
    picture = QImage(str(file), "PNG")  # type: ignore[call-overload]  # the stubs want bytes
    is_sound = 0 < picture.width() * picture.height() <= _MOST_PIXELS
    return picture if is_sound else None


def _text_of(document: QTextDocument, html: str) -> PageText:
    anchors = iter(anchor for _level, anchor in _HEADING.findall(html))
    headings, text = [], document.toPlainText()
    block = document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        if level:
            at = from_utf16(text, block.position())
            headings.append(Heading(level, next(anchors, ""), block.text(), at))
        block = block.next()
    return PageText(text, tuple(headings))


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
    named = r'<\1><a name="\2"></a>'
    return _HEADING.sub(named, _CODE_BLOCK.sub(boxed, _TABLE.sub(lined, html)))
