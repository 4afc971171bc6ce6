"""Start the window, or hand on to the one that is open: python -m supertoken_desktop."""

import sys

if getattr(sys, "frozen", False):
    # Diagrams are drawn by a process that starts this very program once more.
    from supertoken_desktop.frozen import begin

    begin()

from supertoken_desktop.arguments import StartOptions, parse_arguments
from supertoken_desktop.handover import SILENT, Found, hand_over
from supertoken_desktop.paths import folders
from supertoken_desktop.shown_arguments import hide_arguments

_NOTHING_PRIVATE = frozenset(("--hidden", "--toggle-quick"))


def main() -> int:
    """Start the program, or hand over what is wanted; return the exit status."""
    start = parse_arguments()
    if start.self_test is not None:
        # It has a folder of its own, whoever runs in another.
        return start_window(start)
    try:
        socket = folders(start.home).socket
    except OSError:
        # The same happens again where there is something to say it on.
        return start_window(start)
    match hand_over(socket, start.wanted):
        case Found.TAKEN:
            return 0
        case Found.SILENT:
            sys.stderr.write(SILENT + "\n")
            return 1
        case Found.NOBODY:
            return start_window(start)


def start_window(start: StartOptions) -> int:
    """Load the program and open its window; return the exit status."""
    if not _NOTHING_PRIVATE.issuperset(start.wanted):
        hide_arguments()
    from supertoken_desktop import app

    return app.main(start)


if __name__ == "__main__":
    sys.exit(main())
