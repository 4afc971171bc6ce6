from supertoken_desktop.ui.help.page_view import Heading, PageText
from supertoken_desktop.ui.help.search import find

TEXT = "Hotkey\n\nIt opens the prompt.\nAnother hotkey is taken."
PAGES = {"quick": PageText(TEXT, (Heading(1, "", "Hotkey", 0),))}


def test_a_hit_in_a_heading_shows_what_stands_below_it() -> None:
    first, second = find(PAGES, "hotkey")

    assert (first.heading, first.snippet) == ("Hotkey", "It opens the prompt.")
    assert second.snippet == "Another hotkey is taken."
