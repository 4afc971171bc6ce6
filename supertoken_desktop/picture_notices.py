"""Words about pictures that could not be fetched."""

from supertoken_desktop.domain.errors import ErrorRecord
from supertoken_desktop.i18n import _
from supertoken_desktop.notice import Notice


def picture_not_loaded(error: ErrorRecord) -> Notice:
    """Say why a picture from elsewhere is not there."""
    remedy = _("Try again later, or open its address in a browser.")
    return Notice(_("The picture could not be loaded"), _sentence(error), remedy, ())


def _sentence(error: ErrorRecord) -> str:
    host = error.detail.host or _("The host")
    match error.reason:
        case "private":
            return _("Its address leads into your own network, so it was not asked.")
        case "dns":
            return _("{host} cannot be found.").format(host=host)
        case "tls":
            return _("The connection to {host} is not secure.").format(host=host)
        case "timeout":
            return _("{host} did not answer in time.").format(host=host)
        case "status":
            words = _("{host} has no picture there (status {status}).")
            return words.format(host=host, status=error.detail.status)
        case "redirect":
            return _("{host} sends on to another place, which was not followed.").format(host=host)
        case "type":
            return _("What {host} sent is not a picture that can be shown.").format(host=host)
        case "size":
            return _("The picture is larger than 20 MB.")
        case "address":
            return _("Its address cannot be read.")
        case _:
            return _("{host} cannot be reached.").format(host=host)
