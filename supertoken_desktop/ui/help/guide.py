"""The user guide as it lies on the disk: pages of Markdown in each language, and their pictures."""

import re
from dataclasses import dataclass
from pathlib import Path

PAGES = (
    *("start", "chat", "quick", "models", "keys", "history", "limits"),
    *("tray", "settings", "command-line", "install", "help"),
)
_TITLE = re.compile(r"#\s+(.+)")
# No folder above and no other place: what a page shows lies beside the guide.
_PICTURE = re.compile(r"\.\./images/([a-z0-9_-]{1,80})\.png", re.IGNORECASE)
_LIGHT, _DARK = "-light-", "-dark-"


@dataclass(frozen=True, slots=True)
class Place:
    """A page of `PAGES`, and a heading in it by its anchor; "" is the top."""

    page: str
    anchor: str = ""


class Guide:
    """Read pages, and find pictures; blocks for a moment, as the files are small."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def title(self, page: str, language: str) -> str:
        """Return the first heading of a page."""
        found = _TITLE.match(self._source(page, language))
        return found.group(1).strip() if found else ""

    def html(self, page: str, language: str) -> str:
        """Return a page as HTML, with an anchor at each heading."""
        import markdown
        from markdown.extensions.toc import TocExtension, slugify_unicode

        headings = TocExtension(slugify=slugify_unicode)
        return markdown.markdown(self._source(page, language), extensions=["extra", headings])

    def picture(self, target: str, *, is_dark: bool) -> Path | None:
        """Return the file of a picture that a page names, None for all that is not the guide's.

        A picture of the light look has one of the dark look beside it, which stands in for it.
        """
        found = _PICTURE.fullmatch(target)
        if found is None:
            return None
        name = found[1]
        names = [name.replace(_LIGHT, _DARK), name] if is_dark else [name]
        files = (self._folder / "images" / f"{each}.png" for each in names)
        return next((file for file in files if file.is_file()), None)

    def place(self, link: str, page: str) -> Place | None:
        """Return where a link on a page leads to, None where that is no page of the guide."""
        target, _sign, anchor = link.partition("#")
        name = target.removesuffix(".md")
        if not target:
            return Place(page, anchor)
        return Place(name, anchor) if target.endswith(".md") and name in PAGES else None

    def _source(self, page: str, language: str) -> str:
        return (self._folder / language / f"{page}.md").read_text(encoding="utf-8")
