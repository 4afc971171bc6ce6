"""Published versions without a network."""

from supertoken_desktop.domain.errors import UpdateCheckFailed
from supertoken_desktop.domain.release import Release
from supertoken_desktop.domain.version import parse_version


def release(text: str, notes: str = "- New things") -> Release:
    version = parse_version(text)
    assert version is not None
    return Release(version, notes, f"https://example.org/{text}")


class FakeReleases:
    """Satisfies ReleaseFeed; `error` is raised while it is set."""

    def __init__(self, *texts: str) -> None:
        self.published = tuple(release(text) for text in texts)
        self.error: UpdateCheckFailed | None = None
        self.asked = 0

    async def releases(self) -> tuple[Release, ...]:
        self.asked += 1
        if self.error is not None:
            raise self.error
        return self.published
