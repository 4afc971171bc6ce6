"""The keys of provider profiles: kept in the keyring, or lent for this process alone."""

from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.ports import SecretStore


class Keys:
    """Satisfies SecretStore; what is lent is never handed to the keyring and hides what is there.

    Keys that were read stay in memory, because each reading of a keyring may ask the user.
    """

    def __init__(self, secrets: SecretStore) -> None:
        self._secrets = secrets
        self._lent: dict[str, Secret] = {}
        self._known: dict[str, Secret] = {}

    @property
    def is_lasting(self) -> bool:
        """Tell whether keys outlive the program."""
        return self._secrets.is_lasting

    async def read(self, ref: str) -> Secret | None:
        """Return a key, None where there is none. Raises: SecretDenied."""
        at_hand = self._lent.get(ref) or self._known.get(ref)
        if at_hand is not None:
            return at_hand
        secret = await self._secrets.read(ref)
        if secret is not None:
            self._known[ref] = secret
        return secret

    async def write(self, ref: str, secret: Secret) -> None:
        """Keep a key under a name. Raises: SecretDenied."""
        await self._secrets.write(ref, secret)
        self._lent.pop(ref, None)
        self._known[ref] = secret

    async def forget(self, ref: str) -> None:
        """Remove a key; one that is not there is no error. Raises: SecretDenied."""
        self._lent.pop(ref, None)
        self._known.pop(ref, None)
        await self._secrets.forget(ref)

    def lend(self, ref: str, secret: Secret) -> None:
        """Use a key until the process ends or it is taken back, without keeping it."""
        self._lent[ref] = secret

    def take_back(self, ref: str) -> None:
        """Forget a key that was lent."""
        self._lent.pop(ref, None)
