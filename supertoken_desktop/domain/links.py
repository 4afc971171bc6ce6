"""Where a link from an answer really leads, and what about it should make one look twice.

Pure, and of the standard library alone: text in, verdict out. Answers are hostile, so nothing here
raises, and an address that can't be understood as a browser would is not opened at all.
"""

import enum
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote

LONGEST_ADDRESS = 8_192
_LONGEST_HOST = 253


class Doubt(enum.Enum):
    """Why a link is not opened without a question."""

    OTHER_ADDRESS = "the text shows another address"
    USER_INFO = "a name before an @ that looks like the host"
    LOOKALIKE = "letters that look like common ones"
    HIDDEN = "characters that can't be seen or that turn the reading direction"
    NUMBER_HOST = "a number in place of a name"
    PORT = "an unusual port"
    BORROWED_NAME = "a well-known name in front of another host"
    ODD_SPELLING = "a spelling that programs read differently"


@dataclass(frozen=True, slots=True)
class Link:
    """An address that may be opened.

    `address` is what to open, spelled plainly. `host` is who is there, in the form that the network
    sees (`xn--…`); for mail it is the recipient.
    """

    address: str
    host: str
    doubts: tuple[Doubt, ...] = ()


def checked_link(target: str, text: str = "") -> Link | None:
    """Return a link with what is doubtful in it, None for one that must not be opened.

    `text` is what the reader sees. Only http, https and mailto are opened.
    """
    scheme, _colon, rest = _cleaned(target).partition(":")
    match scheme.lower():
        case "http" | "https" as web:
            return _web_link(web, rest, target, text)
        case "mailto":
            return _mail_link(rest, text)
        case _:
            return None


def is_openable(target: str) -> bool:
    """Tell whether a link may be opened at all; what is not stays plain text."""
    return checked_link(target) is not None


# Browsers leave out line ends and tabs within an address, and what can't be printed around it.
_LEFT_OUT = re.compile(r"[\t\r\n]")
_AROUND = "".join(map(chr, range(33)))
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DOTS = re.compile("[\u3002\uff0e\uff61]")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PORTS = {"http": 80, "https": 443}
_HIGHEST_PORT = 65_535


def _cleaned(target: str) -> str:
    if len(target) > LONGEST_ADDRESS:
        return ""
    return _LEFT_OUT.sub("", target.strip(_AROUND))


def _web_link(scheme: str, rest: str, target: str, text: str) -> Link | None:
    # Browsers take a backslash for a slash, and any number of slashes for two.
    straight = rest.replace("\\", "/")
    authority, tail = _parted(straight.lstrip("/"))
    user, at, place = authority.rpartition("@")
    host_text, port = _host_and_port(place)
    host = _ascii_host(host_text)
    if host is None or port is None:
        return None
    number = f":{port}" if port and port != _PORTS[scheme] else ""
    name = quote(user, safe="%:!$&'*+,;=~-._", errors="replace")
    address = f"{scheme}://{name}{at}{host}{number}{tail}"
    doubts = [
        *_doubts_of_host(host, host_text),
        *([Doubt.USER_INFO] if at else []),
        *([Doubt.PORT] if number else []),
        *_doubts_of_spelling(straight, rest, target),
        *_doubts_of_text(text, host),
    ]
    if host in _THIS_COMPUTER and host in _hosts_in(text):
        # Who reads of a server on this computer and sees its address means just that.
        doubts = [doubt for doubt in doubts if doubt not in (Doubt.PORT, Doubt.NUMBER_HOST)]
    return Link(_encoded(address), host, tuple(dict.fromkeys(doubts)))


_THIS_COMPUTER = frozenset({"localhost", "127.0.0.1", "[::1]"})


def _parted(text: str) -> tuple[str, str]:
    """Return the authority of an address and what follows it."""
    end = min((at for mark in "/?#" if (at := text.find(mark)) >= 0), default=len(text))
    return text[:end], text[end:]


def _host_and_port(place: str) -> tuple[str, int | None]:
    """Return the host as written, and the port: 0 where there is none, None for an unreadable."""
    host, colon, port = place.rpartition(":")
    if not colon or (place.startswith("[") and place.endswith("]")):
        return place, 0
    if not port:
        return host, 0
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= _HIGHEST_PORT):
        return host, None
    return host, int(port)


def _ascii_host(written: str) -> str | None:
    """Return a host as the network sees it, None where there is none such."""
    if written.startswith("[") and written.endswith("]"):
        inner = written[1:-1].lower()
        return f"[{inner}]" if re.fullmatch(r"[0-9a-f:.]{2,45}", inner) else None
    plain = _UNSEEN.sub("", _DOTS.sub(".", unquote(written)))
    plain = unicodedata.normalize("NFKC", plain).lower().rstrip(".")
    if not plain or len(plain) > _LONGEST_HOST:
        return None
    try:
        host = ".".join(_ascii_label(label) for label in plain.split("."))
    except (UnicodeError, ValueError):
        return None
    return host if len(host) <= _LONGEST_HOST and _HOST.fullmatch(host) else None


