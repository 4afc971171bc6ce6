"""The log: small, rotating, and without keys."""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

from supertoken_desktop.domain.secret import Secret

FILE_NAME = "supertoken-desktop.log"
MASK = "…"
_SIZE_BYTES = 1024 * 1024
_KEPT_FILES = 3
# A shorter one could be part of ordinary words.
_LONG_KEY_CHARS = 16
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_SHAPES = re.compile(
    r"(?i)(bearer\s+|x-api-key['\"]?\s*[:=]\s*['\"]?|x-goog-api-key['\"]?\s*[:=]\s*['\"]?|[?&]key=)"
    r"[^\s'\"&,;)]+|(://[^\s:/@]+:)[^\s/@]+(?=@)|\bsk-[A-Za-z0-9_\-]{3,}"
)

# Every shape has one of them, and looking for them is much faster than looking for the shapes.
_HINTS = ("bearer", "key", "://", "sk-")


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
        text = super().format(record)
        for secret in sorted(self._secrets, key=lambda one: -len(one.reveal())):
            text = text.replace(secret.reveal(), MASK)
        return mask(text)


def mask(text: str) -> str:
    """Return text with keys and passwords of the usual shapes masked; their first words stay."""
    lowered = text.lower()
    if not any(hint in lowered for hint in _HINTS):
        return text
    return _SHAPES.sub(lambda found: (found[1] or found[2] or "sk-") + MASK, text)


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
