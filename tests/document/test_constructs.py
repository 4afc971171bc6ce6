import pytest

from supertoken_desktop.document.blocks import (
    Alert,
    Alignment,
    Block,
    Fence,
    Footnote,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Span,
    SpanStyle,
    Table,
    Text,
    plain_text,
)
from supertoken_desktop.document.document import parse


def only(text: str) -> Block:
    (block,) = parse(text)
    return block


def spans_of(text: str) -> list[tuple[str, SpanStyle, str | None]]:
    block = only(text)
    assert isinstance(block, Paragraph)
    content = block.text
    return [(content.text[s.start : s.end], s.style, s.target) for s in content.spans]


def outline(blocks: tuple[Block, ...]) -> list[object]:
    """Lists as nested lists, everything else as its text."""
    found: list[object] = []
    for block in blocks:
        if isinstance(block, ListBlock):
            found.append([outline(item.blocks) for item in block.items])
        else:
            found.append(plain_text(block))
    return found


@pytest.mark.parametrize("level", range(1, 7))
def test_hashes_make_headings(level: int) -> None:
    assert only("#" * level + " Title #") == Heading(level, Text("Title"))


def test_an_underlined_line_is_a_heading() -> None:
    assert parse("One\n===\n\nTwo\n---\n") == (Heading(1, Text("One")), Heading(2, Text("Two")))


@pytest.mark.parametrize("text", ["#tag", "#1 best", "####### seven", "\\# no"])
def test_a_tag_is_no_heading(text: str) -> None:
    assert isinstance(only(text), Paragraph)


def test_rules_of_all_kinds() -> None:
    assert parse("---\n\n***\n\n_ _ _\n") == (Rule(), Rule(), Rule())


def test_inline_styles_nest_and_the_outer_comes_first() -> None:
    block = only("a **b *c* `d`** ~~e~~")

    assert block == Paragraph(
        Text(
            "a b c d e",
            (
                Span(2, 7, SpanStyle.STRONG),
                Span(4, 5, SpanStyle.EMPHASIS),
                Span(6, 7, SpanStyle.CODE),
                Span(8, 9, SpanStyle.STRIKE),
            ),
        )
    )


def test_of_equal_spans_the_outer_comes_first() -> None:
    assert spans_of("**[a](u)**") == [
        ("a", SpanStyle.STRONG, None),
        ("a", SpanStyle.LINK, "u"),
    ]


def test_a_single_tilde_is_a_range_not_a_strike() -> None:
    assert spans_of("3~5天，8~10天") == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\ntwo", "one two"),
        ("one  \ntwo", "one\ntwo"),
        ("one\\\ntwo", "one\ntwo"),
        ("一\n二", "一二"),
        ("一\ntwo", "一 two"),
        ("一\n**二**", "一二"),
    ],
)
def test_line_ends_in_a_paragraph(text: str, shown: str) -> None:
    assert plain_text(only(text)) == shown


def test_a_span_after_a_line_end_begins_after_the_blank() -> None:
    assert spans_of("one\n**two**") == [("two", SpanStyle.STRONG, None)]


def test_links_of_all_kinds() -> None:
    text = '[a](http://a.b "t"), <http://c.d>, [e][f], [f]\n\n[f]: http://g.h\n'
    block = parse(text)[0]

    assert isinstance(block, Paragraph)
    targets = [span.target for span in block.text.spans]
    assert targets == ["http://a.b", "http://c.d", "http://g.h", "http://g.h"]


@pytest.mark.parametrize(
    ("text", "shown", "target"),
    [
        ("see https://a.b/c_d_e.", "https://a.b/c_d_e", "https://a.b/c_d_e"),
        ("(http://a.b/(x))", "http://a.b/(x)", "http://a.b/(x)"),
        ("访问https://a.cn/x。然后", "https://a.cn/x", "https://a.cn/x"),
        ("www.a.com, yes", "www.a.com", "http://www.a.com"),
        ("mail me@a.org!", "me@a.org", "mailto:me@a.org"),
        ("**https://a.b**", "https://a.b", "https://a.b"),
    ],
)
def test_bare_addresses_are_links(text: str, shown: str, target: str) -> None:
    assert (shown, SpanStyle.LINK, target) in spans_of(text)


