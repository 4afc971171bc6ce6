"""The actions of the quick prompt, to be renamed, rewritten, moved, added and removed."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QPlainTextEdit, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.quick.templates import (
    KEYS,
    LONGEST_NAME,
    LONGEST_TEMPLATE,
    MOST_ACTIONS,
    QuickAction,
    actions_of,
    lines_of,
    usual_actions,
)
from supertoken_desktop.ui.settings.fields import Rows
from supertoken_desktop.ui.theme import metrics

_LIST_HEIGHT = 204
_TEMPLATE_HEIGHT = 112
_NEW_TEMPLATE = "{clipboard}\n\n{input}"


class QuickActionsEditor(Rows):
    """Show a list of actions and the chosen one's name and template.

    `changed` tells all of them as settings hold them; not while one has no name or no template.
    """

    changed = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions: list[QuickAction] = []
        self._is_usual = False
        self._list = QListWidget()
        self._list.setProperty("role", "field")
        self._list.setFixedHeight(_LIST_HEIGHT)
        self._add = self.button(lambda: _("Add"), lambda: _("Add an action"))
        self._remove = self.button(lambda: _("Remove"), lambda: _("Remove the action"))
        self._up = self.button(lambda: _("Up"), lambda: _("Move the action up"))
        self._down = self.button(lambda: _("Down"), lambda: _("Move the action down"))
        self._reset = self.button(lambda: _("Usual actions"), lambda: _("Back to the usual ones"))
        self._name = QLineEdit()
        self._name.setMaxLength(LONGEST_NAME)
        self._template = QPlainTextEdit()
        self._template.setFixedHeight(_TEMPLATE_HEIGHT)
        self._template.setTabChangesFocus(True)
        self._problem = self.line(
            lambda: _("An action needs a name and a template; until then it is not saved."), "error"
        )
        self._problem.hide()
        self._lay_out()
        self._connect()

    def show_value(self, lines: Sequence[str]) -> None:
        """Show the actions that settings hold; what is being written is not disturbed."""
        if self._actions and not self._is_blank() and lines_of(self._actions) == tuple(lines):
            return
        self._actions = list(actions_of(lines))
        self._fill(max(0, self._list.currentRow()))

    def retranslate(self) -> None:
        """Take all texts anew; the usual actions are in the language in force."""
        super().retranslate()
        if self._is_usual:
            self._actions = list(usual_actions())
            self._fill(max(0, self._list.currentRow()))

    def showEvent(self, event: QShowEvent) -> None:
        """Lay the rows out as high as the style sheet has them, known only now."""
        super().showEvent(event)
        self._list.doItemsLayout()

    def _lay_out(self) -> None:
        self.say(self._list.setAccessibleName, lambda: _("Actions"))
        beside = QWidget()
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.SPACE_2)
        row.addWidget(self._list, 1)
        buttons = Rows()
        for button in (self._add, self._remove, self._up, self._down, self._reset):
            buttons.add(button)
        row.addWidget(buttons)
        self.add(beside)
        self.add_field(lambda: _("Name"), self._name)
        self.add_field(
            lambda: _("Template"),
            self._template,
            lambda: _(
                "{clipboard_field} stands for the clipboard's text, {input_field} for what you "
                "have written. All else stays as it is."
            ).format(clipboard_field="{clipboard}", input_field="{input}"),
        )
        self.add(self._problem)

    def _connect(self) -> None:
        self._list.currentRowChanged.connect(self._show_chosen)
        self._name.textChanged.connect(self._on_written)
        self._template.textChanged.connect(self._on_written)
        self._add.clicked.connect(self._on_add)
        self._remove.clicked.connect(self._on_remove)
        self._up.clicked.connect(lambda: self._move(-1))
        self._down.clicked.connect(lambda: self._move(1))
        self._reset.clicked.connect(self._on_reset)

    def _fill(self, chosen: int) -> None:
        with QSignalBlocker(self._list):
            self._list.clear()
            self._list.addItems([_listed(place, a) for place, a in enumerate(self._actions)])
            self._list.setCurrentRow(min(chosen, len(self._actions) - 1))
        self._is_usual = tuple(self._actions) == usual_actions()
        self._show_chosen(self._list.currentRow())

    def _show_chosen(self, row: int) -> None:
        is_there = 0 <= row < len(self._actions)
        action = self._actions[row] if is_there else QuickAction("", "")
        with QSignalBlocker(self._name), QSignalBlocker(self._template):
            if self._name.text() != action.name:
                self._name.setText(action.name)
            if self._template.toPlainText() != action.template:
                self._template.setPlainText(action.template)
        for field in (self._name, self._template, self._remove):
            field.setEnabled(is_there)
        self._up.setEnabled(row > 0)
        self._down.setEnabled(is_there and row < len(self._actions) - 1)
        self._add.setEnabled(len(self._actions) < MOST_ACTIONS)
        self._reset.setEnabled(not self._is_usual)
        self._problem.setVisible(self._is_blank())

    def _on_written(self) -> None:
        row = self._list.currentRow()
        if not 0 <= row < len(self._actions):
            return
        template = self._template.toPlainText()[:LONGEST_TEMPLATE]
        self._actions[row] = replace(self._actions[row], name=self._name.text(), template=template)
        self._list.item(row).setText(_listed(row, self._actions[row]))
        self._is_usual = False
        self._reset.setEnabled(True)
        self._tell()

    def _on_add(self) -> None:
        self._actions.append(QuickAction(_("New action"), _NEW_TEMPLATE))
        self._fill(len(self._actions) - 1)
        self._name.setFocus()
        self._name.selectAll()
        self._tell()

    def _on_remove(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._actions):
            del self._actions[row]
            self._fill(row)
            self._tell()

    def _move(self, by: int) -> None:
        row = self._list.currentRow()
        if 0 <= row + by < len(self._actions):
            moved = self._actions.pop(row)
            self._actions.insert(row + by, moved)
            self._fill(row + by)
            self._tell()

    def _on_reset(self) -> None:
        self._actions = list(usual_actions())
        self._fill(0)
        self._tell()

    def _is_blank(self) -> bool:
        return any(not a.name.strip() or not a.template.strip() for a in self._actions)

    def _tell(self) -> None:
        self._problem.setVisible(self._is_blank())
        if not self._is_blank():
            self.changed.emit(lines_of(self._actions))


def _listed(place: int, action: QuickAction) -> str:
    """Return a row of the list: the name, and the key of one of the first six."""
    if place >= KEYS:
        return action.name
    return _("{name}  (Ctrl+{number})").format(name=action.name, number=place + 1)
