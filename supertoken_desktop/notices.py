"""All words about errors and endings, for the window and the command line alike.

Every error becomes a title (what happened), a sentence (what it means) and a remedy (what to do).
The relay's own words, status and request id are facts; whoever shows a notice adds them.
"""

from collections.abc import Callable, Mapping

from supertoken_desktop import relay_notices
from supertoken_desktop.domain.errors import ErrorRecord
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.i18n import _
from supertoken_desktop.notice import Act, Notice
from supertoken_desktop.picture_notices import picture_not_loaded
from supertoken_desktop.update_notices import releases_not_read

__all__ = ["Act", "Notice", "act_label", "notice_for", "running_text", "verdict_line"]


def notice_for(error: ErrorRecord) -> Notice:
    """Say what an error means, in the language in force; an unknown kind is said to be unknown."""
    family = error.kind.partition(".")[0]
    make = _MAKERS.get(error.kind) or _MAKERS.get(family, _unknown)
    return make(error)


def running_text(title: str, *sentences: str) -> str:
    """Join a title and whole sentences, empty ones left out, as the language sets them.

    A title gets its full stop; without a title the sentences stand alone.
    """
    text = _("{title}.").format(title=title) if title else ""
    for sentence in filter(None, sentences):
        joined = _("{sentence} {next_sentence}")
        text = joined.format(sentence=text, next_sentence=sentence) if text else sentence
    return text


def act_label(act: Act) -> str:
    """Return the words on an act's button."""
    return {
        Act.RETRY: _("Retry"),
        Act.CONTINUE: _("Continue"),
        Act.OPEN_SETTINGS: _("Open settings"),
        Act.EDIT_ADDRESS: _("Edit address"),
        Act.NETWORK: _("Network settings"),
        Act.CHOOSE_MODEL: _("Choose model"),
        Act.EDIT_PROMPT: _("Edit question"),
        Act.TOP_UP: _("Open the provider's page"),
        Act.SHORTEN: _("Start a new chat"),
        Act.DETAILS: _("Details"),
        Act.SHOW_FILE: _("Show file"),
    }[act]


def verdict_line(verdict: Verdict, reason: str | None, finish_reason: str | None) -> str:
    """Return the badge of an answer's end: a few words, none for an ordinary complete answer."""
    match verdict:
        case Verdict.COMPLETE:
            return _complete_line(reason)
        case Verdict.STOPPED:
            return _("Stopped")
        case Verdict.FAILED:
            return _("No answer")
        case Verdict.TRUNCATED:
            return _truncated_line({(reason or "").lower(), (finish_reason or "").lower()})
        case Verdict.INTERRUPTED:
            return _interrupted_line(reason or "")


_LENGTH = {"length", "max_tokens", "max_output_tokens"}
_FILTER = {"content-filter", "content_filter", "safety", "filter"}
_REFUSAL = {"refusal"}
_PAUSE = {"pause", "pause_turn"}
_CONTEXT = {"context", "model_context_window_exceeded"}


def _complete_line(reason: str | None) -> str:
    match reason:
        case "refusal":
            return _("The model declined")
        case "reasoning-only":
            return _("Only thinking, no answer")
        case "edited":
            return _("Edited by you")
        case _:
            return ""


def _truncated_line(words: set[str]) -> str:
    if words & _FILTER:
        return _("Cut by the content filter")
    if words & _REFUSAL:
        return _("The model declined")
    if words & _CONTEXT:
        return _("Cut: the model's context is full")
    if words & _PAUSE:
        return _("Paused by the model")
    if words & _LENGTH:
        return _("Cut at the token limit")
    return _("Ended early")


def _interrupted_line(reason: str) -> str:
    if reason == "app-crash":
        return _("Interrupted: the program ended")
    if reason.startswith("stall"):
        return _("Interrupted: the relay fell silent")
    if reason.startswith(("cut", "net-")):
        return _("Interrupted: the connection was lost")
    if reason in relay_notices.NO_END_MARK:
        return _("Interrupted: no end mark came")
    return _("Interrupted")


