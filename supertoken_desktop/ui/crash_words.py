"""What is said of errors that nobody foresaw, by the part of the program that they happened in."""

from supertoken_desktop.i18n import _
from supertoken_desktop.run_marker import LastEnd
from supertoken_desktop.ui.crash_dialog import CrashWords


def words_while_running(part: str) -> CrashWords:
    """Return what to say of an error after which the window goes on."""
    return CrashWords(
        lambda: _("Something unexpected went wrong"), lambda: _sentence(part), lambda: _("Close")
    )


def words_of_failed_start() -> CrashWords:
    """Return what to say where the program cannot start, or cannot go on."""
    return CrashWords(
        lambda: _("SuperToken Desktop had to stop"),
        lambda: _(
            "An error in the program itself kept it from going on. History, settings and keys are "
            "as they were. Safe mode starts with default settings and restores nothing; it helps "
            "where a setting or something restored is the cause."
        ),
        lambda: _("Close"),
        safe_mode=True,
    )


def words_after_crash() -> CrashWords:
    """Return what to ask at a start after one that crashed."""
    return CrashWords(
        lambda: _("The program did not end properly last time"),
        lambda: _(
            "What was saved until then is kept. If it crashes again and again, start in safe mode: "
            "with default settings for this run, and without what was open last."
        ),
        lambda: _("Start as usual"),
        safe_mode=True,
    )


def report_after_crash(end: LastEnd, text: str) -> str:
    """Return the report about the last run; without a trace it says that there is none."""
    if text:
        return text + "\n"
    return "ended while it started\n" if end is LastEnd.CRASHED else "ended from outside\n"


def _sentence(part: str) -> str:
    """Say where it happened, what it means and what to do."""
    if part.startswith("ui/settings"):
        return _(
            "An error in the program itself stopped what it was doing in the settings. The program "
            "goes on and nothing you typed is lost. If it behaves oddly now, start it again."
        )
    if part.startswith(("api", "engine")):
        return _(
            "An error in the program itself stopped what it was doing with a request or an answer. "
            "The program goes on and nothing you typed is lost. If it behaves oddly now, start it "
            "again."
        )
    if part.startswith("store"):
        return _(
            "An error in the program itself stopped what it was doing with the history. The "
            "program goes on and nothing you typed is lost. If it behaves oddly now, start it "
            "again."
        )
    return _(
        "An error in the program itself stopped what it was doing. The program goes on and nothing "
        "you typed is lost. If it behaves oddly now, start it again."
    )
