"""The engine of the chat: send, regenerate, edit, continue, choose, delete."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.conversation import Conversation, MessageTree
from supertoken_desktop.domain.errors import StoreError
from supertoken_desktop.domain.ids import (
    ConversationId,
    MessageId,
    ProfileId,
    new_conversation_id,
)
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.engine.arranging import Arranging, Undo
from supertoken_desktop.engine.asking import Asking, Wishes
from supertoken_desktop.engine.branches import active_leaf, message_in
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.errors import AlreadyRunning
from supertoken_desktop.engine.feed import Feed
from supertoken_desktop.engine.library import Library
from supertoken_desktop.engine.new_messages import (
    going_on,
    new_answer,
    new_question,
    rewritten,
)
from supertoken_desktop.engine.open_conversations import OpenConversation
from supertoken_desktop.engine.ports import Clients, Limiter, RetryPolicy, Store
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.engine.running import RunningTurns
from supertoken_desktop.engine.titles import derived_title

if TYPE_CHECKING:
    from supertoken_desktop.engine.turn import Turn


@dataclass(frozen=True, slots=True)
class ChatChange:
    """A conversation and its messages as they are now."""

    conversation: Conversation
    tree: MessageTree


class ChatEngine:
    """Keep the trees of conversations and run their answers; knows no window.

    `changed` tells of every change of a tree or an active leaf, `save_failed` that an answer stands
    on the screen only and will be saved when there is room. Methods raise StoreError where they
    cannot save, and then nothing has happened; NotThere for what has been deleted; those that ask
    a model also AlreadyRunning and NoProvider.
    """

    def __init__(  # the engine stands on all of these
        self,
        store: Store,
        clients: Clients,
        limiter: Limiter,
        retry: RetryPolicy,
        clock: Clock,
        library: Library,
        profiles: Profiles,
        catalogue: Catalogue,
        preferences: Preferences,
    ) -> None:
        self._store = store
        self._clock = clock
        self._library = library
        self._asking = Asking(profiles, catalogue, preferences)
        self._running = RunningTurns(store, clients, limiter, retry, clock, library, preferences)
        self._running.tree_changed.subscribe(self._tell)
        self._arranging = Arranging(store, clock, library, self._running.open, self._tell)
        self.changed: Feed[ChatChange] = Feed()
        self.turn_started = self._running.started
        self.turn_ended = self._running.ended
        self.save_failed = self._running.save_failed

    async def open(self, conversation_id: ConversationId) -> ChatChange:
        """Return a conversation with all its messages, read where they are not at hand."""
        self._library.get(conversation_id)
        async with self._running.open.hold(conversation_id) as place:
            return _change(self._library.get(conversation_id), place.tree)

    async def end_of(self, conversation_id: ConversationId, count: int) -> ChatChange | None:
        """Return the last `count` messages of the path on screen, to be shown before `open`.

        Its tree begins with the first of them. None where the whole is at hand as soon.
        """
        conversation = self._library.get(conversation_id)
        if conversation.active_leaf is None or self._running.open.is_at_hand(conversation_id):
            return None
        messages = await self._store.path_end(conversation.active_leaf, count)
        if len(messages) < count:
            return None
        first = replace(messages[0], parent_id=None)
        return ChatChange(conversation, MessageTree((first, *messages[1:])))

    def running(self, conversation_id: ConversationId) -> Turn | None:
        """Return the running answer of a conversation."""
        return self._running.open.turn(conversation_id)

    def running_turns(self) -> tuple[Turn, ...]:
        """Return all running answers."""
        return self._running.open.turns()

    async def send(  # what is asked, and how
        self,
        conversation_id: ConversationId | None,
        text: str,
        *,
        profile_id: ProfileId | None = None,
        model_id: str | None = None,
        system_prompt: str | None = None,
        parameters: Parameters | None = None,
        stream: bool | None = None,
        is_quick: bool = False,
    ) -> Turn:
        """Save a question and start its answer; None makes a conversation, a quick one if said so.

        Returns when both are saved. What is given besides becomes the conversation's own, but for
        `stream`, which counts for this answer alone. Raises: ValueError for a blank text.
        """
        if not text.strip():
            raise ValueError("nothing to send")
        wishes = Wishes(profile_id, model_id, system_prompt, parameters, stream)
        if conversation_id is None:
            begun = replace(self._new_conversation(text), is_quick=is_quick)
        else:
            begun = self._library.get(conversation_id)
        async with self._running.open.hold(begun.id) as place:
            _refuse_while_running(place)
            wished = wishes.applied_to(self._library.find(begun.id) or begun)
            addressee = self._asking.addressee(wished)
            asked = replace(wished, profile_id=addressee.profile.id, model_id=addressee.model_id)
            now = self._clock.now()
            question = new_question(asked.id, active_leaf(asked, place.tree), text, now)
            answer = new_answer(asked.id, question.id, addressee, now)
            await self._add(place, asked, (question, answer))
            path = place.tree.path(question.id)
            request = self._asking.request(asked, addressee, path, stream)
            return self._running.start(place, answer, addressee, request)

    async def regenerate(
        self,
        conversation_id: ConversationId,
        message_id: MessageId,
        *,
        model_id: str | None = None,
    ) -> Turn:
        """Ask for another answer beside this one; beneath it where it is a question."""
        async with self._running.open.hold(conversation_id) as place:
            _refuse_while_running(place)
            message = message_in(place.tree, message_id)
            is_answer = message.role is Role.ASSISTANT
            question_id = message.parent_id if is_answer else message.id
            return await self._answer(place, question_id, model_id)

    async def retry(self, conversation_id: ConversationId, message_id: MessageId) -> Turn:
        """Ask once more after a failed answer, which stays beside the new one."""
        return await self.regenerate(conversation_id, message_id)

    async def edit(
        self,
        conversation_id: ConversationId,
        message_id: MessageId,
        text: str,
        *,
        resend: bool,
    ) -> Turn | None:
        """Put another wording of a message beside it, and ask that where `resend` says so.

        What is edited stays as it was, an answer as the model gave it. Raises: ValueError for an
        answer that is to be asked.
        """
        async with self._running.open.hold(conversation_id) as place:
            _refuse_while_running(place)
            edited = message_in(place.tree, message_id)
            conversation = self._library.get(conversation_id)
            now = self._clock.now()
            if not resend:
                await self._add(place, conversation, (rewritten(edited, text, now),))
                self._tell(place)
                return None
            if edited.role is Role.ASSISTANT:
                raise ValueError("an answer is not asked")
            addressee = self._asking.addressee(conversation)
            question = new_question(conversation_id, edited.parent_id, text, now)
            answer = new_answer(conversation_id, question.id, addressee, now)
            await self._add(place, conversation, (question, answer))
            path = place.tree.path(question.id)
            request = self._asking.request(conversation, addressee, path)
            return self._running.start(place, answer, addressee, request)

    async def continue_(self, conversation_id: ConversationId, message_id: MessageId) -> Turn:
        """Go on with an answer that ended early: its text stays, and what comes is added."""
        async with self._running.open.hold(conversation_id) as place:
            _refuse_while_running(place)
            message = message_in(place.tree, message_id)
            conversation = self._library.get(conversation_id)
            addressee = self._asking.author(message, conversation)
            path = place.tree.path(message_id)
            if message.text.strip():
                request = self._asking.continue_request(conversation, addressee, path)
            else:
                request = self._asking.request(conversation, addressee, path[:-1])
            answer = going_on(message)
            place.tree = place.tree.with_message(answer)
            return self._running.start(place, answer, addressee, request)

    async def choose_sibling(self, conversation_id: ConversationId, message_id: MessageId) -> None:
        """Show the branch that goes through a message, down to its newest answer."""
        await self._arranging.choose(conversation_id, message_id)

    async def delete_message(
        self,
        conversation_id: ConversationId,
        message_id: MessageId,
        *,
        keep_following: bool = False,
    ) -> Undo:
        """Delete a message and all below it; the returned call brings them back.

        With `keep_following` it goes alone, a question with its answers, and what followed moves
        up; an answer that runs below is stopped in either case.
        """
        if keep_following:
            return await self._arranging.delete_alone(conversation_id, message_id)
        return await self._arranging.delete(conversation_id, message_id)

    async def pin_message(
        self,
        conversation_id: ConversationId,
        message_id: MessageId,
        is_pinned: bool,  # noqa: FBT001  # reads as said
    ) -> None:
        """Mark a message so that it is found again, or take the mark away."""
        await self._arranging.pin(conversation_id, message_id, is_pinned=is_pinned)

    async def branch(
        self, conversation_id: ConversationId, message_id: MessageId, title: str
    ) -> ConversationId:
        """Copy the path to a message into a new conversation with this title; return its id.

        An answer that is still running is left out.
        """
        return await self._arranging.branch(conversation_id, message_id, title)

    async def stop_all(self, limit_s: float = 3.0) -> None:
        """Stop all answers and wait until each is saved, at most `limit_s` seconds."""
        await self._running.stop_all(limit_s)

    def _new_conversation(self, text: str) -> Conversation:
        now = self._clock.now()
        return Conversation(new_conversation_id(), now, now, title=derived_title(text))

    async def _answer(
        self, place: OpenConversation, question_id: MessageId | None, model_id: str | None
    ) -> Turn:
        conversation = self._library.get(place.id)
        addressee = self._asking.addressee(conversation, model_id=model_id)
        answer = new_answer(place.id, question_id, addressee, self._clock.now())
        await self._add(place, conversation, (answer,))
        path = place.tree.path(question_id)
        request = self._asking.request(conversation, addressee, path)
        return self._running.start(place, answer, addressee, request)

    async def _add(
        self,
        place: OpenConversation,
        conversation: Conversation,
        messages: tuple[Message, ...],
    ) -> None:
        """Save new messages, the last of them the active leaf.

        The list hears of a known conversation's change first, so that what the user changes in
        the meantime starts from it; a new conversation shows only once it is saved.
        """
        before = self._library.find(conversation.id)
        after = replace(conversation, active_leaf=messages[-1].id, updated_at=self._clock.now())
        if before is not None:
            self._library.keep(after)
        try:
            await self._store.add_messages(after, messages)
        except StoreError:
            if before is not None and self._library.find(after.id) is after:
                self._library.keep(before)
            raise
        if before is None:
            self._library.keep(after)
        for message in messages:
            place.tree = place.tree.with_message(message)

    def _tell(self, place: OpenConversation) -> None:
        conversation = self._library.find(place.id)
        if conversation is not None:
            self.changed.tell(_change(conversation, place.tree))


def _change(conversation: Conversation, tree: MessageTree) -> ChatChange:
    return ChatChange(replace(conversation, active_leaf=active_leaf(conversation, tree)), tree)


def _refuse_while_running(place: OpenConversation) -> None:
    if place.turn is not None:
        raise AlreadyRunning(f"an answer runs in {place.id}")
