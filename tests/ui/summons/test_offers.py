import pytest

from supertoken_desktop.app import preview_address
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.links import Doubt
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.provider_links import ProviderOffer
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.ui.summons.offers import CheckedOffer, checked_offer, who_uses


def checked(address: str, key: str = "sk-1") -> CheckedOffer | None:
    offer = ProviderOffer(address, Secret(key) if key else None)
    return checked_offer(offer, preview_address(address))


def known(address: str, key: str = "sk-1") -> CheckedOffer:
    found = checked(address, key)
    assert found is not None
    return found


def profile(name: str, root: str, *, is_demo: bool = False) -> ProviderProfile:
    return ProviderProfile(ProfileId(name), name, root, name, is_demo=is_demo)


@pytest.mark.parametrize(
    ("address", "place", "root"),
    [
        ("api.supertoken.cc", "api.supertoken.cc", "https://api.supertoken.cc"),
        ("https://a.example:8443/v1", "a.example:8443", "https://a.example:8443"),
        ("https://a.example/x/chat/completions#", "a.example", "https://a.example/x#"),
        ("localhost:3000", "localhost:3000", "http://localhost:3000"),
        ("http://[::1]:3000", "[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_the_place_is_what_the_network_sees(address: str, place: str, root: str) -> None:
    found = known(address)

    assert (found.place, found.root) == (place, root)
    assert found.doubts == ()


@pytest.mark.parametrize(
    "address",
    [
        "http://relay.example",
        "ftp://a.example",
        "file:///etc/passwd",
        "a b",
        "https://",
        "x\u202ey",
    ],
)
def test_where_no_request_may_go_there_is_no_offer(address: str) -> None:
    assert checked(address) is None


@pytest.mark.parametrize(
    "address", ["http://192.168.0.7:3000", "http://10.0.0.1", "http://nas.lan"]
)
def test_within_ones_own_network_it_is_said_that_nothing_is_encrypted(address: str) -> None:
    found = known(address)

    assert found.is_open
    assert found.doubts == ()


def test_a_host_with_letters_of_another_script_is_shown_as_it_is_and_doubted() -> None:
    found = known("https://api.ѕuреrtоkеn.сс")

    assert found.place.isascii()
    assert "xn--" in found.place
    assert found.chat_url.isascii()
    assert Doubt.LOOKALIKE in found.doubts


def test_a_number_of_the_wide_world_is_doubted() -> None:
    assert known("https://8.8.8.8").doubts == (Doubt.NUMBER_HOST,)


def test_a_familiar_name_in_front_is_doubted() -> None:
    assert Doubt.BORROWED_NAME in known("https://api.openai.com.evil.io").doubts


def test_the_name_is_its_own_or_a_well_known_one_or_the_host() -> None:
    named = ProviderOffer("https://a.example", name="Mine")
    own = checked_offer(named, preview_address(named.address))

    assert own is not None
    assert own.name == "Mine"
    assert known("https://api.supertoken.cc/v1").name == "SuperToken"
    assert known("https://a.example").name == "a.example"


def test_who_is_at_the_same_host_is_found_the_same_address_first() -> None:
    there = (
        profile("demo", "https://a.example", is_demo=True),
        profile("other", "https://b.example"),
        profile("path", "https://A.example/openai"),
        profile("same", "https://a.example"),
    )

    assert who_uses(known("https://a.example/v1"), there) == there[3]
    assert who_uses(known("https://a.example/v1"), there[:3]) == there[2]
    assert who_uses(known("https://c.example"), there) is None


@pytest.mark.parametrize(
    ("address", "is_same"),
    [
        ("http://127.0.0.1:3000", True),
        ("http://127.0.0.1:3000/other", True),
        ("http://127.0.0.1:4000", False),
        ("https://127.0.0.1:3000", False),
    ],
)
def test_a_link_without_a_key_leads_a_key_that_is_kept_to_no_other_port(
    address: str, is_same: bool
) -> None:
    there = [profile("here", "http://127.0.0.1:3000")]

    assert (who_uses(known(address, key=""), there) is not None) is is_same
    assert who_uses(known(address), there) == there[0]
