"""Settings page: the relays, their keys, limits and order."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QMenu, QToolButton, QWidget

from supertoken_desktop.domain.ids import ProfileId, new_profile_id
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.provider_links import ProviderOffer, offer_in
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.i18n import _
from supertoken_desktop.settings import Settings
from supertoken_desktop.state_words import address_problem, profile_name
from supertoken_desktop.ui.dialogs import ask_text, ask_yes_no
from supertoken_desktop.ui.settings.fields import Page, Words
from supertoken_desktop.ui.settings.provider_form import ProviderForm
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.welcome.key_form import KNOWN_PROVIDERS

_LIST_HEIGHT = 136


class ProvidersPage(Page):
    """A list of the relays above the form of the one that is chosen."""

    def __init__(self, profiles: Profiles, preferences: Preferences, tasks: Tasks) -> None:
        super().__init__(lambda: _("Providers"))
        self._profiles = profiles
        self._tasks = tasks
        self._used_id = preferences.current.default_profile_id
        self._list = QListWidget()
        self._list.setProperty("role", "field")
        self._list.setFixedHeight(_LIST_HEIGHT)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Rows that are measured before the style sheet is known would be too low.
        self._list.ensurePolished()
        self.say(self._list.setAccessibleName, lambda: _("Providers"))
        self._list.currentItemChanged.connect(self._on_current_changed)
        self._form = ProviderForm(profiles, preferences, tasks)
        self.add(self._list, gap=metrics.SPACE_3)
        self.add(self._make_buttons(), gap=metrics.SPACE_1)
        self._none = self.line(lambda: _("There is no provider yet. Add one to chat with it."))
        self.add(self._none, gap=metrics.SPACE_2)
        self.add(self._form)
        self.hear(profiles.changed, self._show_profiles)
        self.hear(preferences.changed, self._on_settings_changed)
        self._show_profiles(profiles.profiles)

    def choose(self, profile_id: ProfileId) -> None:
        """Show the form of a provider; one that is not there changes nothing."""
        rows = [profile.id for profile in self._profiles.profiles]
        if profile_id in rows:
            self._list.setCurrentRow(rows.index(profile_id))

    async def settle(self) -> None:
        """Save now what waits for a pause in typing."""
        await self._form.settle()

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        super().retranslate()
        self._show_profiles(self._profiles.profiles)

    def _make_buttons(self) -> QWidget:
        add = self._tool("plus", lambda: _("Add a provider"))
        add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.say(add.setText, lambda: _("Add"))
        add.setMenu(self._make_menu())
        add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._remove_button = self._tool("delete", lambda: _("Remove the provider"))
        self._remove_button.clicked.connect(lambda: self._tasks.spawn(self._remove()))
        self._up = self._tool("chevron-up", lambda: _("Move up"))
        self._up.clicked.connect(lambda: self._move(-1))
        self._down = self._tool("chevron-down", lambda: _("Move down"))
        self._down.clicked.connect(lambda: self._move(1))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(metrics.SPACE_1)
        for button in (add, self._remove_button, self._up, self._down):
            line.addWidget(button)
        line.addStretch(1)
        return row

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        for known in KNOWN_PROVIDERS:
            action = QAction(known.name, menu)
            action.triggered.connect(partial(self._add, known.name, known.address))
            menu.addAction(action)
        other = QAction(menu)
        self.say(other.setText, lambda: _("Another relay…"))
        other.triggered.connect(lambda: self._tasks.spawn(self._add_other()))
        menu.addAction(other)
        return menu

    def _tool(self, name: str, words: Words) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.say(button.setToolTip, words)
        self.say(button.setAccessibleName, words)
        return button

    def _show_profiles(self, profiles: Sequence[ProviderProfile]) -> None:
        chosen = self._chosen_id()
        current = self._profiles.current
        rows = [profile.id for profile in profiles]
        self._list.blockSignals(True)  # Qt's signature
        if rows != [self._id_at(at) for at in range(self._list.count())]:
            self._list.clear()
            for _profile in profiles:
                self._list.addItem("")
        for at, profile in enumerate(profiles):
            item = self._list.item(at)
            item.setData(Qt.ItemDataRole.UserRole, profile.id)
            item.setText(_line_of(profile, is_used=profile is current))
        at = rows.index(chosen) if chosen in rows else 0
        self._list.setCurrentRow(at if rows else -1)
        self._list.blockSignals(False)  # Qt's signature
        self._none.setVisible(not rows)
        self._on_current_changed()

    def _on_settings_changed(self, settings: Settings) -> None:
        if settings.default_profile_id != self._used_id:
            self._used_id = settings.default_profile_id
            self._show_profiles(self._profiles.profiles)

    def _on_current_changed(self) -> None:
        profile = self._profiles.get(self._chosen_id())
        self._form.show_profile(profile)
        saved = [p.id for p in self._profiles.profiles if self._profiles.is_saved(p.id)]
        at = saved.index(profile.id) if profile is not None and profile.id in saved else None
        self._remove_button.setEnabled(profile is not None and not profile.is_demo)
        self._up.setEnabled(at is not None and at > 0)
        self._down.setEnabled(at is not None and at < len(saved) - 1)

    def _chosen_id(self) -> ProfileId | None:
        return self._id_at(self._list.currentRow())

    def _id_at(self, row: int) -> ProfileId | None:
        item: QListWidgetItem | None = self._list.item(row)
        return None if item is None else ProfileId(item.data(Qt.ItemDataRole.UserRole))

    def _add(self, name: str, address: str, *_checked: bool) -> None:
        self._tasks.spawn(self._add_profile(name, address))

    async def _add_profile(self, name: str, address: str, key: Secret | None = None) -> None:
        profile_id = new_profile_id()
        root = self._profiles.preview(address).root
        profile = ProviderProfile(profile_id, name, root, secret_ref=f"profile-{profile_id}")
        await self._profiles.add(profile, key)
        self.choose(profile_id)
        if key is None:
            self._form.focus_key()

    async def _add_other(self) -> None:
        """Ask for an address, or a link that holds one, until it is, or the user turns away."""
        label, text = _("Address of the relay"), "https://"
        while True:
            address = await ask_text(self, _("Add a provider"), label, text, _("Add"))
            if address is None:
                return
            offer = offer_in(address) or ProviderOffer(address)
            preview = self._profiles.preview(offer.address)
            if not preview.problem:
                break
            label, text = address_problem(preview.problem), address
        name = offer.name or _host_of(preview.root)
        await self._add_profile(name, preview.root, offer.key)

    async def _remove(self) -> None:
        profile = self._profiles.get(self._chosen_id())
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
        chosen = self._chosen_id()
        rows = [p.id for p in self._profiles.profiles if self._profiles.is_saved(p.id)]
        if chosen not in rows:
            return
        at = rows.index(chosen)
        to = min(max(at + step, 0), len(rows) - 1)
        rows.insert(to, rows.pop(at))
        self._tasks.spawn(self._profiles.reorder(rows))


def _line_of(profile: ProviderProfile, *, is_used: bool) -> str:
    name = profile_name(profile)
    return _("{name} (for new chats)").format(name=name) if is_used else name


def _host_of(root: str) -> str:
    return root.partition("://")[2].partition("/")[0] or root
