"""Text from elsewhere in a tool tip: always shown as it is written, never read as markup."""

from html import escape


def plain_tip(text: str) -> str:
    """Return what a tool tip has to be given to show a text; "" for none.

    Qt looks at the text to guess whether it is markup, and markup can load files; so it always gets
    markup, of which all is text.
    """
    if not text:
        return ""
    lines = escape(text, quote=False).replace("\n", "<br>")
    # Else Qt makes one blank of several, also of those that Chinese is written with.
    return f'<qt style="white-space: pre-wrap">{lines}</qt>'
