from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supertoken_desktop.domain.links import Doubt, checked_link, displayed, host_of, is_openable


def doubts(target: str, text: str = "here") -> tuple[Doubt, ...]:
    link = checked_link(target, text)
    assert link is not None
    return link.doubts


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("https://example.org", "here"),
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("https://docs.example.org/x", "example.org"),
        ("https://www.example.org", "example.org"),
        ("https://github.com/a/b/blob/main/README.md", "README.md"),
        ("https://github.com/nodejs/node", "Node.js"),
        ("https://example.com.cn/", "官网"),
        ("https://www.bbc.co.uk", "BBC"),
        ("http://www.example.org", "www.example.org"),
        ("https://xn--mnchen-3ya.de", "Stadt München"),
        ("https://xn--fsqu00a.xn--0zwm56d", "例子.测试"),
        ("https://xn--e1afmkfd.xn--p1ai", "пример.рф"),
        ("https://कखग.भारत", "यहाँ"),
        ("https://faß.de", "faß.de"),
        ("https://example.org", "(example.org)."),
        ("https://example.org", "an article about bank.com and others"),
        ("http://localhost:8000/docs", "http://localhost:8000/docs"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://example.org:443/", "here"),
        ("https://example.org/@name", "name"),
        ("https://example.org/?to=a@b.org", "x"),
        ("https://medium.com/@someone/title-1", "a post"),
        ("https://web.archive.org/web/2020/https://example.com/", "an old copy"),
        ("mailto:someone@example.org", "someone@example.org"),
    ],
)
def test_an_honest_link_opens_without_a_question(target: str, text: str) -> None:
    assert doubts(target, text) == ()


@pytest.mark.parametrize(
    ("target", "text", "doubt"),
    [
        ("https://evil.example", "https://bank.com", Doubt.OTHER_ADDRESS),
        ("https://evil.example", "bank.com", Doubt.OTHER_ADDRESS),
        ("https://evil.example", "bank.com/login", Doubt.OTHER_ADDRESS),
        ("https://evil.example", "Go to www.bank.com now", Doubt.OTHER_ADDRESS),
        ("https://evil.example", "ｂank.com", Doubt.OTHER_ADDRESS),
        ("https://notbank.com", "bank.com", Doubt.OTHER_ADDRESS),
        ("https://evil.example", "bank.com.", Doubt.OTHER_ADDRESS),
        ("https://evil.example", "→ ‘bank.com’", Doubt.OTHER_ADDRESS),
        ("https://evil.example", "【bank。com】", Doubt.OTHER_ADDRESS),
        ("https://evil.example", "//bank.com", Doubt.OTHER_ADDRESS),
        ("https://bank.com\u2215evil.example", "here", Doubt.LOOKALIKE),
        ("https://bank.com\u2044x.evil.example", "here", Doubt.LOOKALIKE),
        ("https://\u0261oogle.com", "here", Doubt.LOOKALIKE),
        ("https://g\u0131thub.com", "here", Doubt.LOOKALIKE),
        ("https://\u050d\u043e\u043e\u050d\u04cf\u0435.com", "here", Doubt.LOOKALIKE),
        ("https://google.co\u0301m", "here", Doubt.LOOKALIKE),
        ("https://google.com@evil.example/x", "here", Doubt.USER_INFO),
        ("https://google.com%2f@evil.example", "here", Doubt.USER_INFO),
        ("https://p\u0430ypal.com", "here", Doubt.LOOKALIKE),
        ("https://xn--pypal-4ve.com", "here", Doubt.LOOKALIKE),
        ("https://\u0430\u0440\u0440\u04cf\u0435.com", "here", Doubt.LOOKALIKE),
        ("https://pa\u00fdpal.com", "here", Doubt.LOOKALIKE),
        ("https://g\u03bfogle.com", "here", Doubt.LOOKALIKE),
        ("https://xn--999999999999.com", "here", Doubt.LOOKALIKE),
        ("https://goo\u200bgle.com", "here", Doubt.HIDDEN),
        ("https://example.org/\u202egpj.exe", "here", Doubt.HIDDEN),
        ("https://example.org/%E2%80%AEgpj.exe", "here", Doubt.HIDDEN),
        ("https://example.org", "moc.knab\u202e", Doubt.HIDDEN),
        ("http://93.184.216.34/", "here", Doubt.NUMBER_HOST),
        ("http://1572395042/", "here", Doubt.NUMBER_HOST),
        ("http://0x5db8d822/", "here", Doubt.NUMBER_HOST),
        ("http://[2606:2800::1]/", "here", Doubt.NUMBER_HOST),
        ("http://localhost:8000/delete", "the docs", Doubt.PORT),
        ("http://127.0.0.1/delete", "the docs", Doubt.NUMBER_HOST),
        ("https://example.org:8443/", "here", Doubt.PORT),
        ("https://example.org:80/", "here", Doubt.PORT),
        ("https://paypal.com.evil.io/", "here", Doubt.BORROWED_NAME),
        ("https://www.paypal.com.account.evil.io/", "here", Doubt.BORROWED_NAME),
        ("https://paypal.com-login.evil.io/", "here", Doubt.BORROWED_NAME),
        ("https:\\\\evil.example\\@bank.com", "here", Doubt.ODD_SPELLING),
        ("https:evil.example", "here", Doubt.ODD_SPELLING),
        ("https:///evil.example", "here", Doubt.ODD_SPELLING),
        ("ht\ntps://evil.example", "here", Doubt.ODD_SPELLING),
        ("mailto:evil@example.org", "bank@example.com", Doubt.OTHER_ADDRESS),
    ],
)
def test_a_link_that_deceives_is_doubted(target: str, text: str, doubt: Doubt) -> None:
    assert doubt in doubts(target, text)


