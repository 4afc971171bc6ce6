"""The bundle itself: does what we ship work?"""

import asyncio
import re
import ssl
import subprocess
import sys
from pathlib import Path

import pytest

from supertoken_desktop import __version__
from supertoken_desktop.demo.options import DemoOptions
from supertoken_desktop.demo.server import DEMO_KEY, DemoRelay
from tests.contract.raw_servers import replying, serving
from tests.contract.test_reaching import CERTIFICATE
from tests.packaging.built import ALL_IS_WELL, Bundle, Desktop

ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="as Linux does it")
PLATFORMS = {"linux": "xcb", "win32": "windows", "darwin": "cocoa"}
LARGEST_MB = 250
# That of Debian 12.
OLDEST_GLIBC = (2, 36)
MODELS = b'{"object":"list","data":[{"id":"gpt-5.2","object":"model"}]}'
KEY = {"SUPERTOKEN_API_KEY": "sk-made-up"}
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
# Browsers, what runs Qt's own language, keyrings without a lock.
PICTURE = re.compile(r"\(\.\./images/([^)]+)\)")
NEVER = re.compile(r"(?i)WebEngine|Qt6?(Qml|Quick|Pdf|Designer|3D)|keyrings|tkinter|/tests?/")


def test_the_window_does_all_that_a_package_must(bundle: Bundle, desktop: Desktop) -> None:
    seen = desktop.try_out(bundle.window)

    assert seen == {"version": __version__, "window": PLATFORMS[sys.platform], **ALL_IS_WELL}
    assert (desktop.home / "self-test" / "window.png").stat().st_size > 10_000


@ON_LINUX
def test_the_window_does_the_same_on_wayland(bundle: Bundle, wayland: Desktop) -> None:
    seen = wayland.try_out(bundle.window)

    assert seen == {"version": __version__, "window": "wayland", **ALL_IS_WELL}


def test_both_programs_tell_their_version(bundle: Bundle, desktop: Desktop) -> None:
    for program in (bundle.window, bundle.command):
        done = desktop.run(program, "--version")

        assert done.returncode == 0, done.stderr
        # A window's program has no output on Windows.
        is_silent = program == bundle.window and sys.platform == "win32"
        assert __version__ in done.stdout or is_silent


@pytest.mark.timeout_s(60)
async def test_the_command_asks_a_relay(bundle: Bundle, desktop: Desktop) -> None:
    relay = DemoRelay(DemoOptions())
    await relay.start()
    try:
        ask = (bundle.command, "ask", "--base-url", relay.root, "--model", "gpt-5.2", "count 5")
        done = await in_thread(desktop, *ask, SUPERTOKEN_API_KEY=DEMO_KEY)
    finally:
        await relay.stop()

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["one", "two", "three", "four", "five"]


@pytest.mark.timeout_s(60)
async def test_a_relay_that_nobody_vouches_for_is_not_trusted(
    bundle: Bundle, desktop: Desktop
) -> None:
    async with serving(replying(), tls()) as port:
        root = f"https://localhost:{port}/v1"
        done = await in_thread(desktop, bundle.command, "models", "--base-url", root, **KEY)

    assert "The certificate could not be verified, so nothing was sent." in done.stderr


@ON_LINUX
@pytest.mark.timeout_s(60)
async def test_a_relay_that_the_system_trusts_is_trusted(bundle: Bundle, desktop: Desktop) -> None:
    trust = {"SSL_CERT_FILE": str(CERTIFICATE)}
    async with serving(replying(ANSWER % (len(MODELS), MODELS)), tls()) as port:
        root = f"https://localhost:{port}/v1"
        done = await in_thread(
            desktop, bundle.command, "models", "--base-url", root, **KEY, **trust
        )

    assert (done.returncode, done.stderr) == (0, "")
    assert "gpt-5.2" in done.stdout


def test_nothing_is_shipped_that_nobody_needs(bundle: Bundle) -> None:
    names = [file.relative_to(bundle.content).as_posix() for file in bundle.files]

    assert [name for name in names if NEVER.search(name)] == []
    assert sum(file.stat().st_size for file in bundle.files) < LARGEST_MB * 1_000_000


def test_the_guide_the_words_and_the_licences_come_along(bundle: Bundle) -> None:
    names = {file.name for file in bundle.files}

    assert {"install.md", "app.svg", "supertoken.mo", "PySide6.txt", "httpx.txt"} <= names


def test_every_picture_of_the_guide_comes_along(bundle: Bundle) -> None:
    pages = [file for file in bundle.files if file.suffix == ".md"]
    shown = {name for page in pages for name in PICTURE.findall(page.read_text(encoding="utf-8"))}

    assert shown
    assert shown <= {file.name for file in bundle.files if file.parent.name == "images"}


@ON_LINUX
def test_input_methods_and_desktop_themes_come_along(bundle: Bundle) -> None:
    plugins = {f"{file.parent.name}/{file.stem}" for file in bundle.files}

    assert {
        *("platforms/libqxcb", "platforms/libqwayland", "wayland-shell-integration/libxdg-shell"),
        "platforminputcontexts/libibusplatforminputcontextplugin",
        "platforminputcontexts/libcomposeplatforminputcontextplugin",
        *("platformthemes/libqgtk3", "platformthemes/libqxdgdesktopportal"),
    } <= plugins


@ON_LINUX
def test_all_that_the_bundle_asks_of_the_system_is_known(bundle: Bundle) -> None:
    import libraries

    libraries.check(bundle.folder)

    assert libraries.glibc_version(bundle.folder) <= OLDEST_GLIBC


def tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


async def in_thread(
    desktop: Desktop, *command: str | Path, **variables: str
) -> "subprocess.CompletedProcess[str]":
    return await asyncio.to_thread(lambda: desktop.run(*command, **variables))
