import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.arguments import StartOptions, parse_arguments
from supertoken_desktop.domain.summons import NewChat, QuickPrompt, summons_of
from supertoken_desktop.handover import SIZE_LIMIT_BYTES, message_of

LINK = "supertoken://ask?text=hi"


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        ([], StartOptions()),
        (["--demo", "--home", "/x"], StartOptions(Path("/x"), demo=True)),
        (["--quick"], StartOptions(wanted=("--quick=",))),
        (["--quick", "two words"], StartOptions(wanted=("--quick=two words",))),
        (["--new", "a"], StartOptions(wanted=("--new=a",))),
        (["--new=-a"], StartOptions(wanted=("--new=-a",))),
        (["--toggle-quick"], StartOptions(wanted=("--toggle-quick",))),
        (["--hidden"], StartOptions(hidden=True, wanted=("--hidden",))),
        (["--hidden", LINK], StartOptions(hidden=True, wanted=(LINK,))),
        ([LINK, "ama://x"], StartOptions(wanted=(LINK, "ama://x"))),
    ],
)
def test_arguments_say_how_to_start_and_what_is_wanted(
    arguments: list[str], start: StartOptions
) -> None:
    assert parse_arguments(arguments) == start


@pytest.mark.parametrize(
    "arguments",
    [
        ["--qui"],
        ["--unknown"],
        ["--quick=" + "x" * 20_000],
        ["x"] * 65,
        ["--home"],
        ["--", "--new=a"],
    ],
    ids=["shortened", "unknown", "too-long", "too-many", "no-folder", "no-link"],
)
def test_what_cannot_be_meant_ends_with_a_word(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse_arguments(arguments)

    assert caught.value.code == 2
    assert capsys.readouterr().err


@given(st.text(max_size=200))
def test_texts_of_the_user_arrive_whatever_they_hold(text: str) -> None:
    (quick,) = parse_arguments([f"--quick={text}"]).wanted
    (new,) = parse_arguments([f"--new={text}"]).wanted

    assert isinstance(summons_of(quick), QuickPrompt)
    assert isinstance(summons_of(new), NewChat)


def test_what_may_be_asked_for_fits_into_what_is_handed_over() -> None:
    wanted = parse_arguments(
        ["--quick", "快" * 5_000, *["supertoken://ask?text=" + "x" * 16_000] * 8]
    )

    assert len(message_of(wanted.wanted)) <= SIZE_LIMIT_BYTES


def test_a_later_start_loads_nothing_large_to_hand_over() -> None:
    code = (
        "import sys, json\n"
        "import supertoken_desktop.__main__\n"
        "print(json.dumps(sorted({n.split('.')[0] for n in sys.modules})))"
    )

    loaded = json.loads(
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    )

    assert not {"PySide6", "qasync", "httpx", "apsw", "keyring", "asyncio", "babel"} & set(loaded)
