import json
import shlex
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.domain.exchange import Exchange, RawBody
from supertoken_desktop.ui.inspector.curl import curl_command

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
HEADERS = (
    ("Host", "relay.example"),
    ("Authorization", "Bearer …"),
    ("Content-Type", "application/json"),
    ("X-Team", "cats' & dogs"),
)


def exchange(body: str, url: str = "https://relay.example/v1/chat/completions") -> Exchange:
    sent = RawBody(body.encode(), total_bytes=len(body.encode()))
    return Exchange("m", NOW, "POST", url, HEADERS, sent, 200, (), RawBody(), 1.0)


def test_the_shell_gives_curl_exactly_what_was_sent(tmp_path: Path) -> None:
    fake = tmp_path / "curl"
    fake.write_text("#!/bin/sh\nfor word; do printf '%s\\0' \"$word\"; done\n")
    fake.chmod(0o700)
    body = json.dumps({"content": 'it\'s $HOME `id` "quoted" \\ and\nmore'}) + "'; touch x"
    url = "https://relay.example/v1/chat/completions?a=1&b=[2]"

    ran = subprocess.run(
        ["/bin/sh", "-c", curl_command(exchange(body, url))],
        env={"PATH": str(tmp_path), "SUPERTOKEN_API_KEY": "sk-of the $environment"},
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )

    words = ran.stdout.decode().split("\0")[:-1]
    assert words == [
        *("--globoff", "-N", "-X", "POST", url),
        *("-H", "Authorization: Bearer sk-of the $environment"),
        *("-H", "Content-Type: application/json"),
        *("-H", "X-Team: cats' & dogs"),
        *("--data-raw", body),
    ]
    assert [piece.name for piece in tmp_path.iterdir()] == ["curl"]


@given(st.text(min_size=1).map(lambda text: text.replace("\0", "0")))
def test_any_body_is_one_word(body: str) -> None:
    words = shlex.split(curl_command(exchange(body)))

    assert words[-2:] == ["--data-raw", body]
