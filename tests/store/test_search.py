from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import apsw
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.search import SearchHit
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.store.database import SqlStore, open_store
from supertoken_desktop.store.folding import (
    folded,
    hit_pattern,
    match_expression,
    terms,
    unaccented,
)
from tests.store.values import NOW, answer, conversation, question

TEXTS = (
    "How do I sort a list? 用快速排序就好",
    "Café au lait, naïve résumé",
    'She said "never AND ever" (twice) - foo_bar* NEAR/2 col:umn',
    "排 序 with gaps, 列表,推导",
    "cafe\u0301 written with a combining accent; Straße; ÜBER alles",
    "ひらがな 한국어 𠀀𠀁 4模型",
)
_words = st.text(st.sampled_from("abé 快速排序の한𠀀'\"*()^:+-_.\0"), max_size=12)


@asynccontextmanager
async def kept(
    texts: Sequence[str] = TEXTS, title: str = ""
) -> AsyncIterator[tuple[SqlStore, Conversation, tuple[Message, ...]]]:
    store = await open_store(None, None)
    made = conversation(title)
    messages = tuple(
        question(made.id, text, at=NOW + timedelta(seconds=at)) for at, text in enumerate(texts)
    )
    await store.add_messages(made, messages)
    yield store, made, messages
    await store.close()


def marked(hit: SearchHit) -> list[str]:
    return [hit.snippet[start:end] for start, end in hit.marks]


@pytest.mark.parametrize(
    ("query", "found", "marks"),
    [
        ("序", [3, 0], ["序"]),
        ("排序", [3, 0], ["排 序"]),
        ("快速排序", [0], ["快速排序"]),
        ("排序 列表", [3], ["排 序", "列表"]),
        ("sor", [0], ["sor"]),
        ("sort LIST", [0], ["sort", "list"]),
        ("list sor", [0], ["sor", "list"]),
        ("cafe", [4, 1], ["cafe\u0301"]),
        ("CAFÉ", [4, 1], ["cafe\u0301"]),
        ("resume", [1], ["résumé"]),
        ("uber", [4], ["ÜBER"]),
        ('"never', [2], ["never"]),
        ("never AND ever", [2], ["never", "AND", "ever"]),
        ("NEAR/2", [2], ["NEAR/2"]),
        ("foo_bar", [2], ["foo_bar"]),
        ("col:umn", [2], ["col:umn"]),
        ("(twice)", [2], ["twice"]),
        ("foo*", [2], ["foo"]),
        ("の", [], []),
        ("がな", [5], ["がな"]),
        ("국", [5], ["국"]),
        ("𠀀𠀁", [5], ["𠀀𠀁"]),
        ("4模", [5], ["4", "模"]),
        ("so list", [], []),
        ("sort nothing", [], []),
    ],
)
async def test_a_query_finds_the_messages_with_all_its_words(
    query: str, found: list[int], marks: list[str]
) -> None:
    async with kept() as (store, _made, messages):
        hits = await store.search(query)

    assert [messages.index(m) for hit in hits for m in messages if m.id == hit.message_id] == found
    assert (marked(hits[0]) if hits else []) == marks


@pytest.mark.parametrize("query", ["", "   ", '"', "*", "()", "- _ +", "\0"])
async def test_marks_alone_find_nothing(query: str) -> None:
    async with kept() as (store, _made, _messages):
        assert await store.search(query) == ()


async def test_marks_between_words_are_no_condition() -> None:
    async with kept() as (store, _made, messages):
        hits = await store.search("sort _ - list")

    assert [hit.message_id for hit in hits] == [messages[0].id]


@given(_words)
@example("a")
@example('"a" OR b')
def test_no_query_is_too_odd_for_the_index(query: str) -> None:
    db = apsw.Connection(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize='unicode61 remove_diacritics 2')")
    db.execute("INSERT INTO t VALUES(?)", (folded(query),))

    expression = match_expression(query)

    assert bool(expression) == bool(terms(query))
    if expression:
        assert db.execute("SELECT count(*) FROM t WHERE t MATCH ?", (expression,)).get == 1
    db.close()


