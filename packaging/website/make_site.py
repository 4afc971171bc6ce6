"""Build the user guide as a web site, both languages: make_site.py [FOLDER], usually dist/site.

The pages are the very ones that Help shows. A page names pictures beside its language's folder, so
each language is built from a folder of its own, in which they lie one level nearer.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config

from supertoken_desktop.i18n import LANGUAGES
from supertoken_desktop.ui.help.guide import PAGES

GUIDE = ROOT / "docs"
ABOVE, HERE_NOW = "(../images/", "(images/"


def build(target: Path) -> None:
    """Write the site; stops with MkDocs' own words where a link or a picture leads nowhere."""
    shutil.rmtree(target, ignore_errors=True)
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            pages = Path(folder)
            gather(language, pages)
            os.environ["SITE_LANGUAGE"] = language
            config = load_config(
                str(HERE / "mkdocs.yml"),
                docs_dir=str(pages),
                site_dir=str(target / language),
                nav=[f"{page}.md" for page in PAGES],
            )
            config.plugins.on_startup(command="build", dirty=False)
            build_site(config)
            config.plugins.on_shutdown()
        shutil.copy(target / language / "start.html", target / language / "index.html")
    shutil.copy(HERE / "index.html", target / "index.html")


def gather(language: str, pages: Path) -> None:
    """Put the pages of a language, and the pictures that they name, into a folder."""
    (pages / "images").mkdir()
    for page in PAGES:
        text = (GUIDE / language / f"{page}.md").read_text(encoding="utf-8")
        (pages / f"{page}.md").write_text(text.replace(ABOVE, HERE_NOW), encoding="utf-8")
    for picture in sorted((GUIDE / "images").glob(f"*-light-{language}.png")):
        shutil.copy(picture, pages / "images")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "site")
