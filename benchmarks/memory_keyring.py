"""A keyring in memory, so that no benchmark asks the system's for anything."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend

# In the program's folder: what the keyring holds at the start, a JSON object.
KEYRING_FILE = "keyring.json"


class MemoryKeyring(KeyringBackend):
    """A keyring that ends with the process."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring has no types here
        file = Path(os.environ.get("SUPERTOKEN_HOME", "")) / KEYRING_FILE
        self.kept: dict[str, str] = json.loads(file.read_text()) if file.is_file() else {}

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept."""
        return self.kept.get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self.kept[f"{service}/{username}"] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""
        self.kept.pop(f"{service}/{username}", None)
