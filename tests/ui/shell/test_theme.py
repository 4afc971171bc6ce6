from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from supertoken_desktop.paths import resource
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.theme.contrast import CONTRAST_DARK, CONTRAST_LIGHT
from supertoken_desktop.ui.theme.icons import icon, pixmap
from supertoken_desktop.ui.theme.palette import DARK, LIGHT, Colours, Theme

ICONS = sorted(path.stem for path in resource("icons").glob("*.svg"))
NEEDED = [
    "new",
    "search",
    "settings",
    "pin",
    "unpin",
    "rename",
    "delete",
    "more",
    "send",
    "stop",
    "copy",
    "check",
    "regenerate",
    "edit",
    "continue",
    "chevron-left",
    "chevron-right",
    "chevron-down",
    "arrow-down",
    "warning",
    "error",
    "info",
    "key",
    "sidebar",
    "model",
    "link",
    "close",
    "quote",
    "help",
]


def test_a_change_of_the_theme_shows_at_once(theme: Theme, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()

    with qtbot.waitSignal(theme.changed):
        theme.apply(Settings(theme="dark"))

    assert theme.colours is DARK
    assert widget.palette().color(QPalette.ColorRole.Window) == DARK.window
    assert DARK.accent.name() in _application().styleSheet()


def test_only_the_system_theme_follows_the_system(qapp: QApplication) -> None:
    scheme = ["light"]
    theme = Theme(is_system_dark=lambda: scheme[0] == "dark")
    theme.apply(Settings(theme="system"))

    scheme[0] = "dark"
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    following = theme.colours
    theme.apply(Settings(theme="light"))
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)

    assert following is DARK
    assert theme.colours is LIGHT
    theme.deleteLater()


@pytest.mark.parametrize(
    ("theme_wish", "contrast", "look"),
    [
        ("light", "high", CONTRAST_LIGHT),
        ("dark", "high", CONTRAST_DARK),
        ("dark", "normal", DARK),
    ],
)
def test_contrast_is_a_choice_of_its_own(
    theme: Theme, theme_wish: str, contrast: str, look: Colours
) -> None:
    theme.apply(Settings(theme=theme_wish, contrast=contrast))

    assert theme.colours is look


def test_only_the_systems_contrast_follows_the_system(qapp: QApplication) -> None:
    wishes = [False]
    theme = Theme(system_wants_contrast=lambda: wishes[0])
    theme.apply(Settings(theme="light"))

    wishes[0] = True
    hints = qapp.styleHints().accessibility()
    hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    following = theme.colours
    theme.apply(Settings(theme="light", contrast="normal"))
    hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)

    assert following is CONTRAST_LIGHT
    assert theme.colours is LIGHT
    theme.deleteLater()


def test_a_tick_can_be_seen_on_every_accent(theme: Theme) -> None:
    theme.apply(Settings(theme="light", contrast="normal"))
    usual = _application().styleSheet()
    theme.apply(Settings(theme="dark", contrast="high"))

    assert "check-mark.svg" in usual
    assert "check-mark-dark.svg" in _application().styleSheet()


@pytest.mark.parametrize(
    "settings",
    [
        Settings(theme="light", zoom_percent=150),
        Settings(theme="light", line_width="wide"),
        Settings(theme="light", density="airy"),
        Settings(theme="light", question_style="full"),
    ],
)
def test_the_layout_of_messages_leaves_the_rest_of_the_window_alone(
    theme: Theme, qtbot: QtBot, settings: Settings
) -> None:
    sheet, font, before = _application().styleSheet(), QApplication.font(), theme.reading

    with qtbot.waitSignal(theme.changed):
        theme.apply(settings)

    assert theme.reading != before
    assert _application().styleSheet() == sheet
    assert QApplication.font() == font


def test_the_same_settings_again_change_nothing(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.apply(Settings(theme="light", language="zh_CN"))


def test_an_icon_follows_the_theme_by_itself(theme: Theme) -> None:
    sign = icon("stop")
    before = _middle(sign.pixmap(QSize(16, 16)).toImage().pixelColor(8, 8))

    theme.apply(Settings(theme="dark"))

    assert before == LIGHT.text.name()
    assert _middle(sign.pixmap(QSize(16, 16)).toImage().pixelColor(8, 8)) == DARK.text.name()


def test_an_icon_in_its_own_colour_keeps_it(theme: Theme) -> None:
    sign = icon("stop", QColor("#123456"))

    theme.apply(Settings(theme="dark"))

    assert _middle(sign.pixmap(QSize(16, 16)).toImage().pixelColor(8, 8)) == "#123456"


@pytest.mark.parametrize("name", sorted({*ICONS, *NEEDED}))
def test_every_icon_draws_something(theme: Theme, name: str) -> None:
    image = pixmap(name, 16, LIGHT.text, 2.0).toImage()

    assert image.width() == 32
    assert any(image.pixelColor(x, y).alpha() for x in range(32) for y in range(32))


@pytest.mark.parametrize("name", NEEDED)
def test_icons_share_one_box_and_one_stroke(name: str) -> None:
    text = Path(resource(f"icons/{name}.svg")).read_text(encoding="utf-8")

    assert 'viewBox="0 0 24 24"' in text
    assert 'stroke-width="1.75"' in text
    assert "currentColor" in text


def test_an_icon_that_is_not_there_is_an_error(theme: Theme) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


def test_fonts_follow_the_settings_and_know_chinese(theme: Theme) -> None:
    theme.apply(Settings(theme="light", font_family="Serif", font_size_pt=15))

    assert theme.body_font().families()[0] == "Serif"
    assert "Microsoft YaHei UI" in theme.body_font().families()
    assert theme.body_font().pointSize() == 15
    assert theme.code_font().pointSize() == 15
    assert QApplication.font().pointSize() == 15


@pytest.mark.parametrize("role", ["title", "heading"])
def test_headings_grow_with_all_other_text(role: str, theme: Theme, qtbot: QtBot) -> None:
    label, other = QLabel(), QLabel()
    label.setProperty("role", role)
    for each in (label, other):
        qtbot.addWidget(each)
        each.show()
    theme.apply(Settings(theme="light", font_size_pt=9))
    usual = label.fontInfo().pointSizeF()

    theme.apply(Settings(theme="light", font_size_pt=24))

    assert label.fontInfo().pointSizeF() - usual == pytest.approx(15, abs=1)
    assert label.fontInfo().pointSizeF() > other.fontInfo().pointSizeF()


def test_code_style_comes_from_the_settings(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.apply(Settings(theme="light", code_style="vivid"))

    assert theme.code_style == "vivid"


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _middle(colour: QColor) -> str:
    return colour.name()


def test_reduced_motion_stops_the_caret_from_blinking(qapp: QApplication) -> None:
    theme = Theme()
    theme.apply(Settings(motion="full"))
    usual_ms = QApplication.cursorFlashTime()

    theme.apply(Settings(motion="reduced"))
    still_ms = QApplication.cursorFlashTime()
    theme.apply(Settings(motion="full"))

    assert (still_ms, QApplication.cursorFlashTime()) == (0, usual_ms)
    assert usual_ms > 0


@pytest.mark.parametrize("wants_rest", [True, False])
def test_motion_as_the_system_wishes(wants_rest: bool, qapp: QApplication) -> None:
    theme = Theme(system_wants_rest=lambda: wants_rest)
    theme.apply(Settings(motion="system"))

    assert theme.is_still is wants_rest
