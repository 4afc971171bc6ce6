"""The user guide as a web site: whole, in both languages, and with nothing from elsewhere."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import quickjs

from supertoken_desktop.i18n import LANGUAGES
from supertoken_desktop.ui.help.guide import PAGES

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "packaging" / "website" / "make_site.py"
LOADED = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)=\"([^\"]*)\"")
LINKS = re.compile(r"<a\b[^>]*?href=\"([^\"#]+)[\"#]")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is built, strictly: a link that leads nowhere would have stopped it."""
    target = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, str(BUILD), str(target)], capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    assert "WARNING" not in built.stderr
    return target


def pages(site: Path) -> list[Path]:
    return [site / language / f"{page}.html" for language in LANGUAGES for page in PAGES]


def test_every_page_is_there_in_both_languages(site: Path) -> None:
    assert [page for page in pages(site) if not page.is_file()] == []
    assert "zh_CN/start.html" in (site / "index.html").read_text(encoding="utf-8")


def test_words_around_the_pages_are_in_their_language(site: Path) -> None:
    texts = {x: (site / x / "start.html").read_text(encoding="utf-8") for x in LANGUAGES}

    assert "Search" in texts["en"]
    assert "搜索" in texts["zh_CN"]
    assert "../zh_CN/start.html" in texts["en"]
    assert "../en/start.html" in texts["zh_CN"]


def test_a_page_loads_nothing_from_elsewhere(site: Path) -> None:
    loaded = {
        target
        for page in [*pages(site), site / "index.html"]
        for target in LOADED.findall(page.read_text(encoding="utf-8"))
    }
    styles = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]

    assert [target for target in loaded if "//" in target] == []
    assert [style for style in styles if re.search(r"url\(['\"]?(https?:)?//", style)] == []


def test_every_link_and_picture_leads_to_a_file(site: Path) -> None:
    missing = set()
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        for target in (*LOADED.findall(text), *LINKS.findall(text)):
            file = page.parent / ("index.html" if target == "." else target)
            if ":" not in target and not file.is_file():
                missing.add((page.name, target))

    assert missing == set()


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("en", "KEYRÏNG", "keys.html"),
        ("en", "safe  mode", "help.html"),
        ("zh_CN", "钥匙串", "keys.html"),
        ("zh_CN", "安全模式", "help.html"),
        ("zh_CN", "ＣＯＯＫＩＥ", "keys.html"),
    ],
)
def test_the_search_of_the_site_finds_words_of_both_languages(
    site: Path, language: str, words: str, found: str
) -> None:
    results = searched(site / language / "search", words)

    assert found in [result["location"].partition("#")[0] for result in results]
    assert all(len(result["summary"]) <= 161 for result in results)


def test_what_is_not_there_is_not_found(site: Path) -> None:
    assert searched(site / "en" / "search", "zyxw") == []
    assert searched(site / "en" / "search", "   ") == []


def searched(folder: Path, words: str) -> list[dict[str, str]]:
    """Let the site's own script search, as a browser would."""
    index = (folder / "search_index.json").read_text(encoding="utf-8")
    browser = quickjs.Context()
    browser.eval("let posted = []; let onmessage; function postMessage(m) { posted.push(m); }")
    browser.eval(f"async function fetch() {{ return {{ json: async () => ({index}) }}; }}")
    browser.eval((folder / "worker.js").read_text(encoding="utf-8"))
    browser.eval("onmessage({ data: { init: true } })")
    while browser.execute_pending_job():
        pass
    browser.eval(f"onmessage({{ data: {{ query: {json.dumps(words)} }} }})")
    found = json.loads(browser.eval("JSON.stringify(posted)"))
    assert found[1] == {"allowSearch": True}
    results: list[dict[str, str]] = found[-1]["results"]
    return results
