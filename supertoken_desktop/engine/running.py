"""Run turns: own their tasks, put their ends into the tree, and see that they are saved."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.conversation import TitleSource
from supertoken_desktop.domain.errors import ErrorRecord, StoreError
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.engine.asking import Addressee
from supertoken_desktop.engine.end_marks import EndMarks
from supertoken_desktop.engine.feed import Feed
from supertoken_desktop.engine.late_saves import LateSaves
from supertoken_desktop.engine.library import Library
from supertoken_desktop.engine.new_messages import other_version
from supertoken_desktop.engine.open_conversations import OpenConversation, OpenConversations
from supertoken_desktop.engine.ports import Clients, Limiter, RetryPolicy, Store
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.titles import Titles

if TYPE_CHECKING:
    from supertoken_desktop.domain.request import ChatRequest
    from supertoken_desktop.engine.turn import Turn

_FIRST_EXCHANGE = 2


class RunningTurns:
    """Start turns and bring them home. `tree_changed` tells whose tree an end has changed."""

    def __init__(
        self,
        store: Store,
        clients: Clients,
        limiter: Limiter,
        retry: RetryPolicy,
        clock: Clock,
        library: Library,
        preferences: Preferences,
    ) -> None:
        self.open = OpenConversations(store)
        self.started: Feed[Turn] = Feed()
        self.ended: Feed[Turn] = Feed()
        self.tree_changed: Feed[OpenConversation] = Feed()
        self.save_failed: Feed[ErrorRecord] = Feed()
        self._store = store
        self._clients = clients
        self._limiter = limiter
        self._retry = retry
        self._clock = clock
        self._library = library
        self._preferences = preferences
        self._titles = Titles(clients, limiter)
        self._end_marks = EndMarks()
        self._late_saves = LateSaves(store, clock)
        self._turn_tasks: set[asyncio.Task[None]] = set()
        self._title_tasks: set[asyncio.Task[None]] = set()
        self._deletions = library.changed.subscribe(lambda _list: self._stop_orphans())

    def start(
        self,
        place: OpenConversation,
        answer: Message,
        addressee: Addressee,
        request: ChatRequest,
    ) -> Turn:
        """Run the answer to a request; `answer` is saved and in the tree."""
        # What drives an answer is not needed at start.
        from supertoken_desktop.engine.turn import Turn, TurnPlan, TurnPorts

        ports = TurnPorts(
            client=self._clients.client_for(addressee.profile),
            store=self._store,
            limiter=self._limiter,
            retry=self._retry,
            clock=self._clock,
            end_marks=self._end_marks,
        )
        self._late_saves.forget(answer.id)
        labelled = replace(request, label=answer.id)
        turn = Turn(TurnPlan(answer, addressee.profile, labelled), ports)
        place.turn = turn
        _own(self._turn_tasks, self._drive(place, turn, addressee))
        self.tree_changed.tell(place)
        self.started.tell(turn)
        return turn

    async def stop_all(self, limit_s: float) -> None:
        """Stop all turns and wait until each is saved, at most `limit_s` seconds."""
        self._deletions.close()
        for task in self._title_tasks:
            task.cancel()
        for turn in self.open.turns():
            turn.stop()
        await _wait_for(self._turn_tasks | self._title_tasks, limit_s)
        late = self._turn_tasks | self._title_tasks
        for task in late:
            task.cancel()
        await _wait_for(late, limit_s)
        await self._late_saves.close()

    async def _drive(self, place: OpenConversation, turn: Turn, addressee: Addressee) -> None:
        try:
            await turn.run()
        finally:
            self._bring_home(place, turn)
        await self._add_other_versions(turn)
        if self._wants_title(place, turn):
            _own(self._title_tasks, self._ask_for_title(place, turn, addressee))

    def _bring_home(self, place: OpenConversation, turn: Turn) -> None:
        place.turn = None
        if turn.message_id in place.tree:
            place.tree = place.tree.with_message(turn.message)
        if turn.save_error is not None:
            self._late_saves.add(turn.message)
            self.save_failed.tell(ErrorRecord.of(turn.save_error))
        self.tree_changed.tell(place)
        self.ended.tell(turn)

    async def _add_other_versions(self, turn: Turn) -> None:
        """Keep beside the answer what else the relay sent for it."""
        conversation = self._library.find(turn.conversation_id)
        if not turn.other_versions or conversation is None:
            return
        async with self.open.hold(turn.conversation_id) as place:
            if turn.message_id not in place.tree:
                return
            versions = tuple(other_version(turn.message, *v) for v in turn.other_versions)
            try:
                await self._store.add_messages(conversation, versions)
            except StoreError as error:
                self.save_failed.tell(ErrorRecord.of(error))
                return
            for version in versions:
                place.tree = place.tree.with_message(version)
            self.tree_changed.tell(place)

    def _wants_title(self, place: OpenConversation, turn: Turn) -> bool:
        conversation = self._library.find(place.id)
        return (
            self._preferences.current.model_titles
            and conversation is not None
            and conversation.title_source is TitleSource.DERIVED
            and turn.message.verdict is Verdict.COMPLETE
            and turn.message_id in place.tree
            and len(place.tree.path(turn.message_id)) == _FIRST_EXCHANGE
        )

    async def _ask_for_title(
        self, place: OpenConversation, turn: Turn, addressee: Addressee
    ) -> None:
        question, answer = place.tree.path(turn.message_id)
        title = await self._titles.ask(
            addressee.profile, addressee.model_id, question.text, answer.text
        )
        conversation = self._library.find(place.id)
        if title is None or conversation is None:
            return
        if conversation.title_source is TitleSource.DERIVED:
            titled = replace(conversation, title=title, title_source=TitleSource.MODEL)
            # Without room on the disk the derived title stays, which is no loss.
            with contextlib.suppress(StoreError):
                await self._library.update(titled)

    def _stop_orphans(self) -> None:
        """Stop answers whose conversation was deleted."""
        for turn in self.open.turns():
            if self._library.find(turn.conversation_id) is None:
                turn.stop()


def _own(tasks: set[asyncio.Task[None]], work: Coroutine[None, None, None]) -> None:
    task = asyncio.get_running_loop().create_task(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)


async def _wait_for(tasks: set[asyncio.Task[None]], limit_s: float) -> None:
    if tasks:
        await asyncio.wait(tasks, timeout=limit_s)
