"""The licences of what is bundled, a file for each library."""

import shutil
from collections.abc import Iterator
from email.message import Message
from importlib.metadata import Distribution, distributions
from pathlib import Path

from places import BUILD

LICENCES = BUILD / "licences"
# They build the bundle and are not in it, but for the loader, whose licence lets it be.
_BUILDERS = frozenset(
    {"altgraph", "macholib", "packaging", "pefile", "pip", "pyinstaller-hooks-contrib"}
    | {"pywin32-ctypes", "setuptools"}
)
_NAMES = ("licen", "copying", "notice", "authors")
# The wheels come without the texts.
_QT = """Qt and PySide6 are used under the GNU Lesser General Public License, version 3:
https://www.gnu.org/licenses/lgpl-3.0.html (with https://www.gnu.org/licenses/gpl-3.0.html).
Their libraries lie as files of their own in this program's folder PySide6 and may be replaced.
Their source: https://download.qt.io/official_releases/QtForPython/
"""


def write_licences(folder: Path = LICENCES) -> Path:
    """Write the licences of all that is installed beside this interpreter; return the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for found in distributions():
        if found.name.lower() not in _BUILDERS:
            (folder / f"{found.name}.txt").write_text(_licence(found), encoding="utf-8")
    return folder


def _licence(found: Distribution) -> str:
    facts = dict(found.metadata.items()) if isinstance(found.metadata, Message) else {}
    says = facts.get("License-Expression") or facts.get("License") or "see below"
    texts = [_QT] if found.name.lower().startswith(("pyside6", "shiboken6")) else []
    return "\n\n".join([f"{found.name} {found.version}: {says}", *texts, *_texts(found)])


def _texts(found: Distribution) -> Iterator[str]:
    for file in found.files or ():
        if ".dist-info" in file.parts[0] and file.name.lower().startswith(_NAMES):
            yield Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")
