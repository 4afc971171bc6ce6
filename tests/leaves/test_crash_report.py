import asyncio
import json
from types import TracebackType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.crash_report import (
    MOST_ERRORS,
    Troubles,
    error_text,
    native_text,
    part_of,
    place_of,
    report,
)
from supertoken_desktop.domain.errors import ConnectFailed, ErrorDetail

KEY = "sk-planted-0123456789abcdef"
PROMPT = "my very private question"
BODY = json.dumps({"messages": [{"role": "user", "content": PROMPT}], "key": KEY})


def raised(error: Exception) -> Exception:
    """Raise an error with a request in a local value, and return it as it was caught."""
    body = BODY
    try:
        raise error
    except Exception as caught:  # noqa: BLE001  # whichever it is
        assert body
        return caught


def chained() -> Exception:
    try:
        try:
            raise KeyError(PROMPT)
        except KeyError as error:
            raise ValueError(f"cannot read {BODY}") from error
    except ValueError as error:
        error.add_note(KEY)
        return error


def unencodable() -> BaseException:
    try:
        f"{PROMPT}\ud800".encode()
    except UnicodeEncodeError as error:
        return error
    raise AssertionError


def syntax() -> BaseException:
    try:
        compile(f"{PROMPT}!", PROMPT, "exec")
    except SyntaxError as error:
        return error
    raise AssertionError


LEAKY = [
    raised(RuntimeError(BODY)),
    raised(OSError(2, PROMPT, f"/home/me/{PROMPT}")),
    raised(ImportError(PROMPT, name=PROMPT, path=KEY)),
    raised(ConnectFailed(BODY, reason=PROMPT, detail=ErrorDetail(message=PROMPT, host=KEY))),
    raised(ExceptionGroup(PROMPT, [raised(ValueError(KEY)), chained()])),
    raised(asyncio.IncompleteReadError(BODY.encode(), 4)),
    chained(),
    unencodable(),
    syntax(),
]


@pytest.mark.parametrize("error", LEAKY, ids=lambda error: type(error).__name__)
def test_no_word_of_a_message_and_no_local_value_is_in_a_report(error: BaseException) -> None:
    troubles = Troubles()
    troubles.add(error_text(error))

    said = report(troubles, "0.1.0", "6.11")

    assert type(error).__name__ in said
    assert not any(planted in said for planted in (KEY, PROMPT, "messages", "/home"))


@given(st.text(min_size=4), st.sampled_from([ValueError, OSError, KeyError, LookupError]))
def test_two_errors_of_one_place_and_type_read_alike_whatever_they_say(
    message: str, kind: type[Exception]
) -> None:
    assert error_text(raised(kind(message))) == error_text(raised(kind("other")))


def test_places_name_code_and_no_folder_of_a_person() -> None:
    places = {
        "/home/ann/src/supertoken_desktop/ui/desk.py": "supertoken_desktop/ui/desk.py",
        r"C:\Users\Ann\supertoken_desktop\ui\desk.py": "supertoken_desktop/ui/desk.py",
        "/home/ann/.venv/lib/python3.11/site-packages/httpx/_client.py": "httpx/_client.py",
        "/home/ann/secret.py": "secret.py",
        "<frozen runpy>": "<frozen runpy>",
        asyncio.__file__: "asyncio/__init__.py",
    }

    assert {path: place_of(path) for path in places} == places


def test_causes_are_told_and_none_twice() -> None:
    error = chained()
    assert error.__cause__ is not None
    error.__cause__.__cause__ = error

    text = error_text(error)

    assert text.count("ValueError") == 1
    assert text.count("after KeyError") == 1


def test_a_very_deep_error_is_short() -> None:
    def fall(depth: int) -> None:
        fall(depth + 1)

    with pytest.raises(RecursionError) as caught:
        fall(0)

    text = error_text(caught.value)
    assert text.count("\n") < 40
    assert "more" in text


def test_codes_tell_errors_of_one_type_apart() -> None:
    assert "PermissionError (EACCES)" in error_text(
        raised(PermissionError(13, "Permission denied"))
    )
    assert "(PySide6.QtGui)" in error_text(raised(ImportError("x", name="PySide6.QtGui")))
    missing = ImportError("libEGL.so.1: cannot open shared object file: no", name="PySide6.QtGui")
    assert "(libEGL.so.1)" in error_text(missing)
    assert "ConnectFailed (connect)" in error_text(raised(ConnectFailed("x")))


def test_the_part_is_where_the_error_was_raised() -> None:
    text = (
        "ValueError\n"
        "  supertoken_desktop/ui/settings/dialog.py:1 in a\n"
        "  supertoken_desktop/store/rows.py:2 in b\n"
        "  json/decoder.py:3 in c\n"
        "after KeyError\n"
        "  supertoken_desktop/api/client.py:4 in d"
    )

    assert part_of(text) == "store"
    assert part_of("ValueError\n  json/decoder.py:3 in c") == ""
    assert part_of("") == ""


def test_errors_alike_are_counted_and_a_flood_is_only_a_number() -> None:
    troubles = Troubles()
    news = [troubles.add("A\n  b:1 in c") for _time in range(3)]
    for number in range(100):
        troubles.add(f"B{number}")

    said = report(troubles, "0.1.0")

    assert news == [True, False, False]
    assert "3 times: A\n  b:1 in c" in said
    assert len(troubles.all) == MOST_ERRORS
    assert f"{100 - MOST_ERRORS + 1} more that are not listed" in said


def test_a_native_trace_keeps_names_of_code_alone() -> None:
    trace = (
        "Fatal Python error: Segmentation fault\n\n"
        "Current thread 0x00007f00 (most recent call first):\n"
        '  File "/home/ann/supertoken_desktop/ui/canvas.py", line 12 in paint\n'
        f"{PROMPT}\n"
        f'  File "{KEY}/x.py", line 1 in <module>\n'
        "Extension modules: apsw, shiboken6.Shiboken (total: 2)\n"
    )

    assert native_text(trace) == (
        "Fatal Python error: Segmentation fault\n"
        "Current thread 0x00007f00 (most recent call first):\n"
        "  supertoken_desktop/ui/canvas.py:12 in paint\n"
        "  x.py:1 in <module>\n"
        "Extension modules: apsw, shiboken6.Shiboken (total: 2)"
    )


@given(st.text())
def test_any_file_in_place_of_a_trace_is_read(text: str) -> None:
    assert isinstance(native_text(text), str)


def test_an_error_that_was_never_raised_has_a_text() -> None:
    nowhere: TracebackType | None = None

    assert error_text(ValueError(PROMPT), nowhere) == "ValueError"
