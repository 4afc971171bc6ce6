"""supertoken ask: one question, one answer, on standard output."""

import asyncio
import json
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

import click

from supertoken_desktop.app import Program, StartOptions, open_program
from supertoken_desktop.cli.provider import NoProvider, pick_provider
from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.turn import TurnState, Verdict
from supertoken_desktop.engine.turn import Turn
from supertoken_desktop.notices import notice_for, verdict_line
from supertoken_desktop.state_words import history_line

EXIT_COMPLETE = 0
EXIT_PARTIAL = 3
EXIT_NOTHING = 4
_SHOW_INTERVAL_S = 0.03


@dataclass(frozen=True, slots=True)
class Question:
    """What `supertoken ask` was asked to do."""

    prompt: str
    model_id: str | None
    system: str | None
    stream: bool | None
    parameters: Parameters
    silence_s: float | None
    as_json: bool
    keep: bool


@click.command()
@click.argument("prompt", required=False)
@click.option("--provider", metavar="NAME", help="A provider from the settings.")
@click.option("--base-url", metavar="URL", help="A relay's address; the key is SUPERTOKEN_API_KEY.")
@click.option("--model", "model_id", metavar="M", help="The model's id, as the relay spells it.")
@click.option("--system", metavar="S", help="The system prompt.")
@click.option("--stream/--no-stream", default=None, help="Streamed or whole, where either may be.")
@click.option("--temperature", type=click.FloatRange(0, 2), help="From 0 to 2.")
@click.option("--top-p", type=click.FloatRange(0, 1), help="From 0 to 1.")
@click.option("--max-tokens", type=click.IntRange(1), help="The longest answer, in tokens.")
@click.option("--stop", multiple=True, metavar="TEXT", help="Where the model stops; repeatable.")
@click.option(
    "--silence-timeout",
    "silence_s",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="The longest time without a data event.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one object at the end, nothing else.")
@click.option("--no-history", is_flag=True, help="Keep nothing of this conversation.")
def ask(  # noqa: PLR0913  # one argument an option
    prompt: str | None,
    provider: str | None,
    base_url: str | None,
    model_id: str | None,
    system: str | None,
    stream: bool | None,
    temperature: float | None,
    top_p: float | None,
    max_tokens: int | None,
    stop: tuple[str, ...],
    silence_s: float | None,
    as_json: bool,
    no_history: bool,
) -> None:
    """Ask PROMPT, or what comes on standard input, and print the answer as it arrives."""
    if provider and base_url:
        raise click.UsageError("--provider and --base-url exclude each other.")
    question = Question(
        prompt=_prompt(prompt),
        model_id=model_id,
        system=system,
        stream=stream,
        parameters=Parameters(temperature, top_p, max_tokens, stop or None),
        silence_s=silence_s,
        as_json=as_json,
        keep=not no_history,
    )
    sys.exit(asyncio.run(_ask(question, provider, base_url)))


def _prompt(argument: str | None) -> str:
    if argument is not None and argument != "-":
        text = argument
    elif sys.stdin.isatty():
        raise click.UsageError("There is no prompt: give it as an argument or on standard input.")
    else:
        text = sys.stdin.read()
    if not text.strip():
        raise click.UsageError("The prompt is empty.")
    return text


async def _ask(question: Question, provider: str | None, base_url: str | None) -> int:
    async with open_program(StartOptions(keep_history=question.keep)) as program:
        if (
            question.keep
            and not question.as_json
            and program.history_state is not HistoryState.KEPT
        ):
            click.echo(history_line(program.history_state), err=True)
        try:
            profile = await pick_provider(program, provider, base_url)
        except NoProvider as error:
            raise click.UsageError(str(error)) from error
        profile = await _with_silence(program, profile, question.silence_s)
        turn = await _send(program, profile, question)
        _stop_on_interrupt(turn.stop)
        await _show(program, turn, quiet=question.as_json)
        message = await turn.wait_ended()
        return _report(message, as_json=question.as_json)


async def _with_silence(
    program: Program, profile: ProviderProfile, silence_s: float | None
) -> ProviderProfile:
    """Lend the provider with other time-outs, for this question alone."""
    if silence_s is None:
        return profile
    usual = program.timeouts_of(profile)
    limits = replace(usual, headers_s=min(usual.headers_s, silence_s), progress_s=silence_s)
    changed = replace(profile, timeouts=limits)
    program.profiles.lend(changed)
    return changed


async def _send(program: Program, profile: ProviderProfile, question: Question) -> Turn:
    model_id = question.model_id or profile.default_model_id or program.catalogue.first(profile.id)
    return await program.chat.send(
        None,
        question.prompt,
        profile_id=profile.id,
        model_id=model_id,
        system_prompt=question.system,
        parameters=question.parameters,
        stream=question.stream,
    )


def _stop_on_interrupt(stop: Callable[[], None]) -> None:
    """Let Ctrl+C end the answer and keep what has arrived."""
    if sys.platform != "win32":
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop)


async def _show(program: Program, turn: Turn, *, quiet: bool) -> None:
    """Print what arrives until the answer has ended."""
    while turn.state is not TurnState.ENDED or turn.buffer.filled:
        taken = turn.buffer.take()
        if taken.text and not quiet:
            click.echo(taken.text, nl=False)
        await program.clock.wait(_SHOW_INTERVAL_S)
    await turn.wait_ended()
    rest = turn.buffer.take()
    if not quiet:
        click.echo(rest.text)


def _report(message: Message, *, as_json: bool) -> int:
    if as_json:
        click.echo(json.dumps(_summary(message), ensure_ascii=False))
    elif message.verdict is not Verdict.COMPLETE:
        _explain(message)
    if message.verdict is Verdict.COMPLETE:
        return EXIT_COMPLETE
    return EXIT_PARTIAL if message.text else EXIT_NOTHING


def _explain(message: Message) -> None:
    if message.error is None:
        line = verdict_line(
            message.verdict or Verdict.FAILED, message.reason, message.finish_reason
        )
        click.echo(line, err=True)
        return
    notice = notice_for(message.error)
    words = (notice.title, notice.sentence, message.error.detail.message, notice.remedy)
    click.echo("\n".join(word for word in words if word), err=True)


def _summary(message: Message) -> dict[str, object]:
    """Return the object that --json prints."""
    usage = message.usage
    return {
        "text": message.text,
        "verdict": message.verdict,
        "reason": message.reason,
        "finish_reason": message.finish_reason,
        "usage": {k: v for k, v in asdict(usage).items() if k != "origin"} if usage else None,
        "error": _error(message),
        "attempts": message.attempts,
        "conversation_id": message.conversation_id,
    }


def _error(message: Message) -> dict[str, object] | None:
    error = message.error
    if error is None:
        return None
    return {
        "kind": error.kind,
        "status": error.detail.status,
        "code": error.detail.code,
        "message": error.detail.message,
        "request_id": error.detail.request_id,
    }
