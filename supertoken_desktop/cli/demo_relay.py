"""supertoken demo-relay: the stand-in relay alone."""

import asyncio
import contextlib
import signal
import sys

import click

from supertoken_desktop.app import demo_options
from supertoken_desktop.i18n import _


@click.command("demo-relay")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
@click.option("--pace", "pace_ms", type=click.IntRange(0), default=15, help="Pause in ms.")
def demo_relay(port: int, pace_ms: int) -> None:
    """Serve the demo relay on this computer alone, until it is interrupted."""
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl+C is how one ends it
        asyncio.run(_serve(port, pace_ms))


async def _serve(port: int, pace_ms: int) -> None:
    # The other commands start faster without it.
    from supertoken_desktop.demo.server import DEMO_KEY, DemoRelay

    relay = DemoRelay(demo_options(pace_ms))
    try:
        await relay.start(port)
    except OSError as error:
        words = _("Port {port} cannot be used: {reason}.")
        raise click.ClickException(words.format(port=port, reason=error.strerror)) from error
    words = _("The demo relay (no model, for trying out) is at {address}, key {key}")
    click.echo(words.format(address=f"{relay.root}/v1", key=DEMO_KEY))
    ended = asyncio.Event()
    if sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
    try:
        await ended.wait()
    finally:
        await relay.stop()
