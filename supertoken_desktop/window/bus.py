"""Join the session bus of a Linux desktop, once the window can be used."""

import asyncio
import os
import sys
from pathlib import Path

from supertoken_desktop.window.requests import Requests


async def join_bus(requests: Requests) -> None:
    """Have the program's calls on the bus answered, if there is a bus."""
    if not _has_bus():
        return
    # The user may be typing already.
    await asyncio.to_thread(_load_bus)
    from supertoken_desktop.ui.bus import SessionBus

    bus = SessionBus(requests)
    bus.called.connect(requests.take)
    bus.begin()


def _has_bus() -> bool:
    """Tell whether there is a bus to ask for: looking for one that is not there could start one."""
    if not sys.platform.startswith("linux"):
        return False
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    session = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(session) and (Path(session) / "bus").exists()


def _load_bus() -> None:
    from supertoken_desktop.ui import bus  # noqa: F401  # that it is loaded is enough
