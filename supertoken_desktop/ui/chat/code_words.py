"""What is said of a code block that was copied or can be."""

from supertoken_desktop.document.labels import language_label
from supertoken_desktop.i18n import _, format_number, ngettext
from supertoken_desktop.ui.chat.answer_code import AnswerCode


def code_words(code: AnswerCode) -> str:
    """Return language and length of a block: "Python, 12 lines"."""
    count = code.line_count
    lines = ngettext("{count} line", "{count} lines", count).format(count=format_number(count))
    label = language_label(code.language)
    return _("{language}, {lines}").format(language=label, lines=lines) if label else lines
