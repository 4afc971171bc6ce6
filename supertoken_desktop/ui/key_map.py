"""Which keys belong to which action: the usual ones of the platform, and what the user changed.

Pure but for Qt's tables of keys. The user's changes are lines of the settings: an action's id and
its keys in Qt's portable form, separated by tabs; an id alone takes all keys away.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.action_specs import SPECS, ActionSpec, Scope

KeyMap = Mapping[str, tuple[str, ...]]

MOST_KEYS = 4
_PORTABLE = QKeySequence.SequenceFormat.PortableText
_STANDARD = QKeySequence.StandardKey
_MODIFIER = Qt.KeyboardModifier
_SEPARATOR = "\t"
_SPECS = {spec.id: spec for spec in SPECS}
# What text fields need wherever the caret is; the keys are the platform's own.
_OF_TEXT = (
    *(_STANDARD.Copy, _STANDARD.Cut, _STANDARD.Paste, _STANDARD.Undo, _STANDARD.Redo),
    *(_STANDARD.SelectAll, _STANDARD.Delete, _STANDARD.Backspace),
    *(_STANDARD.DeleteStartOfWord, _STANDARD.DeleteEndOfWord, _STANDARD.DeleteCompleteLine),
    *(_STANDARD.MoveToNextWord, _STANDARD.MoveToPreviousWord),
    *(_STANDARD.MoveToStartOfLine, _STANDARD.MoveToEndOfLine),
    *(_STANDARD.MoveToStartOfDocument, _STANDARD.MoveToEndOfDocument),
    *(_STANDARD.SelectNextWord, _STANDARD.SelectPreviousWord),
    *(_STANDARD.SelectStartOfDocument, _STANDARD.SelectEndOfDocument),
)
_ALWAYS_OF_TEXT = ("Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Z", "Ctrl+Y", "Ctrl+A")
_OF_SENDING = ("Ctrl+Return", "Ctrl+Enter", "Shift+Return", "Shift+Enter")
_OF_WINDOWS = ("Ctrl+W", "Alt+F4", "Ctrl+F4", "Alt+Tab", "Alt+Space")
# On a keyboard with the layout of the United States these are one key, with Shift and without.
_SHIFTED = dict(zip('~!@#$%^&*()_+{}|:"<>?', "`1234567890-=[]\\;',./", strict=True))


def key_map(changes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the keys of every action; a change that can't be made leaves the usual keys.

    What the user chose goes before what is usual: an action whose usual key was given to another
    does without it.
    """
    found: dict[str, tuple[str, ...]] = {}
    for line in changes:
        action_id, *keys = line.split(_SEPARATOR)
        spec = _SPECS.get(action_id)
        if spec is None or action_id in found:
            continue
        if all(_can_have(spec, each, found) for each in keys):
            found[action_id] = tuple(dict.fromkeys(portable(each) for each in keys))[:MOST_KEYS]
    for spec in SPECS:
        if spec.id not in found:
            free = (each for each in usual_keys(spec) if owner_of(each, spec, found) is None)
            found[spec.id] = tuple(free)
    return found


def usual_keys(spec: ActionSpec) -> tuple[str, ...]:
    """Return an action's keys before anybody changes them: the platform's standard, then ours."""
    standard = QKeySequence.keyBindings(spec.standard) if spec.standard is not None else []
    keys = [key for key in map(_without_backtab, standard) if _is_on_every_keyboard(key)]
    ours = [QKeySequence(each) for each in spec.keys]
    return tuple(dict.fromkeys(key.toString(_PORTABLE) for key in (*keys, *ours)))


def with_keys(
    changes: Sequence[str], action_id: str, keys: Sequence[str] | None
) -> tuple[str, ...]:
    """Return the changes with other keys for an action; None brings the usual ones back."""
    kept = tuple(line for line in changes if line.split(_SEPARATOR)[0] != action_id)
    if keys is None or tuple(keys) == usual_keys(_SPECS[action_id]):
        return kept
    return (*kept, _SEPARATOR.join((action_id, *keys)))


