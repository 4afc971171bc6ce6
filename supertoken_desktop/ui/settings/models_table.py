"""The table of a provider's models, quick with thousands of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from supertoken_desktop.domain.model import Model, ModelOrigin
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.chat.model_words import context_words, spoken_description
from supertoken_desktop.ui.plain_tip import plain_tip
from supertoken_desktop.ui.settings.row_table import RowTable

Index = QModelIndex | QPersistentModelIndex
_NAME, _CONTEXT, _STREAM, _ORIGIN = range(4)
_COLUMN_WIDTHS = {_CONTEXT: 76, _STREAM: 84, _ORIGIN: 124}


@dataclass(frozen=True, slots=True)
class ModelLine:
    """One model; `streams` is what its requests will do, `must_stream` that there is no choice."""

    model: Model
    streams: bool
    must_stream: bool


class ModelTableModel(QAbstractTableModel):
    """Models as rows; a tick says whether one is asked for a stream."""

    stream_chosen = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[ModelLine, ...] = ()

    def show_lines(self, lines: Sequence[ModelLine]) -> None:
        """Show other models, or the same ones changed; then the selection stays."""
        before, after = ([line.model.model_id for line in these] for these in (self._lines, lines))
        if before != after:
            self.beginResetModel()
            self._lines = tuple(lines)
            self.endResetModel()
            return
        self._lines = tuple(lines)
        if lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, _ORIGIN))

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, _ORIGIN)
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, _ORIGIN))

    def line_at(self, row: int) -> ModelLine:
        """Return the model in a row."""
        return self._lines[row]

    def row_of(self, model_id: str) -> int:
        """Return the row of a model, -1 where it is not there."""
        ids = (line.model.model_id for line in self._lines)
        return next((row for row, found in enumerate(ids) if found == model_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else _ORIGIN + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return (_("Model"), _("Context"), _("Stream"), _("Known from"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _text_of(line, index.column())
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == _STREAM:
            if line.must_stream:
                return None
            return Qt.CheckState.Checked if line.streams else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == _NAME:
            return plain_tip(spoken_description(line.model))
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == _STREAM:
            return _text_of(line, _STREAM) or (_("streams") if line.streams else _("as a whole"))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == _STREAM and not self._lines[index.row()].must_stream:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(  # noqa: N802  # Qt's name
        self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        line = self._lines[index.row()]
        if role != Qt.ItemDataRole.CheckStateRole or line.must_stream:
            return False
        is_on = Qt.CheckState(value) == Qt.CheckState.Checked
        self.stream_chosen.emit(line.model.model_id, is_on)
        return True


class ModelTable(RowTable):
    """A table that Space ticks and a filter narrows."""

    def __init__(self, source: ModelTableModel, parent: QWidget | None = None) -> None:
        proxy = QSortFilterProxyModel()
        proxy.setSourceModel(source)
        proxy.setFilterKeyColumn(_NAME)
        proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        super().__init__(proxy, _NAME, _COLUMN_WIDTHS, parent)
        proxy.setParent(self)
        self._source = source
        self._proxy = proxy

    def narrow(self, text: str) -> None:
        """Show only models whose name contains a text."""
        self._proxy.setFilterFixedString(text.strip())

    def chosen(self) -> ModelLine | None:
        """Return the model of the current row."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        return self._source.line_at(self._proxy.mapToSource(index).row())

    def choose(self, model_id: str) -> None:
        """Go to the row of a model, where it is shown."""
        row = self._source.row_of(model_id)
        index = self._proxy.mapFromSource(self._source.index(row, _NAME))
        if row >= 0 and index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def on_chosen(self, callback: Callable[[], None]) -> None:
        """Call back whenever another row, or none, has become the current one."""
        self.selectionModel().currentRowChanged.connect(lambda _now, _before: callback())
        self._proxy.modelReset.connect(callback)
        self._proxy.layoutChanged.connect(callback)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            tick = index.siblingAtColumn(_STREAM)
            is_on = tick.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            wish = Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked
            self._proxy.setData(tick, wish, Qt.ItemDataRole.CheckStateRole)
            return
        super().keyPressEvent(event)


def _text_of(line: ModelLine, column: int) -> str:
    if column == _NAME:
        return line.model.name
    if column == _CONTEXT:
        return context_words(line.model.context_window) or "–"
    if column == _STREAM:
        return _("always") if line.must_stream else ""
    return _origin_words(line.model.origin)


def _origin_words(origin: ModelOrigin) -> str:
    match origin:
        case ModelOrigin.LISTED:
            return _("the relay's list")
        case ModelOrigin.BUILT_IN:
            return _("built in")
        case ModelOrigin.USER:
            return _("added by hand")
