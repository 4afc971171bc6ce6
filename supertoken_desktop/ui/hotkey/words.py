"""What to say of the hotkey: keys by their names, how things stand, and how to bind a command."""

import sys
from typing import assert_never

from PySide6.QtGui import QKeySequence

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.hotkey.choose import Desk
from supertoken_desktop.ui.hotkey.holder import Problem
from supertoken_desktop.ui.hotkey.hotkey import HotkeyState, Refusal
from supertoken_desktop.ui.hotkey.keys import Combination, Modifier

_FORM = QKeySequence.SequenceFormat


def key_words(combination: Combination) -> str:
    """Return a combination by the names that are written on its keys."""
    if sys.platform == "darwin":
        return _native(str(combination))
    held = [held_words(modifier) for modifier in Modifier if modifier in combination.modifiers]
    return "+".join([*held, _native(combination.key)])


def held_words(modifier: Modifier) -> str:
    """Return a key that is held down by its name."""
    if sys.platform == "darwin":
        return _native(f"{modifier.value}+A").removesuffix("A")
    return meta_words() if modifier is Modifier.META else modifier.value


def meta_words() -> str:
    """Return the name of the key with the system's sign on it."""
    return "Win" if sys.platform == "win32" else "Super"


def needs_words(combination: Combination | None) -> str:
    """Say why keys cannot be a hotkey at all; None is a key that has no name."""
    if combination is None:
        return _("This key cannot be used here. Choose another one.")
    keys = key_words(combination)
    if sys.platform == "darwin":
        return _("{keys} is needed for typing. Hold ⌘, ⌥ or ⌃ with it.").format(keys=keys)
    return _("{keys} is needed for typing. Hold Ctrl, Alt or {system_key} with it.").format(
        keys=keys, system_key=meta_words()
    )


def held_keys_words(state: HotkeyState) -> str:
    """Return the keys that open the quick prompt, "" for none that are known."""
    if state.trigger is not None:
        return state.trigger
    return "" if state.held is None else key_words(state.held)


def state_words(state: HotkeyState) -> str:
    """Say what opens the quick prompt now."""
    if state.asked is not None:
        return _("Asking for {keys} …").format(keys=key_words(state.asked))
    if state.held is None:
        return _("Off: no keys are taken from other programs.")
    if state.trigger is None:
        keys = key_words(state.held)
        return _("{keys} opens the quick prompt from every program.").format(keys=keys)
    if state.trigger:
        return _(
            "{keys} opens the quick prompt from every program. Your desktop chose these keys; "
            "change them in its keyboard settings."
        ).format(keys=state.trigger)
    return _(
        "Your desktop knows the quick prompt and has given it no keys yet. "
        "Do so in its keyboard settings."
    )


def refusal_words(refusal: Refusal) -> str:
    """Say why a combination is not held, and what to do."""
    keys = key_words(refusal.combination)
    match refusal.problem:
        case Problem.TAKEN:
            words = _("{keys} is held by another program. Choose other keys, or free them there.")
        case Problem.NO_SUCH_KEY:
            words = _("{keys} cannot be had with this keyboard. Choose other keys.")
        case Problem.DECLINED:
            words = _("{keys} was declined in the question that your desktop asked.")
        case Problem.NO_ANSWER:
            words = _("Your desktop was asked for {keys} and did not answer.")
        case Problem.REFUSED:
            words = _("The system did not give {keys} and did not say why.")
        case Problem.LOST:
            words = _("{keys} no longer works: the connection to the desktop has ended.")
        case Problem.NOT_INSTALLED:
            words = _("Your desktop gives keys to installed programs only, and this one is not.")
        case Problem.NO_PORTAL:
            words = _("This desktop lets no program have keys that work everywhere.")
        case Problem.NO_WAY:
            words = _("In this session no program can have keys that work everywhere.")
        case _:
            assert_never(refusal.problem)
    return words.format(keys=keys)


def binding_words(desk: Desk) -> str:
    """Say where a desktop binds a command to keys."""
    match desk:
        case Desk.GNOME:
            return _(
                "You can bind this command to keys in GNOME yourself: open Settings, Keyboard, "
                "View and Customise Shortcuts, Custom Shortcuts, and add one."
            )
        case Desk.KDE:
            return _(
                "You can bind this command to keys in KDE yourself: open System Settings, "
                "Keyboard, Shortcuts, and choose Add New, Command or Script."
            )
        case Desk.XFCE:
            return _(
                "You can bind this command to keys in Xfce yourself: open Settings, Keyboard, "
                "Application Shortcuts, and choose Add."
            )
        case Desk.WINDOWS:
            return _(
                "You can bind this command to keys in Windows yourself: make a shortcut to it on "
                "the desktop, open its Properties, and press the keys in the field Shortcut key."
            )
        case Desk.MACOS:
            return _(
                "You can bind this command to keys on a Mac yourself: in the app Shortcuts, make "
                "a shortcut that runs it as a shell script, and add a keyboard shortcut there."
            )
        case Desk.OTHER:
            return _(
                "You can bind this command to keys yourself, in the keyboard settings of your "
                "desktop."
            )
        case _:
            assert_never(desk)


def _native(text: str) -> str:
    return QKeySequence(text, _FORM.PortableText).toString(_FORM.NativeText)
