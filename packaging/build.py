"""Build the packages of the platform this runs on; `python3 dev.py package` calls it.

Everything lands in `dist/`: the bundle, on macOS the application, on Linux also the Debian package
and the archive with its installer, and the sums of the files.
"""

import sys

import bundle
import checksums
from icons import write_icons
from licences import write_licences
from places import DIST, ICONS

if sys.platform.startswith("linux"):
    import archive
    import debian
    import share


def main() -> int:
    """Make everything anew; return the exit status."""
    write_icons(ICONS)
    write_licences()
    bundle.build()
    made = []
    if sys.platform.startswith("linux"):
        tree = share.write_share()
        made = [archive.build(tree), debian.build(tree)]
    for file in made:
        print(f"{file.relative_to(DIST.parent)}: {file.stat().st_size / 1e6:.1f} MB", flush=True)
    checksums.write(DIST)
    return 0


if __name__ == "__main__":
    sys.exit(main())
