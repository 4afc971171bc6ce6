"""Languages made for these tests, known to the program as its own are."""

from pathlib import Path

import pytest

from supertoken_desktop import i18n
from tests.ui.whole.languages import write_catalogues


@pytest.fixture(scope="session")
def written_catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_catalogues(tmp_path_factory.mktemp("locale"))


@pytest.fixture
def catalogues(written_catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where `de` (long) and `ar` (mirrored) lie."""
    monkeypatch.setitem(i18n.LANGUAGES, "de", "long")
    monkeypatch.setitem(i18n.LANGUAGES, "ar", "mirrored")
    return written_catalogues
