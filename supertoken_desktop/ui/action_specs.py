"""What the user can do: id, text, keys, icon, menu, and what must be there first."""

import enum
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence

from supertoken_desktop.i18n import _


class Need(enum.Enum):
    """What must be there before an action makes sense.

    CHAT is the list and the page beside it, which the welcome page stands in for at first;
    CONVERSATION is one that is open or chosen in the list.
    """

    NOTHING = enum.auto()
    CHAT = enum.auto()
    CONVERSATION = enum.auto()
    QUESTION = enum.auto()
    ANSWER = enum.auto()
    RUNNING = enum.auto()


class MenuId(enum.Enum):
    """The menus of the menu bar, in their order."""

    FILE = enum.auto()
    EDIT = enum.auto()
    VIEW = enum.auto()
    CONVERSATION = enum.auto()
    HELP = enum.auto()


def menu_title(menu_id: MenuId) -> str:
    """Return a menu's title, with the letter that opens it behind "&"."""
    titles = {
        MenuId.FILE: _("&File"),
        MenuId.EDIT: _("&Edit"),
        MenuId.VIEW: _("&View"),
        MenuId.CONVERSATION: _("&Conversation"),
        MenuId.HELP: _("&Help"),
    }
    return titles[menu_id]


class Scope(enum.Enum):
    """Where the keys of an action work.

    Those of LIST and CHAT obey only while the focus is there, so that Del in a text never deletes
    a chat; those of PROGRAM work in every window of ours.
    """

    WINDOW = enum.auto()
    PROGRAM = enum.auto()
    LIST = enum.auto()
    CHAT = enum.auto()


