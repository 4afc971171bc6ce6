import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends.SecretService import Keyring as SystemKeyring

from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.ports import SecretStore
from supertoken_desktop.secrets import (
    Keyring,
    MemorySecrets,
    key_from_passphrase,
    new_database_key,
)
from tests.secret_service import SecretService, running_secret_service

ROOT = Path(__file__).resolve().parents[2]
KEY = Secret("sk-很长-" + "x" * 5_000)
PLAINTEXT = """
from keyring.backend import KeyringBackend

class PlaintextKeyring(KeyringBackend):
    priority = 20
    def get_password(self, service, username): return "from a plain file"
    def set_password(self, service, username, password): pass
    def delete_password(self, service, username): pass
"""


class ThreadNoting(KeyringBackend):
    """A back end in memory that notes on which thread it was called."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring has no types here
        self.threads: set[int] = set()
        self._kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        self.threads.add(threading.get_ident())
        return self._kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.threads.add(threading.get_ident())
        self._kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.threads.add(threading.get_ident())
        del self._kept[service, username]


def system_keyring() -> Keyring:
    return Keyring(SystemKeyring())  # type: ignore[no-untyped-call]  # as above


async def keep_and_forget(secrets: SecretStore) -> None:
    assert await secrets.read("p1") is None
    await secrets.forget("p1")

    await secrets.write("p1", Secret("first"))
    await secrets.write("p2", KEY)
    await secrets.write("p1", Secret("second"))
    assert await secrets.read("p1") == Secret("second")
    assert await secrets.read("p2") == KEY

    await secrets.forget("p1")
    await secrets.forget("p2")
    assert await secrets.read("p1") is None


async def test_memory_keeps_secrets_until_the_end() -> None:
    secrets = MemorySecrets()

    await keep_and_forget(secrets)

    assert not secrets.is_lasting


async def test_a_real_keyring_keeps_secrets(secret_service: SecretService) -> None:
    secrets = system_keyring()

    await keep_and_forget(secrets)

    assert secrets.is_lasting


async def test_a_secret_outlives_the_one_who_kept_it(secret_service: SecretService) -> None:
    await system_keyring().write("lasting", Secret("still here"))

    found = await system_keyring().read("lasting")

    assert found == Secret("still here")
    await system_keyring().forget("lasting")


async def test_the_loop_never_waits_for_a_keyring() -> None:
    backend = ThreadNoting()

    await keep_and_forget(Keyring(backend))

    assert backend.threads
    assert threading.get_ident() not in backend.threads


def which(environment: Mapping[str, str], before_read: Callable[[], None] = lambda: None) -> str:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.leaves.which_secrets"],
        env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", **environment},
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        found = process.stdout.readline().strip()
        before_read()
        rest, _nothing = process.communicate("go on\n")
    return f"{found} {rest.strip()}"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a keyring")
@pytest.mark.parametrize("backend", ["", "keyring.backends.null.Keyring", "no.such.Backend"])
def test_without_a_fit_keyring_secrets_stay_in_memory(backend: str, tmp_path: Path) -> None:
    chosen = {"PYTHON_KEYRING_BACKEND": backend} if backend else {}

    said = which({"HOME": str(tmp_path), **chosen})

    assert said == "MemorySecrets False sk-probe"


def test_a_plain_file_is_no_keyring(tmp_path: Path) -> None:
    package = tmp_path / "keyrings" / "alt"
    package.mkdir(parents=True)
    (package / "file.py").write_text(PLAINTEXT)
    chosen = {"PYTHON_KEYRING_BACKEND": "keyrings.alt.file.PlaintextKeyring"}

    said = which({"HOME": str(tmp_path), "PYTHONPATH": str(tmp_path), **chosen})

    assert said == "MemorySecrets False sk-probe"


def test_a_running_keyring_is_found(secret_service: SecretService) -> None:
    said = which(secret_service.environment)

    assert said == "Keyring True sk-probe"


def test_a_locked_keyring_is_an_error_of_ours() -> None:
    with running_secret_service() as service:
        said = which(service.environment, service.lock)

    assert said == "Keyring True secret.denied secret.locked"


def test_a_keyring_that_dies_is_an_error_of_ours() -> None:
    with running_secret_service() as service:
        said = which(service.environment, service.die)

    assert said.startswith("Keyring True secret.denied ")
    assert "sk-" not in said


def test_database_keys_are_256_bits_and_never_the_same() -> None:
    keys = {new_database_key().reveal() for _ in range(50)}

    assert len(keys) == 50
    assert {len(bytes.fromhex(key)) for key in keys} == {32}


async def test_a_passphrase_gives_the_same_key_only_with_the_same_salt() -> None:
    salt, other = b"0123456789abcdef", b"fedcba9876543210"

    first = await key_from_passphrase(Secret("Stra\u00dfe caf\u00e9"), salt)
    spelled_apart = await key_from_passphrase(Secret("Stra\u00dfe cafe\u0301"), salt)
    salted = await key_from_passphrase(Secret("Stra\u00dfe caf\u00e9"), other)

    assert first == spelled_apart
    assert first != salted
    assert len(bytes.fromhex(first.reveal())) == 32


@given(st.text(min_size=4))
def test_a_secret_is_not_shown(value: str) -> None:
    secret = Secret(value + "-key")

    assert "-key" not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
