"""What a frozen program has to put right before it does anything else."""

import os
from collections.abc import MutableMapping
from multiprocessing import freeze_support

# Set for this process by what starts a frozen program. Whoever is started from here, a browser say,
# would load our libraries and Qt's plugins instead of its own.
_OWN_VARIABLES = ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH")
_SEARCH_PATH = "LD_LIBRARY_PATH"
_SEARCH_PATH_BEFORE = "LD_LIBRARY_PATH_ORIG"


def begin() -> None:
    """Draw diagrams and end, if this process was started for that; else tidy the environment."""
    freeze_support()
    give_back(os.environ)


def give_back(environment: MutableMapping[str, str]) -> None:
    """Leave to programs that are started from here what they would have found without us."""
    for name in (*_OWN_VARIABLES, _SEARCH_PATH):
        environment.pop(name, None)
    before = environment.pop(_SEARCH_PATH_BEFORE, None)
    if before:
        environment[_SEARCH_PATH] = before