_STANDARD = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. `text` is looked up whenever the language changes; `keys` are portable.

    `standard` is what Qt calls it: the platform's own keys for that come before `keys`. `gap` puts
    a line before it in the menu. One that `is_checkable` is a switch.
    """

    id: str
    text: Callable[[], str]
    menu: MenuId
    keys: tuple[str, ...] = ()
    icon: str = ""
    need: Need = Need.CHAT
    scope: Scope = Scope.WINDOW
    gap: bool = False
    is_checkable: bool = False
    role: QAction.MenuRole = QAction.MenuRole.NoRole
    standard: QKeySequence.StandardKey | None = None


SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "new",
        lambda: _("New chat"),
        MenuId.FILE,
        ("Ctrl+N", "Ctrl+Shift+O"),
        "new",
        standard=_STANDARD.New,
    ),
    ActionSpec(
        "quick-prompt", lambda: _("Quick prompt"), MenuId.FILE, (), "quick", need=Need.NOTHING
    ),
    ActionSpec(
        "pause",
        lambda: _("Pause new requests"),
        MenuId.FILE,
        icon="pause",
        gap=True,
        is_checkable=True,
        need=Need.NOTHING,
    ),
    ActionSpec(
        "settings",
        lambda: _("Settings…"),
        MenuId.FILE,
        ("Ctrl+,",),
        "settings",
        gap=True,
        role=QAction.MenuRole.PreferencesRole,
        standard=_STANDARD.Preferences,
        need=Need.NOTHING,
    ),
    ActionSpec(
        "quit",
        lambda: _("Quit"),
        MenuId.FILE,
        ("Ctrl+Q",),
        gap=True,
        role=QAction.MenuRole.QuitRole,
        standard=_STANDARD.Quit,
        need=Need.NOTHING,
    ),
    ActionSpec(
        "copy-answer",
        lambda: _("Copy last answer"),
        MenuId.EDIT,
        ("Ctrl+Shift+C",),
        "copy",
        Need.ANSWER,
    ),
    ActionSpec(
        "copy-code",
        lambda: _("Copy last code block"),
        MenuId.EDIT,
        ("Ctrl+Shift+;",),
        "copy",
        Need.ANSWER,
        Scope.PROGRAM,
    ),
    ActionSpec(
        "copy-code-pick",
        lambda: _("Choose a code block to copy…"),
        MenuId.EDIT,
        ("Ctrl+Shift+B",),
        "copy",
        Need.ANSWER,
        Scope.PROGRAM,
    ),
    ActionSpec(
        "copy-commands",
        lambda: _("Copy last code block without prompts and comments"),
        MenuId.EDIT,
        (),
        "copy",
        Need.ANSWER,
        Scope.PROGRAM,
    ),
    ActionSpec(
        "copy-chat",
        lambda: _("Copy chat as Markdown"),
        MenuId.EDIT,
        (),
        "copy",
        Need.QUESTION,
    ),
    ActionSpec(
        "edit-question",
        lambda: _("Edit last question"),
        MenuId.EDIT,
        ("Ctrl+Shift+E",),
        "edit",
        Need.QUESTION,
        gap=True,
    ),
    ActionSpec(
        "find",
        lambda: _("Find in this chat…"),
        MenuId.EDIT,
        ("Ctrl+F",),
        "search",
        Need.QUESTION,
        gap=True,
        standard=_STANDARD.Find,
    ),
    ActionSpec(
        "find-next",
        lambda: _("Next hit"),
        MenuId.EDIT,
        ("F3",),
        "chevron-down",
        Need.QUESTION,
        standard=_STANDARD.FindNext,
    ),
    ActionSpec(
        "find-previous",
        lambda: _("Previous hit"),
        MenuId.EDIT,
        ("Shift+F3",),
        "chevron-up",
        Need.QUESTION,
        standard=_STANDARD.FindPrevious,
    ),
    ActionSpec("search", lambda: _("Search chats"), MenuId.EDIT, ("Ctrl+K",), "search", gap=True),
    ActionSpec(
        "toggle-list", lambda: _("Show or hide the chat list"), MenuId.VIEW, ("Ctrl+[",), "sidebar"
    ),
    ActionSpec(
        "focus-composer", lambda: _("Go to the message field"), MenuId.VIEW, ("Shift+Esc",), "edit"
    ),
    ActionSpec(
        "previous-message",
        lambda: _("Previous message"),
        MenuId.VIEW,
        ("Alt+Up",),
        "chevron-up",
        Need.QUESTION,
        gap=True,
    ),
    ActionSpec(
        "next-message",
        lambda: _("Next message"),
        MenuId.VIEW,
        ("Alt+Down",),
        "chevron-down",
        Need.QUESTION,
    ),
    ActionSpec(
        "go-top",
        lambda: _("Beginning of the chat"),
        MenuId.VIEW,
        ("Ctrl+Home",),
        "arrow-up",
        Need.QUESTION,
        scope=Scope.CHAT,
        standard=_STANDARD.MoveToStartOfDocument,
    ),
    ActionSpec(
        "go-end",
        lambda: _("End of the chat"),
        MenuId.VIEW,
        ("Ctrl+End",),
        "arrow-down",
        Need.QUESTION,
        scope=Scope.CHAT,
        standard=_STANDARD.MoveToEndOfDocument,
    ),
    ActionSpec(
        "zoom-in",
        lambda: _("Zoom in"),
        MenuId.VIEW,
        ("Ctrl++", "Ctrl+="),
        "zoom-in",
        gap=True,
        standard=_STANDARD.ZoomIn,
    ),
    ActionSpec(
        "zoom-out",
        lambda: _("Zoom out"),
        MenuId.VIEW,
        ("Ctrl+-",),
        "zoom-out",
        standard=_STANDARD.ZoomOut,
    ),
    ActionSpec("zoom-usual", lambda: _("Usual size"), MenuId.VIEW, ("Ctrl+0",), "zoom-usual"),
    ActionSpec(
        "next-chat",
        lambda: _("Next chat"),
        MenuId.VIEW,
        ("Ctrl+Tab",),
        "chevron-down",
        gap=True,
        standard=_STANDARD.NextChild,
    ),
    ActionSpec(
        "previous-chat",
        lambda: _("Previous chat"),
        MenuId.VIEW,
        ("Ctrl+Shift+Tab",),
        "chevron-up",
        standard=_STANDARD.PreviousChild,
    ),
    ActionSpec(
        "regenerate",
        lambda: _("Answer again"),
        MenuId.CONVERSATION,
        ("Ctrl+R",),
        "regenerate",
        Need.ANSWER,
    ),
    ActionSpec(
        "quote-answer",
        lambda: _("Quote the selection or the last answer"),
        MenuId.CONVERSATION,
        (),
        "quote",
        Need.ANSWER,
    ),
    ActionSpec(
        "branch-answer",
        lambda: _("Branch after the last answer"),
        MenuId.CONVERSATION,
        (),
        "branch",
        Need.ANSWER,
    ),
    ActionSpec(
        "pin-answer",
        lambda: _("Pin or unpin the last answer"),
        MenuId.CONVERSATION,
        (),
        "pin",
        Need.ANSWER,
    ),
    ActionSpec(
        "raw-answer",
        lambda: _("Raw request and last answer…"),
        MenuId.CONVERSATION,
        (),
        "raw",
        Need.ANSWER,
    ),
    ActionSpec(
        "stop",
        lambda: _("Stop the answer"),
        MenuId.CONVERSATION,
        ("Esc",),
        "stop",
        Need.RUNNING,
        standard=_STANDARD.Cancel,
    ),
    ActionSpec(
        "choose-model",
        lambda: _("Choose a model…"),
        MenuId.CONVERSATION,
        ("Ctrl+Shift+M",),
        "model",
        gap=True,
    ),
    ActionSpec(
        "rename",
        lambda: _("Rename"),
        MenuId.CONVERSATION,
        ("F2",),
        "rename",
        gap=True,
        need=Need.CONVERSATION,
    ),
    ActionSpec(
        "pin", lambda: _("Pin or unpin"), MenuId.CONVERSATION, (), "pin", need=Need.CONVERSATION
    ),
    ActionSpec(
        "delete",
        lambda: _("Delete"),
        MenuId.CONVERSATION,
        ("Del",),
        "delete",
        scope=Scope.LIST,
        gap=True,
        need=Need.CONVERSATION,
    ),
    ActionSpec(
        "help",
        lambda: _("Help"),
        MenuId.HELP,
        ("F1",),
        "help",
        scope=Scope.PROGRAM,
        standard=_STANDARD.HelpContents,
        need=Need.NOTHING,
    ),
    ActionSpec(
        "shortcuts",
        lambda: _("Keyboard shortcuts…"),
        MenuId.HELP,
        ("Ctrl+/",),
        "keyboard",
        need=Need.NOTHING,
    ),
    ActionSpec(
        "check-updates",
        lambda: _("Look for new versions…"),
        MenuId.HELP,
        gap=True,
        need=Need.NOTHING,
    ),
    ActionSpec(
        "about",
        lambda: _("About SuperToken Desktop"),
        MenuId.HELP,
        icon="info",
        role=QAction.MenuRole.AboutRole,
        need=Need.NOTHING,
    ),
)
