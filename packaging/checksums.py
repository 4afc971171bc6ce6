"""Write SHA256SUMS of the packages in a folder: `python packaging/checksums.py [FOLDER]`."""

import hashlib
import sys
from pathlib import Path

from places import DIST

NAME = "SHA256SUMS"


def write(folder: Path) -> Path:
    """Write the sums of all files that lie in the folder itself, as `sha256sum --check` reads."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != NAME)
    lines = [f"{_sum_of(file)}  {file.name}\n" for file in files]
    sums = folder / NAME
    sums.write_text("".join(lines), encoding="utf-8", newline="\n")
    return sums


def _sum_of(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


if __name__ == "__main__":
    print(write(Path(sys.argv[1]) if len(sys.argv) > 1 else DIST))
