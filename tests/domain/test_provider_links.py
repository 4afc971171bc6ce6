import base64
import json
import string
from collections.abc import Mapping
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supertoken_desktop.domain.plain import LONGEST_TEXT_BYTES
from supertoken_desktop.domain.provider_links import (
    FORMATS,
    LinkRejected,
    ProviderOffer,
    offer_in,
    read_provider_link,
)
from supertoken_desktop.domain.secret import Secret

ADDRESS = "https://api.supertoken.cc"
KEY = "sk-" + "aB3" * 16
PLAIN = ProviderOffer(ADDRESS, Secret(KEY))


def packed(found: object, *, url_safe: bool = False, padded: bool = True) -> str:
    plain = json.dumps(found, ensure_ascii=False).encode()
    text = (base64.urlsafe_b64encode if url_safe else base64.b64encode)(plain).decode()
    return text if padded else text.rstrip("=")


def ours(found: Mapping[str, object]) -> str:
    return f"supertoken://provider/add?v=1&data={quote(packed(found), safe='')}"


def reason_of(link: str) -> str:
    with pytest.raises(LinkRejected) as caught:
        read_provider_link(link)
    return caught.value.reason


CHERRY = {"id": "new-api", "baseUrl": ADDRESS, "apiKey": KEY}
CHATBOX = {
    "isCustom": True,
    "id": "relay",
    "name": "My relay",
    "type": "openai",
    "settings": {
        "apiHost": ADDRESS,
        "apiPath": "/v1/chat/completions",
        "apiKey": KEY,
        "models": [{"modelId": "gpt-5.2", "nickname": "GPT"}, {"modelId": "claude-sonnet-4-6"}],
    },
}
BUILT_IN = {"id": "openai", "settings": {"apiHost": ADDRESS, "apiKey": KEY}}
AION = {"platform": "new-api", "baseUrl": ADDRESS, "apiKey": KEY}
NEXT_CHAT = json.dumps({"key": KEY, "url": ADDRESS})
LOBE = json.dumps({"keyVaults": {"openai": {"apiKey": KEY, "baseURL": f"{ADDRESS}/v1"}}})
WORKSPACE = json.dumps(
    {"type": "openai", "settings": {"apiKey": KEY, "baseURL": ADDRESS, "compatibility": "strict"}}
)


@pytest.mark.parametrize(
    "link",
    [
        ours({"baseUrl": ADDRESS, "apiKey": KEY}),
        f"supertoken://provider/add?v=1&data={quote(packed(CHERRY))}",
        f"supertoken://provider/add/?v=1&data={packed(CHERRY)}",
        f"SuperToken:provider/add?data={packed(CHERRY, url_safe=True, padded=False)}#x",
        f"cherrystudio://providers/api-keys?v=1&data={quote(packed(CHERRY))}",
        f"chatbox://provider/import?config={packed(BUILT_IN)}",
        f"deepchat://provider/install?v=1&data={packed(CHERRY)}",
        f"aionui://provider/add?v=1&data={packed(AION)}",
        f"opencat://team/join?domain={quote(ADDRESS, safe='')}&token={KEY}",
        f"ama://set-api-key?server={quote(ADDRESS, safe='')}&key={KEY}",
        f"https://app.nextchat.dev/#/?settings={NEXT_CHAT}",
        f"https://app.nextchat.dev/#/?settings={quote(NEXT_CHAT)}",
    ],
)
def test_every_form_that_panels_offer_is_read(link: str) -> None:
    assert read_provider_link(link) == PLAIN


def test_what_chat_pages_take_in_their_address_is_read() -> None:
    lobe = read_provider_link(f"https://lobechat.com/?settings={quote(LOBE)}")
    workspace = read_provider_link(f"https://aiaw.app/set-provider?provider={WORKSPACE}")

    assert lobe == ProviderOffer(f"{ADDRESS}/v1", Secret(KEY))
    assert workspace == ProviderOffer(ADDRESS, Secret(KEY), formats=("openai",))


def test_all_that_a_link_says_of_a_provider_is_taken() -> None:
    offer = read_provider_link(f"chatbox://provider/import?config={packed(CHATBOX)}")

    assert offer == ProviderOffer(
        f"{ADDRESS}/v1/chat/completions",
        Secret(KEY),
        "My relay",
        ("openai",),
        ("gpt-5.2", "claude-sonnet-4-6"),
    )


def test_formats_and_models_of_ours_are_taken_as_far_as_they_are_known() -> None:
    offer = read_provider_link(
        ours(
            {
                "baseUrl": ADDRESS,
                "formats": ["gemini", "openai", "telepathy", 7],
                "models": ["a", 5, "", "b\nc", "x" * 500, {"modelId": "d"}, " e"],
            }
        )
    )

    assert offer.formats == ("openai", "gemini")
    assert offer.models == ("a", "d")
    assert offer.key is None


def test_of_several_keys_the_first_is_taken_and_the_others_are_counted() -> None:
    offer = read_provider_link(ours({"baseUrl": ADDRESS, "apiKey": " sk-one , sk-two，sk-three\n"}))

    assert offer.key == Secret("sk-one")
    assert offer.further_keys == 2


def test_a_comma_within_a_key_is_none_between_two() -> None:
    offer = read_provider_link(ours({"baseUrl": ADDRESS, "apiKey": "sk-a\\,b"}))

    assert offer.key == Secret("sk-a,b")
    assert offer.further_keys == 0


