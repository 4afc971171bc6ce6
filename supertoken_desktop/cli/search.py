"""supertoken search: find messages in the history."""

import sys

import click

from supertoken_desktop.app import open_program
from supertoken_desktop.arguments import StartOptions
from supertoken_desktop.cli.running import run
from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.domain.plain import plain
from supertoken_desktop.state_words import history_line

EXIT_NO_HIT = 1


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
def search(words: tuple[str, ...], limit: int) -> None:
    """Find messages that hold all WORDS, the newest first; exit status 1 where there are none."""
    sys.exit(run(_search(" ".join(words), limit)))


async def _search(query: str, limit: int) -> int:
    async with open_program(StartOptions()) as program:
        if program.history_state is not HistoryState.KEPT:
            click.echo(history_line(program.history_state), err=True)
        hits = await program.library.search(query, limit)
    for hit in hits:
        snippet = " ".join(plain(hit.snippet).split())
        title = " ".join(plain(hit.title).split())
        click.echo(f"{hit.created_at.astimezone():%Y-%m-%d %H:%M}  {title}\n    {snippet}")
    return 0 if hits else EXIT_NO_HIT
