"""Settings page: the relays, their keys, limits and order."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QMenu, QToolButton, QWidget

from supertoken_desktop.domain.ids import ProfileId, new_profile_id
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.dialogs import ask_text, ask_yes_no
from supertoken_desktop.ui.settings.fields import Page, Words
from supertoken_desktop.ui.settings.provider_form import ProviderForm
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.theme.palette import Theme

KNOWN_RELAYS = (
    ("SuperToken", "https://api.supertoken.cc/v1"),
    ("Token502", "https://api.token502.com/v1"),
)
_LIST_HEIGHT = 128


class ProvidersPage(Page):
    """A list of the relays above the form of the one that is chosen."""

    def __init__(
        self, profiles: Profiles, preferences: Preferences, theme: Theme, tasks: Tasks
    ) -> None:
        super().__init__(lambda: _("Providers"))
        self._profiles = profiles
        self._tasks = tasks
        self._list = QListWidget()
        self._list.setProperty("role", "field")
        self._list.setFixedHeight(_LIST_HEIGHT)
        self.say(self._list.setAccessibleName, lambda: _("Providers"))
        self._list.currentItemChanged.connect(self._on_current_changed)
        self._buttons = self._make_buttons()
        self._form = ProviderForm(profiles, preferences, theme, tasks)
        self.add(self._list, gap=metrics.SPACE_2)
        self.add(self._buttons)
        self.add(self._form, gap=metrics.SPACE_2)
        self._handle = profiles.changed.subscribe(self._on_profiles_changed)
        self.destroyed.connect(self._handle.close)
        self._on_profiles_changed(profiles.profiles)

    def _make_buttons(self) -> QWidget:
        self._add_menu = QMenu(self)
        for name, address in KNOWN_RELAYS:
            known = QAction(name, self._add_menu)
            known.triggered.connect(partial(self._add, name, address))
            self._add_menu.addAction(known)
        other = QAction(self._add_menu)
        self.say(other.setText, lambda: _("Another relay…"))
        other.triggered.connect(lambda: self._tasks.spawn(self._add_other()))
        self._add_menu.addAction(other)
        add = self._button("new", lambda: _("Add a provider"))
        add.setMenu(self._add_menu)
        add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        remove = self._button("delete", lambda: _("Remove the provider"))
        remove.clicked.connect(lambda: self._tasks.spawn(self._remove()))
        up = self._button("chevron-up", lambda: _("Move up"))
        up.clicked.connect(lambda: self._move(-1))
        down = self._button("chevron-down", lambda: _("Move down"))
        down.clicked.connect(lambda: self._move(1))
        self._needing_one = (remove, up, down)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(metrics.SPACE_1)
        for button in (add, remove, up, down):
            line.addWidget(button)
        line.addStretch(1)
        return row

    def _button(self, name: str, words: Words) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.say(button.setToolTip, words)
        self.say(button.setAccessibleName, words)
        return button

    def _on_profiles_changed(self, profiles: Sequence[ProviderProfile]) -> None:
        chosen = self._chosen_id()
        self._list.blockSignals(True)  # Qt's signature
        self._list.clear()
        for profile in profiles:
            item = QListWidgetItem(_("Demo") if profile.is_demo else profile.name)
            item.setData(Qt.ItemDataRole.UserRole, profile.id)
            self._list.addItem(item)
        rows = [profile.id for profile in profiles]
        at = rows.index(chosen) if chosen in rows else 0
        self._list.setCurrentRow(at if rows else -1)
        self._list.blockSignals(False)  # Qt's signature
        for button in self._needing_one:
            button.setEnabled(bool(rows))
        self._on_current_changed()

    def _on_current_changed(self) -> None:
        chosen = self._chosen_id()
        self._form.show_profile(self._profiles.get(chosen) if chosen else None)

    def _chosen_id(self) -> ProfileId | None:
        item = self._list.currentItem()
        return None if item is None else ProfileId(item.data(Qt.ItemDataRole.UserRole))

    def _add(self, name: str, address: str, *_checked: bool) -> None:
        self._tasks.spawn(self._add_profile(name, address))

    async def _add_profile(self, name: str, address: str) -> None:
        profile_id = new_profile_id()
        root = self._profiles.preview(address).root
        await self._profiles.add(ProviderProfile(profile_id, name, root, profile_id), None)
        self._choose(profile_id)
        self._form.focus_key()

    async def _add_other(self) -> None:
        address = await ask_text(
            self, _("Add a provider"), _("Address of the relay"), "https://", _("Add")
        )
        if address is None:
            return
        preview = self._profiles.preview(address)
        if preview.problem:
            await ask_yes_no(
                self,
                _("Add a provider"),
                _("{address} is no address of a relay.").format(address=address),
                _("OK"),
            )
            return
        await self._add_profile(preview.root.split("//", 1)[-1], address)

    async def _remove(self) -> None:
        chosen = self._chosen_id()
        profile = self._profiles.get(chosen) if chosen is not None else None
        if profile is None:
            return
        sure = await ask_yes_no(
            self,
            _("Remove the provider"),
            _("Remove {name} and its key? Conversations stay.").format(name=profile.name),
            _("Remove"),
            is_dangerous=True,
        )
        if sure:
            await self._profiles.remove(profile.id)

    def _move(self, step: int) -> None:
        rows = [profile.id for profile in self._profiles.profiles]
        chosen = self._chosen_id()
        if chosen is None:
            return
        at = rows.index(chosen)
        to = min(max(at + step, 0), len(rows) - 1)
        rows.insert(to, rows.pop(at))
        self._tasks.spawn(self._profiles.reorder(rows))

    def _choose(self, profile_id: ProfileId) -> None:
        rows = [profile.id for profile in self._profiles.profiles]
        self._list.setCurrentRow(rows.index(profile_id))
