"""Roles and names of the transcript's widgets for screen readers, worked out when one asks.

Qt knows these widgets as panes without a name. Text rows keep Qt's own interface, as only that one
carries text across to screen readers; the others get their words from `Speaking.speech`.
"""

import functools
from collections.abc import Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QWidget


class Speech(NamedTuple):
    """What a screen reader is told of a widget; `cells` are the lines of a table."""

    role: QAccessible.Role
    name: str
    description: str = ""
    cells: Sequence[Sequence[str]] = ()
    has_header: bool = False


@runtime_checkable
class Speaking(Protocol):
    """A widget that has words for screen readers."""

    def speech(self) -> Speech:
        """Return its role and words as they are now."""


@functools.cache
def install() -> None:
    """Have Qt ask speaking widgets from now on; once for the whole program."""
    QAccessible.installFactory(_interface_for)


def tell_changed(widget: QWidget) -> None:
    """Tell screen readers that a widget speaks of something else now."""
    if not QAccessible.isActive():
        return
    for kind in (QAccessible.Event.NameChanged, QAccessible.Event.DescriptionChanged):
        QAccessible.updateAccessibility(QAccessibleEvent(widget, kind))


def describe_buttons(parent: QWidget, words: str) -> None:
    """Say of all buttons within a widget what they belong to."""
    for button in parent.findChildren(QAbstractButton):
        button.setAccessibleDescription(words)


def _interface_for(_class_name: str, widget: QObject) -> QAccessibleInterface | None:
    # Qt asks for each class that a widget inherits from; the first answer counts.
    if not isinstance(widget, QWidget) or not isinstance(widget, Speaking):
        return None
    return _Interface(widget)


class _Part(QAccessibleInterface):
    """A line or a cell of a table: nothing that Qt knows, but a role, a name and a place."""

    def __init__(
        self, parent: QAccessibleInterface, role: QAccessible.Role, name: str, place: QRect
    ) -> None:
        super().__init__()
        self.parts: list[_Part] = []
        self._parent = parent
        self._role = role
        self._name = name
        self._place = place

    def isValid(self) -> bool:
        return True

    def object(self) -> QObject | None:  # type: ignore[override]  # Qt allows for none
        return None

    def parent(self) -> QAccessibleInterface:
        return self._parent

    def childCount(self) -> int:
        return len(self.parts)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self.parts[index] if 0 <= index < len(self.parts) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((at for at, part in enumerate(self.parts) if part is child), -1)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return next((part for part in self.parts if part.rect().contains(x, y)), None)

    def role(self) -> QAccessible.Role:
        return self._role

    def text(self, kind: QAccessible.Text) -> str:
        return self._name if kind == QAccessible.Text.Name else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        pass

    def state(self) -> QAccessible.State:
        return QAccessible.State()

    def rect(self) -> QRect:
        return self._place


class _Interface(QAccessibleWidget):
    """A speaking widget; a table has lines and cells below it, made anew when they change.

    Qt's cache owns what has been registered, so that parts are given back through it.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, QAccessible.Role.Client)
        self._widget = widget
        self._shown: Speech | None = None
        self._lines: list[_Part] = []
        self._ids: list[int] = []
        widget.destroyed.connect(self._drop)

    def role(self) -> QAccessible.Role:
        return self._speech().role

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            return self._speech().name
        if kind == QAccessible.Text.Description:
            return self._speech().description
        return super().text(kind)

    def childCount(self) -> int:
        return len(self._lines) if self._is_table() else super().childCount()

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        if not self._is_table():
            return super().child(index)
        return self._lines[index] if 0 <= index < len(self._lines) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if not self._is_table():
            return super().indexOfChild(child)
        return next((at for at, line in enumerate(self._lines) if line is child), -1)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None if self._is_table() else super().childAt(x, y)

    def _speech(self) -> Speech:
        assert isinstance(self._widget, Speaking)
        return self._widget.speech()

    def _is_table(self) -> bool:
        """Tell whether this is a table, and make its parts as it is now."""
        speech = self._speech()
        if speech.role is not QAccessible.Role.Table:
            return False
        if speech != self._shown:
            self._drop()
            self._shown = speech
            for number, texts in enumerate(speech.cells):
                self._add_line(texts, is_header=speech.has_header and number == 0)
        return True

    def _add_line(self, texts: Sequence[str], *, is_header: bool) -> None:
        line = _Part(self, QAccessible.Role.Row, "", self.rect())
        role = QAccessible.Role.ColumnHeader if is_header else QAccessible.Role.Cell
        line.parts = [_Part(line, role, text, self.rect()) for text in texts]
        self._lines.append(line)
        for part in (line, *line.parts):
            self._ids.append(QAccessible.registerAccessibleInterface(part))

    def _drop(self) -> None:
        self._shown = None
        for part_id in self._ids:
            QAccessible.deleteAccessibleInterface(part_id)
        self._ids, self._lines = [], []
