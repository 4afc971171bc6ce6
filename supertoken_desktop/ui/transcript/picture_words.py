"""What is said about a picture that is not there."""

from typing import assert_never

from supertoken_desktop.domain.links import displayed
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.remote_pictures import Failed, Loading, NotLoaded
from supertoken_desktop.ui.transcript.gallery import State, Unusable
from supertoken_desktop.ui.transcript.picture_data import Fault, Header

_LONGEST_HOST = 80


def state_words(state: State) -> str:
    """Return why a picture is not there, "" where it is."""
    match state:
        case Header():
            return ""
        case NotLoaded(host, is_secure):
            return _not_loaded(displayed(host, _LONGEST_HOST), is_secure=is_secure)
        case Loading(host):
            return _("Loading from {host}…").format(host=displayed(host, _LONGEST_HOST))
        case Failed():
            return state.words
        case Fault.NO_PICTURE:
            return _("This is not a picture that can be shown.")
        case Fault.TOO_LARGE:
            return _("This picture is too large to be shown.")
        case Fault.BROKEN:
            return _("This picture is damaged.")
        case Unusable():
            return _("This picture has no address that can be loaded.")
        case _:
            assert_never(state)


def always_words(host: str) -> str:
    """Return the words of the button that allows a host for good."""
    return _("Always load from {host}").format(host=displayed(host, _LONGEST_HOST))


def _not_loaded(host: str, *, is_secure: bool) -> str:
    if is_secure:
        words = _(
            "Picture from {host} – not loaded, because loading tells that host that you read this."
        )
    else:
        words = _(
            "Picture from {host} – not loaded, because loading tells that host, and everybody on "
            "the way, that you read this."
        )
    return words.format(host=host)
