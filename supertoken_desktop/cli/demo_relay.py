"""supertoken demo-relay: the stand-in relay alone."""

import asyncio
import contextlib
import signal
import sys

import click

from supertoken_desktop.app import demo_options
from supertoken_desktop.demo.server import DEMO_KEY, DemoRelay


@click.command("demo-relay")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
@click.option("--pace", "pace_ms", type=click.IntRange(0), default=15, help="Pause in ms.")
def demo_relay(port: int, pace_ms: int) -> None:
    """Serve the demo relay on this computer alone, until it is interrupted."""
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl+C is how one ends it
        asyncio.run(_serve(port, pace_ms))


async def _serve(port: int, pace_ms: int) -> None:
    relay = DemoRelay(demo_options(pace_ms))
    try:
        await relay.start(port)
    except OSError as error:
        raise click.ClickException(f"Port {port} cannot be used: {error.strerror}.") from error
    click.echo(f"The demo relay (no model, for trying out) is at {relay.root}/v1, key {DEMO_KEY}")
    ended = asyncio.Event()
    if sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
    try:
        await ended.wait()
    finally:
        await relay.stop()
