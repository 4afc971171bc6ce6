"""Read which versions of the program are published. Nothing else is ever fetched from there."""

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from supertoken_desktop.api.network import NetworkOptions, build_http
from supertoken_desktop.domain.errors import ConnectFailed, ErrorDetail, UpdateCheckFailed
from supertoken_desktop.domain.plain import plain
from supertoken_desktop.domain.release import Release
from supertoken_desktop.domain.version import parse_version

if TYPE_CHECKING:
    import httpx

# The one place that knows where the program is published.
REPOSITORY = "https://github.com/supertoken-desktop/supertoken-desktop"
FEED = REPOSITORY.replace("//github.com/", "//api.github.com/repos/") + "/releases?per_page=30"
MOST_BYTES = 2 << 20
MOST_RELEASES = 30
LONGEST_NOTES = 20_000
WHOLE_LIMIT_S = 20.0
# No cookie, no key, and in the name of the program neither its version nor the system's.
_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "User-Agent": "supertoken-desktop",
}


class PublishedReleases:
    """Ask for the list of releases, by the proxy of the settings, with a client for each time."""

    def __init__(self, options: Callable[[], NetworkOptions], feed: str = FEED) -> None:
        self._options = options
        self._feed = feed

    async def releases(self) -> tuple[Release, ...]:
        """Return what is published, newest first.

        Raises: UpdateCheckFailed, its reason one of "connect", "timeout", "status", "size", "form".
        """
        try:
            async with asyncio.timeout(WHOLE_LIMIT_S):
                body = await self._ask()
        except TimeoutError as error:
            raise self._failed("timeout") from error
        try:
            return releases_in(body)
        except ValueError as error:
            raise self._failed("form") from error

    async def _ask(self) -> bytes:
        import httpx

        try:
            client = await asyncio.to_thread(build_http, self._options(), self._feed)
        except ConnectFailed as error:
            raise self._failed("connect") from error
        async with client:
            request = client.build_request("GET", self._feed, headers=_HEADERS)
            try:
                response = await client.send(request, stream=True)
                return await self._body(response)
            except httpx.TimeoutException as error:
                raise self._failed("timeout") from error
            except httpx.HTTPError as error:
                raise self._failed("connect") from error

    async def _body(self, response: "httpx.Response") -> bytes:
        try:
            if response.status_code != 200:
                raise self._failed("status", response.status_code)
            data = bytearray()
            async with asyncio.timeout(None) as limit:
                async for piece in response.aiter_raw():
                    data += piece
                    if len(data) > MOST_BYTES:
                        # Leaving the loop would leave its generators to the garbage collector.
                        limit.reschedule(asyncio.get_running_loop().time())
            return bytes(data)
        except TimeoutError as error:
            raise self._failed("size") from error
        finally:
            await response.aclose()

    def _failed(self, reason: str, status: int | None = None) -> UpdateCheckFailed:
        host = urlsplit(self._feed).hostname
        return UpdateCheckFailed(reason=reason, detail=ErrorDetail(host=host, status=status))


def releases_in(body: bytes) -> tuple[Release, ...]:
    """Return the releases of a feed, newest first; drafts and what names no version are left out.

    Addresses in the feed are not used: a page is where we know it to be.

    Raises: ValueError for what is no list.
    Source: GitHub's REST API, "List releases".
    """
    try:
        found = json.loads(body.decode("utf-8-sig", "replace"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(found, list):
        raise ValueError("no list of releases")  # noqa: TRY004  # it is the text that is wrong
    releases = [_release(entry) for entry in found[:MOST_RELEASES] if isinstance(entry, dict)]
    known = [release for release in releases if release is not None]
    return tuple(sorted(known, key=lambda release: release.version, reverse=True))


def _release(entry: dict[str, object]) -> Release | None:
    tag, notes = entry.get("tag_name"), entry.get("body")
    version = parse_version(tag) if isinstance(tag, str) else None
    if version is None or entry.get("draft") is True or not isinstance(tag, str):
        return None
    text = notes if isinstance(notes, str) else ""
    lines = plain(text[:LONGEST_NOTES].replace("\r\n", "\n"))
    return Release(version, lines.strip(), f"{REPOSITORY}/releases/tag/{quote(tag, safe='')}")
