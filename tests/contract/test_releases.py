"""The list of published versions, over real sockets, from a host that sends anything."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.api.network import NetworkOptions
from supertoken_desktop.api.releases import (
    FEED,
    LONGEST_NOTES,
    MOST_BYTES,
    REPOSITORY,
    PublishedReleases,
    releases_in,
)
from supertoken_desktop.domain.errors import UpdateCheckFailed
from tests.contract.raw_servers import free_port
from tests.contract.test_pictures import Write, found, host, sent_on

LIST = [
    {"tag_name": "v0.2.0", "body": "## New\r\n- Things", "html_url": "https://evil.example/"},
    {"tag_name": "v0.3.0", "draft": True},
    {"tag_name": "nightly"},
    {"tag_name": "0.1.0", "body": None, "prerelease": False},
]


def feed_at(port: int, options: NetworkOptions | None = None) -> PublishedReleases:
    used = options or NetworkOptions("none")
    return PublishedReleases(lambda: used, f"http://127.0.0.1:{port}/releases")


def body(value: object) -> bytes:
    return found(json.dumps(value).encode(), "application/json", "Set-Cookie: id=1")


def test_the_feed_is_asked_over_tls() -> None:
    assert FEED.startswith("https://api.github.com/repos/")
    assert REPOSITORY.startswith("https://github.com/")


async def test_versions_are_read_newest_first_and_pages_are_our_own() -> None:
    async with host(body(LIST)) as one:
        releases = await feed_at(one.port).releases()

    assert [release.version.text for release in releases] == ["0.2.0", "0.1.0"]
    assert releases[0].notes == "## New\n- Things"
    assert releases[0].page == f"{REPOSITORY}/releases/tag/v0.2.0"


async def test_the_request_tells_nothing_of_who_asks() -> None:
    async with host(body([]), body([])) as one:
        feed = feed_at(one.port)
        await feed.releases()
        await feed.releases()

    for asked in one.asked:
        lines = asked.decode().lower().split("\r\n")
        names = {line.partition(":")[0] for line in lines[1:] if line}
        assert names == {"host", "accept", "accept-encoding", "connection", "user-agent"}
        assert "user-agent: supertoken-desktop" in lines


async def many(writer: object) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")  # type: ignore[attr-defined]
    for _piece in range(MOST_BYTES // 65536 + 8):
        writer.write(b" " * 65536)  # type: ignore[attr-defined]
        await writer.drain()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (body({"message": "Not Found"}), "form"),
        (found(b"<html>", "text/html"), "form"),
        (found(b"[" * 100_000, "application/json"), "form"),
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "status"),
        (sent_on("http://127.0.0.1:1/"), "status"),
        (b"nonsense\r\n\r\n", "connect"),
        (many, "size"),
    ],
)
async def test_what_is_no_list_fails_in_one_clear_way(reply: bytes | Write, reason: str) -> None:
    async with host(reply) as one:
        with pytest.raises(UpdateCheckFailed) as failed:
            await feed_at(one.port).releases()

    assert failed.value.reason == reason
    assert failed.value.detail.host == "127.0.0.1"


async def test_a_host_that_is_not_there_is_told() -> None:
    with pytest.raises(UpdateCheckFailed) as failed:
        await feed_at(await free_port()).releases()

    assert failed.value.reason == "connect"


async def test_the_proxy_of_the_settings_is_used() -> None:
    async with host(body(LIST)) as proxy:
        options = NetworkOptions("manual", f"http://127.0.0.1:{proxy.port}")
        feed = PublishedReleases(lambda: options, "http://releases.example/list")
        await feed.releases()

    assert proxy.asked[0].startswith(b"GET http://releases.example/list ")


async def test_a_proxy_that_cannot_be_used_is_told() -> None:
    options = NetworkOptions("manual", "gopher://127.0.0.1")
    with pytest.raises(UpdateCheckFailed) as failed:
        await PublishedReleases(lambda: options, "http://releases.example/").releases()

    assert failed.value.reason == "connect"


def test_notes_are_short_and_without_what_steers() -> None:
    notes = "a\u202e\x1b[31m<script>" + "x" * 100_000

    (release,) = releases_in(json.dumps([{"tag_name": "1.0", "body": notes}]).encode())

    assert release.notes.startswith("a[31m<script>x")
    assert len(release.notes) <= LONGEST_NOTES


_json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["tag_name", "body"]), inner),
)


@given(_json)
def test_any_json_is_a_list_of_releases_or_refused(value: object) -> None:
    try:
        releases = releases_in(json.dumps(value).encode())
    except ValueError:
        return
    assert all(release.page.startswith(REPOSITORY) for release in releases)
