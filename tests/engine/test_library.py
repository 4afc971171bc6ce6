from dataclasses import replace

import pytest

from supertoken_desktop.domain.conversation import Conversation, TitleSource
from supertoken_desktop.domain.errors import DiskFull
from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.engine.errors import NotThere
from tests.engine.flaky_store import FlakyStore
from tests.engine.scene import Scene, scene


async def begun(s: Scene, text: str) -> ConversationId:
    s.clock.advance(60.0)
    return (await s.said(await s.chat.send(None, text))).conversation_id


async def test_pinned_ones_come_first_then_the_newest() -> None:
    async with scene() as s:
        ids = [await begun(s, text) for text in ("One", "Two", "Three")]
        await s.library.pin(ids[0], True)
        titles = [c.title for c in s.library.conversations]
        s.clock.advance(60.0)
        await s.said(await s.chat.send(ids[1], "More"))
        after = [c.title for c in s.library.conversations]
        await s.library.load()
        loaded = [c.title for c in s.library.conversations]

    assert titles == ["One", "Three", "Two"]
    assert after == loaded == ["One", "Two", "Three"]


async def test_every_change_is_told_with_the_whole_list() -> None:
    async with scene() as s:
        told: list[tuple[Conversation, ...]] = []
        handle = s.library.changed.subscribe(told.append)
        conversation_id = await begun(s, "One")
        await s.library.rename(conversation_id, "Uno")
        handle.close()
        await s.library.pin(conversation_id, True)

    assert [[c.title for c in news] for news in told] == [["One"], ["Uno"]]


async def test_a_users_title_stays_and_a_blank_one_changes_nothing() -> None:
    async with scene() as s:
        conversation_id = await begun(s, "One")
        await s.library.rename(conversation_id, "Uno")
        await s.library.rename(conversation_id, "  ")
        kept = await s.store.conversation(conversation_id)

    assert kept is not None
    assert (kept.title, kept.title_source) == ("Uno", TitleSource.USER)


async def test_delete_can_be_undone() -> None:
    async with scene() as s:
        conversation_id = await begun(s, "One")
        undo = await s.library.delete(conversation_id)
        without = s.library.conversations
        with pytest.raises(NotThere):
            s.library.get(conversation_id)
        await undo()
        back = s.library.conversations
        texts = await s.path_texts(conversation_id)

    assert without == ()
    assert [c.id for c in back] == [conversation_id]
    assert texts == ["One", "Hello"]


async def test_an_update_from_an_old_copy_keeps_the_active_leaf() -> None:
    async with scene() as s:
        conversation_id = await begun(s, "One")
        old = s.library.get(conversation_id)
        await s.said(await s.chat.send(conversation_id, "Two"))
        await s.library.update(replace(old, model_id="gpt-5.2"))
        texts = await s.path_texts(conversation_id)
        kept = await s.store.conversation(conversation_id)

    assert texts == ["One", "Hello", "Two", "Hello"]
    assert kept is not None
    assert kept.model_id == "gpt-5.2"


async def test_a_change_that_cannot_be_saved_is_taken_back() -> None:
    store = await FlakyStore.in_memory()
    async with scene(store=store) as s:
        conversation_id = await begun(s, "One")
        store.error = DiskFull()
        with pytest.raises(DiskFull):
            await s.library.rename(conversation_id, "Uno")
        title = s.library.get(conversation_id).title
        store.error = None
    await store.close()

    assert title == "One"


async def test_drafts_are_kept_by_conversation() -> None:
    async with scene() as s:
        conversation_id = await begun(s, "One")
        await s.library.save_draft(conversation_id, "half a thought")
        await s.library.save_draft(None, "new")
        drafts = [await s.library.draft(conversation_id), await s.library.draft(None)]
        await s.library.save_draft(None, "")
        emptied = await s.library.draft(None)

    assert drafts == ["half a thought", "new"]
    assert emptied == ""


async def test_search_finds_words_of_answers() -> None:
    async with scene() as s:
        conversation_id = await begun(s, "Anything about lighthouses?")
        hits = await s.library.search("lighthouses")
        none = await s.library.search("   ")

    assert conversation_id in {hit.conversation_id for hit in hits}
    assert none == ()
