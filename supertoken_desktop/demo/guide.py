"""The user guide as the demo relay reads it: cut into passages and searched by words."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from supertoken_desktop.demo.languages import language_of, search_words

MOST_CHARACTERS = 1500
HEADING_WEIGHT = 3
PAGE_TITLE_WEIGHT = 1
LEAST_SCORE = 1.5


@dataclass(frozen=True, slots=True)
class Passage:
    """One section of a page; `markdown` begins with its heading."""

    title: str
    markdown: str
    language: str
    words: Counter[str]


class Guide:
    """Pages of both languages, searchable; made from page title and Markdown text."""

    def __init__(self, pages: Iterable[tuple[str, str]] = ()) -> None:
        self._pages = tuple(pages)

    @cached_property
    def _passages(self) -> tuple[Passage, ...]:
        """Cut and count at the first question, so that starting the relay costs nothing."""
        return tuple(passage for page in self._pages for passage in _passages(*page))

    @cached_property
    def _spread(self) -> Counter[str]:
        return Counter(word for passage in self._passages for word in passage.words)

    def search(self, question: str, language: str) -> Sequence[Passage]:
        """Return the passages that fit, best first; in the question's language if there are any."""
        words = set(search_words(question))
        scored = [(self._score(passage, words), passage) for passage in self._passages]
        fitting = [pair for pair in scored if pair[0] >= LEAST_SCORE]
        own = [pair for pair in fitting if pair[1].language == language]
        ranked = sorted(own or fitting, key=lambda pair: -pair[0])
        return [passage for _score, passage in ranked]

    def _score(self, passage: Passage, words: set[str]) -> float:
        """Weigh shared words: rare ones more, repetitions and long passages less (BM25)."""
        length = passage.words.total() / 120
        score = 0.0
        for word in words & passage.words.keys():
            count = passage.words[word]
            rarity = math.log(1 + len(self._passages) / (0.5 + self._spread[word]))
            score += rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length))
        return score


def _passages(page_title: str, text: str) -> Iterator[Passage]:
    language = language_of(text)
    for heading, body in _sections(_plain_links(text)):
        title = heading or page_title
        if not body.strip():
            continue
        words = Counter(search_words(re.sub(r"```.*?(```|\Z)", "", body, flags=re.DOTALL)))
        for word in search_words(heading):
            words[word] += HEADING_WEIGHT
        for word in search_words(page_title):
            words[word] += PAGE_TITLE_WEIGHT
        yield Passage(title, f"**{title}**\n\n{_shortened(body.strip())}", language, words)


def _sections(text: str) -> Iterator[tuple[str, str]]:
    heading, lines, is_code = "", list[str](), False
    for line in text.split("\n"):
        if line.lstrip().startswith(("```", "~~~")):
            is_code = not is_code
        found = None if is_code else re.fullmatch(r"#{1,4}\s+(.+?)\s*#*\s*", line)
        if found is None:
            lines.append(line)
            continue
        yield heading, "\n".join(lines)
        heading, lines = found.group(1), []
    yield heading, "\n".join(lines)


def _plain_links(text: str) -> str:
    """Drop pictures and turn links within the guide into their words; there is no page to go to."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    return re.sub(r"\[([^\]]+)\]\((?!https?:)[^)]*\)", r"\1", text)


def _shortened(body: str) -> str:
    """Return the first paragraphs up to a readable length, code blocks and tables whole."""
    taken, size, is_code = list[str](), 0, False
    for paragraph in body.split("\n\n"):
        if taken and size + len(paragraph) > MOST_CHARACTERS and not is_code:
            break
        taken.append(paragraph)
        size += len(paragraph)
        is_code ^= paragraph.count("```") % 2 == 1
    return "\n\n".join(taken)