@pytest.mark.parametrize("text", ["`https://a.b`", "https://", "a@b", "ftp://a.b", "x@"])
def test_what_is_no_address_stays_text(text: str) -> None:
    assert SpanStyle.LINK not in [style for _, style, _ in spans_of(text)]


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/passwd", "vbscript:x"])
def test_dangerous_links_stay_text(target: str) -> None:
    assert spans_of(f"[a]({target})") == []


def test_an_image_is_its_description_with_its_address() -> None:
    assert spans_of("![a *cat*](http://a.b/c.png)") == [
        ("a cat", SpanStyle.IMAGE, "http://a.b/c.png")
    ]


@pytest.mark.parametrize("text", ["<div>x</div>", "<!-- x -->", "a <b>c</b>", "<script>x</script>"])
def test_html_stays_text(text: str) -> None:
    assert plain_text(only(text)) == text


@pytest.mark.parametrize("indent", [2, 3, 4])
def test_lists_nest_at_any_usual_indent(indent: int) -> None:
    text = "1. a\n" + " " * max(indent, 3) + "- b\n" + "2. c\n"

    assert outline(parse(text)) == [[["a", [["b"]]], ["c"]]]


@pytest.mark.parametrize("indent", [2, 3, 4])
def test_bullets_nest_at_any_usual_indent(indent: int) -> None:
    text = f"- a\n{' ' * indent}- b\n{' ' * 2 * indent}- c\n- d\n"

    assert outline(parse(text)) == [[["a", [["b", [["c"]]]]], ["d"]]]


def test_a_list_may_follow_a_paragraph_without_a_blank_line() -> None:
    assert outline(parse("Things:\n- a\n- b\n")) == ["Things:", [["a"], ["b"]]]


def test_lists_know_start_and_tightness() -> None:
    tight, loose = only("3. a\n4. b\n"), only("- a\n\n- b\n")

    assert isinstance(tight, ListBlock)
    assert isinstance(loose, ListBlock)
    assert (tight.ordered, tight.start, tight.tight) == (True, 3, True)
    assert (loose.ordered, loose.tight) == (False, False)


def test_a_loose_list_inside_does_not_loosen_the_outer_one() -> None:
    outer = only("- a\n  - b\n\n  - c\n- d\n")

    assert isinstance(outer, ListBlock)
    assert outer.tight


def test_tasks_are_open_or_done() -> None:
    block = only("- [ ] a\n- [x] b\n- [X] c\n- d\n- [link](u)\n")

    assert isinstance(block, ListBlock)
    assert [item.task for item in block.items] == [False, True, True, None, None]
    assert plain_text(block) == "• ☐ a\n• ☑ b\n• ☑ c\n• d\n• link"


def test_fences_in_lists_stay_in_lists() -> None:
    block = only("1. a\n   ```py\n   x = 1\n     y\n   ```\n2. b\n")

    assert isinstance(block, ListBlock)
    fence = block.items[0].blocks[1]
    assert isinstance(fence, Fence)
    assert (fence.language, fence.code, fence.closed) == ("py", "x = 1\n  y", True)


@pytest.mark.parametrize(
    ("info", "language"),
    [("", ""), ("py", "py"), ("C++ title=x", "C++"), ("{.python}", "python"), (" js ", "js")],
)
def test_a_fence_names_its_language(info: str, language: str) -> None:
    fence = only(f"~~~{info}\ncode\n~~~")

    assert isinstance(fence, Fence)
    assert fence.language == language


