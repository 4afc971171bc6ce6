"""Find text that has no room in a window, and widgets that stick out of it."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollBar,
    QToolButton,
    QWidget,
)

# Fonts are measured in fractions of pixels and laid out in whole ones.
_SLACK = 2


def misfits(window: QWidget) -> list[str]:
    """Return a line for each widget whose text is cut, or that its window cuts."""
    found = []
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and not _is_of_a_list(widget) and widget.window() is window:
            found += [f"{_name(widget)}: {fault}" for fault in _faults(widget)]
    return found


def _faults(widget: QWidget) -> Iterator[str]:
    need = _need(widget)
    if need is not None and need > widget.width() + _SLACK:
        yield f"needs {need} pixels, has {widget.width()}"
    if isinstance(widget, QLabel) and widget.wordWrap():
        height = widget.heightForWidth(widget.width())
        if height > widget.height() + _SLACK:
            yield f"needs a height of {height} pixels, has {widget.height()}"
    if isinstance(widget, QScrollBar) and _moves_a_page(widget):
        yield "a page scrolls sideways"
    parent = widget.parentWidget()
    is_scrolled = isinstance(parent, QAbstractScrollArea) or _is_viewport(parent)
    if parent is not None and not widget.isWindow() and not is_scrolled:
        place = QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
        room = parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
        if not room.contains(place):
            yield f"sticks out of {type(parent).__name__}: {place} of {parent.rect()}"


def _need(widget: QWidget) -> int | None:
    """Return the width that the text of a widget needs; None for none, or where it is shortened."""
    match widget:
        case QLabel() if widget.text() and not widget.wordWrap():
            return widget.fontMetrics().horizontalAdvance(widget.text().replace("&", ""))
        case QToolButton() if widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
            return None
        case QAbstractButton() if widget.text():
            return widget.fontMetrics().horizontalAdvance(widget.text().replace("&", ""))
        case QComboBox():
            return widget.fontMetrics().horizontalAdvance(widget.currentText())
        case QLineEdit() if not widget.text():
            return widget.fontMetrics().horizontalAdvance(widget.placeholderText())
    return None


def _moves_a_page(bar: QScrollBar) -> bool:
    is_sideways = bar.orientation() is Qt.Orientation.Horizontal
    return is_sideways and bar.maximum() > 0 and bar.objectName() != "sideways"


def _is_of_a_list(widget: QWidget) -> bool:
    """Tell whether a widget lies in a list or among messages, which cut what they show."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractItemView) or type(parent).__name__ == "TranscriptView":
            return True
        parent = parent.parentWidget()
    return False


def _is_viewport(widget: QWidget | None) -> bool:
    parent = widget.parentWidget() if widget is not None else None
    return isinstance(parent, QAbstractScrollArea)


def _name(widget: QWidget) -> str:
    text = widget.accessibleName() or getattr(widget, "text", lambda: "")() or widget.objectName()
    return f"{type(widget).__name__} {text!r}"
