"""All words about errors and endings, for the window and the command line alike.

Every error becomes a title (what happened), a sentence (what it means) and a remedy (what to do).
The relay's own words, status and request id are facts; whoever shows a notice adds them. The module
is long because it is a list: one place for all words keeps their tone the same.
"""

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from supertoken_desktop.domain.errors import ErrorRecord
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.i18n import _, ngettext


class Act(enum.Enum):
    """What a notice offers to do next."""

    RETRY = "retry"
    CONTINUE = "continue"
    OPEN_SETTINGS = "open-settings"
    EDIT_ADDRESS = "edit-address"
    NETWORK = "network"
    CHOOSE_MODEL = "choose-model"
    EDIT_PROMPT = "edit-prompt"
    TOP_UP = "top-up"
    SHORTEN = "shorten"
    DETAILS = "details"
    SHOW_FILE = "show-file"


@dataclass(frozen=True, slots=True)
class Notice:
    """An error in people's words; `acts` come in the order in which they are offered."""

    title: str
    sentence: str
    remedy: str
    acts: tuple[Act, ...]


def notice_for(error: ErrorRecord) -> Notice:
    """Say what an error means, in the language in force; an unknown kind is said to be unknown."""
    family = error.kind.partition(".")[0]
    make = _MAKERS.get(error.kind) or _MAKERS.get(family, _unknown)
    return make(error)


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


def duration_words(seconds: float) -> str:
    """Return a length of time as people say it: seconds up to two minutes, then minutes."""
    whole = max(1, round(seconds))
    if whole < 120:
        return ngettext("{count} second", "{count} seconds", whole).format(count=whole)
    minutes = -(-whole // 60)
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)


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
    if reason in _NO_END_MARK:
        return _("Interrupted: no end mark came")
    return _("Interrupted")


_NO_END_MARK = {"done-no-finish", "eof-no-finish", "null-finish-all", "late-finish"}


def _key(error: ErrorRecord) -> Notice:
    acts = (Act.OPEN_SETTINGS, Act.RETRY)
    reason = error.reason
    if "no-key" in reason:
        return Notice(
            _("No key is set for this provider"),
            _("Nothing was sent, because the relay answers only with a key."),
            _("Open the settings and enter your key; your text is kept."),
            (Act.OPEN_SETTINGS,),
        )
    if "expired" in reason:
        return Notice(
            _("The key has expired"),
            _("The relay knows this key, but no longer accepts it."),
            _("Make a new key on the provider's page and enter it in the settings."),
            acts,
        )
    if "exhausted" in reason:
        return Notice(
            _("The key's own allowance is used up"),
            _("The account may still have balance, but this key has reached its limit."),
            _("Raise the key's limit on the provider's page, or enter another key."),
            (Act.TOP_UP, *acts),
        )
    if "suffix" in reason:
        return Notice(
            _("The key has extra characters at its end"),
            _("The relay reads what follows the last hyphen as a channel, which is not allowed."),
            _("Copy the key again, without anything added, and enter it in the settings."),
            acts,
        )
    if "banned" in reason:
        return Notice(
            _("The relay has blocked this account"),
            _("It refuses every request with this key."),
            _("Ask the provider, or choose another provider in the settings."),
            acts,
        )
    if reason.endswith("-ip"):
        return Notice(
            _("The relay does not take this key from your network"),
            _("The key is limited to certain addresses, and yours is not among them."),
            _("Allow your address on the provider's page, or enter another key."),
            acts,
        )
    return Notice(
        _("The relay did not accept the key"),
        _("It may be mistyped, expired, or have no allowance left."),
        _("Check the key in the settings. Your text is kept."),
        acts,
    )


def _quota(_error: ErrorRecord) -> Notice:
    return Notice(
        _("The balance is used up"),
        _("The relay accepted the key, but there is not enough balance for this request."),
        _("Top up on the provider's page, or choose another key, then retry."),
        (Act.TOP_UP, Act.RETRY, Act.OPEN_SETTINGS),
    )


def _rate(error: ErrorRecord) -> Notice:
    remedy = _("Wait a moment, then retry. Your text is kept.")
    if error.retry_after_s is not None:
        remedy = _("The relay asks for a pause of {time}. Retry after that.").format(
            time=duration_words(error.retry_after_s)
        )
    return Notice(
        _("Too many requests"),
        _("The relay answers only so many requests in a given time, and that number is reached."),
        remedy,
        (Act.RETRY, Act.CHOOSE_MODEL),
    )


