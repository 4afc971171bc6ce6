"""The log: small, rotating, without keys, and without what exceptions quote."""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from supertoken_desktop.crash_report import error_text
from supertoken_desktop.domain.secret import Secret

FILE_NAME = "supertoken-desktop.log"
MASK = "…"
_SIZE_BYTES = 1024 * 1024
_KEPT_FILES = 3
# A shorter one could be part of ordinary words.
_LONG_KEY_CHARS = 16
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# Blanks may be spelled as in addresses, or as in the source text of a string.
_BLANK = r"(?:\s|%20|\\[nrt])"
_NAME = (
    r"(?:(?:proxy-)?authorization|(?:x-)?(?:goog-)?api(?:[-_ ]|%20)?key(?: provided)?"
    r"|x-(?:auth|api|access)-token"
    r"|(?:access|auth|refresh|api|session)[-_]?token|client[-_]?secret|password|passwd"
    r"|\b(?:key|token|secret|auth|sig|signature)(?==|%3D)|(?<=['\"])key(?=\\?['\"]))"
)
# Between a name and what it stands for: a sign with or without quotes, or a comma between two.
_QUOTE = r"(?:b?[\\'\"]++)?+"
_IS = (
    rf"(?:[\\'\"]*+{_BLANK}*+(?:[:=]|%3[AD]){_BLANK}*+{_QUOTE}"
    rf"|\\?['\"]\s*+,\s*+b?\\?['\"])"
)
_BEARER = rf"bearer(?:{_BLANK}++|[:=]{_BLANK}*+)"
_SCHEME = rf"(?:{_BEARER}|(?:basic|token|apikey){_BLANK}++)"
# One name may follow another: what is hidden is what comes after the last.
_BEGINNING = rf"(?:{_BEARER}|{_NAME}{_IS}{_SCHEME}*+)++"
# A comma that something follows at once is part of it.
_VALUE = rf"(?:(?!{_NAME}{_IS})(?:[^\s'\"&,;)\\]|,(?=[^\s'\"&,;)\\])|\\/|\\u[0-9a-f]{{4}}))*+"
_SHAPES = re.compile(
    # Cookies, and the pieces of a digest, are many in one line.
    r"(?i)(\b(?:set-)?cookie2?[\\'\"]*+\s*+[:=]\s*+[\\'\"]*+)[^\r\n'\"\\]+"
    r"|(\bauthorization[\\'\"]*+\s*+[:=]\s*+[\\'\"]*+digest )[^\r\n]+"
    # Nothing may follow, too: what was read once is then not read again.
    rf"|({_BEGINNING}){_VALUE}"
    # A password may hold an @ itself; a name without one may be a key.
    r"|(://(?:[^\s:/@]*+:)?)[^\s/]+(?=@)"
    r"|(\bsk-)[a-z0-9_\-]{3,}|(\bAIza)[a-z0-9_\-]{10,}"
    r"|(\beyJ)[a-z0-9_\-]{6,}\.[a-z0-9_\-]+(?:\.[a-z0-9_\-]*)?"
)

# Every shape has one of them, and looking for them is much faster than looking for the shapes.
_HINTS = (
    *("bearer", "key", "://", "sk-", "auth", "token", "secret", "passw", "cookie", "sig"),
    *("aiza", "eyj"),
)


class MaskingFormatter(logging.Formatter):
    """Write records, tracebacks too, with everything masked that looks like a key or is one."""

    def __init__(self) -> None:
        super().__init__(_FORMAT)
        # Never changed but replaced: other threads may be writing at the same time.
        self._secrets: frozenset[Secret] = frozenset()

    def remember(self, secret: Secret) -> None:
        """Mask this very secret from now on."""
        if secret:
            # Relays name keys without their prefix.
            bare = Secret(secret.reveal().removeprefix("sk-"))
            is_long = len(bare.reveal()) >= _LONG_KEY_CHARS
            self._secrets |= {secret, bare} if is_long else {secret}

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole record as text."""
        # Another handler may have left the messages of its own traceback here.
        record.exc_text = None
        text = super().format(record)
        for secret in sorted(self._secrets, key=lambda one: -len(one.reveal())):
            text = text.replace(secret.reveal(), MASK)
        return mask(text)

    def formatException(  # noqa: N802  # the name of the standard library
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """Return where an error happened; its message may quote what no shape tells from words."""
        _kind, error, found = ei
        return "" if error is None else f"Traceback, without messages:\n{error_text(error, found)}"


def mask(text: str) -> str:
    """Return text with keys and passwords of the usual shapes masked; their first words stay."""
    lowered = text.lower()
    if not any(hint in lowered for hint in _HINTS):
        return text
    return _SHAPES.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    beginning = str(found[found.lastindex or 0])
    return beginning if beginning == found[0] else beginning + MASK


def set_up_logging(folder: Path | None, level: int = logging.INFO) -> MaskingFormatter:
    """Send all records to a rotating file, or nowhere for None; return what masks them."""
    formatter = MaskingFormatter()
    root = logging.getLogger()
    for handler in tuple(root.handlers):
        if isinstance(handler, RotatingFileHandler):
            root.removeHandler(handler)
            handler.close()
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        file = RotatingFileHandler(
            folder / FILE_NAME,
            maxBytes=_SIZE_BYTES,
            backupCount=_KEPT_FILES,
            encoding="utf-8",
            errors="backslashreplace",
        )
        file.setFormatter(formatter)
        root.addHandler(file)
    root.setLevel(level)
    # At INFO this one names every address that is asked for.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    return formatter
