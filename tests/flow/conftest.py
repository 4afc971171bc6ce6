from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.keyring_backend import MemoryBackend, memory_keyring
from tests.secret_service import secret_service, secret_service_daemons

__all__ = ["secret_service", "secret_service_daemons"]


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryBackend]:
    """The keyring of this process: in memory, and empty."""
    for name in ("SUPERTOKEN_API_KEY", "SUPERTOKEN_BASE_URL", "SUPERTOKEN_HOME"):
        monkeypatch.delenv(name, raising=False)
    with memory_keyring() as backend:
        yield backend


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a profile that nobody has used."""
    return tmp_path / "profile"
