"""Help: the user guide, in the language of the window, with a search over all of it."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.domain.links import is_openable
from supertoken_desktop.i18n import _, current_language, ngettext
from supertoken_desktop.ui.help.contents import Contents
from supertoken_desktop.ui.help.guide import PAGES, Guide, Place
from supertoken_desktop.ui.help.hit_list import HitList
from supertoken_desktop.ui.help.page_view import PageText, PageView
from supertoken_desktop.ui.help.search import MOST_HITS, Hit, find
from supertoken_desktop.ui.help.search_field import GuideSearch
from supertoken_desktop.ui.help.visited import Visited
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.theme.palette import Theme

_SIZE = (980, 680)
_NAMES_WIDTH = 260


class HelpDialog(QDialog):
    """Show the guide's pages; links to the outside open in the browser."""

    def __init__(self, guide: Path, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guide = Guide(guide)
        self._theme = theme
        self._texts: dict[str, PageText] = {}
        self._hits: tuple[Hit, ...] = ()
        self._visited = Visited(Place(PAGES[0]))
        self.resize(*_SIZE)
        self.setMinimumSize(metrics.WINDOW_MIN_WIDTH - 2 * metrics.SPACE_8, 320)
        self._search, self._count = GuideSearch(), QLabel()
        self._back, self._forward = QToolButton(), QToolButton()
        self._contents, self._found = Contents(), HitList()
        self._text = PageView(self._picture, theme)
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_page(self, page: str, anchor: str = "") -> None:
        """Turn to a page of `PAGES`, and to a heading of it."""
        self._go(Place(page, anchor))

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        self.setWindowTitle(_("Help"))
        self._contents.setAccessibleName(_("Pages of the guide"))
        self._found.setAccessibleName(_("What was found"))
        self._text.setAccessibleName(_("Guide"))
        self._search.retranslate()
        for button, words, keys in (
            (self._back, _("Back"), "Alt+Left"),
            (self._forward, _("Forward"), "Alt+Right"),
        ):
            button.setAccessibleName(words)
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(_("{action} ({keys})").format(action=words, keys=shown))
        language = current_language()
        self._texts = {page: self._text.read(self._guide.html(page, language)) for page in PAGES}
        titles = {page: self._guide.title(page, language) for page in PAGES}
        self._contents.show_pages(titles, self._texts)
        # Headings have other names in another language.
        self._visited.forget_anchors()
        self._show(self._visited.current)
        self._on_words(self._search.text().strip())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        for button, name in ((self._back, "chevron-left"), (self._forward, "chevron-right")):
            button.setIcon(icon(name))
            button.setAutoRaise(True)
        self._count.setProperty("role", "muted")
        top = QHBoxLayout()
        top.setContentsMargins(*[metrics.SPACE_2] * 4)
        top.setSpacing(metrics.SPACE_2)
        self._search.setFixedWidth(_NAMES_WIDTH - 2 * metrics.SPACE_2)
        top.addWidget(self._search)
        top.addSpacing(metrics.SPACE_2)
        top.addWidget(self._back)
        top.addWidget(self._forward)
        top.addWidget(self._count)
        top.addStretch(1)
        self._left = QStackedWidget()
        self._left.setFixedWidth(_NAMES_WIDTH)
        self._left.addWidget(self._contents)
        self._left.addWidget(self._found)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._left)
        middle.addWidget(self._text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(middle, 1)

    def _connect(self) -> None:
        self._contents.place_chosen.connect(self._go)
        self._found.hit_chosen.connect(self._show_hit)
        self._search.words_changed.connect(self._on_words)
        self._search.stepped.connect(self._found.step)
        self._search.list_entered.connect(self._enter_list)
        self._text.anchorClicked.connect(self._on_link)
        self._back.clicked.connect(lambda: self._show(self._visited.back()))
        self._forward.clicked.connect(lambda: self._show(self._visited.forward()))
        QShortcut(QKeySequence("Alt+Left"), self, self._back.click)
        QShortcut(QKeySequence("Alt+Right"), self, self._forward.click)
        QShortcut(QKeySequence.StandardKey.Find, self, self._focus_search)
        self._theme.changed.connect(self._text.show_anew)

    def _picture(self, target: str) -> Path | None:
        return self._guide.picture(target, is_dark=self._theme.colours.window.lightness() < 128)

    def _go(self, place: Place) -> None:
        """Turn to a place that the way back leads away from."""
        self._visited.visit(place)
        self._show(place)

    def _show(self, place: Place) -> None:
        self._text.show_html(self._guide.html(place.page, current_language()))
        if place.anchor:
            self._text.scrollToAnchor(place.anchor)
        self._contents.show_place(place)
        self._back.setEnabled(self._visited.can_go_back)
        self._forward.setEnabled(self._visited.can_go_forward)

    def _show_hit(self, hit: Hit) -> None:
        if hit.page != self._visited.current.page:
            self._go(Place(hit.page))
        on_page = [other.stretch for other in self._hits if other.page == hit.page]
        self._text.mark(on_page, hit.stretch)

    def _on_words(self, words: str) -> None:
        self._hits = find(self._texts, words)
        self._found.show_hits(self._hits)
        self._left.setCurrentWidget(self._found if words else self._contents)
        on_page = [hit.stretch for hit in self._hits if hit.page == self._visited.current.page]
        self._text.mark(on_page, None)
        self._count.setText(_count_words(len(self._hits)) if words else "")

    def _enter_list(self) -> None:
        is_searching = self._left.currentWidget() is self._found
        entered = self._found if is_searching else self._contents
        entered.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _on_link(self, url: QUrl) -> None:
        link = url.toString()
        if is_openable(link):
            QDesktopServices.openUrl(url)
            return
        place = None if url.scheme() else self._guide.place(link, self._visited.current.page)
        if place is not None:
            self._go(place)


def _count_words(count: int) -> str:
    if not count:
        return _("Nothing found")
    if count == MOST_HITS:
        return _("{count} hits and more").format(count=count)
    return ngettext("{count} hit", "{count} hits", count).format(count=count)
