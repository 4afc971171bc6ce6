"""Start the window: python -m supertoken_desktop."""

import sys

from supertoken_desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
