"""Words about errors of talking to a relay: what happened, what it means, what to do.

`reason` is an id of the stream catalogue; where a kind has several, each has its own words.
"""

from supertoken_desktop.domain.errors import ErrorRecord
from supertoken_desktop.i18n import _, ngettext
from supertoken_desktop.notice import Act, Notice

NO_END_MARK = frozenset({"done-no-finish", "eof-no-finish", "null-finish-all", "late-finish"})


def duration_words(seconds: float) -> str:
    """Return a length of time as people say it: seconds up to two minutes, then minutes."""
    whole = max(1, round(seconds))
    if whole < 120:
        return ngettext("{count} second", "{count} seconds", whole).format(count=whole)
    minutes = -(-whole // 60)
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)


def key_refused(error: ErrorRecord) -> Notice:
    """Tell why the relay did not accept the key."""
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
        return _key_used_up()
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


def _key_used_up() -> Notice:
    return Notice(
        _("The key's own allowance is used up"),
        _("The account may still have balance, but this key has reached its limit."),
        _("Raise the key's limit on the provider's page, or enter another key."),
        (Act.TOP_UP, Act.OPEN_SETTINGS, Act.RETRY),
    )


def quota_exhausted(error: ErrorRecord) -> Notice:
    """Tell whose balance is used up."""
    if "exhausted" in error.reason:
        return _key_used_up()
    return Notice(
        _("The balance is used up"),
        _("The relay accepted the key, but there is not enough balance for this request."),
        _("Top up on the provider's page, or choose another key, then retry."),
        (Act.TOP_UP, Act.RETRY, Act.OPEN_SETTINGS),
    )


def rate_limited(error: ErrorRecord) -> Notice:
    """Tell for how long the relay wants fewer requests."""
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


def model_unavailable(error: ErrorRecord) -> Notice:
    """Tell why this model does not answer here."""
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


def context_too_long(_error: ErrorRecord) -> Notice:
    """Tell that the conversation is longer than the model reads."""
    return Notice(
        _("The conversation is too long for this model"),
        _("Questions and answers together are more than the model can read at once."),
        _("Start a new chat, or choose a model that reads more."),
        (Act.SHORTEN, Act.CHOOSE_MODEL, Act.EDIT_PROMPT),
    )


def request_rejected(error: ErrorRecord) -> Notice:
    """Tell why the relay refused the request."""
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


def filtered(_error: ErrorRecord) -> Notice:
    """Tell that a filter withheld the answer."""
    return Notice(
        _("A content filter withheld the answer"),
        _("The provider's filter stopped the question or the answer."),
        _("Word the question differently, or choose another model."),
        (Act.EDIT_PROMPT, Act.CHOOSE_MODEL),
    )


def relay_fault(error: ErrorRecord) -> Notice:
    """Tell what kind of trouble the relay has."""
    status, reason = error.detail.status, error.reason
    if status in (504, 524):
        return _gateway_timed_out()
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
    if reason == "challenge":
        return Notice(
            _("The relay's protection against robots stopped the request"),
            _("It asks for a check that only a web browser can pass."),
            _("Open the provider's page in a browser, or try another network or proxy."),
            (Act.TOP_UP, Act.NETWORK, Act.RETRY),
        )
    if status in (401, 403):
        return Notice(
            _("The relay was refused by the provider behind it"),
            _("This is the relay's own trouble, not your key's."),
            _("Retry later, choose another model, or tell the relay's support."),
            (Act.RETRY, Act.CHOOSE_MODEL),
        )
    if reason.startswith("bad-"):
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


def _gateway_timed_out() -> Notice:
    return Notice(
        _("The relay gave up waiting for the model"),
        _("The model took too long. The request may have been billed all the same."),
        _("Retry when you like; it is not repeated by itself, so that you never pay twice."),
        (Act.RETRY, Act.CHOOSE_MODEL),
    )


def wrong_address(error: ErrorRecord) -> Notice:
    """Tell that the address does not lead to a relay."""
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


def connect_failed(error: ErrorRecord) -> Notice:
    """Tell why the host could not be reached."""
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
        case "net-connect" | "net-timeout":
            sentence = _("No connection was made in time; nothing was sent.")
            remedy = _("Check your connection or the proxy, then retry.")
        case "net-rst-headers":
            title = _("The connection was closed before an answer came")
            sentence = _("{host} took the request and then hung up.").format(host=host)
            remedy = _("Retry. If it happens every time, check the proxy or a firewall.")
        case _:
            sentence = _("The connection could not be made.")
            remedy = _("Check your connection and the network settings, then retry.")
    return Notice(title, sentence, remedy, acts)


def timed_out(error: ErrorRecord) -> Notice:
    """Tell how long nothing came, and whether it may have been billed."""
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


def stream_broken(error: ErrorRecord) -> Notice:
    """Tell how an answer broke off."""
    if error.reason in NO_END_MARK:
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
