"""Working examples that the demo relay shows: code, tables, maths, lists, long answers."""

import re
from collections.abc import Mapping

from supertoken_desktop.demo.drawing import drawn_picture
from supertoken_desktop.demo.example_code import CODE
from supertoken_desktop.demo.example_texts import DIAGRAM, LIST, LONG, MARKDOWN, MATHS, TABLE

MOST_ASKING_WORDS = 4

_CODE_NAMES = {
    "python": r"\bpython\b|\bpy\b",
    "typescript": r"\btypescript\b|\bts\b",
    "javascript": r"\bjavascript\b|\bjs\b|\bnode(\.?js)?\b",
    "sql": r"\bsql\b|数据库查询",
    "bash": r"\bbash\b|\bshell\b|命令行脚本",
    "rust": r"\brust\b",
    "go": r"\bgolang\b|\bgo (code|program|example)\b|用 ?go\b|\bin go\b",
    "java": r"\bjava\b",
    "c": r"\bc (code|program|example)\b|用 ?c ?(语言|写)|c语言|\bin c\b",
    "cpp": r"\bc\+\+|\bcpp\b",
    "html": r"\bhtml\b|网页代码",
    "css": r"\bcss\b",
    "json": r"\bjson\b",
    "yaml": r"\byaml\b",
    "diff": r"\bdiff\b|补丁",
}
_CODE_WORDS = (
    r"\b(some )?code\b|\bscript\b|\bprogram\b|\bfunction\b|\bquick ?sort\b|\bsort(ing)? algorithm\b"
    r"|\bfibonacci\b|代码|程序|函数|脚本|排序|斐波那契"
)
_KINDS: Mapping[str, str] = {
    "table": r"\btables?\b|表格",
    "maths": r"\bmath(s|ematics)?\b|\bformula[se]?\b|\bequations?\b|\blatex\b|数学|公式|方程",
    "long": r"\blong (answer|text|reply|story|essay)\b|\bessay\b|长回答|长文|长篇|长一点",
    "list": r"\blists?\b|\bbullet(ed)?\b|列表|清单",
    "diagram": r"\bdiagrams?\b|\bflow ?charts?\b|\bmermaid\b|流程图|时序图|示意图",
    "picture": r"\bpictures?\b|\bimages?\b|\bphoto\b|图片|图像|一[张幅]画",
    "md": r"\bmarkdown\b|^md$",
}
_ASKS_TO_SHOW = (
    r"\b(show|write|give|make|draw|create|print|produce|generate|try|demo|want)\b|\bexamples?\b"
    r"|写|给我|展示|显示|来[一个段张]|生成|画|示例|例子|演示|试试"
)
_ASKS_ABOUT = (
    r"^\s*(how|why|where|what|which|can|could|does|do|is|are|who|when)\b|怎么|如何|怎样|为什么|在哪|哪里|哪儿"
    r"|是什么|什么是|能不能|可以.*吗|支持"
)
_PICTURE_NAME = {"en": "A sun over the sea", "zh": "海上落日"}
_INTRO = {
    "en": "This is the demo relay, no model is at work here; a ready-made example:\n\n",
    "zh": "这里是演示中转站，背后没有模型；下面是现成的示例：\n\n",
}


def example_for(text: str, language: str) -> str | None:
    """Return the example that a question asks for, in "en" or "zh"; None if it asks for none."""
    question = text.strip().lower()
    kind = None if _is_about(question) else _kind_of(question)
    if kind is None:
        return None
    if kind == "picture":
        return f"{_INTRO[language]}![{_PICTURE_NAME[language]}]({drawn_picture()})\n"
    texts = {
        "table": TABLE,
        "maths": MATHS,
        "diagram": DIAGRAM,
        "long": LONG,
        "list": LIST,
        "md": MARKDOWN,
    }
    body = texts[kind][language] if kind in texts else CODE[kind][language]
    return _INTRO[language] + body


def _is_about(question: str) -> bool:
    """Tell whether somebody asks how something works, which is for the guide to say."""
    if re.search(r"^\s*(can|could) you (show|write|give|make)|可以(给|帮)我(写|展示)", question):
        return False
    return re.search(_ASKS_ABOUT, question) is not None


def _kind_of(question: str) -> str | None:
    is_bare = len(re.findall(r"[a-z0-9+#]+|[\u4e00-\u9fff]{1,3}", question)) <= MOST_ASKING_WORDS
    if not is_bare and re.search(_ASKS_TO_SHOW, question) is None:
        return None
    named = next((name for name, words in _CODE_NAMES.items() if re.search(words, question)), None)
    if named is not None:
        return named
    kind = next((name for name, words in _KINDS.items() if re.search(words, question)), None)
    if kind is not None:
        return kind
    return "python" if re.search(_CODE_WORDS, question) else None
