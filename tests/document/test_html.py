from html.parser import HTMLParser

import pytest
from hypothesis import given

from supertoken_desktop.document.document import parse
from supertoken_desktop.document.html import to_html
from tests.document.samples import markdown_texts

ALLOWED = {
    *(
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "code",
        "ul",
        "ol",
        "li",
        "blockquote",
        "div",
    ),
    *("table", "thead", "tbody", "tr", "th", "td", "hr", "br", "a", "strong", "em", "del", "sup"),
}


class Checker(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert {name for name, _ in attrs} <= {"href", "class", "start", "style"}
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a **b *c*** & <d>", "<p>a <strong>b <em>c</em></strong> &amp; &lt;d&gt;</p>"),
        ("## a", "<h2>a</h2>"),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("```c\na < b\n```", '<pre><code class="language-c">a &lt; b</code></pre>'),
        ("3. a\n", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("- a\n\n- b\n", "<ul>\n<li><p>a</p></li>\n<li><p>b</p></li>\n</ul>"),
        ("- [x] a\n", "<ul>\n<li>☑ a</li>\n</ul>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("[a](http://b?c&d)", '<p><a href="http://b?c&amp;d">a</a></p>'),
        ("[a](/etc/passwd)", "<p>a</p>"),
        ("![a](http://b/c.png)", '<p><a href="http://b/c.png">a</a></p>'),
        (
            "|a|b|\n|-|-:|\n|1|2|\n",
            (
                "<table>\n<thead>\n<tr><th>a</th>"
                '<th style="text-align: right">b</th></tr>\n</thead>\n<tbody>\n<tr><td>1</td>'
                '<td style="text-align: right">2</td></tr>\n</tbody>\n</table>'
            ),
        ),
    ],
)
def test_blocks_become_html(text: str, html: str) -> None:
    assert to_html(parse(text)) == html


@given(markdown_texts(with_definitions=True))
def test_html_is_well_formed_and_harmless(text: str) -> None:
    checker = Checker()

    checker.feed(to_html(parse(text)))
    checker.close()

    assert checker.open == []
