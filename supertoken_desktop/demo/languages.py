"""Telling Chinese from English, and cutting both into words to search by."""

import re

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_LATIN = re.compile(r"[a-z0-9][a-z0-9+#.]*[a-z0-9+#]|[a-z0-9]")
# fmt: off
_STOP_WORDS = frozenset(
    {
        "a", "about", "all", "an", "and", "are", "as", "at", "be", "but", "by", "can", "could",
        "do", "does", "don", "for", "from", "get", "give", "has", "have", "how", "i", "if", "in",
        "is", "it", "its", "me", "my", "need", "no", "not", "of", "on", "or", "please", "should",
        "so", "tell", "that", "the", "their", "them", "then", "there", "these", "they", "this",
        "to", "use", "want", "was", "way", "what", "when", "where", "which", "who", "why", "will",
        "with", "would", "you", "your",
    }
)
_STOP_PAIRS = frozenset(
    {
        "什么", "怎么", "如何", "怎样", "可以", "能不", "不能", "为什", "哪里", "在哪", "请问",
        "我想", "想要", "一个", "这个", "那个", "我的", "有没", "没有", "么办", "是不",
    }
)
_SAME_MEANING = {
    "stor": "keep", "sav": "keep", "kept": "keep", "lie": "keep", "locat": "keep",
    "remov": "delete", "eras": "delete", "delet": "delete", "edit": "change", "modify": "change",
    "chang": "change", "abort": "stop", "cancel": "stop", "chat": "conversation",
    "chats": "conversation", "shortcut": "keyboard", "hotkey": "keyboard",
    "存放": "保存", "存储": "保存", "储存": "保存", "移除": "删除", "修改": "更改", "更换": "更改",
    "改变": "更改", "会话": "对话", "聊天": "对话", "中止": "停止", "取消": "停止",
}
# fmt: on


def language_of(text: str) -> str:
    """Return "zh" for text with a fair share of Chinese characters, "en" for all other."""
    han = sum(len(run) for run in _HAN.findall(text))
    latin_words = len(re.findall(r"[A-Za-z]+", text))
    return "zh" if han and han * 2 >= latin_words else "en"


def search_words(text: str) -> list[str]:
    """Return the words worth searching by: Latin stems, pairs of Chinese characters."""
    lowered = text.lower()
    words = [_stem(word) for word in _LATIN.findall(lowered) if word not in _STOP_WORDS]
    for run in _HAN.findall(lowered):
        pairs = [run[at : at + 2] for at in range(len(run) - 1)] or [run]
        words += [pair for pair in pairs if pair not in _STOP_PAIRS]
    return [_SAME_MEANING.get(word, word) for word in words]


def _stem(word: str) -> str:
    for ending in ("ies", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)] + ("y" if ending == "ies" else "")
            return stem.rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word
