"""The colours of code blocks: worked out in the background, the newest of them remembered."""

from collections.abc import Callable, Sequence
from functools import partial

from supertoken_desktop.document.highlight import (
    OpenHighlighter,
    Recolouring,
    TokenSpan,
    highlight,
)
from supertoken_desktop.ui.remembered import Remembered
from supertoken_desktop.ui.transcript.background import Background

REMEMBERED = 64
# Less than this is coloured at once, when the language's rules are loaded: a thread would take
# longer and the block would flicker.
SHORT_CODE = 400

_Key = tuple[str, str]


class CodeColours:
    """Give the colours of code, at once or later."""

    def __init__(self, background: Background, became_known: Callable[[], None]) -> None:
        self._background = background
        self._became_known = became_known
        self._known: Remembered[_Key, Sequence[TokenSpan]] = Remembered(REMEMBERED)
        self._awaited: set[_Key] = set()
        self._loaded: set[str] = set()

    def colours(self, code: str, language: str) -> Sequence[TokenSpan] | None:
        """Return the spans of `code`; None until they are known, then `became_known` is called."""
        if not language:
            return ()
        key = (language, code)
        known = self._known.get(key)
        if known is None and len(code) <= SHORT_CODE and language in self._loaded:
            known = highlight(code, language)
            self._known.put(key, known)
        if known is not None:
            return known
        if key not in self._awaited:
            self._awaited.add(key)
            self._background.run(partial(highlight, code, language), partial(self._on_done, key))
        return None

    def colour_open(
        self, highlighter: OpenHighlighter, code: str, done: Callable[[Recolouring], None]
    ) -> None:
        """Colour what is new in code that is being written, then call `done`."""
        self._background.run(partial(highlighter.update, code), done)

    def _on_done(self, key: _Key, spans: Sequence[TokenSpan]) -> None:
        self._awaited.discard(key)
        self._loaded.add(key[0])
        self._known.put(key, spans)
        self._became_known()
