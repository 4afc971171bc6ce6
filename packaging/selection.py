"""What goes into the bundle and what stays out; `supertoken-desktop.spec` asks here.

PyInstaller collects all plugins of each Qt module in use, and every library that one of them links
to. Named here is what our windows need; whatever is not named stays out.
"""

import re
from collections.abc import Iterable
from pathlib import PurePath

_QT_LIBRARY = re.compile(r"(?:lib)?Qt6?([A-Za-z0-9]+?)(?:\.so.*|\.dll|\.framework)")

# A line of PyInstaller's tables: where it goes, where it comes from, of which kind it is.
Entry = tuple[str, str, str]

# By folder of Qt's plugins, without "lib" and suffix; None keeps the folder as it is.
QT_PLUGINS: dict[str, frozenset[str] | None] = {
    "platforms": frozenset({"qxcb", "qwayland", "qoffscreen", "qminimal", "qwindows", "qcocoa"}),
    "platformthemes": frozenset({"qgtk3", "qxdgdesktopportal"}),
    # Without these nobody could write Chinese.
    "platforminputcontexts": frozenset(
        {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"}
    ),
    "imageformats": frozenset({"qgif", "qico", "qjpeg", "qsvg", "qwebp"}),
    "iconengines": frozenset({"qsvgicon"}),
    "styles": None,
    "multimedia": None,
    "wayland-shell-integration": frozenset({"xdg-shell"}),
    "wayland-decoration-client": None,
    "xcbglintegrations": None,
}
# Only plugins that stay out need them. Whoever takes QtMultimedia in needs OpenGL, Qml and Quick.
UNUSED_QT = frozenset(
    {
        *("Qml", "QmlMeta", "QmlModels", "QmlWorkerScript", "Quick", "OpenGL", "Pdf"),
        *("VirtualKeyboard", "VirtualKeyboardQml", "WlShellIntegration"),
        *("EglFSDeviceIntegration", "EglFsKmsSupport"),
    }
)
# A graphics card made of software, for Windows; plain windows paint without one.
UNUSED_FILES = frozenset({"opengl32sw.dll"})
# Qt's own words, in the languages of the program.
QT_TRANSLATIONS = frozenset({"qtbase_en.qm", "qtbase_zh_CN.qm"})
# Languages whose dates and numbers we write.
LOCALES = ("root", "en", "zh")
# Libraries that belong to the desktop: with another copy of them its themes and fonts would fail.
SYSTEM_LIBRARIES = (
    *("libgtk-3", "libgdk-3", "libgdk_pixbuf", "libpango", "libcairo", "libatk", "libatspi"),
    *("libglib-2", "libgobject-2", "libgio-2", "libgmodule-2", "libgthread-2", "libepoxy"),
    *("libharfbuzz", "libfribidi", "libthai", "libdatrie", "libgraphite2", "libpixman"),
    *("libfontconfig", "libfreetype", "libpng16", "libexpat", "libdbus-1", "libX11", "libXau"),
    *("libXdmcp", "libXcomposite", "libXcursor", "libXdamage", "libXext", "libXfixes", "libXi."),
    *("libXinerama", "libXrandr", "libXrender", "libsystemd", "libcap.", "libgcrypt"),
    *("libgpg-error", "libselinux", "libmount", "libblkid", "libpcre", "libjpeg", "libcolord"),
    *("liblcms2", "libcloudproviders", "libtracker", "libjson-glib", "libbsd", "libmd."),
    *("libbrotli", "libuuid", "liblz4"),
    # A graphics driver of the system may need a newer one than that of the build machine.
    *("libstdc++", "libgcc_s"),
)
# Never imported by what the program runs, only by what comes with it.
EXCLUDED_MODULES = (
    *("tkinter", "setuptools", "pkg_resources", "pip", "distutils", "unittest", "pydoc", "pdb"),
    *("keyrings", "IPython", "numpy", "PIL", "lib2to3", "pycparser", "rich"),
)
# What only the window needs: the command must never load it.
WINDOW_MODULES = (
    *("PySide6", "shiboken6", "qasync", "supertoken_desktop.window", "supertoken_desktop.ui"),
    *("supertoken_desktop.document", "supertoken_desktop.figures", "pygments", "markdown_it"),
    *("mermaidx", "quickjs", "ziamath", "ziafont", "latex2mathml", "markdown"),
)


def wanted(entries: Iterable[Entry], system: str) -> list[Entry]:
    """Return what of PyInstaller's table belongs into the bundle; `system` is `sys.platform`."""
    return [entry for entry in entries if is_wanted(entry[0], system)]


def is_wanted(name: str, system: str) -> bool:
    """Tell whether a file belongs into the bundle, by its place there."""
    path = PurePath(name.replace("\\", "/"))
    parts = path.parts
    if "plugins" in parts and "PySide6" in parts:
        return _is_wanted_plugin(parts[parts.index("plugins") + 1], path.name)
    if "PySide6" in parts and ("translations" in parts or path.suffix == ".qm"):
        return path.name in QT_TRANSLATIONS
    if path.name in UNUSED_FILES or any(_qt_library(part) in UNUSED_QT for part in parts):
        return False
    if "locale-data" in parts:
        return path.stem.split("_")[0] in LOCALES
    if system.startswith("linux") and "PySide6" not in parts:
        return not path.name.startswith(SYSTEM_LIBRARIES)
    return True


def _is_wanted_plugin(folder: str, name: str) -> bool:
    kept = QT_PLUGINS.get(folder, frozenset())
    return kept is None or name.removeprefix("lib").partition(".")[0] in kept


def _qt_library(part: str) -> str:
    """Return "Widgets" for libQt6Widgets.so.6, Qt6Widgets.dll and QtWidgets.framework, else ""."""
    found = _QT_LIBRARY.fullmatch(part)
    return found[1] if found else ""