@given(_words, _words, _words)
def test_what_a_text_holds_is_found_and_marked(before: str, word: str, after: str) -> None:
    text = f"{before} {word} {after}".replace("\0", " ")
    if not terms(word):
        return

    found = hit_pattern(word).search(unaccented(text))

    assert found is not None
    assert found[0] != ""


@given(st.text())
def test_folding_only_adds_blanks(text: str) -> None:
    assert folded(text).replace(" ", "") == text.replace(" ", "")


@given(st.text(), st.text())
def test_folding_pieces_folds_the_whole(first: str, second: str) -> None:
    assert folded(first) + folded(second) == folded(first + second)


@given(st.text())
def test_taking_accents_away_keeps_every_place(text: str) -> None:
    assert len(unaccented(text)) == len(text)


async def test_a_long_text_is_cut_around_the_first_hit() -> None:
    long = "x " * 5_000 + "here is the Needle in it, a needle" + " y" * 5_000
    async with kept([long]) as (store, _made, _messages):
        (hit,) = await store.search("needle")

    assert len(hit.snippet) <= 200
    assert marked(hit) == ["Needle", "needle"]


async def test_titles_are_found_and_a_new_one_replaces_the_old() -> None:
    async with kept(["text"], title="Cooking rice 煮饭") as (store, made, _messages):
        before = await store.search("煮饭")
        await store.save_conversation(replace(made, title="Baking bread"))
        old = await store.search("rice")
        new = await store.search("bak")

    assert [(h.message_id, h.title, marked(h)) for h in before] == [
        (None, "Cooking rice 煮饭", ["煮饭"])
    ]
    assert old == ()
    assert [(h.snippet, marked(h)) for h in new] == [("Baking bread", ["Bak"])]


async def test_the_newest_comes_first_and_no_more_than_asked_for() -> None:
    async with kept([f"word {at}" for at in range(9)]) as (store, _made, messages):
        hits = await store.search("word", limit=3)

    assert [hit.message_id for hit in hits] == [m.id for m in reversed(messages[-3:])]


async def test_what_is_deleted_is_not_found_until_it_comes_back() -> None:
    async with kept(["one word", "other"], title="word") as (store, made, messages):
        await store.delete_conversation(made.id, NOW)
        gone = await store.search("word")
        await store.restore_conversation(made.id)
        back = await store.search("word")
        removed = await store.delete_messages(messages[0].id)
        without = await store.search("one")
        await store.add_messages(made, removed)
        again = await store.search("one")

    assert (len(gone), len(back), len(without), len(again)) == (0, 2, 0, 1)


async def test_an_answer_is_found_once_it_has_ended() -> None:
    async with kept([]) as (store, made, _messages):
        running = answer(made.id, "half an", verdict=None)
        await store.add_messages(made, [running])
        before = await store.search("half")
        ended = replace(answer(made.id, "half an answer"), id=running.id)
        await store.end_message(replace(ended, verdict=Verdict.STOPPED))
        after = await store.search("answ")

    assert before == ()
    assert [hit.message_id for hit in after] == [running.id]


async def test_the_words_of_an_earlier_text_are_forgotten() -> None:
    async with kept(["typo"]) as (store, made, messages):
        await store.add_messages(made, [replace(question(made.id, "mended"), id=messages[0].id)])

        assert await store.search("typo") == ()
        assert len(await store.search("mended")) == 1


async def test_the_data_of_a_picture_is_not_searched_its_name_is() -> None:
    text = "![a red panda](data:image/png;base64,AAAApandaBBBB/zebra/CCCC)"
    async with kept([text]) as (store, _conversation, _messages):
        assert len(await store.search("panda")) == 1
        assert await store.search("zebra") == ()
        assert (await store.search("red"))[0].snippet == "a red panda"
