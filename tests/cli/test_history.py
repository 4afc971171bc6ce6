"""Commands with a real keyring: what one of them keeps, the next one finds."""

import asyncio
import json
from pathlib import Path

from supertoken_desktop.demo.server import DEMO_KEY, DemoRelay
from tests.cli.test_commands import verdicts
from tests.programs import with_secret_service
from tests.secret_service import SecretService

ADD_PROVIDER = """
import asyncio, sys
from supertoken_desktop.app import open_program
from supertoken_desktop.arguments import StartOptions
from supertoken_desktop.domain.ids import new_profile_id
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.secret import Secret

async def add(name, root):
    async with open_program(StartOptions()) as program:
        profile_id = new_profile_id()
        profile = ProviderProfile(profile_id, name, root, secret_ref=profile_id)
        await program.profiles.add(profile, Secret(sys.stdin.read()))

asyncio.run(add(*sys.argv[1:]))
"""


async def test_a_saved_provider_is_asked_and_the_answer_found_again(
    tmp_path: Path, secret_service: SecretService
) -> None:
    programs = with_secret_service(tmp_path, secret_service)
    async with DemoRelay() as relay:
        adding = await programs.start(
            "-c", ADD_PROVIDER, "Home", relay.root, stdin=asyncio.subprocess.PIPE
        )
        await adding.communicate(DEMO_KEY.encode())
        asked = await programs.command("ask", "--provider", "home", "--json", "echo:ripe pears")
        secretly = await programs.command("ask", "--no-history", "echo:unripe pears")
        listed, found, missed, doctor = await asyncio.gather(
            programs.command("providers"),
            programs.command("search", "ripe", "pears"),
            programs.command("search", "apples"),
            programs.command("doctor"),
        )
        root = relay.root

    assert json.loads(asked.out)["text"] == "ripe pears"
    assert (asked.status, secretly.out) == (0, "unripe pears\n")
    assert listed.out == f"* Home\t{root}\tkey kept\n"
    assert (found.status, missed.status) == (0, 1)
    assert "ripe pears" in found.out
    assert "unripe" not in found.out
    assert doctor.status == 0
    assert verdicts(doctor) == dict.fromkeys(("Keyring", "History", "Proxy", "host", "key"), "ok")
