"""Style sheets of SVG as Mermaid writes them: which declarations hold for an element.

Only what Mermaid uses is understood: tags, ids, classes, attributes, descendants and children.
Rules with anything else, and rules with an @, count for nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

_AT_BLOCK = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]|\{[^{}]*\})*\})")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"#[\w-]+|\.[\w-]+|\[[^\]]+\]|[\w-]+|\*")
_ATTRIBUTE = re.compile(r"\[([\w-]+)(?:([$^*]?=)\"?'?([^\"'\]]*)\"?'?)?\]")
_COMBINATOR = re.compile(r"\s*(>)\s*|\s+")
_IMPORTANT = "!important"
_MOST_RULES = 4000

# Important ones win over others, then style attributes, then ids, classes and tags, then the later.
_Weight = tuple[bool, bool, int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Compound:
    tag: str
    element_id: str
    classes: frozenset[str]
    attributes: tuple[tuple[str, str, str], ...]

    def fits(self, element: Element) -> bool:
        if self.tag and self.tag != local_name(element):
            return False
        if self.element_id and self.element_id != element.get("id"):
            return False
        if self.classes and not self.classes <= classes_of(element):
            return False
        return all(_has(element, *wanted) for wanted in self.attributes)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A selector from its last part to its first: `links` say how each hangs on the one before."""

    parts: tuple[_Compound, ...]
    links: tuple[str, ...]
    specificity: tuple[int, int, int]
    order: int
    declarations: Mapping[str, tuple[str, bool]]


class StyleSheet:
    """The rules of a style sheet."""

    def __init__(self, text: str) -> None:
        self._rules: list[_Rule] = []
        plain = _AT_BLOCK.sub("", _COMMENT.sub("", text))
        for order, block in enumerate(_BLOCK.finditer(plain)):
            declarations = declarations_of(block.group(2))
            for selector in block.group(1).split(","):
                rule = _rule(selector.strip(), order, declarations)
                if rule is not None and len(self._rules) < _MOST_RULES:
                    self._rules.append(rule)

    def declared(self, path: Sequence[Element]) -> dict[str, str]:
        """Return what is declared for the last element of a path from the root, by property."""
        element = path[-1]
        found: dict[str, tuple[_Weight, str]] = {}
        for rule in self._rules:
            if not rule.parts[0].fits(element) or not _fits(rule, path):
                continue
            for name, (value, is_important) in rule.declarations.items():
                _offer(found, name, (is_important, False, *rule.specificity, rule.order), value)
        for name, (value, is_important) in declarations_of(element.get("style", "")).items():
            _offer(found, name, (is_important, True, 0, 0, 0, 0), value)
        return {name: value for name, (_weight, value) in found.items()}


def declarations_of(text: str) -> dict[str, tuple[str, bool]]:
    """Return the declarations of a block or `style` attribute: value, whether it is important."""
    found = {}
    for line in text.split(";"):
        name, colon, value = line.partition(":")
        if not colon:
            continue
        value = value.strip()
        if value.startswith("-"):
            # Mermaid makes lines thinner with their depth, beyond nothing: browsers don't take it.
            continue
        is_important = value.endswith(_IMPORTANT)
        found[name.strip().lower()] = (value.removesuffix(_IMPORTANT).strip(), is_important)
    return found


def local_name(element: Element) -> str:
    """Return the tag without its name space."""
    return element.tag.rpartition("}")[2]


def classes_of(element: Element) -> frozenset[str]:
    """Return the classes of an element."""
    return frozenset(element.get("class", "").split())


def _offer(found: dict[str, tuple[_Weight, str]], name: str, weight: _Weight, value: str) -> None:
    if name not in found or found[name][0] <= weight:
        found[name] = (weight, value)


def _rule(selector: str, order: int, declarations: Mapping[str, tuple[str, bool]]) -> _Rule | None:
    pieces = _COMBINATOR.split(selector)
    compounds = [_compound(piece) for piece in pieces[::2]]
    if any(compound is None for compound in compounds):
        return None
    parts = tuple(compound for compound in reversed(compounds) if compound is not None)
    links = tuple(link or " " for link in reversed(pieces[1::2]))
    ids = sum(bool(part.element_id) for part in parts)
    classes = sum(len(part.classes) + len(part.attributes) for part in parts)
    tags = sum(bool(part.tag) for part in parts)
    return _Rule(parts, links, (ids, classes, tags), order, declarations)


def _compound(text: str) -> _Compound | None:
    simples = _SIMPLE.findall(text)
    if not simples or "".join(simples) != text:
        return None
    tag, element_id, classes, attributes = "", "", [], []
    for simple in simples:
        match simple[0]:
            case "#":
                element_id = simple[1:]
            case ".":
                classes.append(simple[1:])
            case "[":
                parsed = _ATTRIBUTE.match(simple)
                if parsed is None:
                    return None
                attributes.append((parsed[1], parsed[2] or "", parsed[3] or ""))
            case "*":
                pass
            case _:
                tag = simple
    return _Compound(tag, element_id, frozenset(classes), tuple(attributes))


def _has(element: Element, name: str, operator: str, wanted: str) -> bool:
    value = element.get(name)
    if value is None:
        return False
    match operator:
        case "=":
            return value == wanted
        case "$=":
            return value.endswith(wanted)
        case "^=":
            return value.startswith(wanted)
        case "*=":
            return wanted in value
        case _:
            return True


def _fits(rule: _Rule, path: Sequence[Element]) -> bool:
    """Tell whether the ancestors are as the rule wants; the element itself is."""
    return _climb(rule, 1, path, len(path) - 2)


def _climb(rule: _Rule, part: int, path: Sequence[Element], depth: int) -> bool:
    if part == len(rule.parts):
        return True
    if rule.links[part - 1] == ">":
        is_fit = depth >= 0 and rule.parts[part].fits(path[depth])
        return is_fit and _climb(rule, part + 1, path, depth - 1)
    return any(
        rule.parts[part].fits(path[above]) and _climb(rule, part + 1, path, above - 1)
        for above in range(depth, -1, -1)
    )
