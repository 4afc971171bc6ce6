"""Settings page: the keys of every action, found by name or by key, changed and reset."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QToolButton

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.action_specs import ActionSpec
from supertoken_desktop.ui.dialogs import ask_yes_no
from supertoken_desktop.ui.key_map import (
    MOST_KEYS,
    key_map,
    owner_of,
    portable,
    refusal,
    taken_over,
    usual_keys,
    with_keys,
)
from supertoken_desktop.ui.plain_label import paint
from supertoken_desktop.ui.settings.fields import side_by_side, text_line
from supertoken_desktop.ui.settings.preference import PreferencePage
from supertoken_desktop.ui.settings.shortcut_recorder import ShortcutRecorder, keys_text
from supertoken_desktop.ui.settings.shortcuts_table import ShortcutTable, ShortcutTableModel
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon

_TABLE_HEIGHT = 216


@dataclass(frozen=True, slots=True)
class _Clash:
    """What waits for a word: an action shall have `keys`, and another has `key` among them."""

    action: ActionSpec
    key: str
    keys: tuple[str, ...]


class ShortcutsPage(PreferencePage):
    """A table of all actions, and below it the field in which the keys of one are recorded."""

    def __init__(self, preferences: Preferences, tasks: Tasks) -> None:
        super().__init__(lambda: _("Keyboard"), preferences, tasks)
        self._tasks = tasks
        self._adds = False
        self._clash: _Clash | None = None
        self._search = QLineEdit()
        self._search.setClearButtonEnabled(True)
        self._search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._sought = ShortcutRecorder()
        self._sought.hide()
        self._by_key = QToolButton()
        self._by_key.setIcon(icon("keyboard"))
        self._by_key.setIconSize(QSize(metrics.ICON, metrics.ICON))
        self._source = ShortcutTableModel()
        self._table = ShortcutTable(self._source)
        self._table.setMinimumHeight(_TABLE_HEIGHT)
        self._nothing = self.line(lambda: _("No action has this name or these keys."))
        self._caption = text_line("")
        self._keys = ShortcutRecorder()
        self._more = self.button(lambda: _("Add keys"))
        self._none = self.button(lambda: _("No keys"))
        self._usual = self.button(lambda: _("Reset"), lambda: _("Reset the keys of this action"))
        self._problem = text_line("error")
        self._take = self.button(lambda: _("Take it over"))
        self._all_usual = self.button(lambda: _("Reset all keys"))
        self._lay_out()
        self._connect()
        self.tie("shortcuts", self._table, lambda _value: self._show_keys())
        self.retranslate()

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        super().retranslate()
        self._source.retranslate()
        self._table.narrow(self._search.text())
        self._show_chosen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc turn down what "Take it over" offers, before it closes anything."""
        if event.key() == Qt.Key.Key_Escape and self._clash is not None:
            self._say_problem("")
            self._table.setFocus()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self._add_switch()
        self.say(self._search.setPlaceholderText, lambda: _("Search actions or keys"))
        self.say(self._search.setAccessibleName, lambda: _("Search actions or keys"))
        self.say(self._sought.setAccessibleName, lambda: _("Keys to look for"))
        self.say(self._by_key.setToolTip, lambda: _("Find an action by pressing its keys"))
        self.say(self._by_key.setAccessibleName, lambda: _("Find an action by pressing its keys"))
        self._search.setObjectName("search")
        self.add(side_by_side(self._search, self._sought, self._by_key), gap=metrics.SPACE_3)
        self.say(self._table.setAccessibleName, lambda: _("Actions and their keys"))
        self.add(self._table, gap=metrics.SPACE_1, grows=True)
        self.add(self._nothing)
        self._nothing.hide()
        self._caption.setBuddy(self._keys)
        self.add(self._caption, gap=metrics.SPACE_2)
        self.add(side_by_side(self._keys, self._more, self._none, self._usual))
        self._problem.hide()
        self._take.hide()
        self.add(side_by_side(self._problem, self._take))
        hint = self.line(
            lambda: _("Enter records other keys, Del takes them away. Bold is changed.")
        )
        self.add(side_by_side(hint, self._all_usual), gap=metrics.SPACE_2)

    def _add_switch(self) -> None:
        switch = QCheckBox()
        self.tie("use_shortcuts", switch, lambda is_on: switch.setChecked(is_on is True))
        switch.clicked.connect(lambda is_on: self.change("use_shortcuts", is_on))
        self.say(switch.setText, lambda: _("Use keyboard shortcuts"))
        self.say(switch.setAccessibleName, lambda: _("Use keyboard shortcuts"))
        self.add(switch, gap=metrics.SPACE_2)

    def _connect(self) -> None:
        self._search.textChanged.connect(self._on_searched)
        self._by_key.clicked.connect(self._on_by_key)
        self._sought.recorded.connect(lambda keys: self._search.setText(keys_text((keys,))))
        self._sought.ended.connect(self._on_sought)
        self._table.on_chosen(self._show_chosen)
        self._table.change_wanted.connect(self._keys.begin)
        self._table.clear_wanted.connect(self._clear)
        self._keys.recorded.connect(self._on_recorded)
        self._keys.cleared.connect(self._clear)
        self._keys.ended.connect(self._on_ended)
        self._more.clicked.connect(self._on_more)
        self._none.clicked.connect(self._clear)
        self._usual.clicked.connect(self._on_usual)
        self._take.clicked.connect(self._on_taken)
        self._all_usual.clicked.connect(lambda: self._tasks.spawn(self._reset_all()))

    @property
    def _changes(self) -> tuple[str, ...]:
        return self._preferences.current.shortcuts

    def _show_keys(self) -> None:
        self._source.show_keys(key_map(self._changes))
        self._table.narrow(self._search.text())
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Show the keys of the chosen action; what was said of another one goes."""
        self._say_problem("")
        spec = self._table.chosen()
        keys = key_map(self._changes)[spec.id] if spec is not None else ()
        name = spec.text() if spec is not None else ""
        words = _("Keys of “{action}”").format(action=name) if spec is not None else ""
        self._caption.setText(words)
        self._keys.setAccessibleName(words)
        self._keys.show_keys(keys_text(keys))
        self._keys.setEnabled(spec is not None)
        self._more.setEnabled(spec is not None and len(keys) < MOST_KEYS)
        self._none.setEnabled(bool(keys))
        self._usual.setEnabled(spec is not None and keys != usual_keys(spec))
        self._all_usual.setEnabled(bool(self._changes))

    def _on_searched(self, words: str) -> None:
        self._table.narrow(words)
        self._nothing.setVisible(not self._table.shown_count)
        self._show_chosen()

    def _on_by_key(self) -> None:
        self._search.hide()
        self._sought.show()
        self._sought.begin()

    def _on_sought(self) -> None:
        self._sought.hide()
        self._search.show()
        self._search.setFocus()

    def _on_more(self) -> None:
        self._adds = True
        self._keys.begin()

    def _on_ended(self) -> None:
        self._adds = False

    def _on_recorded(self, key: str) -> None:
        spec = self._table.chosen()
        if spec is None:
            return
        had = key_map(self._changes)[spec.id]
        keys = tuple(dict.fromkeys((*had, key))) if self._adds else (key,)
        self._give(spec, key, keys)

    def _give(self, spec: ActionSpec, key: str, keys: tuple[str, ...]) -> None:
        """Give an action its keys, unless the newest can't be used or belongs to another."""
        reason = refusal(key, spec)
        if key == portable(self._preferences.current.hotkey):
            reason = _("The quick prompt has these keys as its hotkey.")
        owner = owner_of(key, spec, key_map(self._changes))
        if reason:
            self._say_problem(_("{keys}: {reason}").format(keys=keys_text((key,)), reason=reason))
        elif owner is not None:
            self._say_clash(_Clash(spec, key, keys), owner)
        else:
            self.change("shortcuts", with_keys(self._changes, spec.id, keys))

    def _clear(self) -> None:
        spec = self._table.chosen()
        if spec is not None:
            self.change("shortcuts", with_keys(self._changes, spec.id, ()))

    def _on_usual(self) -> None:
        """Bring the usual keys back, and ask for those that another action has by now."""
        spec = self._table.chosen()
        if spec is None:
            return
        changes = with_keys(self._changes, spec.id, None)
        keys, usual = key_map(changes)[spec.id], usual_keys(spec)
        lost = next((each for each in usual if each not in keys), None)
        owner = owner_of(lost, spec, key_map(changes)) if lost is not None else None
        if lost is not None and owner is not None:
            self._say_clash(_Clash(spec, lost, usual), owner)
        else:
            self.change("shortcuts", changes)

    def _on_taken(self) -> None:
        clash, self._clash = self._clash, None
        if clash is not None:
            changes = self._changes
            for key in clash.keys:
                changes = taken_over(changes, clash.action.id, key)
            self.change("shortcuts", with_keys(changes, clash.action.id, clash.keys))
            self._table.setFocus()

    def _say_clash(self, clash: _Clash, owner: ActionSpec) -> None:
        words = _("{keys} belongs to “{action}”.")
        self._say_problem(words.format(keys=keys_text((clash.key,)), action=owner.text()))
        self._clash = clash
        self._take.show()
        self._take.setFocus()

    def _say_problem(self, words: str) -> None:
        self._clash = None
        self._take.hide()
        paint(self._problem, words, "error")
        self._problem.setVisible(bool(words))
        self._keys.setAccessibleDescription(words)

    async def _reset_all(self) -> None:
        is_sure = await ask_yes_no(
            self,
            _("Reset all keys"),
            _("All actions get their usual keys back. What you changed is lost."),
            _("Reset all keys"),
            is_dangerous=True,
        )
        if is_sure:
            self.change("shortcuts", ())
