"""The one registry of what the user can do: an action for each spec, and the menu bar of them."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.action_specs import SPECS, ActionSpec, MenuId, Need
from supertoken_desktop.ui.theme.icons import icon


class Actions(QObject):
    """Keep one QAction for each spec; others connect to `triggered` and say what is there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = {spec.id: self._make(spec) for spec in SPECS}
        self._menus: dict[MenuId, QMenu] = {}
        self.retranslate()
        self.set_met(Need.RUNNING, is_met=False)

    def action(self, action_id: str) -> QAction:
        """Return an action by its id. Raises KeyError for an unknown one."""
        return self._actions[action_id]

    def set_met(self, need: Need, *, is_met: bool) -> None:
        """Let all actions with a need be used, or not. At first all but RUNNING are met."""
        for spec in SPECS:
            if spec.need is need:
                self._actions[spec.id].setEnabled(is_met)

    def tooltip(self, action_id: str) -> str:
        """Return an action's text with its first key in brackets, as buttons show it."""
        action = self._actions[action_id]
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if not keys:
            return action.text()
        return _("{action} ({keys})").format(action=action.text(), keys=keys)

    def add_to(self, window: QMainWindow) -> None:
        """Fill the window's menu bar; the keys then work all over the window."""
        for menu_id in MenuId:
            menu = window.menuBar().addMenu("")
            self._menus[menu_id] = menu
            for spec in SPECS:
                if spec.menu is menu_id:
                    self._add(menu, spec)
        window.addActions([self._actions[spec.id] for spec in SPECS if not spec.is_local])
        self.retranslate()

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        for spec in SPECS:
            self._actions[spec.id].setText(spec.text())
        titles = {
            MenuId.FILE: _("&File"),
            MenuId.EDIT: _("&Edit"),
            MenuId.VIEW: _("&View"),
            MenuId.CONVERSATION: _("&Conversation"),
            MenuId.HELP: _("&Help"),
        }
        for menu_id, menu in self._menus.items():
            menu.setTitle(titles[menu_id])

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(self)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        action.setMenuRole(spec.role)
        if spec.icon:
            action.setIcon(icon(spec.icon))
        if spec.is_local:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if spec.is_everywhere:
            action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        return action

    def _add(self, menu: QMenu, spec: ActionSpec) -> None:
        if spec.gap:
            menu.addSeparator()
        menu.addAction(self._actions[spec.id])
