"""Colours of the light and the dark look, and the Theme that puts them on the program, live."""

from collections.abc import Callable
from dataclasses import dataclass, fields

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from supertoken_desktop.paths import resource
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.theme.motion import system_wants_rest
from supertoken_desktop.ui.theme.reading import ReadingLayout, reading_layout
from supertoken_desktop.ui.theme.style_sheet import style_sheet

# The system's own font comes first; these only fill in what it lacks.
CHINESE_FAMILIES = ("PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC")
CODE_FAMILIES = (
    "Cascadia Mono",
    "SF Mono",
    "Menlo",
    "Consolas",
    "DejaVu Sans Mono",
    "Noto Sans Mono",
)


@dataclass(frozen=True, slots=True)
class Colours:
    """One look.

    `window` lies under the list, `surface` under what is read, `raised` under cards, fields and
    menus. `muted` is for second-rank text, `accent` for the one main action of a place.
    """

    window: QColor
    surface: QColor
    raised: QColor
    border: QColor
    text: QColor
    muted: QColor
    accent: QColor
    accent_text: QColor
    link: QColor
    code_background: QColor
    code_border: QColor
    inline_code: QColor
    quote_bar: QColor
    question: QColor
    selection: QColor
    selection_text: QColor
    hit: QColor
    current_hit: QColor
    hit_text: QColor
    error: QColor
    error_background: QColor
    warning: QColor
    warning_background: QColor
    success: QColor
    hover: QColor
    pressed: QColor
    focus: QColor
    is_dark: bool
    is_high_contrast: bool

    def names(self) -> dict[str, str]:
        """Return the colours as `#rrggbb` by field name, as a style sheet wants them."""
        values = ((f.name, getattr(self, f.name)) for f in fields(self))
        return {name: value.name() for name, value in values if isinstance(value, QColor)}


LIGHT = Colours(
    window=QColor("#f4f5f7"),
    surface=QColor("#ffffff"),
    raised=QColor("#ffffff"),
    border=QColor("#dcdfe5"),
    text=QColor("#1b1e25"),
    muted=QColor("#5a6270"),
    accent=QColor("#3d5bd9"),
    accent_text=QColor("#ffffff"),
    link=QColor("#2f4fc7"),
    code_background=QColor("#f6f7f9"),
    code_border=QColor("#e2e5ea"),
    inline_code=QColor("#e2e5ea"),
    quote_bar=QColor("#c5cad4"),
    question=QColor("#eef1fc"),
    selection=QColor("#cdd8ff"),
    selection_text=QColor("#1b1e25"),
    hit=QColor("#ffeaa3"),
    current_hit=QColor("#ffa53d"),
    hit_text=QColor("#1b1e25"),
    error=QColor("#b3261e"),
    error_background=QColor("#fdeeec"),
    warning=QColor("#7a4d00"),
    warning_background=QColor("#fff4dc"),
    success=QColor("#1a7444"),
    hover=QColor("#e8eaef"),
    pressed=QColor("#dcdfe5"),
    focus=QColor("#3d5bd9"),
    is_dark=False,
    is_high_contrast=False,
)

DARK = Colours(
    window=QColor("#17181c"),
    surface=QColor("#1e2025"),
    raised=QColor("#272a31"),
    border=QColor("#383c46"),
    text=QColor("#e6e8ec"),
    muted=QColor("#a3aab7"),
    accent=QColor("#4e6aea"),
    accent_text=QColor("#ffffff"),
    link=QColor("#97abff"),
    code_background=QColor("#17191e"),
    code_border=QColor("#32363f"),
    inline_code=QColor("#32363f"),
    quote_bar=QColor("#4c525f"),
    question=QColor("#252b41"),
    selection=QColor("#3b4b92"),
    selection_text=QColor("#ffffff"),
    hit=QColor("#574614"),
    current_hit=QColor("#a35c00"),
    hit_text=QColor("#ffffff"),
    error=QColor("#ff9d95"),
    error_background=QColor("#3a2023"),
    warning=QColor("#f2c46b"),
    warning_background=QColor("#383019"),
    success=QColor("#74d49f"),
    hover=QColor("#2d3038"),
    pressed=QColor("#383c46"),
    focus=QColor("#8fa3ff"),
    is_dark=True,
    is_high_contrast=False,
)