def _ascii_label(label: str) -> str:
    if label.isascii():
        return label
    return "xn--" + label.encode("punycode").decode("ascii")


def _readable_label(label: str) -> str | None:
    """Return a label with its own letters, None where it says it has some and hasn't."""
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError, IndexError):
        return None


def _doubts_of_host(host: str, written: str) -> Iterator[Doubt]:
    if host.startswith("["):
        yield Doubt.NUMBER_HOST
        return
    if _UNSEEN.search(unquote(written)):
        yield Doubt.HIDDEN
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        yield Doubt.NUMBER_HOST
    if _borrows_name(labels):
        yield Doubt.BORROWED_NAME
    is_foreign = labels[-1].startswith("xn--")
    for label in map(_readable_label, labels):
        if label is None or _looks_like_another(label, is_foreign=is_foreign) or _imitates(label):
            yield Doubt.LOOKALIKE


# Endings that many hosts have; one of them in the middle of a host is there to be misread.
_COMMON_ENDINGS = frozenset({"com", "org", "net", "gov", "edu"})


def _borrows_name(labels: list[str]) -> bool:
    """Tell whether a host begins like another one: `paypal.com.evil.io`, `paypal.com-login.io`.

    `example.com.cn` and the like are how some countries name their hosts.
    """
    for index, label in enumerate(labels[:-1]):
        after = labels[index + 1 :]
        is_country = len(after) == 1 and len(after[0]) == 2
        if index and label in _COMMON_ENDINGS and not is_country:
            return True
        head, dash, _rest = label.partition("-")
        if index and dash and head in _COMMON_ENDINGS:
            return True
    return False


# Latin with these is how Japanese, Chinese and Korean hosts are written.
_EAST_ASIAN = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "LATIN"}),
    frozenset({"CJK", "BOPOMOFO", "LATIN"}),
    frozenset({"CJK", "HANGUL", "LATIN"}),
)
# Letters of Cyrillic and Greek that are drawn as Latin ones.
_DRAWN_AS_LATIN = frozenset("аеорсухіјѕһԁԛԝӏԍүѵοανρυικ")  # that is the point
# Letters of phonetic alphabets are Latin, too, and in no host that means well: ɡ, ɑ, ʟ.
_PHONETIC = re.compile("[\u0250-\u02ff\u1d00-\u1dbf\ua720-\ua7ff]")


def _looks_like_another(label: str, *, is_foreign: bool) -> bool:
    """Tell whether a label mixes scripts, or is of one whose letters pass for Latin.

    Where the ending is of another script, too (`is_foreign`), nobody takes the whole for Latin.
    """
    if label.isascii():
        return False
    # Signs that look like a slash or a dot, above all; no registry has any.
    if _PHONETIC.search(label) or any(_is_sign(char) for char in label):
        return True
    scripts = {_script(char) for char in label if char.isalpha()}
    if len(scripts) > 1 and not any(scripts <= mixed for mixed in _EAST_ASIAN):
        return True
    letters = [char for char in label if char.isalpha()]
    return not is_foreign and bool(letters) and all(char in _DRAWN_AS_LATIN for char in letters)


def _is_sign(char: str) -> bool:
    is_letter = unicodedata.category(char)[0] in "LM" or char.isdecimal()
    return not (is_letter or char in "-_·・")


def _script(char: str) -> str:
    return unicodedata.name(char, "?").split(" ")[0]


_WELL_KNOWN = frozenset(
    "google youtube gmail apple icloud microsoft outlook office github gitlab amazon paypal "
    "facebook instagram whatsapp twitter telegram openai anthropic binance coinbase netflix "
    "linkedin dropbox steampowered alipay taobao weixin baidu tencent supertoken".split()
)


def _imitates(label: str) -> bool:
    """Tell whether a label with accents is a well-known name without them."""
    return not label.isascii() and _bare(label) in _WELL_KNOWN | _COMMON_ENDINGS


# What has no accent to be taken off.
_STROKES = str.maketrans("ıłøđħŧƒ", "ilodhtf")


def _bare(label: str) -> str:
    parted = unicodedata.normalize("NFD", label)
    plain = "".join(char for char in parted if not unicodedata.combining(char))
    return plain.translate(_STROKES)


def _doubts_of_spelling(straight: str, rest: str, target: str) -> Iterator[Doubt]:
    slashes = len(straight) - len(straight.lstrip("/"))
    before_query = re.split(r"[?#]", rest, maxsplit=1)[0]
    inside = target.strip(_AROUND)
    if slashes != 2 or "\\" in before_query or _CONTROL.search(inside):
        yield Doubt.ODD_SPELLING
    if _TURNING.search(unquote(inside)):
        yield Doubt.HIDDEN