def _store(error: ErrorRecord) -> Notice:
    match error.kind:
        case "store.locked":
            return Notice(
                _("The history is in use"),
                _("Another running copy of the program holds it."),
                _("Use the window that is already open, or close it and start again."),
                (),
            )
        case "store.key":
            return Notice(
                _("The history cannot be opened with this key"),
                _("It was locked with another key or passphrase; nothing was changed."),
                _("Enter the right passphrase, or restore the key in the system's keyring."),
                (Act.SHOW_FILE,),
            )
        case "store.too_new":
            return Notice(
                _("A newer version of the program wrote the history"),
                _("This version does not know its form and has left it untouched."),
                _("Install the newest version to open it."),
                (Act.SHOW_FILE,),
            )
        case "store.damaged":
            return Notice(
                _("The history is damaged"),
                _("It could not be read as it is; the file is kept and nothing was deleted."),
                _("Restore a backup copy, or begin a new history beside it."),
                (Act.SHOW_FILE,),
            )
        case "store.full":
            return Notice(
                _("The disk is full"),
                _("The last text could not be saved; it is still shown here."),
                _("Make room on the disk; copy what matters before you close the program."),
                (Act.RETRY,),
            )
        case _:
            return Notice(
                _("The history could not be read or written"),
                _("What is on the screen is kept here, but may not be saved."),
                _("Copy what matters, then look at the log."),
                (Act.RETRY, Act.DETAILS),
            )


def _secret(error: ErrorRecord) -> Notice:
    match error.kind:
        case "secret.none":
            return Notice(
                _("This computer offers no keyring"),
                _("Keys are held in memory and forgotten when the program ends."),
                _("Install or unlock a keyring to keep them; they are never put in a file."),
                (),
            )
        case "secret.missing":
            return Notice(
                _("No key is kept for this provider"),
                _("The system's keyring has no entry for it."),
                _("Enter the key again in the settings."),
                (Act.OPEN_SETTINGS,),
            )
        case _:
            return Notice(
                _("The keyring did not hand over the key"),
                _("It is locked, or the request was declined."),
                _("Unlock the system's keyring, then retry."),
                (Act.RETRY, Act.OPEN_SETTINGS),
            )


def _settings(error: ErrorRecord) -> Notice:
    sentence = _("The settings file could not be read, so the defaults are used.")
    remedy = _("The old file is kept as {file}.").format(file=error.detail.hint or "–")
    return Notice(_("The settings were reset"), sentence, remedy, (Act.SHOW_FILE,))


def _running(_error: ErrorRecord) -> Notice:
    return Notice(
        _("An answer is still being written here"),
        _("A conversation has one running answer at a time."),
        _("Wait until it is complete, or stop it, then send again."),
        (),
    )


def _gone(_error: ErrorRecord) -> Notice:
    return Notice(
        _("This is no longer there"),
        _("The conversation, message or provider was removed in the meantime."),
        _("Choose another one; your text is kept."),
        (),
    )


def _provider(_error: ErrorRecord) -> Notice:
    return Notice(
        _("No provider is set up"),
        _("There is nobody to ask yet; your text is kept."),
        _("Add a provider and your key in the settings, then send again."),
        (Act.OPEN_SETTINGS,),
    )


def _unknown(_error: ErrorRecord) -> Notice:
    return Notice(
        _("Something unexpected went wrong"),
        _("This is a mistake in the program, not yours. What arrived is kept."),
        _("Retry. If it happens again, report it with the details below."),
        (Act.RETRY, Act.DETAILS),
    )


_MAKERS: Mapping[str, Callable[[ErrorRecord], Notice]] = {
    "key": relay_notices.key_refused,
    "quota": relay_notices.quota_exhausted,
    "rate": relay_notices.rate_limited,
    "model": relay_notices.model_unavailable,
    "context": relay_notices.context_too_long,
    "request": relay_notices.request_rejected,
    "filter": relay_notices.filtered,
    "relay": relay_notices.relay_fault,
    "address": relay_notices.wrong_address,
    "connect": relay_notices.connect_failed,
    "timeout": relay_notices.timed_out,
    "stream": relay_notices.stream_broken,
    "store": _store,
    "secret": _secret,
    "picture": picture_not_loaded,
    "update": releases_not_read,
    "settings": _settings,
    "running": _running,
    "gone": _gone,
    "provider": _provider,
    "internal": _unknown,
}
