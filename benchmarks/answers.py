"""Text as models really write it, from the corpus beside the checkout, or a sampler of our own."""

import gzip
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
_OWN = Path(__file__).resolve().parents[1] / "docs"


def answers() -> Iterator[str]:
    """Yield answers without end."""
    return itertools.cycle(_corpus() or _own())


def joined(size: int) -> str:
    """Return answers joined to so many characters."""
    pieces: list[str] = []
    length = 0
    for answer in answers():
        pieces.append(answer)
        length += len(answer) + 2
        if length >= size:
            break
    return "\n\n".join(pieces)[:size]


def _corpus() -> list[str]:
    found: list[str] = []
    for path in sorted(CORPUS.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found += [json.loads(line)["answer"] for line in lines]
    return found


def _own() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(_OWN.glob("*/*.md"))]
