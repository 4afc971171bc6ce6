"""Titles of conversations: from the first words, or asked of the model."""

import asyncio
import re
import unicodedata

from supertoken_desktop.domain.errors import ApiError, SecretError
from supertoken_desktop.domain.message import Role
from supertoken_desktop.domain.parts import TextPart
from supertoken_desktop.domain.pictures import without_pictures
from supertoken_desktop.domain.plain import plain
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.request import ChatRequest, RequestMessage
from supertoken_desktop.engine.ports import Clients, Limiter

TITLE_WIDTH = 40
ASK_LIMIT_S = 60.0
_QUOTED_CHARACTERS = 1_500
_LOOKED_AT_CHARACTERS = 4_000
# Protocol text for the model, not words for people.
_REQUEST = (
    "Write a title for the conversation below: at most six words, in its language, no quotation "
    "marks, no full stop. Answer with the title alone.\n\n<question>\n{question}\n</question>\n"
    "<answer>\n{answer}\n</answer>"
)
_MARKS_BEFORE = re.compile(r"^\s*(?:#{1,6}\s+|>\s*|[-*+]\s+|\d{1,3}[.)]\s+)+")
_MARKS_WITHIN = re.compile(r"\*\*|__|`+|!?\[(?P<label>[^\]]*)\]\([^)]*\)")
_QUOTES = "\"'“”‘’«»「」『』《》`*#"
_ENDS = ".。!！,，;；:：、"


def derived_title(text: str) -> str:
    """Return a title made of the first words: at most 40 columns, a wide character taking two.

    Markdown's marks are left out; a cut is marked by an ellipsis and falls between words where the
    script has blanks.
    """
    text = without_pictures(text, lambda name: name)[:_LOOKED_AT_CHARACTERS]
    lines = [line for line in text.splitlines() if not line.lstrip().startswith(("```", "~~~"))]
    bare = (" ".join(_without_marks(line).split()) for line in lines)
    first = next((line for line in bare if any(char.isalnum() for char in line)), "")
    return _cut(first or " ".join(text.split()))


def cleaned_title(answer: str) -> str:
    """Return a model's answer as a title: its first line, without quotes and end marks."""
    first = next((line for line in answer.splitlines() if line.strip()), "")
    bare = (
        " ".join(plain(first[:_LOOKED_AT_CHARACTERS]).split())
        .strip(_QUOTES + " ")
        .rstrip(_ENDS + _QUOTES + " ")
    )
    return _cut(bare)


class Titles:
    """Ask a model for a title with a small request of its own."""

    def __init__(self, clients: Clients, limiter: Limiter) -> None:
        self._clients = clients
        self._limiter = limiter

    async def ask(
        self, profile: ProviderProfile, model_id: str, question: str, answer: str
    ) -> str | None:
        """Return a title, None where there is none to be had: the derived one then stays."""
        prompt = _REQUEST.format(question=_quoted(question), answer=_quoted(answer))
        request = ChatRequest(model_id, (RequestMessage(Role.USER, (TextPart(prompt),)),))
        try:
            async with asyncio.timeout(ASK_LIMIT_S):
                answered = await self._answer(profile, request)
        except (ApiError, SecretError, TimeoutError):
            return None
        return cleaned_title(answered) or None

    async def _answer(self, profile: ProviderProfile, request: ChatRequest) -> str:
        # Wanted by few, and not at start.
        from supertoken_desktop.domain.delta import TextDelta

        pieces: list[str] = []
        client = self._clients.client_for(profile)
        async with (
            self._limiter.slot(profile, lambda _seconds: None),
            client.open_stream(request) as batches,
        ):
            async for batch in batches:
                pieces.extend(delta.text for delta in batch if isinstance(delta, TextDelta))
        return "".join(pieces)


def _quoted(text: str) -> str:
    return without_pictures(text, lambda name: name)[:_QUOTED_CHARACTERS]


def _without_marks(line: str) -> str:
    bare = _MARKS_BEFORE.sub("", line)
    return _MARKS_WITHIN.sub(lambda found: found.group("label") or "", bare)


def _cut(text: str) -> str:
    if _width(text) <= TITLE_WIDTH:
        return text
    kept = ""
    room = TITLE_WIDTH - 1
    for char in text:
        room -= _width(char)
        if room < 0:
            break
        kept += char
    return _at_word_end(kept, text[len(kept)]) + "…"


def _at_word_end(kept: str, following: str) -> str:
    """Leave out a word that was cut in two, unless little else would be left."""
    if following == " " or _is_wide(following) or _is_wide(kept[-1]):
        return kept.rstrip()
    head, blank, _ = kept.rpartition(" ")
    return head.rstrip() if blank and len(head) > len(kept) // 2 else kept


def _width(text: str) -> int:
    return sum(2 if _is_wide(char) else 1 for char in text)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
