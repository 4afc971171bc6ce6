"""Start the window: python -m supertoken_desktop."""

import sys

if getattr(sys, "frozen", False):
    # Diagrams are drawn by a process that starts this very program once more.
    from supertoken_desktop.frozen import begin

    begin()

from supertoken_desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
