"""Whether there is a newer version: asked once a day at most, and only after the user said yes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.errors import ErrorRecord, UpdateCheckFailed
from supertoken_desktop.domain.release import Release
from supertoken_desktop.domain.version import Version, parse_version
from supertoken_desktop.engine.feed import Feed
from supertoken_desktop.engine.ports import ReleaseFeed
from supertoken_desktop.engine.preferences import Preferences

ONCE_IN = timedelta(days=1)
LOOK_EVERY_S = 3600.0


@dataclass(frozen=True, slots=True)
class UpdateState:
    """What is known: whether a look is under way, the newer version, or why there is no answer.

    Where nothing newer was found, `newer` is None although `has_looked`.
    """

    is_looking: bool = False
    has_looked: bool = False
    newer: Release | None = None
    error: ErrorRecord | None = None


class Updates:
    """Look for newer versions. Nothing but the list of versions and their notes is fetched."""

    def __init__(
        self, feed: ReleaseFeed, preferences: Preferences, clock: Clock, version: str
    ) -> None:
        self.changed: Feed[UpdateState] = Feed()
        self._feed = feed
        self._preferences = preferences
        self._clock = clock
        self._own = parse_version(version)
        self._state = UpdateState()

    @property
    def state(self) -> UpdateState:
        """Return what is known now."""
        return self._state

    @property
    def checked_at(self) -> datetime | None:
        """Return when somebody was asked last."""
        return _moment(self._preferences.current.update_checked_at)

    @property
    def to_be_told(self) -> Release | None:
        """Return the newer version unless the user has skipped it."""
        newer = self._state.newer
        skipped = parse_version(self._preferences.current.update_seen)
        if newer is None or (skipped is not None and newer.version <= skipped):
            return None
        return newer

    async def watch(self) -> None:
        """Look by and by, until cancelled."""
        while True:
            await self.look_if_due()
            await self._clock.wait(LOOK_EVERY_S)

    async def look_if_due(self) -> None:
        """Look where the user allows it and the last time is a day ago; failures are not told."""
        if self._preferences.current.update_check and self._is_due():
            await self._look(tells_errors=False)

    async def look(self) -> None:
        """Look now, as the user asked for it."""
        await self._look(tells_errors=True)

    async def skip(self, release: Release) -> None:
        """Tell no more of a version, nor of older ones."""
        await self._preferences.update(update_seen=release.version.text)
        self.changed.tell(self._state)

    async def _look(self, *, tells_errors: bool) -> None:
        if self._state.is_looking:
            return
        before = replace(self._state, error=None)
        self._tell(replace(before, is_looking=True))
        after = before
        try:
            after = UpdateState(has_looked=True, newer=await self._newest())
        except UpdateCheckFailed as error:
            after = replace(before, error=ErrorRecord.of(error) if tells_errors else None)
        finally:
            # Also where the look was cancelled, or failed in a way that nobody foresaw.
            self._tell(after)

    async def _newest(self) -> Release | None:
        """Ask, and note the time unless nobody could be reached."""
        try:
            found = newest(await self._feed.releases(), self._own)
        except UpdateCheckFailed as error:
            if error.reason != "connect":
                await self._note_time()
            raise
        await self._note_time()
        return found

    async def _note_time(self) -> None:
        await self._preferences.update(update_checked_at=self._clock.now().isoformat())

    def _is_due(self) -> bool:
        last, now = self.checked_at, self._clock.now()
        # A time to come is that of a clock that was wrong.
        return last is None or last > now or now - last >= ONCE_IN

    def _tell(self, state: UpdateState) -> None:
        self._state = state
        self.changed.tell(state)


def newest(releases: Sequence[Release], own: Version | None) -> Release | None:
    """Return the newest release after our own version; one before its release only for its like."""
    if own is None:
        return None
    fitting = [
        release
        for release in releases
        if release.version > own and (own.is_pre_release or not release.version.is_pre_release)
    ]
    return max(fitting, key=lambda release: release.version, default=None)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
