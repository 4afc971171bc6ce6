import asyncio
import json
import re
import signal
import socket

from supertoken_desktop.demo.server import DemoRelay
from supertoken_desktop.engine.seed_models import SEED_MODELS
from tests.programs import Programs, Ran, ended

NOBODY = "http://127.0.0.1:1"
VERDICT = re.compile(r"^(ok|PROBLEM) +(?:\S+: )?([A-Za-z]+): ", re.MULTILINE)
BUILT_IN = [model.model_id for model in SEED_MODELS]


def verdicts(ran: Ran) -> dict[str, str]:
    """What doctor printed: the mark of each line by its subject, without the provider's name."""
    return {subject: mark for mark, subject in VERDICT.findall(ran.out)}


async def test_models_lists_what_the_relay_offers(programs: Programs) -> None:
    async with DemoRelay() as relay:
        plain, as_json = await asyncio.gather(
            programs.command("models", "--base-url", relay.root),
            programs.command("models", "--base-url", relay.root, "--json"),
        )
        paths = [request.path for request in relay.requests]

    rows = json.loads(as_json.out)
    assert paths == ["/v1/models"] * 2
    assert sorted(plain.out.splitlines()) == sorted(BUILT_IN)
    assert [row["id"] for row in rows] == plain.out.splitlines()
    assert {row["origin"] for row in rows} == {"listed"}
    assert all(row["must_stream"] for row in rows if row["id"].startswith("gpt"))


async def test_models_falls_back_on_those_built_in_and_says_so(programs: Programs) -> None:
    ran = await programs.command("models", "--base-url", NOBODY)

    assert ran.status == 0
    assert ran.out.splitlines() == BUILT_IN
    assert "127.0.0.1" in ran.err


async def test_providers_without_any_says_what_to_do(keyless: Programs) -> None:
    ran = await keyless.command("providers")

    assert (ran.status, ran.out) == (0, "")
    assert "There is no provider yet" in ran.err


async def test_a_folder_that_cannot_be_used_is_named_in_one_line(programs: Programs) -> None:
    ran = await programs.having(SUPERTOKEN_HOME="/dev/null/x").command("providers")

    assert (ran.status, ran.err.count("\n")) == (1, 1)
    assert "/dev/null/x" in ran.err


async def test_doctor_says_of_each_trouble_where_it_is(programs: Programs) -> None:
    async with DemoRelay() as relay:
        well, refused, unnamed, bad_key = await asyncio.gather(
            programs.having(SUPERTOKEN_BASE_URL=relay.root).command("doctor"),
            programs.having(SUPERTOKEN_BASE_URL=NOBODY).command("doctor"),
            programs.having(SUPERTOKEN_BASE_URL="https://relay.invalid").command("doctor"),
            programs.having(SUPERTOKEN_BASE_URL=relay.root, SUPERTOKEN_API_KEY="sk-wrong").command(
                "doctor"
            ),
        )

    without_keyring = {"Keyring": "PROBLEM", "History": "PROBLEM", "Proxy": "ok"}
    assert verdicts(well) == without_keyring | {"host": "ok", "key": "ok"}
    assert verdicts(refused) == without_keyring | {"host": "PROBLEM", "key": "PROBLEM"}
    assert verdicts(unnamed) == without_keyring | {"host": "PROBLEM", "key": "PROBLEM"}
    assert verdicts(bad_key) == without_keyring | {"host": "ok", "key": "PROBLEM"}
    for ran in (well, refused, unnamed, bad_key):
        assert ran.status == 1
        assert all("→" in line for line in ran.out.splitlines() if line.startswith("PROBLEM"))


async def test_doctor_reads_an_address_that_is_none(programs: Programs) -> None:
    ran = await programs.having(SUPERTOKEN_BASE_URL="ftp://x").command("doctor")

    assert verdicts(ran)["Environment"] == "PROBLEM"
    assert ran.err == ""


async def test_the_demo_relay_serves_alone_on_the_port_asked_for(programs: Programs) -> None:
    port = _free_port()
    relay = await programs.start_command("demo-relay", "--port", str(port), "--pace", "0")
    assert relay.stdout is not None
    said = (await relay.stdout.readline()).decode()
    address = f"http://127.0.0.1:{port}"

    asked, second = await asyncio.gather(
        programs.command("ask", "--base-url", address, "echo:served"),
        programs.command("demo-relay", "--port", str(port)),
    )
    relay.send_signal(signal.SIGINT)
    ran = await ended(relay)

    assert address in said
    assert (asked.status, asked.out) == (0, "served\n")
    assert (second.status, second.err.count("\n")) == (1, 1)
    assert str(port) in second.err
    assert (ran.status, ran.err) == (0, "")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
