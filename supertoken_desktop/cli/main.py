"""The `supertoken` command: the program's engine without a window."""

import click

from supertoken_desktop import __version__
from supertoken_desktop.cli.ask import ask
from supertoken_desktop.cli.demo_relay import demo_relay
from supertoken_desktop.cli.doctor import doctor
from supertoken_desktop.cli.models import models, providers
from supertoken_desktop.cli.running import prepare
from supertoken_desktop.cli.search import search


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="supertoken")
def main() -> None:
    """Talk to AI relays from the command line, with the same providers, keys and history."""
    prepare()


for _command in (ask, models, providers, search, doctor, demo_relay):
    main.add_command(_command)

if __name__ == "__main__":
    main()
