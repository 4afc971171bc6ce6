"""Have the theme know whether the system wants nothing to move; a Linux desktop says so late."""

import asyncio
from typing import TYPE_CHECKING

from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.motion import system_wants_rest
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.window.bus_service import has_bus

if TYPE_CHECKING:
    from supertoken_desktop.ui.theme.portal_motion import PortalMotion


class SystemMotion:
    """The system's wish, as far as it is known."""

    def __init__(self) -> None:
        self._desktop_wants_rest = False
        self._portal: PortalMotion | None = None

    def wants_rest(self) -> bool:
        """Tell whether nothing is to move."""
        return self._desktop_wants_rest or system_wants_rest()

    async def follow_desktop(self, theme: Theme, tasks: Tasks) -> None:
        """Ask the desktop, and have the theme obey it now and when it changes its mind."""
        if not has_bus():
            return
        # The user may be typing already.
        await asyncio.to_thread(_load_portal)
        from supertoken_desktop.ui.theme.portal_motion import PortalMotion

        def obey(wants_rest: bool) -> None:  # noqa: FBT001  # the news
            if wants_rest != self._desktop_wants_rest:
                self._desktop_wants_rest = wants_rest
                theme.obey_system()

        self._portal = PortalMotion(tasks, obey)
        await self._portal.begin()

    async def close(self) -> None:
        """Hear nothing more of the desktop."""
        if self._portal is not None:
            await self._portal.close()


def _load_portal() -> None:
    from supertoken_desktop.ui.theme import portal_motion  # noqa: F401  # loaded is enough