def _model(error: ErrorRecord) -> Notice:
    acts = (Act.CHOOSE_MODEL, Act.RETRY)
    if "no-channel" in error.reason:
        return Notice(
            _("No channel serves this model right now"),
            _("The relay has nobody to pass the request to for this model and this key."),
            _("Choose another model, or refresh the list of models."),
            acts,
        )
    if error.detail.status == 403:
        return Notice(
            _("This key may not use this model"),
            _("The relay serves the model, but not to this key or its group."),
            _("Choose another model, or use a key that includes it."),
            (Act.CHOOSE_MODEL, Act.OPEN_SETTINGS),
        )
    return Notice(
        _("This model is not available here"),
        _("The relay does not offer a model of this name to this key."),
        _("Choose another model, or refresh the list of models."),
        acts,
    )


def _context(_error: ErrorRecord) -> Notice:
    return Notice(
        _("The conversation is too long for this model"),
        _("Questions and answers together are more than the model can read at once."),
        _("Start a new chat, or choose a model that reads more."),
        (Act.SHORTEN, Act.CHOOSE_MODEL, Act.EDIT_PROMPT),
    )


def _request(error: ErrorRecord) -> Notice:
    acts = (Act.EDIT_PROMPT, Act.OPEN_SETTINGS)
    if error.detail.status == 413:
        return Notice(
            _("The request is too large for the relay"),
            _("The relay takes only so much text in one request, and this was more."),
            _("Shorten the question, or start a new chat."),
            (Act.EDIT_PROMPT, Act.SHORTEN),
        )
    if error.detail.status in (410, 501):
        return Notice(
            _("The relay does not offer this"),
            _("The request asks for something that this relay does not do, or no longer does."),
            _("Choose another model or another provider."),
            (Act.CHOOSE_MODEL, Act.OPEN_SETTINGS),
        )
    if error.reason == "redirect":
        return _moved(error)
    if error.detail.param:
        return Notice(
            _("The relay refused one of the parameters"),
            _("It does not accept “{name}” as it was sent.").format(name=error.detail.param),
            _("Change or clear this parameter in the settings, then retry."),
            (Act.OPEN_SETTINGS, Act.RETRY),
        )
    return Notice(
        _("The relay refused the request"),
        _("It understood the request but does not accept it in this form."),
        _("Its own words below say why. Change the question or the parameters, then retry."),
        (*acts, Act.RETRY),
    )


def _filter(_error: ErrorRecord) -> Notice:
    return Notice(
        _("A content filter withheld the answer"),
        _("The provider's filter stopped the question or the answer."),
        _("Word the question differently, or choose another model."),
        (Act.EDIT_PROMPT, Act.CHOOSE_MODEL),
    )


def _relay(error: ErrorRecord) -> Notice:
    status, reason = error.detail.status, error.reason
    if status in (504, 524):
        return Notice(
            _("The relay gave up waiting for the model"),
            _("The model took too long. The request may have been billed all the same."),
            _("Retry when you like; it is not repeated by itself, so that you never pay twice."),
            (Act.RETRY, Act.CHOOSE_MODEL),
        )
    if reason in ("empty", "empty-200"):
        return Notice(
            _("The model returned nothing"),
            _("The relay ended the answer properly, but there was no text in it."),
            _("Retry, or word the question differently."),
            (Act.RETRY, Act.CHOOSE_MODEL),
        )
    if status in (503, 529):
        return Notice(
            _("The relay is overloaded"),
            _("It has more to do than it can handle at the moment. Your text is kept."),
            _("Wait a little and retry, or choose another model."),
            (Act.RETRY, Act.CHOOSE_MODEL),
        )
    if status in (401, 403):
        return Notice(
            _("The relay was refused by the provider behind it"),
            _("This is the relay's own trouble, not your key's."),
            _("Retry later, choose another model, or tell the relay's support."),
            (Act.RETRY, Act.CHOOSE_MODEL),
        )
    if reason == "bad-json":
        return Notice(
            _("The relay's answer could not be read"),
            _("What it sent is not in the form that was agreed on."),
            _("Retry; if it stays so, choose another model or tell the relay's support."),
            (Act.RETRY, Act.CHOOSE_MODEL),
        )
    return Notice(
        _("The relay has a problem"),
        _("It reported an error of its own, or of the model's provider. Your text is kept."),
        _("Retry in a moment, or choose another model."),
        (Act.RETRY, Act.CHOOSE_MODEL),
    )


def _address(error: ErrorRecord) -> Notice:
    if error.reason == "redirect":
        return _moved(error)
    hint = error.detail.hint
    remedy = _("Correct the address in the settings; it often ends in “/v1”.")
    if hint:
        remedy = _("Try this address instead: {address}").format(address=hint)
    if error.detail.status == 404:
        return Notice(
            _("The relay does not know this address"),
            _("There is a server, but the chat is not where the address says."),
            remedy,
            (Act.EDIT_ADDRESS, Act.RETRY),
        )
    return Notice(
        _("The address leads to a web page, not to the relay"),
        _("A page for people came back where the relay's answer should be."),
        remedy,
        (Act.EDIT_ADDRESS, Act.RETRY),
    )


