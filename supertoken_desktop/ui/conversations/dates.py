"""Short dates of the list. Qt writes them: loading babel would cost a quarter of the start."""

from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale, QTime

from supertoken_desktop.i18n import _, current_language, pgettext
from supertoken_desktop.ui.conversations.grouping import Group, GroupKind


def moment_label(moment: datetime, now: datetime) -> str:
    """Return the time since yesterday, the day of this week, else the date, in local time."""
    local, today = moment.astimezone(), now.astimezone().date()
    locale = QLocale(current_language())
    if local.date() >= today - timedelta(days=1):
        short = QLocale.FormatType.ShortFormat
        return locale.toString(QTime(local.hour, local.minute), short)
    day = QDate(local.year, local.month, local.day)
    if local.date() >= today - timedelta(days=6):
        return locale.toString(day, "ddd")
    return locale.toString(day, pgettext("pattern of a short date", "d MMM"))


def group_label(group: Group) -> str:
    """Return the heading of a section."""
    match group.kind:
        case GroupKind.PINNED:
            return _("Pinned")
        case GroupKind.TODAY:
            return _("Today")
        case GroupKind.YESTERDAY:
            return _("Yesterday")
        case GroupKind.PREVIOUS_WEEK:
            return _("Previous 7 days")
        case GroupKind.MONTH:
            return month_label(group.month or date.min)


def month_label(month: date) -> str:
    """Return the name of a month with its year."""
    pattern = pgettext("pattern of a month", "MMMM yyyy")
    return QLocale(current_language()).toString(QDate(month.year, month.month, 1), pattern)