@pytest.mark.parametrize(
    ("text", "code", "closed"),
    [
        ("```\na\n\nb\n```", "a\n\nb", True),
        ("````\n```\n````", "```", True),
        ("```\na", "a", False),
        ("```", "", False),
        ("```\n```", "", True),
        ("```\n    ```\n", "    ```", False),
        ("```\n~~~\n", "~~~", False),
        ("> ```\n> a\n>", "a\n", False),
        ("    a\n\n    b\n", "a\n\nb", True),
    ],
)
def test_a_fence_has_exactly_its_code(text: str, code: str, closed: bool) -> None:
    block = only(text)
    fence = block.blocks[0] if isinstance(block, Quote) else block

    assert isinstance(fence, Fence)
    assert (fence.code.removesuffix("\n"), fence.closed) == (code.removesuffix("\n"), closed)


def test_a_table_has_alignments_and_even_rows() -> None:
    block = only("| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | **2** |\n| 1 | 2 | 3 | 4 | 5 |\n")

    assert isinstance(block, Table)
    assert block.alignments == (
        *(Alignment.NONE, Alignment.LEFT, Alignment.CENTRE, Alignment.RIGHT),
    )
    assert [len(row) for row in block.rows] == [4, 4]
    assert block.rows[0][1] == Text("2", (Span(0, 1, SpanStyle.STRONG),))


def test_a_pipe_in_a_cell_may_be_escaped() -> None:
    assert plain_text(only("| a |\n|---|\n| x \\| y |\n")) == "a\nx | y"


def test_what_opens_another_block_is_no_table_header() -> None:
    heading, _ = parse("# a | b\n|---|---|\n")

    assert heading == Heading(1, Text("a | b"))


@pytest.mark.parametrize("alert", Alert)
def test_alerts_name_their_kind(alert: Alert) -> None:
    block = only(f"> [!{alert.value.upper()}]\n> Mind *this*.\n")

    assert isinstance(block, Quote)
    assert block.alert is alert
    assert plain_text(block) == "Mind this."


def test_an_alert_without_text_is_empty() -> None:
    assert only("> [!NOTE]\n") == Quote((), Alert.NOTE)


def test_other_brackets_in_a_quote_are_text() -> None:
    assert only("> [!NOTES]\n> a\n") == Quote((Paragraph(Text("[!NOTES] a")),))


def test_footnotes_stand_where_they_are_defined() -> None:
    reference, note, after = parse("a[^n]\n\n[^n]: The\n    note.\n\nafter\n")

    assert reference == Paragraph(Text("an", (Span(1, 2, SpanStyle.FOOTNOTE, "n"),)))
    assert note == Footnote("n", (Paragraph(Text("The note.")),))
    assert after == Paragraph(Text("after"))


def test_a_footnote_that_nobody_defined_is_text() -> None:
    assert only("a[^n]") == Paragraph(Text("a[^n]"))


def test_line_ends_of_all_systems_are_one() -> None:
    assert parse("a\r\n\r\n- b\r- c\r") == parse("a\n\n- b\n- c\n")


def test_a_null_character_is_replaced() -> None:
    assert only("a\0b") == Paragraph(Text("a\ufffdb"))


def test_half_a_character_is_replaced() -> None:
    assert only("a\ud83db \ud83d\ude00") == Paragraph(Text("a\ufffdb \U0001f600"))


def test_blocks_compare_equal_wherever_they_stand() -> None:
    first, second = parse("same\n\nsame\n")

    assert first == second
    assert first.lines != second.lines


def test_the_source_of_each_block_is_found_by_its_lines() -> None:
    text = "# a\n\n- b\n\n  c\n\n```\nd\n\n```\n| e |\n|---|\n\n> f\ng\n"
    lines = text.split("\n")

    sources = ["\n".join(lines[b.lines.start : b.lines.end]).rstrip() for b in parse(text)]

    assert sources == ["# a", "- b\n\n  c", "```\nd\n\n```", "| e |\n|---|", "> f\ng"]


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "[^a]: "])
def test_nothing_is_lost_in_text_nested_without_measure(mark: str) -> None:
    assert "deep" in plain_text(only(mark * 300 + "deep"))


