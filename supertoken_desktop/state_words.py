"""Words for states that are no errors: the history, a typed address, the demo provider."""

from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.i18n import _


def history_line(state: HistoryState) -> str:
    """Return in a sentence or two whether conversations are kept, and if not, why."""
    match state:
        case HistoryState.KEPT:
            return _("Conversations are kept in an encrypted file.")
        case HistoryState.NOT_WANTED:
            return _("No history is kept: conversations end with the program.")
        case HistoryState.UNDECIDED:
            return _(
                "This system has no keyring, so conversations and keys end with the program. "
                "A passphrase can protect a history."
            )
        case HistoryState.KEYRING_CLOSED:
            return _(
                "The keyring that holds the history's key is not open. "
                "This session is kept in memory; the history is untouched."
            )
        case HistoryState.PASSPHRASE_NEEDED:
            return _(
                "The history is locked. This session is kept in memory; the history is untouched."
            )
        case HistoryState.KEY_WRONG:
            return _(
                "The keyring no longer holds the history's key. "
                "This session is kept in memory; the history is untouched."
            )
        case HistoryState.DAMAGED:
            return _(
                "The history cannot be read. This session is kept in memory; the file is untouched."
            )
        case HistoryState.TOO_NEW:
            return _(
                "A newer version of the program wrote the history. "
                "This session is kept in memory; the history is untouched."
            )
        case HistoryState.IN_USE:
            return _(
                "Another program has the history open. "
                "This session is kept in memory; the history is untouched."
            )


def address_problem(reason: str) -> str:
    """Return what is wrong with a typed address, by the reason that reading it gave."""
    match reason:
        case "":
            return ""
        case "empty":
            return _("Type the address of a relay.")
        case "scheme":
            return _("The address must begin with https://.")
        case "plain-http":
            return _("The address must begin with https://: the key would travel unprotected.")
        case _:
            return _("This is not the address of a relay.")


def profile_name(profile: ProviderProfile) -> str:
    """Return a provider's name; that of the demo is a word of the language."""
    return _("Demo") if profile.is_demo else profile.name