def _moved(error: ErrorRecord) -> Notice:
    remedy = _("Ask the provider for the right address, and enter it in the settings.")
    if error.detail.hint:
        remedy = _("If you trust it, enter this address in the settings: {address}").format(
            address=error.detail.hint
        )
    return Notice(
        _("The relay points to another address"),
        _("Your key is never sent on to another host by itself, so the request ended here."),
        remedy,
        (Act.EDIT_ADDRESS, Act.RETRY),
    )


def _connect(error: ErrorRecord) -> Notice:
    host = error.detail.host or _("the relay")
    title = _("Could not reach {host}").format(host=host)
    acts: tuple[Act, ...] = (Act.RETRY, Act.NETWORK)
    match error.reason:
        case "net-dns":
            sentence = _("The name {host} could not be found.").format(host=host)
            remedy = _("Check your connection, and the address for typing mistakes.")
            acts = (Act.RETRY, Act.EDIT_ADDRESS, Act.NETWORK)
        case "net-refused":
            sentence = _("The computer was found, but nothing answers at this address and port.")
            remedy = _("Check the address and port; if they are right, the relay may be down.")
            acts = (Act.RETRY, Act.EDIT_ADDRESS, Act.NETWORK)
        case "net-tls":
            title = _("The connection to {host} is not safe").format(host=host)
            sentence = _("The certificate could not be verified, so nothing was sent.")
            remedy = _("Check the clock and the proxy of this computer, then the address.")
            acts = (Act.NETWORK, Act.EDIT_ADDRESS, Act.RETRY)
        case "net-proxy":
            title = _("The proxy did not let the request through")
            sentence = _("It could not be reached, or it asks for a name and password.")
            remedy = _("Check the proxy in the network settings.")
            acts = (Act.NETWORK, Act.RETRY)
        case "net-rst-headers":
            title = _("The connection was closed before an answer came")
            sentence = _("{host} took the request and then hung up.").format(host=host)
            remedy = _("Retry. If it happens every time, check the proxy or a firewall.")
        case _:
            sentence = _("The connection could not be made.")
            remedy = _("Check your connection and the network settings, then retry.")
    return Notice(title, sentence, remedy, acts)


def _timeout(error: ErrorRecord) -> Notice:
    limit = _limit_words(error.detail.hint)
    acts = (Act.RETRY, Act.NETWORK)
    if "connect" in error.reason:
        return Notice(
            _("The relay could not be reached in time"),
            _("No connection was made within {time}; nothing was sent.").format(time=limit)
            if limit
            else _("No connection was made within the set time; nothing was sent."),
            _("Check your connection or the proxy, then retry."),
            acts,
        )
    return Notice(
        _("No answer for {time}").format(time=limit) if limit else _("No answer came in time"),
        _("The relay took the request and stayed silent; it may have been billed all the same."),
        _("Retry, choose another model, or allow a longer silence in the network settings."),
        (Act.RETRY, Act.CHOOSE_MODEL, Act.NETWORK),
    )


def _limit_words(hint: str | None) -> str:
    try:
        return duration_words(float(hint or ""))
    except (ValueError, OverflowError):
        return ""


def _stream(error: ErrorRecord) -> Notice:
    if error.reason in _NO_END_MARK:
        sentence = _("The relay closed the answer without saying why it ended.")
    elif error.reason == "too-big":
        sentence = _("One piece of the answer was larger than is safe to read.")
    elif error.reason == "app-crash":
        sentence = _("The program ended while the answer came.")
    elif error.reason.startswith("stall"):
        sentence = _("The relay stopped sending in the middle of the answer.")
    else:
        sentence = _("The connection was lost before the answer was complete.")
    return Notice(
        _("The answer broke off"),
        sentence,
        _("What arrived is kept. Let the model go on from there, or ask anew."),
        (Act.CONTINUE, Act.RETRY),
    )


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
    "key": _key,
    "quota": _quota,
    "rate": _rate,
    "model": _model,
    "context": _context,
    "request": _request,
    "filter": _filter,
    "relay": _relay,
    "address": _address,
    "connect": _connect,
    "timeout": _timeout,
    "stream": _stream,
    "store": _store,
    "secret": _secret,
    "settings": _settings,
    "running": _running,
    "gone": _gone,
    "provider": _provider,
    "internal": _unknown,
}
