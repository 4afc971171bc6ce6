"""The table of all actions and their keys, which a search by name or by key narrows."""

import re
from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QWidget

from supertoken_desktop.i18n import _, pgettext
from supertoken_desktop.ui.action_specs import SPECS, ActionSpec, menu_title
from supertoken_desktop.ui.key_map import KeyMap, usual_keys
from supertoken_desktop.ui.plain_tip import plain_tip
from supertoken_desktop.ui.settings.row_table import RowTable
from supertoken_desktop.ui.settings.shortcut_recorder import keys_text

Index = QModelIndex | QPersistentModelIndex
_ACTION, _KEYS, _MENU = range(3)
_COLUMN_WIDTHS = {_KEYS: 176, _MENU: 112}
_CHANGE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_CLEAR_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class ShortcutTableModel(QAbstractTableModel):
    """Actions as rows, in the order of the menus; what was changed is bold."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: KeyMap = {spec.id: () for spec in SPECS}

    def show_keys(self, keys: KeyMap) -> None:
        """Show what keys all actions have now."""
        self._keys = keys
        self.dataChanged.emit(self.index(0, 0), self.index(len(SPECS) - 1, _MENU))

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, _MENU)
        self.show_keys(self._keys)

    def is_found(self, row: int, words: str) -> bool:
        """Tell whether a row is meant by words: part of its name, its menu, or its keys."""
        spec = SPECS[row]
        keys = self._keys[spec.id]
        texts = (spec.text(), _menu_name(spec), ", ".join(keys), keys_text(keys))
        return any(_folded(words) in _folded(text) for text in texts)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(SPECS)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else _MENU + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return (_("Action"), pgettext("keyboard", "Keys"), _("Menu"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        spec = SPECS[index.row()]
        keys = self._keys[spec.id]
        is_changed = keys != usual_keys(spec)
        texts = (spec.text(), keys_text(keys), _menu_name(spec))
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(texts[index.column()])
        if role == Qt.ItemDataRole.FontRole and is_changed and index.column() != _MENU:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == _KEYS:
            text = keys_text(keys) or _("no keys")
            return _("{keys}, changed").format(keys=text) if is_changed else text
        return None


class ShortcutTable(RowTable):
    """A table in which Enter asks for other keys and Del for none."""

    change_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, source: ShortcutTableModel, parent: QWidget | None = None) -> None:
        proxy = _Narrowed(source)
        super().__init__(proxy, _ACTION, _COLUMN_WIDTHS, parent)
        proxy.setParent(self)
        self._proxy = proxy
        self.doubleClicked.connect(lambda _index: self.change_wanted.emit())
        self.choose(0)

    def narrow(self, words: str) -> None:
        """Show only what is meant by words, and go to the first of it."""
        chosen = self.chosen()
        self._proxy.narrow(words)
        if chosen is None or self.chosen() is not chosen:
            self.choose(0)

    def chosen(self) -> ActionSpec | None:
        """Return the action of the current row."""
        index = self.currentIndex()
        return SPECS[self._proxy.mapToSource(index).row()] if index.isValid() else None

    def choose(self, row: int) -> None:
        """Go to a row of those that are shown."""
        self.setCurrentIndex(self._proxy.index(row, _ACTION))

    @property
    def shown_count(self) -> int:
        """How many actions are shown."""
        return self._proxy.rowCount()

    def on_chosen(self, callback: Callable[[], None]) -> None:
        """Call back whenever another row, or none, has become the current one."""
        self.selectionModel().currentRowChanged.connect(lambda _now, _before: callback())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _CHANGE_KEYS and self.chosen() is not None:
            self.change_wanted.emit()
        elif event.key() in _CLEAR_KEYS and self.chosen() is not None:
            self.clear_wanted.emit()
        else:
            super().keyPressEvent(event)


class _Narrowed(QSortFilterProxyModel):
    """The rows that are meant by what is searched for."""

    def __init__(self, source: ShortcutTableModel) -> None:
        super().__init__()
        self._source = source
        self._words = ""
        self.setSourceModel(source)

    def narrow(self, words: str) -> None:
        self._words = words
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:  # noqa: ARG002 - Qt's own
        return self._source.is_found(row, self._words)


def _menu_name(spec: ActionSpec) -> str:
    """Return the title of an action's menu without the letter that opens it."""
    return re.sub(r"\(&\w\)|&", "", menu_title(spec.menu))


def _folded(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()
