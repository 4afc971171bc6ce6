"""supertoken doctor: one verdict a line, with what to do."""

import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass

import click

from supertoken_desktop.app import Program, open_program
from supertoken_desktop.arguments import StartOptions
from supertoken_desktop.cli.provider import NoProvider, provider_of_environment
from supertoken_desktop.cli.running import run
from supertoken_desktop.domain.errors import ErrorRecord, SecretError, SuperTokenError
from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.i18n import _, ngettext
from supertoken_desktop.notices import notice_for, running_text
from supertoken_desktop.state_words import history_line

EXIT_TROUBLE = 1
_PROBE_REF = "doctor-probe"
_PROXY_VARIABLES = ("https_proxy", "http_proxy", "all_proxy", "no_proxy")


@dataclass(frozen=True, slots=True)
class Finding:
    """One verdict: is it well, what was looked at, what was found, what to do."""

    well: bool
    subject: str
    found: str
    remedy: str = ""


@click.command()
def doctor() -> None:
    """Check keyring, history, proxy, names, certificates, and every provider and its key."""
    sys.exit(run(_doctor()))


async def _doctor() -> int:
    trouble = False
    async with open_program(StartOptions()) as program:
        async for finding in _findings(program):
            trouble = trouble or not finding.well
            mark = _("ok") if finding.well else _("PROBLEM")
            line = f"{mark:8} {finding.subject}: {finding.found}"
            click.echo(f"{line} → {finding.remedy}" if finding.remedy else line)
    return EXIT_TROUBLE if trouble else 0


async def _findings(program: Program) -> AsyncIterator[Finding]:
    yield await _keyring(program)
    yield _history(program)
    yield _proxy(program)
    try:
        provider_of_environment(program)
    except NoProvider as error:
        yield Finding(False, _("Environment"), str(error))
    if not program.profiles.profiles:
        yield Finding(
            True, _("Providers"), _("none yet"), _("Add one in the window, or try the demo.")
        )
    for profile in program.profiles.profiles:
        if profile.is_demo:
            continue
        yield await _host(program, profile)
        yield await _key(program, profile)


async def _keyring(program: Program) -> Finding:
    subject = _("Keyring")
    if not program.secrets.is_lasting:
        return Finding(
            False,
            subject,
            _("this system has none; keys are forgotten when the program ends"),
            _("Start a keyring service such as GNOME Keyring or KWallet."),
        )
    probe = Secret("probe")
    try:
        await program.secrets.write(_PROBE_REF, probe)
        same = await program.secrets.read(_PROBE_REF) == probe
        await program.secrets.forget(_PROBE_REF)
    except SuperTokenError as error:
        return _trouble(subject, ErrorRecord.of(error))
    if not same:
        return Finding(
            False, subject, _("a test entry came back changed"), _("Repair the system's keyring.")
        )
    return Finding(True, subject, _("a test entry was written, read and removed"))


def _history(program: Program) -> Finding:
    subject = _("History")
    if program.history_state is not HistoryState.KEPT:
        found = history_line(program.history_state)
        return Finding(False, subject, found, _("Open the window and choose there."))
    where = str(program.folders.database)
    count = len(program.library.conversations)
    words = ngettext("{count} conversation in {file}", "{count} conversations in {file}", count)
    return Finding(True, subject, words.format(count=count, file=where))


def _proxy(program: Program) -> Finding:
    from urllib.request import getproxies

    subject = _("Proxy")
    settings = program.preferences.current
    if settings.proxy_mode == "none":
        return Finding(True, subject, _("none, as set"))
    if settings.proxy_mode == "manual":
        where = _without_login(settings.proxy_url)
        return Finding(True, subject, _("set by hand: {url}").format(url=where))
    named = {name for name in os.environ if name.lower() in _PROXY_VARIABLES}
    if not set(getproxies()) - {"no"}:
        return Finding(True, subject, _("the system names none"))
    source = ", ".join(sorted(named)) or _("the system's settings")
    return Finding(True, subject, _("from {source}").format(source=source))


def _trouble(subject: str, error: ErrorRecord) -> Finding:
    notice = notice_for(error)
    said = f" ({error.detail.message})" if error.detail.message else ""
    found = running_text(notice.title, notice.sentence) + said
    return Finding(False, subject, found, notice.remedy)


def _without_login(url: str) -> str:
    """Return a proxy's address without the name and password that may stand in it."""
    before, at, host = url.rpartition("@")
    return f"{before.partition('://')[0]}://{host}" if at else url


async def _host(program: Program, profile: ProviderProfile) -> Finding:
    subject = _("{provider}: host").format(provider=profile.name)
    try:
        reached = await program.reach(profile.root)
    except SuperTokenError as error:
        return _trouble(subject, ErrorRecord.of(error))
    words = ngettext(
        "{host} has {count} address; connection: {secured}",
        "{host} has {count} addresses; connection: {secured}",
        reached.addresses,
    )
    secured = reached.tls or _("not encrypted")
    found = words.format(host=reached.host, count=reached.addresses, secured=secured)
    return Finding(True, subject, found)


async def _key(program: Program, profile: ProviderProfile) -> Finding:
    subject = _("{provider}: key").format(provider=profile.name)
    try:
        if not await program.profiles.has_key(profile.id):
            return Finding(False, subject, _("no key is kept"), _("Enter it in the settings."))
    except SecretError as error:
        return _trouble(subject, ErrorRecord.of(error))
    report = await program.profiles.test(profile)
    if report.error is not None:
        return _trouble(subject, report.error)
    count = report.models or 0
    words = ngettext(
        "accepted; {count} model, first answer after {seconds:.1f} s",
        "accepted; {count} models, first answer after {seconds:.1f} s",
        count,
    )
    return Finding(True, subject, words.format(count=count, seconds=report.latency_s))
