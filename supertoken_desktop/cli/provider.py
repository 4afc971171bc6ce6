"""Which provider a command talks to: a named one, an address, the environment, or the first."""

import os

from supertoken_desktop.app import Program
from supertoken_desktop.domain.ids import new_profile_id
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.secret import Secret

KEY_VARIABLE = "SUPERTOKEN_API_KEY"
ADDRESS_VARIABLE = "SUPERTOKEN_BASE_URL"
DEFAULT_ADDRESS = "https://api.supertoken.cc/v1"


class NoProvider(Exception):
    """There is no provider that fits; the message says what to do."""


async def pick_provider(
    program: Program, name: str | None, base_url: str | None
) -> ProviderProfile:
    """Return the provider to ask.

    An address, from the option or the environment, makes one for this process alone, with the key
    from the environment. Without either the provider chosen in the window is used; a key in the
    environment alone means the relay's own address.

    Raises: NoProvider.
    """
    if name is not None:
        return _named(program, name)
    key = os.environ.get(KEY_VARIABLE)
    address = base_url or os.environ.get(ADDRESS_VARIABLE)
    if address is None and (key is None or program.profiles.current is not None):
        if program.profiles.current is None:
            raise NoProvider(
                "There is no provider yet: add one in the window, or set "
                f"{KEY_VARIABLE} and give --base-url."
            )
        return program.profiles.current
    return _from_address(program, address or DEFAULT_ADDRESS, key)


def _named(program: Program, name: str) -> ProviderProfile:
    wanted = name.casefold()
    for profile in program.profiles.profiles:
        if profile.name.casefold() == wanted:
            return profile
    known = ", ".join(profile.name for profile in program.profiles.profiles) or "none"
    raise NoProvider(f"There is no provider named {name!r}. Known: {known}.")


def _from_address(program: Program, address: str, key: str | None) -> ProviderProfile:
    preview = program.profiles.preview(address)
    if preview.problem:
        raise NoProvider(f"{address!r} is no usable address ({preview.problem}).")
    profile_id = new_profile_id()
    profile = ProviderProfile(profile_id, preview.root, preview.root, secret_ref=profile_id)
    program.profiles.lend(profile, Secret(key.strip()) if key else None)
    return profile
