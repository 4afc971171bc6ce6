from pathlib import Path

import pytest

from supertoken_desktop.demo.server import DEMO_KEY
from tests.programs import Programs
from tests.secret_service import secret_service, secret_service_daemons

__all__ = ["secret_service", "secret_service_daemons"]


@pytest.fixture
def keyless(tmp_path: Path) -> Programs:
    """Without a keyring and without a key."""
    return Programs(tmp_path)


@pytest.fixture
def programs(keyless: Programs) -> Programs:
    """Without a keyring, the key of the demo relay in the environment."""
    return keyless.having(SUPERTOKEN_API_KEY=DEMO_KEY)
