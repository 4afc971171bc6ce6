"""The pages of the settings, in their order."""

from collections.abc import Callable
from dataclasses import dataclass

from supertoken_desktop.autostart import Autostart
from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles
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
from supertoken_desktop.ui.settings.shortcuts import ShortcutsPage
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
    """What the pages show and change."""

    preferences: Preferences
    profiles: Profiles
    catalogue: Catalogue
    folders: Folders
    history: Callable[[], HistoryState]
    tasks: Tasks
    autostart: Autostart
    has_tray: Callable[[], bool]


def pages_over(parts: SettingsParts) -> tuple[PageEntry, ...]:
    """Return all pages over what they change."""
    return (*_pages_about_chats(parts), *_pages_about_the_program(parts))


def _pages_about_chats(parts: SettingsParts) -> tuple[PageEntry, ...]:
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


def _pages_about_the_program(parts: SettingsParts) -> tuple[PageEntry, ...]:
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
            "network", lambda: _("Network"), "globe", lambda: NetworkPage(preferences, tasks)
        ),
        PageEntry(
            "data",
            lambda: _("Data"),
            "database",
            lambda: DataPage(parts.folders, profiles, parts.history),
        ),
    )
