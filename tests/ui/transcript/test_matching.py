import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supertoken_desktop.ui.transcript.finding import hits_in, is_worth_reading, texts_of
from supertoken_desktop.ui.transcript.matching import any_word, phrase, stretches
from tests.ui.transcript.messages import answer

LETTERS = st.text(st.sampled_from("aAbßſéＡ字典e\u0301\u200b \n😀ﬁI."), max_size=40)


def found(
    text: str, wanted: str, *, match_case: bool = False, whole_words: bool = False
) -> list[str]:
    query = phrase(wanted, match_case=match_case, whole_words=whole_words)
    return [text[start:end] for start, end in stretches(text, query)]


@pytest.mark.parametrize(
    ("wanted", "text", "hits"),
    [
        ("strasse", "Die Straße, STRASSE", ["Straße", "STRASSE"]),
        ("ß", "Straße, Strasse", ["ß", "ss"]),
        ("s", "ß", []),
        ("abc", "ＡＢＣ abc", ["ＡＢＣ", "abc"]),
        ("ＡＢＣ", "abc", ["abc"]),
        ("resume", "résumé re\u0301sume\u0301", ["résumé", "re\u0301sume\u0301"]),
        ("résumé", "resume", ["resume"]),
        ("文字", "中文字典，文字", ["文字", "文字"]),
        ("か", "がか", ["か"]),
        ("find", "ﬁnd", ["ﬁnd"]),
        ("a b", "a\u00a0b a\nb a\u3000b", ["a\u00a0b", "a\nb", "a\u3000b"]),
        ("😀x", "😀X", ["😀X"]),
        ("aa", "aaaa", ["aa", "aa"]),
        ("\u0301", "é", []),
    ],
)
def test_letters_are_found_in_every_form(wanted: str, text: str, hits: list[str]) -> None:
    assert found(text, wanted) == hits


def test_case_counts_where_it_is_to_match() -> None:
    assert found("List list LIST", "list", match_case=True) == ["list"]


def test_whole_words_are_not_parts_of_words() -> None:
    assert found("list lists a_list list.", "list", whole_words=True) == ["list", "list"]
    assert found("中文字典", "文字", whole_words=True) == ["文字"]


def test_each_word_of_a_search_is_found_and_the_last_one_may_be_a_beginning() -> None:
    text = "Sorting lists: sort the list, 排序列表"

    hits = [text[start:end] for start, end in stretches(text, any_word("sort li"))]
    assert hits == ["li", "sort", "li"]
    assert [text[a:b] for a, b in stretches(text, any_word("列表"))] == ["列表"]


def test_no_hit_reaches_from_one_cell_to_the_next() -> None:
    assert stretches("a\tb\na", phrase("a b"), is_parted=True) == ()
    assert stretches("a\tb\na", phrase("b a"), is_parted=True) == ()


@given(LETTERS, st.data())
@example("a\u200bb", None)
def test_every_piece_that_begins_and_ends_with_letters_is_found(
    text: str, data: st.DataObject | None
) -> None:
    if data is None:
        piece = text
    else:
        start = data.draw(st.integers(0, len(text)))
        piece = text[start : data.draw(st.integers(start, len(text)))]

    hits = stretches(text, phrase(piece))

    has_letter = any(unicodedata.category(c) not in ("Mn", "Cf") for c in piece)
    assert bool(hits) == has_letter or not piece.strip()
    assert all(0 <= start < end <= len(text) for start, end in hits)
    assert all(one[1] <= other[0] for one, other in pairwise(hits))


@given(
    st.text(st.sampled_from("ab *_`#>-|\n[]()!<&;\\~$x1.:^字"), max_size=60),
    st.text(st.sampled_from("ab *x1-.字"), min_size=1, max_size=4),
)
@example("a[b](x)1", "b1")
@example("&amp;", "&")
@example("a**b**x", "abx")
@example("> a\n> b", "a b")
@example("[!note]", "note")
def test_what_is_passed_over_unread_holds_nothing(source: str, wanted: str) -> None:
    message, query = answer(0, source).message, phrase(wanted)

    assert is_worth_reading(message, query) or hits_in(texts_of(message), query) == ()
