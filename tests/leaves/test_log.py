import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.log import FILE_NAME, mask, set_up_logging

SK = "sk-Abc123_-xyz789"
_keys = st.text("abcXYZ019_-", min_size=8, max_size=60)


@pytest.fixture(autouse=True)
def root_as_before() -> Iterator[None]:
    root = logging.getLogger()
    level = root.level
    yield
    set_up_logging(None, level)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"key {SK}, next", "key sk-…, next"),
        (f"Authorization: Bearer {SK}", "Authorization: Bearer …"),
        ("{'authorization': 'bearer abc.def'}", "{'authorization': 'bearer …'}"),
        ("x-api-key: plain-key", "x-api-key: …"),
        ("{'x-goog-api-key': 'AIzaSy'}", "{'x-goog-api-key': '…'}"),
        ("GET /v1/models?key=AIzaSy&alt=sse", "GET /v1/models?key=…&alt=sse"),
        ("proxy http://me:pass@host:80/", "proxy http://me:…@host:80/"),
        ("a task-list on a desk-top", "a task-list on a desk-top"),
        ("https://host:443/v1", "https://host:443/v1"),
    ],
)
def test_what_looks_like_a_key_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "X-API-KEY: Bearer {} X-API-KEY:",
        "Bearer x-api-key: Bearer bearer {}",
        "Bearer 0X-API-KEY: {}",
        "x-api-key: x-api-key: {}",
        "Authorization:   Bearer    {}",
        "Authorization:\r\n Bearer {}",
        "authorization: Basic {}==",
        "proxy-authorization: Basic {}",
        "Authorization: token {}",
        "AUTHORIZATION: {}",
        'Authorization: Digest username="a", response="{}"',
        "Authorization%3A%20Bearer%20{}",
        "Bearer: {}",
        r"{{\"authorization\": \"Bearer {}\"}}",
        r"b'Authorization: Bearer {}\r\nX-Team: cats'",
        "[(b'x-api-key', b'{}')]",
        "('Authorization', 'Bearer {}')",
        "{{b'x-api-key': b'{}'}}",
        r'"api_key": "a\/{}"',
        '{{"key": "{}"}}',
        "/v1?a=b&key={}&c",
        "/v1?KEY={}",
        "/v1?a=b&amp;token={}",
        "/v1?api_key={}",
        "access_token={}",
        "X-Auth-Token: {}",
        "X-Goog-Api-Key={}",
        "password: {}",
        "Cookie: a={}; b={}",
        "{{'Set-Cookie': 'session={}; Path=/'}}",
        "http://me:a@{}@host/",
        "http://{}@host/",
        "http://:{}@host/",
        "invalid api key: {}",
        "Incorrect API key provided: {}.",
        "API%20key: {}",
        "x-api-key: one,{},three",
        "the password: a,{} was refused",
    ],
)
def test_no_spelling_of_a_header_or_parameter_lets_a_key_through(text: str) -> None:
    key = "plain00f00f00"

    assert key not in mask(text.format(key, key))


@pytest.mark.parametrize(
    "text",
    [
        "max_tokens: 5",
        "the api key is missing",
        "keyboard: on",
        "the tokens: 3",
        "monkey=3",
        "https://host/a?to=me@b.org",
    ],
)
def test_words_that_only_look_like_it_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("piece", ["bearer ", "x-api-key: ", "://", "eyJ", "'key", "bearer\\n"])
def test_masking_costs_no_more_than_the_length(piece: str) -> None:
    before = time.process_time()
    mask(piece * 20_000)

    # Anything that grew with the square would take minutes.
    assert time.process_time() - before < 2


@example("00000000", "x-api-key: {}", "X-API-KEY:")
@example("00000000", "Bearer {}", "X-API-KEY:")
@given(_keys, st.sampled_from(["sk-{}", "Bearer {}", "x-api-key: {}", "a?key={}"]), st.text())
def test_no_key_comes_through(key: str, shape: str, around: str) -> None:
    text = f"{around} {shape.format(key)} {around}"

    assert mask(text).count(key) == f"{around}{around}".count(key)


def test_messages_arguments_and_tracebacks_are_masked(tmp_path: Path) -> None:
    formatter = set_up_logging(tmp_path)
    formatter.remember(Secret("ein-ganz-eigener"))
    log = logging.getLogger("supertoken_desktop.test")

    log.warning("headers %s", {"Authorization": f"Bearer {SK}"})
    log.warning("known: %s", "ein-ganz-eigener")
    try:
        raise ValueError(f"refused {SK} and ein-ganz-eigener")
    except ValueError:
        log.exception("it failed with %s", SK)

    text = (tmp_path / FILE_NAME).read_text("utf-8")
    assert "Traceback" in text
    assert "ValueError" in text
    assert "refused" not in text
    assert SK not in text
    assert "ein-ganz-eigener" not in text


def test_a_secret_that_is_logged_by_accident_is_not_shown(tmp_path: Path) -> None:
    set_up_logging(tmp_path)

    logging.getLogger("t").warning("with %s and %r", Secret("quite-unknown"), Secret("unseen"))

    text = (tmp_path / FILE_NAME).read_text("utf-8")
    assert "Secret(…)" in text
    assert not any(word in text for word in ("quite-unknown", "unseen"))


def test_the_log_stays_small(tmp_path: Path) -> None:
    set_up_logging(tmp_path)
    log = logging.getLogger("t")

    for number in range(45):
        log.warning("%d %s", number, "x" * 100_000)

    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 4
    assert sum(sizes) < 4.5 * 1024 * 1024
    assert "44 x" in (tmp_path / FILE_NAME).read_text("utf-8")


def test_odd_characters_are_logged_too(tmp_path: Path) -> None:
    set_up_logging(tmp_path)

    logging.getLogger("t").warning("快速 \ud83d")

    assert "快速 \\ud83d" in (tmp_path / FILE_NAME).read_text("utf-8")


def test_setting_up_again_moves_the_log(tmp_path: Path) -> None:
    set_up_logging(tmp_path / "a")
    set_up_logging(tmp_path / "b")

    logging.getLogger("t").warning("here")

    assert (tmp_path / "a" / FILE_NAME).read_text("utf-8") == ""
    assert "here" in (tmp_path / "b" / FILE_NAME).read_text("utf-8")


def test_a_known_key_is_masked_without_its_prefix_too(tmp_path: Path) -> None:
    set_up_logging(tmp_path).remember(Secret("sk-abcdefghijklmnop0123"))

    logging.getLogger("relay").error("bad token abcdefghijklmnop0123")

    assert "abcdefghijklmnop0123" not in (tmp_path / FILE_NAME).read_text(encoding="utf-8")
