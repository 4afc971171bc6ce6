"""What macOS reads about the application before it starts: the values of its Info.plist.

Texts that people see have their Chinese in `macos/zh-Hans.lproj`.
"""

from places import APP_ID, TITLE, version_numbers

COPYRIGHT = "Copyright © 2026 SuperToken Desktop contributors. MIT License."


def info() -> dict[str, object]:
    """Return the values for PyInstaller, which adds those that follow from the bundle."""
    return {
        "CFBundleName": TITLE,
        "CFBundleDisplayName": TITLE,
        "CFBundleShortVersionString": version_numbers(),
        "CFBundleVersion": version_numbers(),
        "CFBundleDevelopmentRegion": "en",
        # Without this list, menus and dialogs of the system speak English in every program of Qt's.
        "CFBundleLocalizations": ["en", "zh-Hans"],
        "CFBundleURLTypes": [
            {
                "CFBundleURLName": APP_ID,
                "CFBundleURLSchemes": ["supertoken"],
                "CFBundleTypeRole": "Viewer",
            }
        ],
        "LSApplicationCategoryType": "public.app-category.productivity",
        # What PySide6 6.11 is built for.
        "LSMinimumSystemVersion": "13.0",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
        "NSHumanReadableCopyright": COPYRIGHT,
        # macOS 15 asks before a program may reach a relay in the same network.
        "NSLocalNetworkUsageDescription": "To reach relays on your network that you have set up.",
    }
