"""Which provider a command talks to: a named one, an address, the environment, or the usual one."""

import os

from supertoken_desktop.app import Program
from supertoken_desktop.domain.ids import new_profile_id
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.secret import Secret, cleaned_key
from supertoken_desktop.i18n import _
from supertoken_desktop.state_words import address_problem

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
    if base_url is not None:
        return _from_address(program, base_url)
    found = provider_of_environment(program) or program.profiles.current
    if found is None:
        words = _("There is no provider yet: add one in the window, or set {variable}.")
        raise NoProvider(words.format(variable=KEY_VARIABLE))
    return found


def provider_of_environment(program: Program) -> ProviderProfile | None:
    """Return the provider that the environment's variables make, None where they make none.

    Raises: NoProvider, if the address is none.
    """
    address = os.environ.get(ADDRESS_VARIABLE)
    if address:
        return _from_address(program, address)
    if os.environ.get(KEY_VARIABLE) and program.profiles.current is None:
        return _from_address(program, DEFAULT_ADDRESS)
    return None


def _named(program: Program, name: str) -> ProviderProfile:
    wanted = name.casefold()
    for profile in program.profiles.profiles:
        if profile.name.casefold() == wanted:
            return profile
    known = ", ".join(profile.name for profile in program.profiles.profiles)
    if not known:
        raise NoProvider(_("There is no provider named {name}.").format(name=name))
    words = _("There is no provider named {name}. Known: {known}.")
    raise NoProvider(words.format(name=name, known=known))


def _from_address(program: Program, address: str) -> ProviderProfile:
    preview = program.profiles.preview(address)
    if preview.problem:
        words = _("{address} cannot be used. {problem}")
        raise NoProvider(words.format(address=address, problem=address_problem(preview.problem)))
    profile_id = new_profile_id()
    profile = ProviderProfile(profile_id, preview.root, preview.root, secret_ref=profile_id)
    key = cleaned_key(os.environ.get(KEY_VARIABLE, ""))
    program.profiles.lend(profile, Secret(key) if key else None)
    return profile