def taken_over(changes: Sequence[str], action_id: str, key: str) -> tuple[str, ...]:
    """Return the changes after which no action but this one has what clashes with `key`."""
    spec, now = _SPECS[action_id], key_map(changes)
    for other in SPECS:
        if other.id != action_id and _meet(spec, other):
            left = tuple(each for each in now[other.id] if _same(each) != _same(key))
            if left != now[other.id]:
                changes = with_keys(changes, other.id, left)
    return tuple(changes)


def owner_of(key: str, spec: ActionSpec, keys: KeyMap) -> ActionSpec | None:
    """Return the other action that has a key already where both could be meant."""
    for other_id, theirs in keys.items():
        other = _SPECS[other_id]
        if other is not spec and _meet(spec, other) and _same(key) in map(_same, theirs):
            return other
    return None


def portable(key: str) -> str:
    """Return one combination in Qt's portable form, "" for what is none."""
    sequence = QKeySequence(key, _PORTABLE)
    return sequence.toString(_PORTABLE) if sequence.count() == 1 else ""


def refusal(key: str, spec: ActionSpec) -> str:
    """Say why a combination can't belong to an action; "" where it can."""
    known = portable(key)
    if not known:
        return _("This is no key combination that can be used.")
    if known in usual_keys(spec):
        return ""
    combination = _first(QKeySequence(known))
    code, modifiers = combination.key(), combination.keyboardModifiers()
    held = modifiers & ~_MODIFIER.ShiftModifier
    if not held and not Qt.Key.Key_F1 <= code <= Qt.Key.Key_F35:
        return _("Writing and moving need this key. Hold Ctrl or Alt as well, or use F1 to F12.")
    if held == _MODIFIER.AltModifier and code < Qt.Key.Key_Escape:
        return _("Alt with a letter or a sign belongs to menus and to writing. Hold Ctrl as well.")
    if known in _keys_of_text():
        return _("Text fields need this key.")
    if known in _OF_SENDING:
        return _("The message field needs this key for sending and for new lines.")
    if known in _OF_WINDOWS:
        return _("The system needs this key for its windows.")
    return ""


def _can_have(spec: ActionSpec, key: str, found: KeyMap) -> bool:
    return not refusal(key, spec) and owner_of(portable(key), spec, found) is None


def _meet(one: ActionSpec, other: ActionSpec) -> bool:
    """Tell whether there is a place in which the keys of both work."""
    is_local = {Scope.LIST, Scope.CHAT}
    if one.scope in is_local and other.scope in is_local:
        return one.scope is other.scope
    return True


@cache
def _same(key: str) -> str:
    """Return what stands for a combination in comparisons: ":" is the ";" with Shift."""
    sequence = QKeySequence(key, _PORTABLE)
    if sequence.count() != 1:
        return key
    combination = _first(sequence)
    base = _SHIFTED.get(chr(combination.key())) if combination.key() < Qt.Key.Key_Escape else None
    if base is None:
        return sequence.toString(_PORTABLE)
    modifiers = combination.keyboardModifiers() | _MODIFIER.ShiftModifier
    return QKeySequence(QKeyCombination(modifiers, Qt.Key(ord(base)))).toString(_PORTABLE)


@cache
def _keys_of_text() -> frozenset[str]:
    bindings = (key for standard in _OF_TEXT for key in QKeySequence.keyBindings(standard))
    return frozenset((*(key.toString(_PORTABLE) for key in bindings), *_ALWAYS_OF_TEXT))


def _first(sequence: QKeySequence) -> QKeyCombination:
    """Return the first combination of a sequence that is not empty."""
    combination: QKeyCombination = sequence[0]  # type: ignore[index]  # Qt's stubs leave it out
    return combination


def _without_backtab(key: QKeySequence) -> QKeySequence:
    if key.count() != 1 or _first(key).key() != Qt.Key.Key_Backtab:
        return key
    modifiers = _first(key).keyboardModifiers() | _MODIFIER.ShiftModifier
    return QKeySequence(QKeyCombination(modifiers, Qt.Key.Key_Tab))


def _is_on_every_keyboard(key: QKeySequence) -> bool:
    """Tell keys from those of office and media keyboards, which stand behind them in the table."""
    return key.count() == 1 and _first(key).key() <= Qt.Key.Key_F35
