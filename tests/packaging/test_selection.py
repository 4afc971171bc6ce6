"""What goes into the bundle, by names as PyInstaller gives them on each system."""

import pytest

from selection import is_wanted

PLUGINS = "PySide6/Qt/plugins"


@pytest.mark.parametrize(
    ("name", "system"),
    [
        (f"{PLUGINS}/platforms/libqxcb.so", "linux"),
        (f"{PLUGINS}/platforms/libqwayland.so", "linux"),
        (f"{PLUGINS}/platforminputcontexts/libibusplatforminputcontextplugin.so", "linux"),
        (r"PySide6\plugins\platforms\qwindows.dll", "win32"),
        (r"PySide6\plugins\styles\qmodernwindowsstyle.dll", "win32"),
        (r"PySide6\Qt6Widgets.dll", "win32"),
        (f"{PLUGINS}/platforms/libqcocoa.dylib", "darwin"),
        ("PySide6/Qt/lib/QtWidgets.framework/Versions/A/QtWidgets", "darwin"),
        ("PySide6/Qt/lib/libQt6Gui.so.6", "linux"),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", "linux"),
        ("babel/locale-data/zh_Hans_CN.dat", "linux"),
        ("libxcb-cursor.so.0", "linux"),
        ("resources/icons/app.svg", "linux"),
    ],
)
def test_what_windows_need_is_taken(name: str, system: str) -> None:
    assert is_wanted(name, system)


@pytest.mark.parametrize(
    ("name", "system"),
    [
        (f"{PLUGINS}/platforms/libqvnc.so", "linux"),
        (f"{PLUGINS}/sqldrivers/libqsqlite.so", "linux"),
        (f"{PLUGINS}/platforminputcontexts/libqtvirtualkeyboardplugin.so", "linux"),
        (r"PySide6\plugins\imageformats\qpdf.dll", "win32"),
        (r"PySide6\opengl32sw.dll", "win32"),
        (r"PySide6\Qt6Quick.dll", "win32"),
        ("PySide6/Qt/lib/QtQml.framework/Versions/A/QtQml", "darwin"),
        ("PySide6/Qt/lib/libQt6VirtualKeyboard.so.6", "linux"),
        ("PySide6/Qt/translations/qtbase_de.qm", "linux"),
        ("PySide6/translations/qtwebengine_zh_CN.qm", "win32"),
        ("babel/locale-data/de.dat", "linux"),
        ("libgtk-3.so.0", "linux"),
        ("libstdc++.so.6", "linux"),
    ],
)
def test_what_nobody_needs_or_the_system_has_stays_out(name: str, system: str) -> None:
    assert not is_wanted(name, system)
