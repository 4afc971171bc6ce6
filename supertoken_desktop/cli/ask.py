"""supertoken ask: one question, one answer, on standard output."""

import asyncio
import json
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from types import FrameType
from typing import assert_never

import click

from supertoken_desktop.app import Program, open_program
from supertoken_desktop.arguments import StartOptions
from supertoken_desktop.cli.provider import NoProvider, pick_provider
from supertoken_desktop.cli.running import run, words_for
from supertoken_desktop.domain.errors import ErrorRecord, StoreError, SuperTokenError
from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.plain import plain
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.turn import TurnState, Verdict, WaitCause
from supertoken_desktop.engine.turn import Turn
from supertoken_desktop.i18n import _
from supertoken_desktop.notices import verdict_line
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
        raise click.UsageError(_("--provider and --base-url exclude each other."))
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
    sys.exit(run(_ask(question, provider, base_url)))


def _prompt(argument: str | None) -> str:
    if argument is not None and argument != "-":
        # Bytes of the command line that are no text arrive as lone surrogates.
        text = argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    elif sys.stdin.isatty():
        words = _("There is no prompt: give it as an argument or on standard input.")
        raise click.UsageError(words)
    else:
        text = sys.stdin.read()
    if not text.strip():
        raise click.UsageError(_("The prompt is empty."))
    return text


async def _ask(question: Question, provider: str | None, base_url: str | None) -> int:
    async with open_program(StartOptions(keep_history=question.keep)) as program:
        _tell_history(program, question)
        try:
            profile = await pick_provider(program, provider, base_url)
        except NoProvider as error:
            raise click.UsageError(str(error)) from error
        profile = await _with_silence(program, profile, question.silence_s)
        try:
            turn = await _send(program, profile, question)
        except SuperTokenError as error:
            return _report_unsent(ErrorRecord.of(error), as_json=question.as_json)
        _stop_on_signals(turn.stop)
        await _show(program, turn, quiet=question.as_json)
        message = await turn.wait_ended()
        return _report(message, turn.save_error, as_json=question.as_json)


def _tell_history(program: Program, question: Question) -> None:
    """Say where the conversation will not be kept although nobody asked for that."""
    is_kept = program.history_state in (HistoryState.KEPT, HistoryState.NOT_WANTED)
    if question.keep and not question.as_json and not is_kept:
        click.echo(history_line(program.history_state), err=True)


async def _with_silence(
    program: Program, profile: ProviderProfile, silence_s: float | None
) -> ProviderProfile:
    """Lend the provider with other time-outs, for this question alone."""
    if silence_s is None:
        return profile
    limits = replace(
        program.timeouts_of(profile), headers_s=silence_s, idle_s=silence_s, progress_s=silence_s
    )
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


def _stop_on_signals(stop: Callable[[], None]) -> None:
    """Let Ctrl+C, and whoever ends the process in order, stop the answer and keep what has come."""
    loop = asyncio.get_running_loop()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stop)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)


async def _show(program: Program, turn: Turn, *, quiet: bool) -> None:
    """Print what arrives until the answer has ended."""
    if quiet:
        await turn.wait_ended()
        return
    handle = turn.changed.subscribe(lambda changed: _tell_wait(program, changed))
    # On a terminal an answer must not steer it; a file or a pipe gets what was said.
    shown: Callable[[str], str] = plain if sys.stdout.isatty() else str
    has_text = False
    while turn.state is not TurnState.ENDED or turn.buffer.filled:
        taken = turn.buffer.take()
        if taken.restarted and has_text:
            click.echo("\n")
        has_text = has_text or bool(taken.text)
        click.echo(shown(taken.text), nl=False)
        await program.clock.wait(_SHOW_INTERVAL_S)
    handle.close()
    if has_text:
        click.echo()


def _tell_wait(program: Program, turn: Turn) -> None:
    """Say, beside the answer, what a question waits for."""
    waiting = turn.waiting
    if waiting is None:
        return
    seconds = max(0, round(waiting.until_s - program.clock.monotonic()))
    match waiting.cause:
        case WaitCause.LIMIT:
            words = _("Waiting for a free place · {seconds} s").format(seconds=seconds)
        case WaitCause.RETRY:
            words = _("Trying again in {seconds} s").format(seconds=seconds)
        case WaitCause.PAUSE:
            # Only the window can pause its requests.
            return
        case _:
            assert_never(waiting.cause)
    click.echo(words, err=True)


def _report(message: Message, save_error: StoreError | None, *, as_json: bool) -> int:
    if save_error is not None:
        click.echo(words_for(ErrorRecord.of(save_error)), err=True)
    if as_json:
        _print_object(_summary(message))
    elif message.verdict is not Verdict.COMPLETE:
        _explain(message)
    if message.verdict is Verdict.COMPLETE:
        return EXIT_COMPLETE
    return EXIT_PARTIAL if message.text else EXIT_NOTHING


def _report_unsent(error: ErrorRecord, *, as_json: bool) -> int:
    """Report a question that could not even be saved."""
    if as_json:
        nothing = dict.fromkeys(("reason", "finish_reason", "usage", "conversation_id"))
        failed = {"text": "", "verdict": Verdict.FAILED, **nothing, "attempts": 0}
        _print_object({**failed, "error": _error(error, None)})
    else:
        click.echo(words_for(error), err=True)
    return EXIT_NOTHING


def _explain(message: Message) -> None:
    if message.error is not None:
        click.echo(words_for(message.error), err=True)
        return
    verdict = message.verdict or Verdict.FAILED
    click.echo(verdict_line(verdict, message.reason, message.finish_reason), err=True)


def _print_object(summary: dict[str, object]) -> None:
    click.echo(json.dumps(summary, ensure_ascii=False))


def _summary(message: Message) -> dict[str, object]:
    """Return the object that --json prints."""
    usage = message.usage
    return {
        "text": message.text,
        "verdict": message.verdict,
        "reason": message.reason,
        "finish_reason": message.finish_reason,
        "usage": {k: v for k, v in asdict(usage).items() if k != "origin"} if usage else None,
        "error": _error(message.error, message.request_id) if message.error else None,
        "attempts": message.attempts,
        "conversation_id": message.conversation_id,
    }


def _error(error: ErrorRecord, request_id: str | None) -> dict[str, object]:
    return {
        "kind": error.kind,
        "status": error.detail.status,
        "code": error.detail.code,
        "message": error.detail.message,
        "request_id": error.detail.request_id or request_id,
    }
