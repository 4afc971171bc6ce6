import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
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
    assert "ValueError: refused sk-…" in text
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
