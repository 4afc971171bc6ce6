"""The program tries itself out, from source as from a package."""

import asyncio
import json
from pathlib import Path
from typing import Any

from supertoken_desktop import __version__
from tests.programs import Programs, Ran, ended, with_secret_service
from tests.secret_service import SecretService

LIMIT_S = 90.0


def try_out(programs: Programs, folder: Path) -> Ran:
    async def start() -> Ran:
        async with asyncio.timeout(LIMIT_S):
            offscreen = programs.having(QT_QPA_PLATFORM="offscreen")
            arguments = ("-m", "supertoken_desktop", "--self-test", str(folder))
            return await ended(await offscreen.start(*arguments))

    return asyncio.run(start())


def report(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "self-test.json").read_text())
    return found


def own_words(err: str) -> list[str]:
    """What the program wrote; Qt's plugin without a screen says by itself what it cannot do."""
    return [line for line in err.splitlines() if not line.startswith("This plugin does not")]


def test_all_is_seen_to_work_and_the_folder_keeps_the_report(
    tmp_path: Path, secret_service: SecretService
) -> None:
    folder = tmp_path / "self-test"

    done = try_out(with_secret_service(tmp_path, secret_service), folder)

    assert (done.status, own_words(done.err)) == (0, [])
    assert json.loads(done.out) == report(folder)
    assert report(folder) == {
        "version": __version__,
        "window": "offscreen",
        "secret": True,
        "history": 6,
        "code": True,
        "formula": True,
        "diagram": True,
        "failed": {},
    }
    assert (folder / "window.png").is_file()


def test_without_a_keyring_it_fails_and_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "self-test"

    done = try_out(Programs(tmp_path), folder)

    assert done.status == 1
    assert set(report(folder)["failed"]) == {"secret", "history"}
    assert report(folder)["diagram"] is True


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")

    done = try_out(Programs(tmp_path), folder)

    assert (done.status, done.out) == (2, "")
    assert "must be empty" in done.err
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
