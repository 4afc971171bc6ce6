"""Markdown as a quotation; pure."""


def quotation(markdown: str) -> str:
    """Return Markdown with the mark of a quotation on each line, and a blank line after it."""
    lines = markdown.strip("\n").split("\n")
    return "\n".join(f"> {line}" if line.strip() else ">" for line in lines) + "\n\n"
