import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.demo.answers import Question, answer_text, number_word, title_of
from supertoken_desktop.demo.guide import Guide
from supertoken_desktop.demo.reply_plan import cut_in_pieces

PAGES = (
    (
        "Keys",
        "# Keys\n\n## Where keys are kept\n\nIn the keyring.\n\n## Change a key\n\nIn Settings.",
    ),
    ("密钥", "# 密钥\n\n## 密钥保存在哪里\n\n保存在系统的密钥环里。\n\n## 更换密钥\n\n打开设置。"),
    (
        "Reading",
        "## Copy code\n\nPress [Copy](code.md).\n\n```sh\n# not a heading\nls\n```\n\n![p](p.png)",
    ),
    ("阅读", "## 复制代码\n\n点“复制”按钮。"),
)
GUIDE = Guide(PAGES)


def answered(text: str, guide: Guide = GUIDE, instructions: str = "") -> str:
    return answer_text(Question(text, instructions), guide)


@given(st.text())
def test_echo_returns_the_text_exactly(text: str) -> None:
    assert answered(f"echo:{text}") == text


@given(st.text())
def test_every_question_has_the_same_answer_twice(text: str) -> None:
    assert answered(text) == answered(text) != ""


@given(st.text())
def test_pieces_are_short_and_make_up_the_text(text: str) -> None:
    pieces = cut_in_pieces(text)

    assert "".join(pieces) == text
    assert all(1 <= len(piece) <= 8 for piece in pieces)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Where is my key stored?", "In the keyring."),
        ("How can I change the key?", "In Settings."),
        ("密钥存放在哪里？", "保存在系统的密钥环里。"),
        ("怎么修改密钥", "打开设置。"),
        ("How do I copy code?", "Press Copy."),
        ("怎么复制代码？", "点“复制”按钮。"),
    ],
)
def test_questions_are_answered_from_the_guide_in_their_language(question: str, found: str) -> None:
    assert found in answered(question)


def test_a_guide_answer_says_that_no_model_wrote_it() -> None:
    assert answered("Where are keys kept?").startswith("*This is the demo relay: no model")
    assert answered("密钥保存在哪里").startswith("*这里是演示中转站，背后没有模型")


def test_code_in_the_guide_is_kept_whole_and_pictures_dropped() -> None:
    answer = answered("How to copy code")

    assert "```sh\n# not a heading\nls\n```" in answer
    assert "p.png" not in answer


@pytest.mark.parametrize(
    ("question", "words"), [("Hello!", "demo relay"), ("你好！", "演示中转站")]
)
def test_without_a_fitting_page_the_question_is_quoted(question: str, words: str) -> None:
    answer = answered(question, Guide())

    assert words in answer
    assert question in answer


def test_only_the_beginning_of_a_question_is_quoted() -> None:
    answer = answered("x" * 60, Guide())

    assert "x" * 40 in answer
    assert "x" * 41 not in answer


@pytest.mark.parametrize(
    ("question", "sign"),
    [
        ("Show me code", "```python\n"),
        ("写一段快速排序", "```python\n"),
        ("用Python写一个快速排序", "```python\n"),
        ("Write a JavaScript example", "```javascript\n"),
        ("show me some SQL", "```sql\n"),
        ("写一个 bash 脚本", "```bash\n"),
        ("a table", "|:--|"),
        ("来个表格", "|:--|"),
        ("maths", "$$"),
        ("show me a diagram", "```mermaid"),
        ("画一个流程图", "```mermaid"),
        ("数学公式", "$$"),
        ("make a list", "1. **Papers**"),
        ("给我一个列表", "1. **证件**"),
        ("long answer", "## 24."),
        ("长回答", "## 24."),
        ("md", "# Markdown"),
    ],
)
def test_examples_are_shown_when_asked_for(question: str, sign: str) -> None:
    assert sign in answered(question)


@pytest.mark.parametrize("question", ["maths", "show me code", "a table", "long answer"])
def test_an_english_example_has_no_chinese_in_it(question: str) -> None:
    assert not any("\u4e00" <= character <= "\u9fff" for character in answered(question))


def test_a_long_answer_is_long() -> None:
    assert len(answered("long answer")) > 5_000
    assert len(answered("长回答")) > 1_500


def test_counting_and_filling() -> None:
    assert answered("count 3") == "one two three"
    assert len(answered("lorem 20")) == 20_000
    assert answered("count 0") == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (19, "nineteen"),
        (20, "twenty"),
        (42, "forty-two"),
        (100, "one hundred"),
        (999, "nine hundred ninety-nine"),
        (20_001, "twenty thousand one"),
    ],
)
def test_numbers_are_spelled(number: int, words: str) -> None:
    assert number_word(number) == words


def test_a_title_is_made_of_the_quoted_words() -> None:
    asked = 'Summarise: "How do I sort a list in Python quickly and safely, please?"'

    assert (
        answered(asked, instructions="Write a title.") == "How do I sort a list in Python quickly"
    )


def test_a_title_can_be_asked_for_in_the_question() -> None:
    assert answered("Write a short title for: “写一段快速排序”") == "写一段快速排序"
    tagged = "Write a title for the conversation below.\n<question>\nHow do I “sort”?\n</question>"
    assert answered(tagged) == "How do I “sort”"


@given(st.text())
def test_a_title_is_one_short_line(text: str) -> None:
    title = title_of(text)

    assert 0 < len(title) <= 40
    assert "\n" not in title
