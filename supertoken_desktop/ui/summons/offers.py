"""What becomes of an offered provider: where it really leads, and whose place it could take."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from supertoken_desktop.domain.ids import new_profile_id
from supertoken_desktop.domain.links import Doubt, checked_link, host_of
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.provider_links import ProviderOffer
from supertoken_desktop.engine.profiles import AddressPreview
from supertoken_desktop.ui.welcome.key_form import KNOWN_PROVIDERS

# The relay asks for what format it is.
SPOKEN_FORMAT = "openai"


@dataclass(frozen=True, slots=True)
class CheckedOffer:
    """An offer whose address is one that requests may go to.

    `place` is the host as the network sees it, with its port; `chat_url` is for people, with the
    same host. `is_open` tells that what is sent there is not encrypted.
    """

    offer: ProviderOffer
    root: str
    chat_url: str
    place: str
    doubts: tuple[Doubt, ...]
    is_open: bool

    @property
    def name(self) -> str:
        """Return the name that the provider gets: its own, one that is well known, or its host."""
        known = (known.name for known in KNOWN_PROVIDERS if host_of(known.address) == self.place)
        return self.offer.name or next(known, self.place)

    def profile(self) -> ProviderProfile:
        """Return a new profile for the offer."""
        profile_id = new_profile_id()
        return ProviderProfile(profile_id, self.name, self.root, f"profile-{profile_id}")


def checked_offer(offer: ProviderOffer, preview: AddressPreview) -> CheckedOffer | None:
    """Return an offer with where it leads; None where no request could go there."""
    link = checked_link(preview.root.rstrip("#"))
    if preview.problem or link is None:
        return None
    # Relays of one's own have all sorts of ports and mostly no name; the place shows it.
    usual = {Doubt.PORT, Doubt.NUMBER_HOST} if _is_private(link.host) else {Doubt.PORT}
    doubts = tuple(doubt for doubt in link.doubts if doubt not in usual)
    goes_to = checked_link(preview.chat_url)
    chat_url = goes_to.address if goes_to is not None else preview.chat_url
    place = urlsplit(link.address).netloc
    is_open = link.address.startswith("http:")
    return CheckedOffer(offer, preview.root, chat_url, place, doubts, is_open)


def who_uses(place: CheckedOffer, profiles: Sequence[ProviderProfile]) -> ProviderProfile | None:
    """Return the provider at the same host, the one of the same address before others.

    A link without a key would have the one that is kept sent to its address: then it has to be the
    same port as well, as spoken to in the same way.
    """
    where = _host if place.offer.key is not None else _origin
    there = [p for p in profiles if not p.is_demo and where(p.root) == where(place.root)]
    same = (profile for profile in there if profile.root == place.root)
    return next(same, there[0] if there else None)


def _host(root: str) -> str:
    return host_of(root.rstrip("#"))


def _origin(root: str) -> str:
    link = checked_link(root.rstrip("#"))
    return root if link is None else "//".join(urlsplit(link.address)[:2])


def _is_private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_private
    except ValueError:
        return False