@pytest.mark.parametrize(
    ("target", "host"),
    [
        ("https://google.com@evil.example", "evil.example"),
        ("https:\\\\evil.example\\@bank.com", "evil.example"),
        ("https://evil.example/@bank.com", "evil.example"),
        ("https://evil%2eexample", "evil.example"),
        ("https://evil。example", "evil.example"),
        ("https://ＥＶＩＬ.example.", "evil.example"),
        ("https://p\u0430ypal.com", "xn--pypal-4ve.com"),
        ("http://a:b@[::1]:80/", "[::1]"),
        ("mailto:a@b.org?cc=c@d.org", "a@b.org"),
    ],
)
def test_the_host_is_the_one_that_a_browser_would_ask(target: str, host: str) -> None:
    link = checked_link(target)

    assert link is not None
    assert link.host == host


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        " JAVASCRIPT:alert(1)",
        "vbscript:x",
        "file:///etc/passwd",
        "data:text/html,x",
        "smb://host/share",
        "ms-settings:privacy",
        "intent://x#Intent;end",
        "#a",
        "/docs",
        "//host/x",
        "",
        "http://",
        "http://[",
        "https://a b.org/",
        "https://a..b",
        "https://example.org:99999/",
        "https://example.org:8o/",
        "https://" + "a" * 300 + ".org",
        "https://example.org/" + "a" * 9000,
        "mailto:",
        "mailto:not an address",
        "mailto:a@b.org%0Abcc:c@d.org",
    ],
)
def test_everything_else_is_inert(target: str) -> None:
    assert checked_link(target, "here") is None
    assert not is_openable(target)


def test_a_mail_link_keeps_recipient_subject_and_body_alone() -> None:
    link = checked_link(
        "mailto:a@b.org,c@d.org?subject=Hi%0D%0ABcc:x@y.z&body=One%0ATwo&bcc=e@f.org&attach=/etc/x"
    )

    assert link is not None
    assert link.address == "mailto:a@b.org?subject=Hi%20Bcc%3Ax%40y.z&body=One%0ATwo"


def test_what_is_opened_is_plain_ascii_without_control_characters() -> None:
    link = checked_link("https://example.org/ä b\u0007c?q=日本")

    assert link is not None
    assert link.address == "https://example.org/%C3%A4%20b%07c?q=%E6%97%A5%E6%9C%AC"


def test_an_address_for_people_has_one_line_and_an_end() -> None:
    shown = displayed("https://example.org/\n\u202e" + "a" * 500)

    assert "\n" not in shown
    assert "\u202e" not in shown
    assert len(shown) == 160


def test_mail_has_no_web_host() -> None:
    assert host_of("mailto:a@b.org") == ""
    assert host_of("https://a.example.org:80/x") == "a.example.org"


_PIECES = st.sampled_from(
    (
        *("http", "https", "mailto", ":", "//", "\\", "@", ".", "xn--", "[", "]", "%", "%2e"),
        *("\u202e", "\u200b", "\u0430", "com", "?", "#", ":80", "1", "0x", "\t", "\ud800"),
        *("\u3002", "\u00df", "-"),
    )
)
_ADDRESSES = st.one_of(st.text(), st.lists(_PIECES).map("".join), st.text().map("http://".__add__))


@given(_ADDRESSES, _ADDRESSES)
@example("https://xn--999999999999.com", "")
@example("https://xn--\u0430.com", "")
def test_no_text_is_too_strange(target: str, text: str) -> None:
    link = checked_link(target, text)

    if link is not None:
        assert link.address.isascii()
        assert link.address.partition(":")[0] in ("http", "https", "mailto")


@given(st.lists(_PIECES).map("".join).map("https://".__add__))
@example("https://[@http")
def test_the_named_host_is_the_one_in_the_address(target: str) -> None:
    link = checked_link(target)

    if link is not None:
        assert f"{urlsplit(link.address).netloc.rpartition('@')[2]}:".startswith(f"{link.host}:")
