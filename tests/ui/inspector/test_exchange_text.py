import json
import time
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.domain.errors import ErrorRecord
from supertoken_desktop.domain.exchange import Exchange, RawBody
from supertoken_desktop.ui.inspector.exchange_text import (
    LONGEST_LINE,
    MOST_SHOWN,
    View,
    shown_part,
    text_of,
    whole_text,
)

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SENT = RawBody(b'{"model":"gpt-5.2"}', total_bytes=19)


def exchange(
    answer: RawBody, status: int | None = 200, failure: ErrorRecord | None = None
) -> Exchange:
    return Exchange(
        label="m",
        started_at=NOW,
        method="POST",
        url="https://r/v1",
        request_headers=(("accept", "text/event-stream"),),
        request_body=SENT,
        status=status,
        response_headers=(("content-type", "text/event-stream"),),
        answer=answer,
        duration_s=1.25,
        failure=failure,
    )


def test_each_line_of_a_stream_has_the_time_at_which_it_began() -> None:
    content = b'data: {"a":1}\n\ndata: {"b":2}\n\n'
    body = RawBody(content, (0, 5, 20), (0.1, 0.2, 3.5), len(content))

    lines = text_of(exchange(body), View.ANSWER, formatted=False).split("\n")

    assert lines[0] == "HTTP 200 · 1.250 s"
    assert [line.split() for line in lines if "data" in line] == [
        ["0.100", "data:", '{"a":1}'],
        ["0.200", "data:", '{"b":2}'],
    ]


def test_json_is_set_out_only_where_that_was_chosen() -> None:
    whole = exchange(RawBody(b'{"error":{"code":"x"}}', (0,), (0.1,), 22), 403)

    raw = text_of(whole, View.ANSWER, formatted=False)
    formatted = text_of(whole, View.ANSWER, formatted=True)

    assert raw.endswith('{"error":{"code":"x"}}')
    assert formatted.endswith('{\n  "error": {\n    "code": "x"\n  }\n}')
    assert '"model": "gpt-5.2"' in text_of(whole, View.REQUEST, formatted=True)


def test_why_it_failed_and_what_is_missing_is_said() -> None:
    failed = exchange(RawBody(), None, failure=ErrorRecord("connect", "net-refused"))
    cut = exchange(RawBody(b"abc", (0,), (0.1,), 10))

    assert "connect (net-refused)" in text_of(failed, View.ANSWER, formatted=False)
    assert "HTTP" not in text_of(failed, View.HEADERS, formatted=False)
    assert text_of(cut, View.ANSWER, formatted=False).endswith("… (+7 bytes)")


def test_what_is_shown_is_never_too_much() -> None:
    shown = shown_part("x" * 3 * MOST_SHOWN)
    many = shown_part("line\n" * MOST_SHOWN)

    assert max(len(line) for line in shown.split("\n")) <= LONGEST_LINE + 1
    assert len(many) <= MOST_SHOWN + 2
    assert shown_part("short\ntext") == "short\ntext"


@given(st.binary(max_size=200), st.integers(1, 9))
def test_no_bytes_are_too_odd_to_be_shown(content: bytes, size: int) -> None:
    offsets = tuple(range(0, len(content), size))
    body = RawBody(b"data: " + content, offsets, tuple(float(at) for at in offsets), 6)

    assert whole_text(exchange(body))
    assert text_of(exchange(body), View.ANSWER, formatted=True)


@given(st.recursive(st.none() | st.text() | st.integers(), st.lists))
def test_setting_out_changes_no_value(value: object) -> None:
    content = json.dumps([value]).encode()
    body = RawBody(content, (0,), (0.0,), len(content))

    answer = text_of(exchange(body), View.ANSWER, formatted=True).split("\n\n", 1)[1]

    assert json.loads(answer) == [value]


def test_setting_out_never_makes_much_of_little() -> None:
    nested = "[" * 900 + "1," * 400_000 + "1" + "]" * 900
    body = RawBody(nested.encode(), (0,), (0.1,), len(nested))
    before = time.process_time()

    text = text_of(exchange(body), View.ANSWER, formatted=True)

    assert text.endswith(nested)
    assert time.process_time() - before < 3
