"""Secrets: in the system's keyring, or in memory where there is none; never in a file."""

import asyncio
import configparser
import secrets as random
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from supertoken_desktop.domain.errors import SecretDenied
from supertoken_desktop.domain.secret import Secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE = "SuperToken Desktop"
DATABASE_REF = "database"
_KEY_BYTES = 32
# Back ends that keep nothing, or keep it readable for everybody.
_UNFIT_MODULES = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
# What a back end that the user chose, by variable or file, can fail with before it is there.
_BAD_CHOICE = (ImportError, AttributeError, ValueError, RuntimeError, OSError, configparser.Error)
# Argon2id with what OWASP and RFC 9106 call the second recommended option: 64 MiB, three passes.
_ARGON_PASSES = 3
_ARGON_KIB = 64 * 1024
_ARGON_LANES = 4


class Keyring:
    """Keep secrets in the system's keyring; every call runs in a thread, since it may ask the user.

    Raises SecretDenied where the keyring is locked, or the user or the system said no.
    """

    is_lasting = True

    def __init__(self, backend: "KeyringBackend") -> None:
        self._backend = backend

    async def read(self, ref: str) -> Secret | None:
        """Return a secret, None where there is none."""
        value = await _in_thread(lambda: self._backend.get_password(SERVICE, ref))
        return None if value is None else Secret(value)

    async def write(self, ref: str, secret: Secret) -> None:
        """Keep a secret under a name."""
        await _in_thread(lambda: self._backend.set_password(SERVICE, ref, secret.reveal()))

    async def forget(self, ref: str) -> None:
        """Remove a secret; one that is not there is no error."""
        await _in_thread(lambda: self._delete(ref))

    def _delete(self, ref: str) -> None:
        if self._backend.get_password(SERVICE, ref) is not None:
            self._backend.delete_password(SERVICE, ref)


class MemorySecrets:
    """Keep secrets until the program ends."""

    is_lasting = False

    def __init__(self) -> None:
        self._secrets: dict[str, Secret] = {}

    async def read(self, ref: str) -> Secret | None:
        """Return a secret, None where there is none."""
        return self._secrets.get(ref)

    async def write(self, ref: str, secret: Secret) -> None:
        """Keep a secret under a name."""
        self._secrets[ref] = secret

    async def forget(self, ref: str) -> None:
        """Remove a secret; one that is not there is no error."""
        self._secrets.pop(ref, None)


def load_keyring() -> None:
    """Load the library of keyrings, which takes a while, ahead of its first use."""
    import keyring  # noqa: F401  # that it is loaded is enough


async def open_secrets() -> Keyring | MemorySecrets:
    """Return the system's keyring, or memory where there is none that is fit to use."""
    backend = await asyncio.to_thread(_find_backend)
    return MemorySecrets() if backend is None else Keyring(backend)


def new_database_key() -> Secret:
    """Return a new key of 256 bits, as hexadecimal digits."""
    return Secret(random.token_hex(_KEY_BYTES))


async def key_from_passphrase(passphrase: Secret, salt: bytes) -> Secret:
    """Return the key of 256 bits that a passphrase and a salt give, as hexadecimal digits.

    Source: Argon2id, RFC 9106.
    """
    return await asyncio.to_thread(_derive, passphrase, salt)


def _derive(passphrase: Secret, salt: bytes) -> Secret:
    from argon2.low_level import Type, hash_secret_raw

    raw = hash_secret_raw(
        # One and the same text on every system: some keyboards take letters and accents apart.
        unicodedata.normalize("NFC", passphrase.reveal()).encode("utf-8", "surrogatepass"),
        salt,
        time_cost=_ARGON_PASSES,
        memory_cost=_ARGON_KIB,
        parallelism=_ARGON_LANES,
        hash_len=_KEY_BYTES,
        type=Type.ID,
    )
    return Secret(raw.hex())


def _find_backend() -> "KeyringBackend | None":
    import keyring
    from keyring.backends import chainer

    try:
        backend = keyring.get_keyring()
    except _BAD_CHOICE:
        return None
    candidates = backend.backends if isinstance(backend, chainer.ChainerBackend) else [backend]
    fit = [b for b in candidates if not type(b).__module__.startswith(_UNFIT_MODULES)]
    return fit[0] if fit else None


async def _in_thread(call: Callable[[], T]) -> T:
    return await asyncio.to_thread(_translated, call)


def _translated(call: Callable[[], T]) -> T:
    from keyring.errors import InitError, KeyringLocked

    try:
        return call()
    except (KeyringLocked, InitError) as error:
        raise SecretDenied("the keyring is locked", reason="secret.locked") from error
    except _failures() as error:
        raise SecretDenied(type(error).__name__) from error


def _failures() -> tuple[type[Exception], ...]:
    """Return what back ends fail with; that of the Secret Service lets its own errors through."""
    from keyring.errors import KeyringError

    try:
        from jeepney import DBusErrorResponse
        from secretstorage.exceptions import SecretStorageException
    except ImportError:
        return (KeyringError, OSError, RuntimeError)
    return (KeyringError, OSError, RuntimeError, DBusErrorResponse, SecretStorageException)
