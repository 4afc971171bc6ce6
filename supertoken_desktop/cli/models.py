"""supertoken models, supertoken providers: what can be asked."""

import json

import click

from supertoken_desktop.app import Program, open_program
from supertoken_desktop.arguments import StartOptions
from supertoken_desktop.cli.provider import NoProvider, pick_provider
from supertoken_desktop.cli.running import run
from supertoken_desktop.domain.errors import SecretError
from supertoken_desktop.domain.model import Model
from supertoken_desktop.domain.plain import plain
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.i18n import _
from supertoken_desktop.notices import notice_for


@click.command()
@click.option("--provider", metavar="NAME", help="A provider from the settings.")
@click.option("--base-url", metavar="URL", help="A relay's address; the key is SUPERTOKEN_API_KEY.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
def models(provider: str | None, base_url: str | None, as_json: bool) -> None:
    """List the models that the relay offers to the key.

    Where it does not say, the built-in ones are listed.
    """
    if provider and base_url:
        raise click.UsageError(_("--provider and --base-url exclude each other."))
    run(_models(provider, base_url, as_json=as_json))


async def _models(provider: str | None, base_url: str | None, *, as_json: bool) -> None:
    async with open_program(StartOptions()) as program:
        try:
            profile = await pick_provider(program, provider, base_url)
        except NoProvider as error:
            raise click.UsageError(str(error)) from error
        problem = await program.catalogue.refresh(profile.id)
        listed = program.catalogue.models(profile.id)
    if problem is not None:
        notice = notice_for(problem)
        words = _("{title}. {sentence} The models listed are those known without asking.")
        click.echo(words.format(title=notice.title, sentence=notice.sentence), err=True)
    if as_json:
        click.echo(json.dumps([_row(model) for model in listed], ensure_ascii=False))
        return
    for model in listed:
        click.echo(plain(model.model_id))


def _row(model: Model) -> dict[str, object]:
    return {
        "id": model.model_id,
        "context_window": model.context_window,
        "must_stream": model.must_stream,
        "origin": model.origin,
    }


@click.command()
def providers() -> None:
    """List the providers in the settings, in their order; the one in use has a star."""
    run(_providers())


async def _providers() -> None:
    async with open_program(StartOptions()) as program:
        current = program.profiles.current
        for profile in program.profiles.profiles:
            star = "*" if current is not None and profile.id == current.id else " "
            name = plain(profile.name)
            click.echo(f"{star} {name}\t{profile.root}\t{await _key(program, profile)}")
        if not program.profiles.profiles:
            click.echo(_("There is no provider yet: add one in the window."), err=True)


async def _key(program: Program, profile: ProviderProfile) -> str:
    """Return in words whether there is a key; a keyring that stays shut hides no other line."""
    try:
        return _("key kept") if await program.profiles.has_key(profile.id) else _("no key")
    except SecretError:
        return _("keyring closed")
