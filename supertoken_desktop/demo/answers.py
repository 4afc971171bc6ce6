"""What the demo relay says: commands, examples, the guide. Pure: same question, same answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from supertoken_desktop.demo.example_texts import MARKDOWN
from supertoken_desktop.demo.examples import example_for
from supertoken_desktop.demo.guide import Guide, Passage
from supertoken_desktop.demo.languages import language_of

# fmt: off
NUMBER_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
TENS_WORDS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on
MOST_WORDS = 50_000
MOST_KILOBYTES = 4_000
TITLE_LENGTH = 40
QUOTE_LENGTH = 40
LOREM = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut "
    "labore et dolore magna aliqua. "
)

_INTRO = {
    "en": (
        "*This is the demo relay: no model is at work here. From the user guide, the page that "
        "fits your question best:*\n\n"
    ),
    "zh": "*这里是演示中转站，背后没有模型。以下是使用指南里与你的问题最接近的一页：*\n\n",
}
_SEE_ALSO = {"en": "\n\nSee also: {titles}.", "zh": "\n\n另见：{titles}。"}
_NO_PAGE = {
    "en": (
        "This is the demo relay, no model is at work here. You wrote: “{quote}”. Ask about this "
        "program, or try “show me code”, “a table”, “maths” or “long answer”."
    ),
    "zh": (
        "这里是演示中转站，背后没有模型。你写的是：“{quote}”。"
        "可以问问这个程序怎么用，或者试试“写一段代码”、“表格”、“数学公式”或“长回答”。"
    ),
}
_ASKS_FOR_TITLE = (
    r"\b(write|make|give|create|generate|suggest|find)\b.{0,40}\btitle\b.{0,40}\b(for|of)\b"
    r"|(写|起|拟|取|生成).{0,12}标题"
)
_ASKS_TO_GO_ON = (
    r"\b(continue|go on)\b.{0,30}\b(where|from)\b"
    r"|^\W*(continue|go on|继续)\W*$|接着.{0,8}(写|说)"
)
_NOTHING_ASKED = {"en": "nothing", "zh": "（空）"}


@dataclass(frozen=True, slots=True)
class Question:
    """What an answer depends on: the last user text, the instructions, and what came with it."""

    text: str
    instructions: str = ""
    pictures: tuple[tuple[int, int], ...] = ()
    tool_outputs: tuple[str, ...] = ()


def answer_text(question: Question, guide: Guide) -> str:
    """Return the whole answer to a question."""
    text = question.text
    commanded = _command(text)
    if commanded is not None:
        return commanded
    language = language_of(text)
    if question.tool_outputs:
        return _about_tools(question.tool_outputs, language)
    if asks_for_title(text, question.instructions):
        return title_of(text)
    if question.pictures:
        return _about_pictures(question.pictures, language)
    example = example_for(text, language)
    if example is not None:
        return example
    return _from_guide(guide.search(text, language), language) or _excuse(text, language)


def asks_for_title(text: str, instructions: str) -> bool:
    """Tell whether the system prompt or the question itself wants a title made."""
    return (
        re.search(r"\btitles?\b|标题", instructions, re.IGNORECASE) is not None
        or re.search(_ASKS_FOR_TITLE, text, re.IGNORECASE) is not None
    )


def asks_to_go_on(text: str) -> bool:
    """Tell whether the user wants the rest of an answer that was cut off."""
    return re.search(_ASKS_TO_GO_ON, text, re.IGNORECASE) is not None


def title_of(text: str) -> str:
    """Return a short title: the first words of the quoted text, or of all."""
    tagged = re.search(r"<question>(.+?)</question>", text, re.DOTALL)
    quoted = tagged or re.search(r"[\"“«「](.+?)[\"”»」]", text, re.DOTALL)
    words = " ".join((quoted.group(1) if quoted else text).split())
    words = re.sub(r"^(user|用户)\s*[:：]\s*", "", words, flags=re.IGNORECASE)
    if len(words) > TITLE_LENGTH:
        cut = words[:TITLE_LENGTH]
        words = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return words.strip(" .,;:!?。，；：！？") or "Demo"


def _command(text: str) -> str | None:
    if text.startswith("echo:"):
        return text.removeprefix("echo:")
    command = text.strip()
    if command == "md":
        return MARKDOWN["en"]
    counted = re.fullmatch(r"(count|lorem) (\d{1,6})", command)
    if counted is None:
        return None
    number = int(counted.group(2))
    if counted.group(1) == "count":
        return " ".join(number_word(n) for n in range(1, min(number, MOST_WORDS) + 1))
    size = min(number, MOST_KILOBYTES) * 1000
    return (LOREM * (size // len(LOREM) + 1))[:size]


def number_word(number: int) -> str:
    """Return an English numeral for 1 to 999,999."""
    if number >= 1000:
        rest = f" {number_word(number % 1000)}" if number % 1000 else ""
        return f"{number_word(number // 1000)} thousand{rest}"
    if number >= 100:
        rest = f" {number_word(number % 100)}" if number % 100 else ""
        return f"{NUMBER_WORDS[number // 100 - 1]} hundred{rest}"
    if number >= 20:
        rest = f"-{NUMBER_WORDS[number % 10 - 1]}" if number % 10 else ""
        return TENS_WORDS[number // 10 - 2] + rest
    return NUMBER_WORDS[number - 1]


def _about_tools(outputs: Sequence[str], language: str) -> str:
    listed = "\n".join(f"- `{output[:200]}`" for output in outputs)
    if language == "zh":
        return f"演示中转站收到了工具的结果：\n\n{listed}"
    return f"The demo relay received the results of the tools:\n\n{listed}"


def _about_pictures(pictures: Sequence[tuple[int, int]], language: str) -> str:
    sizes = ", ".join(f"{width}×{height}" for width, height in pictures)
    if language == "zh":
        return f"我看到 {len(pictures)} 张图片，{sizes}"
    return f"I see {len(pictures)} picture{'' if len(pictures) == 1 else 's'}, {sizes}"


def _from_guide(passages: Sequence[Passage], language: str) -> str | None:
    if not passages:
        return None
    best = passages[0]
    answer = f"{_INTRO[language]}{best.markdown}"
    titles = [passage.title for passage in passages[1:3] if passage.title != best.title]
    if titles:
        answer += _SEE_ALSO[language].format(
            titles=("；" if language == "zh" else "; ").join(titles)
        )
    return answer


def _excuse(text: str, language: str) -> str:
    quote = " ".join(text.split())[:QUOTE_LENGTH] or _NOTHING_ASKED[language]
    return _NO_PAGE[language].format(quote=quote)
