"""supertoken models, supertoken providers: what can be asked."""

import asyncio
import json

import click

from supertoken_desktop.app import StartOptions, open_program
from supertoken_desktop.cli.provider import NoProvider, pick_provider


@click.command()
@click.option("--provider", metavar="NAME", help="A provider from the settings.")
@click.option("--base-url", metavar="URL", help="A relay's address; the key is SUPERTOKEN_API_KEY.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
def models(provider: str | None, base_url: str | None, as_json: bool) -> None:
    """List the models that the relay offers to the key, or the built-in ones where it does not say."""
    asyncio.run(_models(provider, base_url, as_json=as_json))


async def _models(provider: str | None, base_url: str | None, *, as_json: bool) -> None:
    async with open_program(StartOptions()) as program:
        try:
            profile = await pick_provider(program, provider, base_url)
        except NoProvider as error:
            raise click.UsageError(str(error)) from error
        problem = await program.catalogue.refresh(profile.id)
        listed = program.catalogue.models(profile.id)
    if problem is not None and not as_json:
        click.echo(
            f"The relay did not give its list ({problem.reason}); these are built in.", err=True
        )
    if as_json:
        rows = [
            {
                "id": model.model_id,
                "context_window": model.context_window,
                "must_stream": model.must_stream,
                "origin": model.origin,
            }
            for model in listed
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for model in listed:
        click.echo(model.model_id)


@click.command()
def providers() -> None:
    """List the providers in the settings, in their order; the one in use has a star."""
    asyncio.run(_providers())


async def _providers() -> None:
    async with open_program(StartOptions()) as program:
        current = program.profiles.current
        for profile in program.profiles.profiles:
            star = "*" if current is not None and profile.id == current.id else " "
            key = "key kept" if await program.profiles.has_key(profile.id) else "no key"
            click.echo(f"{star} {profile.name}\t{profile.root}\t{key}")
        if not program.profiles.profiles:
            click.echo("There is no provider yet: add one in the window.", err=True)
