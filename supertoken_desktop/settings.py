"""The user's settings: one frozen value, read from and written to one JSON file.

Unknown keys survive a round trip; a bad value falls back to its default, the others stay.
"""

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from supertoken_desktop.domain.errors import ErrorDetail, SettingsUnreadable

FONT_SIZE_RANGE_PT = (8, 32)
TIMEOUT_RANGE_S = (1.0, 3600.0)
ZOOM_STEPS_PERCENT = (80, 90, 100, 110, 125, 150, 175, 200)
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "language": ("system", "en", "zh_CN"),
    "theme": ("system", "light", "dark"),
    "contrast": ("system", "normal", "high"),
    "line_width": ("narrow", "normal", "wide", "full"),
    "density": ("compact", "normal", "airy"),
    "question_style": ("right", "full"),
    "code_style": ("calm", "vivid", "plain"),
    "send_key": ("enter", "ctrl_enter"),
    "proxy_mode": ("system", "none", "manual"),
    "scroll_mode": ("follow", "one_screen", "free"),
    "history": ("ask", "keyring", "passphrase", "none"),
    "closing": ("ask", "tray", "quit"),
    "notifications": ("off", "long", "always"),
    "motion": ("system", "full", "reduced"),
}

_TUPLES_OF_TEXT = ("stop", "reading_places", "picture_hosts", "shortcuts", "quick_actions")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the user can set that is no secret and belongs to no single provider.

    Empty font families and a font size of 0 mean the system's. Time-outs are in seconds.
    `proxy_url` holds no user and no password. `window_geometry` is a place as `ui/placement` keeps
    it, `splitter` the widths of the list and the work area in pixels. `reading_places` says where
    the reader was in the conversations read last: ids, a row and pixels, no words of anybody.
    `picture_hosts` are hosts whose pictures are loaded without a question. `closing` says what
    becomes of the program when its window closes. `hotkey` and `shortcuts` are key sequences in
    Qt's portable form; a shortcut is an action's id and its keys, separated by tabs. `quick_…`
    belongs to the quick prompt: its place is left, top, width in pixels, its actions are names and
    templates, separated by a tab. `clear_clipboard_s` is 0 for never. `update_seen` is the newest
    version that the user has skipped, `update_checked_at` a UTC time in ISO form.
    """

    language: str = "system"
    theme: str = "system"
    contrast: str = "system"
    zoom_percent: int = 100
    line_width: str = "normal"
    density: str = "normal"
    question_style: str = "right"
    font_family: str = ""
    font_size_pt: int = 0
    code_font_family: str = ""
    code_style: str = "calm"
    wrap_code: bool = False
    code_line_numbers: bool = False
    send_key: str = "enter"
    scroll_mode: str = "follow"
    model_titles: bool = False
    system_prompt: str = ""
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()
    proxy_mode: str = "system"
    proxy_url: str = ""
    connect_s: float = 15.0
    headers_s: float = 180.0
    idle_s: float = 120.0
    progress_s: float = 600.0
    picture_hosts: tuple[str, ...] = ()
    closing: str = "ask"
    notifications: str = "long"
    motion: str = "system"
    hotkey: str = ""
    use_shortcuts: bool = True
    shortcuts: tuple[str, ...] = ()
    clear_clipboard_s: int = 0
    quick_profile_id: str = ""
    quick_model_id: str = ""
    quick_keep: bool = True
    quick_pinned: bool = False
    quick_actions: tuple[str, ...] = ()
    quick_place: tuple[int, ...] = ()
    update_check: bool = False
    update_seen: str = ""
    update_checked_at: str = ""
    history: str = "ask"
    default_profile_id: str = ""
    open_conversation_id: str = ""
    reading_places: tuple[str, ...] = ()
    window_geometry: str = ""
    splitter: tuple[int, ...] = ()
    unknown: Mapping[str, object] = field(default_factory=dict, compare=False)


class SettingsFile:
    """Read and write the settings file; both block, so callers use a thread."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Settings:
        """Return what the file says, defaults where it is missing or a value is bad.

        Raises: SettingsUnreadable where the file is no JSON object; it is kept under another name,
        which is the error's hint.
        """
        try:
            text = self._path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return Settings()
        except (OSError, UnicodeDecodeError) as error:
            raise self._set_aside() from error
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise self._set_aside() from error
        if not isinstance(found, dict):
            raise self._set_aside()
        return settings_from(found)

    def write(self, settings: Settings) -> None:
        """Replace the file as a whole, so that a crash leaves the old or the new one."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(as_mapping(settings), ensure_ascii=False, indent=2) + "\n"
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".settings-")
        temporary = Path(name)
        try:
            # A lone half of a character pair becomes the very escape that JSON has for it.
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(self._path)
        finally:
            temporary.unlink(missing_ok=True)

    def _set_aside(self) -> SettingsUnreadable:
        kept = self._path.with_suffix(".unreadable.json")
        if self._path.is_file():
            self._path.replace(kept)
        return SettingsUnreadable(
            f"unreadable settings kept as {kept.name}", detail=ErrorDetail(hint=str(kept))
        )


def safe_settings(settings: Settings) -> Settings:
    """Return the settings of safe mode: defaults, but for what is a decision about privacy.

    Requests still go by the chosen proxy, history and quick chats are kept as chosen, the clipboard
    is cleared as chosen, and words are in the chosen language.
    """
    return Settings(
        language=settings.language,
        history=settings.history,
        proxy_mode=settings.proxy_mode,
        proxy_url=settings.proxy_url,
        clear_clipboard_s=settings.clear_clipboard_s,
        quick_keep=settings.quick_keep,
        default_profile_id=settings.default_profile_id,
    )


def settings_from(found: Mapping[str, object]) -> Settings:
    """Make settings of a JSON object; a value of the wrong type or range is left out."""
    known = {f.name for f in fields(Settings)} - {"unknown"}
    good = {name: _checked(name, found[name]) for name in known if name in found}
    kept = {name: value for name, value in good.items() if value is not _Bad}
    rest = {name: value for name, value in found.items() if name not in known}
    return Settings(**kept, unknown=rest)  # type: ignore[arg-type]  # checked one by one


def as_mapping(settings: Settings) -> dict[str, object]:
    """Return settings as a JSON object, unknown keys among them."""
    known = {f.name: getattr(settings, f.name) for f in fields(Settings) if f.name != "unknown"}
    return {**settings.unknown, **known}


class _Bad:
    """Mark a value that does not fit its field."""


def _checked(name: str, value: object) -> object:
    if name in _CHOICES:
        return value if value in _CHOICES[name] else _Bad
    if name in _NUMBERS:
        return _NUMBERS[name](value)
    default = getattr(Settings(), name)
    if isinstance(default, bool):
        return value if isinstance(value, bool) else _Bad
    if isinstance(default, str):
        return value if isinstance(value, str) else _Bad
    return _tuple_of(str if name in _TUPLES_OF_TEXT else int, value)


def _tuple_of(kind: type[str] | type[int], value: object) -> object:
    if not isinstance(value, list | tuple) or not all(type(item) is kind for item in value):
        return _Bad
    return tuple(value)


def _number(low: float, high: float, *kinds: type) -> Callable[[object], object]:
    def check(value: object) -> object:
        if value is None and type(None) in kinds:
            return None
        numbers = tuple(kind for kind in kinds if kind is not type(None))
        if isinstance(value, bool) or not isinstance(value, numbers):
            return _Bad
        return value if low <= value <= high else _Bad  # type: ignore[operator]  # a number by now

    return check


_NONE = type(None)
_NUMBERS: Mapping[str, Callable[[object], object]] = {
    "zoom_percent": lambda v: v if type(v) is int and v in ZOOM_STEPS_PERCENT else _Bad,
    "font_size_pt": lambda v: 0 if v == 0 else _number(*FONT_SIZE_RANGE_PT, int)(v),
    "temperature": _number(0.0, 2.0, int, float, _NONE),
    "top_p": _number(0.0, 1.0, int, float, _NONE),
    "max_tokens": _number(1, 10_000_000, int, _NONE),
    "clear_clipboard_s": _number(0, 3600, int),
    "connect_s": _number(*TIMEOUT_RANGE_S, int, float),
    "headers_s": _number(*TIMEOUT_RANGE_S, int, float),
    "idle_s": _number(*TIMEOUT_RANGE_S, int, float),
    "progress_s": _number(*TIMEOUT_RANGE_S, int, float),
}