def test_a_plus_that_became_a_blank_is_a_plus_again() -> None:
    found = {"baseUrl": ADDRESS, "apiKey": KEY, "name": "~~~>>>???" * 3}
    text = packed(found)
    assert "+" in text

    link = f"supertoken://provider/add?data={text.replace('+', ' ')}"

    assert read_provider_link(link).name == found["name"]


def test_percent_signs_are_undone_once() -> None:
    offer = read_provider_link("ama://set-api-key?server=relay.example&key=sk%252Fx")

    assert offer.key == Secret("sk%2Fx")


def test_a_user_in_front_of_the_host_is_left_out() -> None:
    offer = read_provider_link(ours({"baseUrl": "https://api.openai.com@evil.example/v1"}))

    assert offer.address == "https://evil.example/v1"


def test_a_name_is_one_short_line_that_shows_what_it_is() -> None:
    name = "Super\n\tToken \u202ecc.nekot\u200b" + "x" * 100

    shown = read_provider_link(ours({"baseUrl": ADDRESS, "name": name})).name

    assert len(shown) == 60
    assert "\u202e" not in shown
    assert "\u200b" not in shown
    assert "\n" not in shown


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("", "unknown"),
        ("hello", "unknown"),
        ("https://api.supertoken.cc/v1", "unknown"),
        ("https://api.supertoken.cc/#x?y=1", "unknown"),
        ("supertoken://provider/remove?data=e30=", "unknown"),
        ("file:///etc/passwd", "unknown"),
        ("javascript:alert(1)", "unknown"),
        ("cherrystudio://providers/api-keys", "unreadable"),
        ("supertoken://provider/add?data=%%%", "unreadable"),
        ("supertoken://provider/add?data=ä", "unreadable"),
        ("supertoken://provider/add?data=%FF%FE", "unreadable"),
        (f"supertoken://provider/add?data={packed([1])}", "unreadable"),
        (f"supertoken://provider/add?data={packed('x')}", "unreadable"),
        (ours({"apiKey": KEY}), "incomplete"),
        (ours({"baseUrl": "  ", "apiKey": KEY}), "incomplete"),
        (ours({"baseUrl": 7}), "incomplete"),
        (ours({"baseUrl": ADDRESS, "apiKey": "ключ"}), "unreadable"),
        (ours({"baseUrl": ADDRESS, "apiKey": "sk-\x00x"}), "unreadable"),
        ("https://x.example/?settings=[]", "unreadable"),
        ("https://x.example/?settings={}", "incomplete"),
        ("opencat://team/join?token=sk-1", "incomplete"),
        (f"supertoken://provider/add?data={'A' * LONGEST_TEXT_BYTES}", "too-long"),
        ("ama://set-api-key?server=" + "ä" * (LONGEST_TEXT_BYTES // 2), "too-long"),
    ],
)
def test_what_is_no_offer_is_turned_away_with_its_reason(link: str, reason: str) -> None:
    assert reason_of(link) == reason


def test_deep_nesting_exhausts_nothing() -> None:
    deep = base64.b64encode(b"[" * 12_000).decode()

    assert reason_of(f"supertoken://provider/add?data={deep}"[: LONGEST_TEXT_BYTES - 1])


def test_a_key_never_shows_in_what_is_printed_of_an_offer() -> None:
    assert KEY not in repr(PLAIN)


host = st.from_regex(r"[a-z]{1,10}\.example", fullmatch=True)
key = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=60).filter(
    lambda text: not text.lower().startswith(("bearer", "authorization"))
)


@given(host, key, st.booleans(), st.booleans(), st.sets(st.sampled_from(FORMATS)))
def test_an_offer_comes_back_from_its_link(
    where: str, given_key: str, url_safe: bool, padded: bool, formats: set[str]
) -> None:
    found = {"baseUrl": f"https://{where}", "apiKey": given_key, "formats": sorted(formats)}
    data = packed(found, url_safe=url_safe, padded=padded)

    offer = read_provider_link(f"supertoken://provider/add?v=1&data={quote(data, safe='')}")

    wanted = tuple(name for name in FORMATS if name in formats)
    assert offer == ProviderOffer(f"https://{where}", Secret(given_key), formats=wanted)


PREFIXES = (
    *("", "supertoken:", "supertoken://provider/add?data=", "chatbox://provider/import?config="),
    *("opencat://team/join?", "https://x.example/?settings=", "https://x.example/#/?settings="),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ("baseUrl", "apiKey", "settings", "keyVaults", "models", "name", "formats", "type")
            ),
            inner,
        )
    ),
    max_leaves=12,
)


@given(st.sampled_from(PREFIXES), st.text())
@example("https://x.example/?settings=", "\ud800")
@example("", "https://[::1")
def test_reading_any_text_raises_nothing_else(prefix: str, text: str) -> None:
    offer = offer_in(prefix + text)

    assert offer is None or offer.address


@given(json_values)
def test_reading_any_object_raises_nothing_else(found: object) -> None:
    offer = offer_in(f"supertoken://provider/add?data={packed(found)}")

    if offer is not None:
        assert offer.address
        # It can be shown and kept.
        assert (offer.address + offer.name + "".join(offer.models)).encode()


def packed_with_halves() -> str:
    plain = b'{"baseUrl": "https://a\\ud800.example", "name": "\\udc00"}'
    return base64.b64encode(plain).decode()


def test_halves_of_character_pairs_can_be_written_anywhere() -> None:
    offer = read_provider_link(f"supertoken://provider/add?data={packed_with_halves()}")

    assert (offer.address + offer.name).encode()