class Theme(QObject):
    """Put colours and fonts on the program, and put others on when the settings or system change.

    The palettes are our own: asking the platform for its dark one has no effect on some of them.
    """

    changed = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        is_system_dark: Callable[[], bool] | None = None,
        system_wants_contrast: Callable[[], bool] | None = None,
        system_wants_rest: Callable[[], bool] = system_wants_rest,
    ) -> None:
        super().__init__(parent)
        self._is_system_dark = is_system_dark or _is_system_dark
        self._system_wants_contrast = system_wants_contrast or _system_wants_contrast
        self._system_wants_rest = system_wants_rest
        self._flash_ms = QApplication.cursorFlashTime()
        self._settings = Settings()
        self._reading = reading_layout(self._settings)
        self._colours = LIGHT
        self._system_font = QApplication.font()
        self._is_applied = False
        self._style_hints = QApplication.styleHints()
        self._style_hints.colorSchemeChanged.connect(self._on_system_changed)
        self._access_hints = self._style_hints.accessibility()
        self._access_hints.contrastPreferenceChanged.connect(self._on_system_changed)

    @property
    def colours(self) -> Colours:
        """The look in force."""
        return self._colours

    @property
    def reading(self) -> ReadingLayout:
        """How messages and the field for questions are set."""
        return self._reading

    @property
    def is_still(self) -> bool:
        """Whether nothing moves by itself: no turning sign, no blinking caret."""
        wish = self._settings.motion
        return self._system_wants_rest() if wish == "system" else wish == "reduced"

    @property
    def code_style(self) -> str:
        """How code is coloured: "calm", "vivid" or "plain"."""
        return self._settings.code_style

    @property
    def wraps_code(self) -> bool:
        """Whether long lines of code are broken, unless a block is to be shown otherwise."""
        return self._settings.wrap_code

    @property
    def numbers_code(self) -> bool:
        """Whether lines of code have numbers, unless a block is to be shown otherwise."""
        return self._settings.code_line_numbers

    def apply(self, settings: Settings) -> None:
        """Take looks, fonts and layout from the settings; tell `changed` where they differ."""
        before, reading = (self._colours, self._look(self._settings)), self._reading
        self._settings = settings
        self._colours = self._chosen()
        self._reading = reading_layout(settings)
        is_other_look = not self._is_applied or before != (self._colours, self._look(settings))
        if is_other_look:
            self._put_on()
        if is_other_look or reading != self._reading:
            self.changed.emit()

    def obey_system(self) -> None:
        """Take what the system wishes now; tell `changed`, as motion may be wanted or not."""
        if self._is_applied:
            self._put_on()
            self.changed.emit()

    def body_font(self) -> QFont:
        """Return the font of everything but code."""
        font = QFont(self._system_font)
        own = self._settings.font_family or self._system_font.family()
        font.setFamilies([own, *CHINESE_FAMILIES])
        if self._settings.font_size_pt:
            font.setPointSize(self._settings.font_size_pt)
        return font

    def code_font(self) -> QFont:
        """Return the font of code, as large as the body's."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        own = self._settings.code_font_family or font.family()
        font.setFamilies([own, *CODE_FAMILIES, *CHINESE_FAMILIES])
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setFixedPitch(True)
        body = self.body_font()
        if body.pointSizeF() > 0:
            font.setPointSizeF(body.pointSizeF())
        else:
            font.setPixelSize(body.pixelSize())
        return font

    def _put_on(self) -> None:
        if not self._is_applied:
            QApplication.setStyle("Fusion")
            self._is_applied = True
        QApplication.setPalette(palette_of(self._colours))
        QApplication.setFont(self.body_font())
        QApplication.setCursorFlashTime(0 if self.is_still else self._flash_ms)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            icons, font = resource("icons").as_posix(), self.body_font()
            size_pt, line = QFontInfo(font).pointSizeF(), QFontMetrics(font).height()
            app.setStyleSheet(style_sheet(self._colours.names(), icons, size_pt, line))

    def _chosen(self) -> Colours:
        wish, contrast = self._settings.theme, self._settings.contrast
        is_dark = self._is_system_dark() if wish == "system" else wish == "dark"
        is_high = self._system_wants_contrast() if contrast == "system" else contrast == "high"
        if not is_high:
            return DARK if is_dark else LIGHT
        # They are made of this module's own type, and few people need them.
        from supertoken_desktop.ui.theme.contrast import CONTRAST_DARK, CONTRAST_LIGHT

        return CONTRAST_DARK if is_dark else CONTRAST_LIGHT

    @staticmethod
    def _look(settings: Settings) -> tuple[str | int, ...]:
        return (
            settings.motion,
            settings.font_family,
            settings.font_size_pt,
            settings.code_font_family,
            settings.code_style,
            settings.wrap_code,
            settings.code_line_numbers,
        )

    def _on_system_changed(self) -> None:
        if self._is_applied:
            self.apply(self._settings)


def _is_system_dark() -> bool:
    return QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _system_wants_contrast() -> bool:
    wish = QApplication.styleHints().accessibility().contrastPreference()
    return wish == Qt.ContrastPreference.HighContrast


def palette_of(colours: Colours) -> QPalette:
    """Return Qt's palette for a look, for what the style sheet does not say."""
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, colour in (
        (roles.Window, colours.window),
        (roles.WindowText, colours.text),
        (roles.Base, colours.raised),
        (roles.AlternateBase, colours.hover),
        (roles.Text, colours.text),
        (roles.Button, colours.raised),
        (roles.ButtonText, colours.text),
        (roles.BrightText, colours.error),
        (roles.ToolTipBase, colours.raised),
        (roles.ToolTipText, colours.text),
        (roles.PlaceholderText, colours.muted),
        (roles.Highlight, colours.selection),
        (roles.HighlightedText, colours.selection_text),
        (roles.Accent, colours.accent),
        (roles.Link, colours.link),
        (roles.LinkVisited, colours.link),
        (roles.Light, colours.raised),
        (roles.Midlight, colours.hover),
        (roles.Mid, colours.border),
        (roles.Dark, colours.border),
        (roles.Shadow, colours.border),
    ):
        palette.setColor(role, colour)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faded(colours))
    return palette


def faded(colours: Colours) -> QColor:
    """Return the colour of what cannot be used now: half way from text to ground."""
    text, ground = colours.muted, colours.window
    return QColor(
        (text.red() + ground.red()) // 2,
        (text.green() + ground.green()) // 2,
        (text.blue() + ground.blue()) // 2,
    )
