"""The one registry of what the user can do: an action for each spec, and the menu bar of them."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.action_specs import SPECS, ActionSpec, MenuId, Need, Scope, menu_title
from supertoken_desktop.ui.key_map import key_map
from supertoken_desktop.ui.theme.icons import icon

_CONTEXTS = {
    Scope.WINDOW: Qt.ShortcutContext.WindowShortcut,
    Scope.PROGRAM: Qt.ShortcutContext.ApplicationShortcut,
    Scope.LIST: Qt.ShortcutContext.WidgetWithChildrenShortcut,
    Scope.CHAT: Qt.ShortcutContext.WidgetWithChildrenShortcut,
}
_OF_WINDOW = (Scope.WINDOW, Scope.PROGRAM)


class Actions(QObject):
    """Keep one QAction for each spec; others connect to `triggered` and say what is there."""

    keys_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = {spec.id: self._make(spec) for spec in SPECS}
        self._menus: dict[MenuId, QMenu] = {}
        self._bound: tuple[tuple[str, ...], bool] | None = None
        self.rebind(())
        self.retranslate()
        for need in (Need.QUESTION, Need.ANSWER, Need.RUNNING):
            self.set_met(need, is_met=False)

    def action(self, action_id: str) -> QAction:
        """Return an action by its id. Raises KeyError for an unknown one."""
        return self._actions[action_id]

    def rebind(self, changes: Sequence[str], *, are_on: bool = True) -> None:
        """Give all actions their keys, changed as lines of the settings say, or none at all."""
        wanted = (tuple(changes), are_on)
        if wanted == self._bound:
            return
        self._bound = wanted
        is_other = False
        for action_id, keys in key_map(changes).items():
            shortcuts = [QKeySequence(each) for each in keys] if are_on else []
            if shortcuts != self._actions[action_id].shortcuts():
                self._actions[action_id].setShortcuts(shortcuts)
                is_other = True
        if is_other:
            self.keys_changed.emit()

    def set_met(self, need: Need, *, is_met: bool) -> None:
        """Let all actions with a need be used, or not; at first there are no messages."""
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
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        window.addActions([self._actions[spec.id] for spec in SPECS if spec.scope in _OF_WINDOW])
        self.retranslate()

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        for spec in SPECS:
            self._actions[spec.id].setText(spec.text())
        for menu_id, menu in self._menus.items():
            menu.setTitle(menu_title(menu_id))

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Let a dialog that holds the other windows back know the keys of the whole program."""
        if now is None or not now.window().isModal():
            return
        every = [self._actions[spec.id] for spec in SPECS if spec.scope is Scope.PROGRAM]
        known = now.window().actions()
        if every[0] not in known and self._is_over_window(now.window(), every[0]):
            now.window().addActions(every)

    @staticmethod
    def _is_over_window(dialog: QWidget, action: QAction) -> bool:
        """Tell whether a dialog belongs to a window that has the action."""
        below: QWidget | None = dialog.parentWidget()
        while below is not None and action not in below.actions():
            below = below.parentWidget()
        return below is not None

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(self)
        action.setObjectName(spec.id)
        action.setShortcutContext(_CONTEXTS[spec.scope])
        action.setMenuRole(spec.role)
        action.setCheckable(spec.is_checkable)
        if spec.icon:
            action.setIcon(icon(spec.icon))
        return action

    def _add(self, menu: QMenu, spec: ActionSpec) -> None:
        if spec.gap:
            menu.addSeparator()
        menu.addAction(self._actions[spec.id])