def test_no_item_is_lost_in_lists_nested_without_measure() -> None:
    text = "".join(f"{'  ' * depth}- item{depth};\n" for depth in range(60))

    shown = plain_text(only(text))

    assert all(f"item{depth};" in shown for depth in range(60))


@pytest.mark.parametrize("text", ["~~~a~~~", "~a~", "a ~~~~b~~~~"])
def test_only_two_tildes_strike(text: str) -> None:
    assert spans_of(f"x {text}") == []


@pytest.mark.parametrize("text", ['<a href="_b_">', "<b c='*d*'>", "<!-- *a* -->", "</x>", "<?*?>"])
def test_marks_inside_a_tag_are_part_of_it(text: str) -> None:
    assert plain_text(only(f"a {text}")) == f"a {text}"


def test_text_between_tags_is_markdown() -> None:
    assert spans_of("<u>**a**</u>") == [("a", SpanStyle.STRONG, None)]


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("http://a.b/c?d&hl;", ["http://a.b/c?d"]),
        ("http://a_b.c.d", ["http://a_b.c.d"]),
        ("http://a.b_c.d", []),
        ("www.a_b.c", []),
        ("a@b.c-", []),
        ("a@b.c_", []),
        ("a_b@c.d", ["a_b@c.d"]),
        ("(see http://a.b/c(d).)", ["http://a.b/c(d)"]),
        ("http://a.b/?!", ["http://a.b/"]),
        ("见www.a.cn，或a@b.cn。", ["www.a.cn", "a@b.cn"]),
        ("http://用户", []),
        ("http://münchen.de/ü", ["http://münchen.de/ü"]),
        ("- [x] http://a.b", ["http://a.b"]),
        ("**see http://a.b**", ["http://a.b"]),
        ("| http://a.b |\n|---|\n", ["http://a.b"]),
    ],
)
def test_addresses_end_where_gfm_ends_them(text: str, linked: list[str]) -> None:
    found: list[str] = []

    def visit(block: Block) -> None:
        texts = []
        if isinstance(block, Paragraph):
            texts = [block.text]
        if isinstance(block, Table):
            texts = list(block.header)
        if isinstance(block, ListBlock):
            for item in block.items:
                for inner in item.blocks:
                    visit(inner)
        for content in texts:
            links = [span for span in content.spans if span.style is SpanStyle.LINK]
            found.extend(content.text[span.start : span.end] for span in links)

    visit(only(text))
    assert found == linked


def test_a_line_end_written_as_an_entity_is_a_blank() -> None:
    assert plain_text(only("a&#10;b")) == "a b"


def test_an_info_string_may_be_escaped() -> None:
    fence = only("```c\\#\na\n```")

    assert isinstance(fence, Fence)
    assert (fence.language, fence.info) == ("c#", "c#")


def test_tasks_stand_in_nested_lists_and_under_numbers() -> None:
    outer = only("1. [ ] a\n   - [x] b\n     - [ ] c\n")

    assert isinstance(outer, ListBlock)
    inner = outer.items[0].blocks[1]
    assert isinstance(inner, ListBlock)
    innermost = inner.items[0].blocks[1]
    assert isinstance(innermost, ListBlock)
    assert (outer.items[0].task, inner.items[0].task, innermost.items[0].task) == (
        *(False, True, False),
    )


def test_a_table_stands_in_an_item_and_in_a_quote() -> None:
    item = only("- a\n\n  | b | c |\n  |---|---|\n  | d | e |\n")
    quote = only("> | b |\n> |---|\n> | d |\n")

    assert isinstance(item, ListBlock)
    assert isinstance(item.items[0].blocks[1], Table)
    assert isinstance(quote, Quote)
    assert isinstance(quote.blocks[0], Table)


def test_an_alert_may_hold_any_block() -> None:
    block = only("> [!warning]\n>\n> - a\n>\n> ```\n> b\n> ```\n")

    assert isinstance(block, Quote)
    assert block.alert is Alert.WARNING
    assert [type(inner) for inner in block.blocks] == [ListBlock, Fence]
