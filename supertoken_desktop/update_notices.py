"""Words about a look for new versions that brought no answer."""

from supertoken_desktop.domain.errors import ErrorRecord
from supertoken_desktop.i18n import _
from supertoken_desktop.notice import Notice


def releases_not_read(error: ErrorRecord) -> Notice:
    """Say why nothing is known of newer versions."""
    remedy = _("Try again later, or look at the project's page in a browser.")
    return Notice(_("Nothing is known of new versions"), _sentence(error), remedy, ())


def _sentence(error: ErrorRecord) -> str:
    host = error.detail.host or _("The host")
    match error.reason:
        case "timeout":
            return _("{host} did not answer in time.").format(host=host)
        case "status":
            words = _("{host} has no list of versions there (status {status}).")
            return words.format(host=host, status=error.detail.status)
        case "size" | "form":
            return _("What {host} sent is not a list of versions.").format(host=host)
        case _:
            return _("{host} cannot be reached.").format(host=host)
