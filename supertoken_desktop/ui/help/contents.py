"""The list at the left of the guide: its pages, and the headings of the one that is open."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from supertoken_desktop.ui.help.guide import Place
from supertoken_desktop.ui.help.page_view import PageText
from supertoken_desktop.ui.plain_tip import plain_tip

_PLACE = Qt.ItemDataRole.UserRole
_INDENT = "     "
_SHOWN_LEVEL = 2


class Contents(QListWidget):
    """List pages by their titles; `place_chosen` tells where the user wants to go."""

    place_chosen = Signal(object)  # a Place

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "pages")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(lambda item, _before: self._on_current(item))

    def show_pages(self, titles: Mapping[str, str], texts: Mapping[str, PageText]) -> None:
        """List pages, and under each its headings, which are seen while it is open."""
        self.blockSignals(True)  # Qt's signature
        self.clear()
        for page, title in titles.items():
            self._add(Place(page), title)
            for heading in texts[page].headings:
                if heading.level == _SHOWN_LEVEL:
                    self._add(Place(page, heading.anchor), _INDENT + heading.text)
        self.blockSignals(False)  # Qt's signature

    def show_place(self, place: Place) -> None:
        """Unfold the page of a place and choose its row, without telling."""
        self.blockSignals(True)  # Qt's signature
        wanted = None
        for at in range(self.count()):
            item = self.item(at)
            found = item.data(_PLACE)
            item.setHidden(bool(found.anchor) and found.page != place.page)
            if found == place or (wanted is None and found.page == place.page):
                wanted = item
        if wanted is not None:
            self.setCurrentItem(wanted)
        self.blockSignals(False)  # Qt's signature

    def _add(self, place: Place, text: str) -> None:
        item = QListWidgetItem(text)
        item.setData(_PLACE, place)
        item.setToolTip(plain_tip(text.strip()))
        self.addItem(item)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.place_chosen.emit(item.data(_PLACE))
