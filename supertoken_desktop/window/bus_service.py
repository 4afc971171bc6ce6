"""Join the session bus of a Linux desktop, once the window can be used."""

import asyncio
import os
import sys
from pathlib import Path

from supertoken_desktop.window.requests import Requests


def has_bus() -> bool:
    """Tell whether there is a bus to ask for: looking for one that is not there could start one."""
    if not sys.platform.startswith("linux"):
        return False
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    session = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(session) and (Path(session) / "bus").exists()


async def join_bus(requests: Requests) -> None:
    """Have the program's calls on the bus answered, if there is a bus."""
    if not has_bus():
        return
    # The user may be typing already.
    await asyncio.to_thread(_load_bus)
    from supertoken_desktop.ui.bus_service import BusService

    service = BusService(requests)
    service.called.connect(requests.take)
    service.begin()


def _load_bus() -> None:
    from supertoken_desktop.ui import bus_service  # noqa: F401  # that it is loaded is enough
