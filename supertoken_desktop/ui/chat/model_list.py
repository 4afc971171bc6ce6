"""The rows of the model picker and how they are painted; quick with thousands of models."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from supertoken_desktop.domain.model import Model
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.chat.model_words import (
    context_words,
    description_of,
    spoken_description,
)
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.theme.palette import Theme

ROW_ROLE = Qt.ItemDataRole.UserRole
CURRENT_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ByHand:
    """The offer to use a model that is in no list."""

    model_id: str


Row = Model | ByHand


def matching_rows(models: Sequence[Model], query: str) -> tuple[Row, ...]:
    """Return the models that hold every word of a query, and an offer to use it as it is.

    A model's id, label and description count. The offer comes last, and not where a model of
    exactly this id is there.
    """
    words = query.lower().split()
    rows: tuple[Row, ...] = tuple(m for m in models if _holds(m, words))
    wanted = query.strip()
    if not wanted or any(model.model_id == wanted for model in models):
        return rows
    return (*rows, ByHand(wanted))


class ModelList(QAbstractListModel):
    """Hold the rows that fit the search."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._current_id: str | None = None

    def show_rows(self, rows: tuple[Row, ...], current_id: str | None) -> None:
        """Put other rows in place; `current_id` is the model in use."""
        self.beginResetModel()
        self._rows = rows
        self._current_id = current_id
        self.endResetModel()

    def row_at(self, row: int) -> Row | None:
        """Return a row, None where there is none."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def current_row(self) -> int:
        """Return where the model in use stands, 0 where it is not shown."""
        places = (n for n, row in enumerate(self._rows) if self._is_current(row))
        return next(places, 0)

    def rowCount(self, parent: _Index | None = None) -> int:
        """Count the rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row, or its words for screen readers."""
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == CURRENT_ROLE:
            return self._is_current(row)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row_words(row)
        return None

    def _is_current(self, row: Row) -> bool:
        return isinstance(row, Model) and row.model_id == self._current_id


def row_words(row: Row) -> str:
    """Return what a row says."""
    match row:
        case ByHand(model_id):
            return _("Use “{model}”").format(model=model_id)
        case Model():
            return spoken_description(row)


class ModelDelegate(QStyledItemDelegate):
    """Paint a model: name and description at the left, what it reads and its mark at the right."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Give every row the same height, for two lines."""
        height = 2 * option.fontMetrics.lineSpacing() + 2 * metrics.SPACE_2
        return QSize(0, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row in the colours of the look in force."""
        colours = self._theme.colours
        row = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.selection if is_chosen else colours.hover)
            painter.drawRoundedRect(
                option.rect.adjusted(metrics.SPACE_1, 1, -metrics.SPACE_1, -1),
                metrics.RADIUS_SMALL,
                metrics.RADIUS_SMALL,
            )
        area = option.rect.adjusted(metrics.SPACE_3, metrics.SPACE_2, -metrics.SPACE_3, 0)
        painter.setFont(option.font)
        if isinstance(row, Model):
            is_current = bool(index.data(CURRENT_ROLE))
            self._paint_model(painter, area, row, is_current=is_current, is_chosen=is_chosen)
        elif row is not None:
            painter.setPen(colours.selection_text if is_chosen else colours.link)
            line = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            whole = area.adjusted(0, 0, 0, -metrics.SPACE_2)
            painter.drawText(whole, line, _elided(painter, row_words(row), whole.width()))
        painter.restore()

    def _paint_model(
        self, painter: QPainter, area: QRect, model: Model, *, is_current: bool, is_chosen: bool
    ) -> None:
        colours = self._theme.colours
        strong = colours.selection_text if is_chosen else colours.text
        soft = colours.selection_text if is_chosen else colours.muted
        spacing = painter.fontMetrics().lineSpacing()
        right = context_words(model.context_window)
        if model.must_stream:
            mark = _("stream only")
            right = f"{right} · {mark}" if right else mark
        right_width = painter.fontMetrics().horizontalAdvance(right)
        check_room = metrics.ICON + metrics.SPACE_2
        direction = painter.layoutDirection()
        if is_current:
            side = metrics.ICON
            top = area.top() + (spacing - side) // 2
            check = QRect(area.left(), top, side, side)
            icon("check", strong).paint(painter, QStyle.visualRect(direction, area, check))
        text_area = QStyle.visualRect(direction, area, area.adjusted(check_room, 0, 0, 0))
        painter.setPen(strong)
        name_width = text_area.width() - right_width - metrics.SPACE_3
        first = QRect(text_area.left(), text_area.top(), text_area.width(), spacing)
        painter.drawText(
            first, Qt.AlignmentFlag.AlignLeft, _elided(painter, model.name, name_width)
        )
        painter.setPen(soft)
        painter.drawText(first, Qt.AlignmentFlag.AlignRight, right)
        second = first.translated(0, spacing)
        words = description_of(model) or (model.model_id if model.label else "")
        painter.drawText(
            second, Qt.AlignmentFlag.AlignLeft, _elided(painter, words, second.width())
        )


def _elided(painter: QPainter, text: str, width: int) -> str:
    measure: QFontMetrics = painter.fontMetrics()
    return measure.elidedText(text, Qt.TextElideMode.ElideRight, max(0, width))


def _holds(model: Model, words: Sequence[str]) -> bool:
    if not words:
        return True
    text = f"{model.model_id} {model.label} {description_of(model)}".lower()
    return all(word in text for word in words)
