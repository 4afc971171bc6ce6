"""Take a picture of every window that the tests walk: tour THEME LANGUAGE --to FOLDER."""

import argparse
import asyncio
import re
import sys
from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication

from supertoken_desktop.settings import Settings
from tests.ui.whole.windows import NAMES, window

_SETTLE_S = 0.3
_NO_NAME = re.compile("[^a-z]+")


def main() -> int:
    """Open one window after the other and keep a picture of each."""
    parser = argparse.ArgumentParser(prog="benchmarks.tour")
    parser.add_argument("theme", choices=("light", "dark"))
    parser.add_argument("language", choices=("en", "zh_CN"))
    parser.add_argument("--to", type=Path, required=True)
    asked = parser.parse_args()
    app = QApplication(["tour"])
    app.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(_take_all(asked.theme, asked.language, asked.to))
    return 0


async def _take_all(theme: str, language: str, folder: Path) -> None:
    settings = Settings(theme=theme, language=language, motion="reduced")
    for name in NAMES:
        async with window(name, language, settings=settings) as shown:
            await asyncio.sleep(_SETTLE_S)
            stem = _NO_NAME.sub("-", name)
            target = folder / f"{stem}-{theme}-{language}.png"
            shown.grab().save(str(target))
            sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    sys.exit(main())
