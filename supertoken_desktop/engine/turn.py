"""Drive one answer from the request to its verdict."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.delta import (
    Delta,
    ReasoningDelta,
    RefusalDelta,
    Restarted,
    TextDelta,
)
from supertoken_desktop.domain.errors import (
    ApiError,
    ErrorRecord,
    InternalFault,
    RetryClass,
    StoreError,
    SuperTokenError,
)
from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.request import ChatRequest
from supertoken_desktop.domain.turn import TurnState, Verdict, WaitCause
from supertoken_desktop.domain.usage import Usage
from supertoken_desktop.engine.answer import Answer
from supertoken_desktop.engine.branches import RESTART, TWO_CHOICES
from supertoken_desktop.engine.buffer import DeltaBuffer
from supertoken_desktop.engine.end_marks import EndMarks
from supertoken_desktop.engine.feed import Feed
from supertoken_desktop.engine.journal import JournalWriter
from supertoken_desktop.engine.ports import ChatClient, Limiter, RetryPolicy, Store
from supertoken_desktop.engine.seam import Seam
from supertoken_desktop.engine.verdict import (
    Evidence,
    Judgement,
    ends_without_finish,
    failure_of,
    judge,
)
from supertoken_desktop.engine.waiting import Waiting, is_held, wait_for_place

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TurnPlan:
    """What is asked of whom; `message` is the saved answer, its text what a Continue keeps."""

    message: Message
    profile: ProviderProfile
    request: ChatRequest


@dataclass(frozen=True, slots=True)
class TurnPorts:
    """What a turn works with."""

    client: ChatClient
    store: Store
    limiter: Limiter
    retry: RetryPolicy
    clock: Clock
    end_marks: EndMarks


class Turn:
    """One running answer: waits for its slot, asks, repeats where allowed, saves while it comes.

    Whoever makes it runs `run()` as a task of its own. `changed` tells of states and waits, never
    of text, which is taken from `buffer`.
    """

    def __init__(self, plan: TurnPlan, ports: TurnPorts) -> None:
        self.changed: Feed[Turn] = Feed()
        self.buffer = DeltaBuffer()
        self.state = TurnState.QUEUED
        self.waiting: Waiting | None = None
        self.attempts = 0
        self.started_s = ports.clock.monotonic()
        self.save_error: StoreError | None = None
        self._plan = plan
        self._ports = ports
        self._message = plan.message
        self._answer = Answer(plan.message, ports.clock)
        self._seam = Seam(plan.message.text)
        self._journal = JournalWriter(plan.message.id, ports.store, ports.clock)
        self._first_token_s: float | None = None
        self._was_fixed = False
        self._retries = 0
        self._stopped = False
        self._work: asyncio.Task[None] | None = None
        self._countdown: asyncio.Task[None] | None = None
        self._ended = asyncio.Event()

    @property
    def message_id(self) -> MessageId:
        """Return the id of the answer's message."""
        return self._plan.message.id

    @property
    def conversation_id(self) -> ConversationId:
        """Return the conversation that the answer belongs to."""
        return self._plan.message.conversation_id

    @property
    def model_id(self) -> str:
        """Return the model that was asked."""
        return self._plan.request.model_id

    @property
    def message(self) -> Message:
        """Return the message: as saved at the start, and once ended, in its final form."""
        return self._message

    @property
    def text(self) -> str:
        """Return all answer text so far, what a Continue kept among it."""
        return self._answer.text

    @property
    def reasoning(self) -> str:
        """Return all reasoning so far."""
        return self._answer.reasoning

    @property
    def usage(self) -> Usage | None:
        """Return the token counts, None while the relay has not reported any."""
        return self._answer.usage

    @property
    def other_versions(self) -> tuple[tuple[str, str], ...]:
        """Return the texts that are kept beside the answer, each with its reason."""
        earlier = tuple((text, RESTART) for text in self._answer.earlier)
        return earlier + tuple((text, TWO_CHOICES) for text in self._answer.other_versions)

    def stop(self) -> None:
        """End the answer at once and keep what has arrived; later calls do nothing."""
        if self._stopped or self.state is TurnState.ENDED:
            return
        self._stopped = True
        if self._work is not None:
            self._work.cancel()

    def skip_wait(self) -> None:
        """Make the next attempt now; a wait for our own limits cannot be cut short."""
        if self._countdown is not None:
            self._countdown.cancel()

    async def wait_ended(self) -> Message:
        """Return the final message once it is saved."""
        await self._ended.wait()
        return self._message

    async def run(self) -> None:
        """Bring the answer to its end; to be called once.

        Cancelling this stops the answer, saves it, and passes the cancellation on.
        """
        try:
            await self._work_to_its_end()
        finally:
            try:
                await self._end_shielded()
            finally:
                # No await may follow: who waits for the end finds everything in its place.
                self._ended.set()
                self._enter(TurnState.ENDED)

    async def _work_to_its_end(self) -> None:
        if self._stopped:
            return
        self._work = asyncio.get_running_loop().create_task(self._answer_guarded())
        try:
            await asyncio.wait({self._work})
        except asyncio.CancelledError:
            self.stop()
            await asyncio.wait({self._work})
            raise

    async def _answer_guarded(self) -> None:
        try:
            await self._make_attempts()
        except Exception as error:  # noqa: BLE001  # border 3: a bug must not lose an answer
            _LOG.exception("an answer failed for an unknown reason")
            self._answer.error = InternalFault(type(error).__name__, reason="internal")

    async def _make_attempts(self) -> None:
        while True:
            error = await self._attempt()
            if error is None or self._answer.has_token:
                return
            wait_s = self._wait_before_retry(error)
            if wait_s is None:
                return
            if wait_s > 0:
                await self._count_down(wait_s, error)

    async def _attempt(self) -> SuperTokenError | None:
        """Ask once; return why the attempt cannot be trusted, None where it can."""
        self._answer = Answer(self._plan.message, self._ports.clock)
        self._enter(TurnState.QUEUED)
        try:
            async with self._ports.limiter.slot(self._plan.profile, self._on_limit_wait):
                self._leave_pause_out()
                self.attempts += 1
                self._enter(TurnState.CONNECTING)
                async with self._ports.client.open_stream(self._plan.request) as batches:
                    self._enter(TurnState.WAITING)
                    async for batch in batches:
                        self._take(batch)
        except ApiError as error:
            self._answer.error = error
        finally:
            self._release_held_text()
        return failure_of(self._evidence())

    def _on_limit_wait(self, seconds: float) -> None:
        self._leave_pause_out()
        wait = wait_for_place(seconds, self._ports.clock.monotonic(), self.attempts + 1)
        self._enter(TurnState.QUEUED, wait)

    def _leave_pause_out(self) -> None:
        """Let the time of a pause count neither as waiting nor against the patience of retries."""
        if self.waiting is not None and is_held(self.waiting):
            self.started_s += self._ports.clock.monotonic() - self.waiting.until_s

    def _wait_before_retry(self, error: SuperTokenError) -> float | None:
        if not isinstance(error, ApiError):
            return None
        if error.advice.retry_class is RetryClass.FIX:
            # The client has learnt what to leave out, so the same request is now another one.
            is_first = not self._was_fixed
            self._was_fixed = True
            return 0.0 if is_first else None
        elapsed_s = self._ports.clock.monotonic() - self.started_s
        wait_s = self._ports.retry.next_wait(error, self._retries, elapsed_s)
        self._retries += 1
        return wait_s

    async def _count_down(self, wait_s: float, error: SuperTokenError) -> None:
        until_s = self._ports.clock.monotonic() + wait_s
        record = ErrorRecord.of(error)
        countdown = asyncio.get_running_loop().create_task(self._wait(wait_s))
        self._countdown = countdown
        wait = Waiting(WaitCause.RETRY, until_s, self.attempts + 1, record)
        self._enter(TurnState.QUEUED, wait)
        try:
            await asyncio.wait({countdown})
        finally:
            self._countdown = None
            countdown.cancel()
            await asyncio.wait({countdown})

    async def _wait(self, seconds: float) -> None:
        await self._ports.clock.wait(seconds)

    def _take(self, batch: Sequence[Delta]) -> None:
        """Take in what one read of the network brought."""
        had_token = self._answer.has_token
        for delta in batch:
            match delta:
                case TextDelta(text):
                    if text:
                        self._take_text(text)
                case ReasoningDelta(text):
                    if text:
                        self._answer.add_reasoning(text)
                        self.buffer.add_reasoning(text)
                        self._journal.add("reasoning", text)
                case RefusalDelta(text):
                    if text:
                        self._answer.add_refusal(text)
                        self.buffer.add_text(text)
                        self._journal.add("refusal", text)
                case _:
                    self._answer.add(delta)
                    if isinstance(delta, Restarted):
                        self._begin_anew()
        if self._answer.has_token and not had_token:
            self._note_first_token()

    def _take_text(self, text: str) -> None:
        if not self._seam.is_closed:
            self._answer.has_token = True
            text = self._seam.feed(text)
            if not text:
                return
        self._answer.add_text(text)
        self.buffer.add_text(text)
        self._journal.add("text", text)

    def _release_held_text(self) -> None:
        if not self._seam.is_closed and (text := self._seam.finish()):
            self._answer.add_text(text)
            self.buffer.add_text(text)
            self._journal.add("text", text)

    def _begin_anew(self) -> None:
        self._seam = Seam(self._plan.message.text)
        self.buffer.restart()
        self.buffer.add_text(self._plan.message.text)
        self.buffer.add_reasoning(self._plan.message.reasoning)
        self._journal.add("text", "\n\n")

    def _note_first_token(self) -> None:
        if self._first_token_s is None:
            self._first_token_s = self._ports.clock.monotonic() - self.started_s
            self._enter(TurnState.STREAMING)

    def _evidence(self) -> Evidence:
        marks = self._ports.end_marks
        sends_no_finish = marks.sends_no_finish(self._plan.profile.id, self.model_id)
        return self._answer.evidence(stopped=self._stopped, sends_no_finish=sends_no_finish)

    async def _end_shielded(self) -> None:
        ending = asyncio.get_running_loop().create_task(self._end())
        try:
            await asyncio.shield(ending)
        except asyncio.CancelledError:
            await asyncio.wait({ending})
            raise

    async def _end(self) -> None:
        """Judge and save: the one place where an answer ends."""
        self._answer.settle()
        evidence = self._evidence()
        judgement = judge(evidence)
        if not evidence.stopped and judgement.verdict is not Verdict.FAILED:
            self._ports.end_marks.note(
                self._plan.profile.id,
                self.model_id,
                without_finish=ends_without_finish(evidence),
            )
        self._message = self._final_message(judgement)
        await self._journal.close()
        try:
            await self._ports.store.end_message(self._message)
        except StoreError as error:
            self.save_error = error

    def _final_message(self, judgement: Judgement) -> Message:
        kept = self._plan.message
        error = judgement.error
        return replace(
            kept,
            parts=self._answer.parts(),
            verdict=judgement.verdict,
            reason=judgement.reason,
            finish_reason=judgement.finish_reason,
            usage=_both(kept.usage, self._answer.usage),
            error=error,
            request_id=self._answer.request_id or (error.detail.request_id if error else None),
            served_by=self._answer.served_by,
            attempts=kept.attempts + self.attempts,
            first_token_s=self._first_token_s if kept.first_token_s is None else kept.first_token_s,
            ended_at=self._ports.clock.now(),
        )

    def _enter(self, state: TurnState, waiting: Waiting | None = None) -> None:
        self.state = state
        self.waiting = waiting
        self.changed.tell(self)


def _both(kept: Usage | None, new: Usage | None) -> Usage | None:
    """Return the tokens of both requests of a continued answer."""
    if kept is None or new is None:
        return new or kept
    return Usage(
        prompt=_sum(kept.prompt, new.prompt),
        completion=_sum(kept.completion, new.completion),
        total=_sum(kept.total, new.total),
        cached=_sum(kept.cached, new.cached),
        reasoning=_sum(kept.reasoning, new.reasoning),
        origin=new.origin,
    )


def _sum(kept: int | None, new: int | None) -> int | None:
    return new if kept is None else kept if new is None else kept + new
