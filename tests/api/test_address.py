import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.api.address import AddressRejected, corrected, endpoint, normalise


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("api.supertoken.cc", "https://api.supertoken.cc/v1/chat/completions"),
        ("https://api.supertoken.cc/", "https://api.supertoken.cc/v1/chat/completions"),
        ("https://api.supertoken.cc/v1", "https://api.supertoken.cc/v1/chat/completions"),
        ("https://api.supertoken.cc/v1/", "https://api.supertoken.cc/v1/chat/completions"),
        (
            "  https://api.supertoken.cc/v1/chat/completions\n",
            "https://api.supertoken.cc/v1/chat/completions",
        ),
        ("https：//api.token502.com", "https://api.token502.com/v1/chat/completions"),
        ("“https://api.token502.com//v1//”", "https://api.token502.com/v1/chat/completions"),
        (
            "https://api.token502.com/v1/models?x=1#top",
            "https://api.token502.com/v1/chat/completions",
        ),
        ("https://host/openai", "https://host/openai/v1/chat/completions"),
        ("https://host/api/v3", "https://host/api/v3/chat/completions"),
        ("https://host/v1beta/openai", "https://host/v1beta/openai/chat/completions"),
        ("https://host/custom#", "https://host/custom/chat/completions"),
        ("https://host/x/chat/completions#", "https://host/x/chat/completions"),
        ("localhost:3000", "http://localhost:3000/v1/chat/completions"),
        ("192.168.1.9:3000/v1", "http://192.168.1.9:3000/v1/chat/completions"),
        ("http://nas.local:3000", "http://nas.local:3000/v1/chat/completions"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1/chat/completions"),
        ("HTTPS://Host.Example/V2", "https://host.example/V2/chat/completions"),
        ("https://someone:secret@host.example", "https://host.example/v1/chat/completions"),
    ],
)
def test_a_pasted_address_becomes_this_url(text: str, url: str) -> None:
    assert endpoint(normalise(text).root, "chat/completions") == url


@pytest.mark.parametrize(
    ("text", "root", "hint"),
    [
        ("https://host/v1/messages", "https://host", "anthropic"),
        ("https://host/v1beta", "https://host", "gemini"),
        ("https://host/v1beta/models/gemini-2.5-pro:generateContent", "https://host", "gemini"),
        ("https://host/v1/responses", "https://host", "responses"),
        ("https://host/v1/chat/completions", "https://host", "openai"),
        ("https://host", "https://host", ""),
    ],
)
def test_a_pasted_endpoint_tells_its_format(text: str, root: str, hint: str) -> None:
    found = normalise(text)

    assert (found.root, found.hint) == (root, hint)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \u200b\n", "empty"),
        ("ftp://host", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("https://", "host"),
        ("https://host:99999", "host"),
        ("https://ho st/v1", "host"),
        ("https://[::1/v1", "host"),
        ("http://api.supertoken.cc/v1", "plain-http"),
        ("http://127.0.0.1@evil.example/", "plain-http"),
        ("http://8.8.8.8", "plain-http"),
    ],
)
def test_an_unusable_address_is_rejected_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(AddressRejected) as caught:
        normalise(text)

    assert caught.value.reason == reason


@given(st.text(max_size=40) | st.from_regex(r"https?://[a-z.]{1,9}(/(v1|v1beta|models|x|#)){0,4}"))
def test_a_root_stays_as_it_is_when_taken_again_and_nothing_else_raises(text: str) -> None:
    try:
        root = normalise(text).root
    except AddressRejected:
        return

    assert normalise(root).root == root
    assert "//" not in endpoint(root, "models").partition("://")[2]


def test_the_corrected_address_is_the_host_with_the_version() -> None:
    assert corrected("https://host:8443/panel") == "https://host:8443/v1"
