"""Start the window, or hand on to the one that is open: python -m supertoken_desktop."""

import sys

if getattr(sys, "frozen", False):
    # Diagrams are drawn by a process that starts this very program once more.
    from multiprocessing import freeze_support

    freeze_support()

from supertoken_desktop.arguments import parse_arguments
from supertoken_desktop.handover import SILENT, Found, hand_over
from supertoken_desktop.paths import folders


def main() -> int:
    """Start the program, or hand over what is wanted; return the exit status."""
    start = parse_arguments()
    match hand_over(folders(start.home).socket, start.wanted):
        case Found.TAKEN:
            return 0
        case Found.SILENT:
            sys.stderr.write(SILENT + "\n")
            return 1
        case Found.NOBODY:
            from supertoken_desktop.app import main as start_window

            return start_window(start)


if __name__ == "__main__":
    sys.exit(main())