def _doubts_of_text(text: str, host: str) -> Iterator[Doubt]:
    if _TURNING.search(text):
        yield Doubt.HIDDEN
    shown = list(_hosts_in(text))
    if shown and _UNSEEN.search(text):
        yield Doubt.HIDDEN
    if any(not _is_same_site(one, host) for one in shown):
        yield Doubt.OTHER_ADDRESS


def _is_same_site(shown: str, host: str) -> bool:
    one, other = shown.removeprefix("www."), host.removeprefix("www.")
    return one == other or other.endswith(f".{one}") or one.endswith(f".{other}")


_ADDRESS_IN_TEXT = re.compile(r"(?:https?:[/\\]{1,3}|\bwww\.)[^\s/\\?#<>\"'()]+", re.IGNORECASE)
# A bare name counts as an address by its ending; names of files (.md, .py, .rs) are none.
_BARE_NAME = re.compile(
    r"(?:[\w-]+\.)+(?:com|org|net|gov|edu|io|ai|app|dev|co|me|info|biz|xyz|top|shop|site|online|"
    r"cn|uk|de|fr|jp|kr|ru|in|br|it|es|nl|eu|us|ca|au|ch|se|hk|tw|sg)(?::\d+)?",
    re.IGNORECASE,
)
_LONGEST_TEXT = 2_000
# An address stays one between brackets, quotes and arrows.
_AROUND_NAME = (
    " \t\r\n.,;:!?()[]{}<>\"'`*_~|/\\-\u2010\u2011\u2012\u2013\u2014\u2015"
    "‘’‚“”„«»‹›→←↗⇒➜➡▶►•…、，：；！？（）【】《》「」\ufe0f"
)


def _hosts_in(text: str) -> Iterable[str]:
    """Return the hosts that a reader sees in the text of a link."""
    seen = _UNSEEN.sub("", unicodedata.normalize("NFKC", text[:_LONGEST_TEXT]))
    seen = _DOTS.sub(".", seen).strip(_AROUND_NAME)
    found = [match.group() for match in _ADDRESS_IN_TEXT.finditer(seen)]
    if not found and (match := _BARE_NAME.match(seen)):
        after = seen[match.end() :]
        if not after or after[0] in "/?#":
            found = [match.group()]
    for one in found:
        place = re.sub(r"^https?:[/\\]*", "", one, flags=re.IGNORECASE)
        host = _ascii_host(_host_and_port(place.rpartition("@")[2])[0].rstrip(".,;:!"))
        if host is not None:
            yield host


_MAIL = re.compile(r"[A-Za-z0-9.!#$&'*+/=^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")


def _mail_link(rest: str, text: str) -> Link | None:
    """Return a mail link with recipient, subject and body, and nothing else.

    Source: RFC 6068; some programs take an attachment or a hidden copy from such an address.
    """
    to, _mark, query = rest.partition("?")
    recipient = unquote(to).partition(",")[0].strip()
    if not _MAIL.fullmatch(recipient):
        return None
    fields = _mail_fields(query)
    kept = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items())
    address = f"mailto:{quote(recipient, safe='@+')}" + (f"?{kept}" if kept else "")
    shown = _MAIL.findall(text[:_LONGEST_TEXT])
    doubts = [Doubt.OTHER_ADDRESS] if shown and recipient not in shown else []
    if _TURNING.search(text) or (shown and _UNSEEN.search(text)):
        doubts.append(Doubt.HIDDEN)
    return Link(address, recipient, tuple(doubts))


def _mail_fields(query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query.partition("#")[0].replace("+", "%2B"), max_num_fields=20)
    except ValueError:
        return {}
    kept: dict[str, str] = {}
    for name, value in pairs:
        if name.lower() == "subject":
            kept.setdefault("subject", " ".join(_CONTROL.sub(" ", value).split()))
        elif name.lower() == "body":
            kept.setdefault("body", _NOT_A_LINE.sub("", value))
    return kept


_NOT_A_LINE = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]")


def _encoded(address: str) -> str:
    """Return an address without what can't stand in one; what is encoded already stays."""
    return quote(address, safe="%/:?#[]@!$&'()*+,;=~-._", errors="replace")


def displayed(address: str, most: int = 160) -> str:
    """Return an address for people: one line, its end cut where it is long."""
    line = _UNSEEN.sub("\ufffd", _CONTROL.sub(" ", address))
    return line if len(line) <= most else line[: most - 1] + "…"


def host_of(address: str) -> str:
    """Return the host of a web address, "" where there is none."""
    link = checked_link(address)
    is_web = link is not None and not link.address.startswith("mailto:")
    return link.host if link is not None and is_web else ""
