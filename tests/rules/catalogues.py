"""Translation catalogues: extract, merge, compile. Run by `python3 dev.py strings`."""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "supertoken_desktop"
LOCALES = ROOT / "resources" / "locale"
KEYWORDS = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
LANGUAGES = ("zh_CN",)


def extracted() -> Catalog:
    """Collect every string of the code, in the order of the files."""
    found = Catalog(fuzzy=False)
    strings = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=KEYWORDS)
    for name, _line, message, _comments, context in sorted(strings, key=lambda row: row[:2]):
        found.add(message, locations=[(f"supertoken_desktop/{name}", 0)], context=context)
    return found


def po_path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "supertoken.po"


def read_catalogue(language: str) -> Catalog:
    with po_path(language).open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalogue: Catalog) -> bytes:
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def update(language: str) -> int:
    """Merge new strings into a catalogue, drop stale ones, compile; return how many lack words."""
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = read_catalogue(language) if path.is_file() else Catalog(locale=language)
    created = catalogue.creation_date
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.creation_date = created  # Else every run would change the file.
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, no_location=True, sort_output=True, omit_header=False)
    path.with_suffix(".mo").write_bytes(compiled(read_catalogue(language)))
    return sum(1 for message in catalogue if message.id and not _is_translated(message.string))


def _is_translated(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def main() -> int:
    for language in LANGUAGES:
        missing = update(language)
        sys.stdout.write(f"{language}: {missing} without a translation\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
