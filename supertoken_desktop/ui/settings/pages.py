"""The pages of the settings, in their order."""

from collections.abc import Callable
from dataclasses import dataclass

from supertoken_desktop.autostart import Autostart
from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.engine.updates import Updates
from supertoken_desktop.i18n import _
from supertoken_desktop.paths import Folders
from supertoken_desktop.ui.settings.appearance import AppearancePage
from supertoken_desktop.ui.settings.behaviour import BehaviourPage
from supertoken_desktop.ui.settings.data import DataPage
from supertoken_desktop.ui.settings.desktop import DesktopPage
from supertoken_desktop.ui.settings.fields import Page, Words
from supertoken_desktop.ui.settings.models import ModelsPage
from supertoken_desktop.ui.settings.network import NetworkPage
from supertoken_desktop.ui.settings.parameters import ParametersPage
from supertoken_desktop.ui.settings.providers import ProvidersPage
from supertoken_desktop.ui.settings.quick import MakeField, QuickPage
from supertoken_desktop.ui.settings.shortcuts import ShortcutsPage
from supertoken_desktop.ui.settings.updates import UpdatesPage
from supertoken_desktop.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page: its name in the program, its title, its icon, and what makes it when it is shown."""

    name: str
    title: Words
    icon: str
    make: Callable[[], Page]


@dataclass(frozen=True, slots=True)
class SettingsParts:
    """What the pages show and change; `make_hotkey_field` makes a block of the page "quick"."""

    preferences: Preferences
    profiles: Profiles
    catalogue: Catalogue
    folders: Folders
    history: Callable[[], HistoryState]
    tasks: Tasks
    autostart: Autostart
    has_tray: Callable[[], bool]
    updates: Updates
    show_notes: Callable[[], None]
    make_hotkey_field: MakeField | None = None


def pages_over(parts: SettingsParts) -> tuple[PageEntry, ...]:
    """Return all pages over what they change."""
    return (*_relay_pages(parts), *_window_pages(parts), *_program_pages(parts))


def _relay_pages(parts: SettingsParts) -> tuple[PageEntry, ...]:
    """Return the pages about whom is asked, and how."""
    preferences, profiles, tasks = parts.preferences, parts.profiles, parts.tasks
    return (
        PageEntry(
            "providers",
            lambda: _("Providers"),
            "link",
            lambda: ProvidersPage(profiles, preferences, tasks),
        ),
        PageEntry(
            "models",
            lambda: _("Models"),
            "model",
            lambda: ModelsPage(profiles, parts.catalogue, tasks),
        ),
        PageEntry(
            "parameters",
            lambda: _("Parameters"),
            "sliders",
            lambda: ParametersPage(preferences, tasks),
        ),
    )


def _window_pages(parts: SettingsParts) -> tuple[PageEntry, ...]:
    """Return the pages about how the program looks and behaves."""
    preferences, profiles, tasks = parts.preferences, parts.profiles, parts.tasks
    return (
        PageEntry(
            "appearance",
            lambda: _("Appearance"),
            "palette",
            lambda: AppearancePage(preferences, tasks),
        ),
        PageEntry(
            "behaviour",
            lambda: _("Behaviour"),
            "switches",
            lambda: BehaviourPage(preferences, tasks),
        ),
        PageEntry(
            "shortcuts",
            lambda: _("Keyboard"),
            "keyboard",
            lambda: ShortcutsPage(preferences, tasks),
        ),
        PageEntry(
            "desktop",
            lambda: _("Tray and notifications"),
            "bell",
            lambda: DesktopPage(preferences, tasks, parts.autostart, parts.has_tray),
        ),
        PageEntry(
            "quick",
            lambda: _("Quick prompt"),
            "quick",
            lambda: QuickPage(
                preferences, profiles, parts.catalogue, tasks, parts.make_hotkey_field
            ),
        ),
    )


def _program_pages(parts: SettingsParts) -> tuple[PageEntry, ...]:
    """Return the pages about the program and its files."""
    preferences, tasks = parts.preferences, parts.tasks
    return (
        PageEntry(
            "network", lambda: _("Network"), "globe", lambda: NetworkPage(preferences, tasks)
        ),
        PageEntry(
            "data",
            lambda: _("Data"),
            "database",
            lambda: DataPage(parts.folders, parts.profiles, parts.history),
        ),
        PageEntry("updates", lambda: _("Updates"), "info", lambda: _updates_page(parts)),
    )


def _updates_page(parts: SettingsParts) -> Page:
    page = UpdatesPage(parts.updates, parts.preferences, parts.tasks)
    page.notes_wanted.connect(parts.show_notes)
    return page
