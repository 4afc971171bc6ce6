"""Marks that give a programming language away, and what each is worth to a guess.

None backtracks far: code is hostile input. All were weighed on fences of real answers that name
their language, and on prose, which must have none.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """Marks of a language with what each is worth; one that extends `base` has its marks, too."""

    name: str
    marks: tuple[tuple[re.Pattern[str], int], ...]
    base: str = ""
    refuted_by: re.Pattern[str] | None = None


def language(name: str, marks: dict[str, int], base: str = "", refuted_by: str = "") -> Language:
    """Return a language from the text of its marks; `^` and `$` mean line ends in them."""
    compiled = tuple((re.compile(mark, re.MULTILINE), worth) for mark, worth in marks.items())
    refuting = re.compile(refuted_by, re.MULTILINE) if refuted_by else None
    return Language(name, compiled, base, refuting)


PROGRAMMING_LANGUAGES = (
    language(
        "python",
        {
            r"^[ \t]*(?:async )?def \w+\(.*\)(?: -> .+)?:\s*(?:#.*)?$": 6,
            r"^[ \t]*class \w+(?:\([\w., =]*\))?:[ \t]*$": 5,
            r"^from [\w.]+ import [\w*(]": 6,
            r"^import [a-z_]\w*(?:\.\w+)*(?:, \w+)*$": 3,
            r"^import [a-z_][\w.]* as \w+$": 4,
            r"\bprint\(.*\)(?:  # .*)?$": 1,
            r"^[ \t]*#.*\n\w+ = ": 1,
            r"^\w+(?:\.\w+)*\(.*\)  # \w": 2,
            r"^[ \t]*(?:if|elif|while|for|with|except|try|else|finally)\b[^{;]*:\s*(?:#.*)?$": 2,
            r"^[ \t]*for \w+(?:, ?\w+)* in [^{;]+:[ \t]*$": 4,
            r"^[ \t]*elif .+:$": 3,
            r"^if __name__ == [\"']__main__[\"']:": 8,
            r"\bself\.\w+": 2,
            r"\bprint\(f?[\"']": 2,
            r"^\w+ = (?:input|open|int|len|list|dict|range|sorted)\(": 3,
            r"^\w+ = \[.*\]$": 1,
            r"^# \w": 1,
            r"^@\w+[\w.]*(?:\(.*\))?\n(?:async )?(?:def|class) ": 4,
            r"^[ \t]*(?:return|raise|yield) [^;{]+$": 1,
            r"^>>> ": 5,
            r"\b(?:is not None|is None|not in|lambda \w+(?:, \w+)*:)": 2,
        },
        refuted_by=r"^[ \t]*end$|;[ \t]*$|^func ",
    ),
    language(
        "javascript",
        {
            r"^[ \t]*(?:export )?(?:const|let) (?:\w+|\{[^}]*\}|\[[^\]]*\]) = ": 4,
            r"^[ \t]*var \w+ = .*;[ \t]*$": 3,
            r"=> ?[{(\w]": 2,
            (
                r"\b(?:console\.(?:log|error|warn)|document\.\w+|window\.\w+"
                r"|module\.exports)\b[(. =]"
            ): 3,
            r"\brequire\(['\"]": 3,
            r"^[ \t]*(?:export default |async )?function\*? ?\w*\([^)]*\) ?\{": 4,
            r"^import (?:[\w*{][^'\"\n]* from )?['\"][^'\"\n]+['\"];?$": 6,
            r"===|!==": 2,
            r"\bawait \w+|new Promise\(|\.then\(": 2,
            r"^[ \t]*export (?:default|const|class|function)\b": 4,
            r"^[ \t]*return \(?\s*<\w": 3,
            r"`[^`\n]*\$\{\w": 3,
            r"^[ \t]*(?:describe|it|test|beforeEach)\(.*(?:=>|function ?\(\)) ?\{$": 6,
        },
        refuted_by=(
            r"^[ \t]*(?:pragma|contract) \w|^package \w|^#include|^[ \t]*def \w+\(.*:[ \t]*$"
            r"|^<\?php|^\$\w+ = "
        ),
    ),
    language(
        "typescript",
        {
            r"^[ \t]*(?:export )?interface \w+(?:<\w+>)?(?: extends [\w, <>]+)? \{": 5,
            r"^[ \t]*(?:export )?type \w+(?:<\w+>)? = ": 5,
            (
                r"\w\??: ?(?:string|number|boolean|any|void|unknown|never)\b(?:\[\]|[,;)|}]| [={"
                r"|]|$)"
            ): 4,
            r"\): ?(?:Promise<|void|string|number|boolean)": 4,
            r"^[ \t]*(?:private|public|protected|readonly) (?:readonly )?\w+\??: \w": 4,
            r"^[ \t]*(?:const|let) \w+: [\w<>\[\]|]+ = ": 4,
            r"^[ \t]*(?:export )?(?:declare|enum|namespace) \w+": 3,
            r"^import type ": 6,
            r"\bfunction \w+<\w+": 5,
        },
        base="javascript",
        refuted_by=r"^package \w|^#include|\bfn \w+|\bfun \w+\(|^[ \t]*def ",
    ),
    language(
        "c",
        {
            r"^[ \t]*#include\s*[<\"][\w/]+\.h[>\"]": 6,
            r"^[ \t]*#(?:define|ifdef|ifndef|endif|pragma)\b": 4,
            r"\b(?:printf|scanf|malloc|free|sizeof|strlen|fprintf)\(": 3,
            (
                r"^(?:static )?(?:int|void|char|float|double|size_t|bool"
                r"|long)\*? \*?\w+\([^)]*\)\s*\{?$"
            ): 3,
            r"^[ \t]*(?:typedef )?struct \w* ?\{": 3,
            r"\b(?:int|char|float|double) \*\w+": 2,
            r"\w->\w": 1,
        },
        refuted_by=r"^import |^package |System\.out|^using System|^use |^\$\w+ =",
    ),
    language(
        "cpp",
        {
            r"^[ \t]*#include\s*<[a-z_]+>": 6,
            r"\bstd::\w+": 3,
            r"^using namespace \w+;": 6,
            r"\b(?:cout|cerr) ?<<|\bcin ?>>": 4,
            r"^[ \t]*template ?<(?:typename|class) ": 6,
            r"^[ \t]*(?:public|private|protected):[ \t]*$": 4,
            r"\w::\w+\(|\bnullptr\b|\bvirtual \w": 3,
        },
        base="c",
        refuted_by=r"^import |^package |^use |\bfn \w+\(",
    ),
    language(
        "java",
        {
            r"^import (?:static )?(?:java|javax|org|com)\.[\w.]+(?:\.\*)?;": 6,
            r"^[ \t]*System\.(?:out|err)\.print": 5,
            r"\bpublic static void main\(String": 6,
            (
                r"^[ \t]*(?:public |private |protected )(?:static )?(?:final )?(?:class|interface"
                r"|enum|record) \w+"
            ): 3,
            (
                r"^[ \t]*(?:public|private|protected) (?:static )?(?:final )?"
                r"[\w<>\[\], ]+ \w+\([^)]*\)(?: throws [\w, ]+)? \{"
            ): 3,
            r"^[ \t]*@(?:Override|Autowired|Test|RestController|Entity|Bean)\b": 4,
            r"^[ \t]*(?:String|Integer|List<\w+>|Map<\w+, ?\w+>|int\[\]|boolean) \w+ = .*;": 3,
            r"^package [a-z][\w.]*;": 5,
            r"\bnew (?:ArrayList|HashMap|Scanner|StringBuilder)\b": 4,
        },
        refuted_by=r"^using System|^#include|Console\.Write|\bfun \w+\(",
    ),
    language(
        "csharp",
        {
            r"^using (?:System|Microsoft|Unity\w*)[\w.]*;": 6,
            r"\bConsole\.(?:Write|Read)": 6,
            r"^[ \t]*namespace [A-Z][\w.]*\s*[{;]?$": 4,
            r"\{ get; (?:private |init|set)": 6,
            (
                r"\bpublic (?:async |override |static )*(?:Task|void|string|int"
                r"|bool)(?:<\w+>)? [A-Z]\w*\("
            ): 3,
            r"^[ \t]*\[\w+(?:\(.*\))?\][ \t]*$": 1,
        },
        refuted_by=r"^import |^#include|^package ",
    ),
    language(
        "go",
        {
            r"^package \w+$": 6,
            r"^func (?:\(\w+ \*?\w+\) )?\w+\(.*\).* \{$": 6,
            r"^import \($|^import \"[\w/.]+\"$": 5,
            r"^[ \t]*(?:if |for )?\w+(?:, \w+){0,3} := ": 3,
            r"\bfmt\.(?:Print|Sprint|Errorf)": 4,
            r"\bif err != nil \{": 6,
            r"^type \w+ (?:struct|interface) \{": 6,
            r"\bgo func\(|\bmake\((?:chan|map)|\bdefer \w": 3,
        },
    ),
    language(
        "rust",
        {
            r"^[ \t]*(?:pub(?:\(crate\))? )?(?:async )?fn \w+(?:<[^>]*>)?\(.*\)(?: -> .+)? \{$": 6,
            r"^[ \t]*let mut \w+": 4,
            r"\b(?:println|vec|format|panic|assert_eq)!": 5,
            r"^use (?:std|crate|super|\w+)::": 6,
            r"^[ \t]*impl(?:<[^>]*>)? \w+": 5,
            r"^#\[derive\(": 6,
            r"^[ \t]*(?:pub )?(?:struct|enum|trait|mod) \w+": 2,
            r"&mut \w|&'?\w+ str\b|&str\b|\bOption<|\bResult<": 3,
            r"^[ \t]*match .+ \{$": 1,
        },
    ),
    language(
        "kotlin",
        {
            (
                r"^[ \t]*(?:override |private |suspend "
                r"|inline )*fun (?:<\w+> )?[\w.]+\(.*\)(?:: [\w<>?]+)?\s*[{=]"
            ): 6,
            r"^[ \t]*(?:val|var) \w+(?:: [\w<>?]+)? = ": 3,
            r"^[ \t]*(?:data|sealed|open) class \w+": 5,
            r"\bprintln\(": 1,
            r"\bby lazy \{|\?\.let \{|\blistOf\(": 4,
        },
        refuted_by=r";\s*$.*;[ \t]*$",
    ),
    language(
        "swift",
        {
            r"^import (?:SwiftUI|UIKit|Foundation|Combine)$": 7,
            (
                r"^[ \t]*(?:@\w+ )?(?:private |static "
                r"|override )*func \w+\(.*\)(?: throws)?(?: -> [\w<>\[\]?]+)? \{$"
            ): 4,
            r"^[ \t]*(?:guard|if) let \w+ = .*(?:else )?\{$": 4,
            r"^[ \t]*(?:let|var) \w+: \[?[A-Z]\w*[\]?]* = ": 3,
            r"\b(?:struct|class) \w+: (?:View|Codable|UIViewController)\b": 6,
        },
        refuted_by=r"^package |\bfn \w+\(",
    ),
    language(
        "ruby",
        {
            r"^[ \t]*def \w+[?!]?(?:\([^)]*\))?$": 4,
            r"^[ \t]*end$": 2,
            r"^[ \t]*puts [\"'\w]": 4,
            r"^require(?:_relative)? ['\"]": 5,
            r"\bdo \|\w+(?:, \w+)*\|": 6,
            r"\.each do\b|\.(?:nil|empty|include)\?|\battr_(?:accessor|reader)\b": 4,
            r"^[ \t]*class \w+ < \w+": 4,
        },
        refuted_by=r"^[ \t]*local \w+ =|\bthen$",
    ),
    language(
        "lua",
        {
            r"^[ \t]*local (?:function )?\w+(?:, \w+)*(?: =|\()": 5,
            r"^[ \t]*(?:if|elseif) .+ then$": 3,
            r"^[ \t]*end\)?$": 1,
            r"^[ \t]*function [\w.:]+\([^)]*\)$": 3,
            r"~=|\.\. ?[\"'\w]|\bnil\b": 1,
            r"^[ \t]*for \w+(?:, ?\w+)? (?:= .+|in i?pairs\(.+\)) do$": 5,
        },
        refuted_by=r"^[ \t]*fi$|\[\[? ",
    ),
    language(
        "php",
        {
            r"<\?php": 8,
            r"^[ \t]*\$\w+ = .*;[ \t]*$": 4,
            r"^[ \t]*echo .*\$\w+.*;[ \t]*$": 3,
            r"\$this->\w+": 5,
            r"\bfunction \w+\(.*\$\w+": 5,
        },
        refuted_by=r"^[ \t]*(?:my|our) \$",
    ),
    language(
        "perl",
        {r"^use strict;": 8, r"^[ \t]*my [$@%]\w+": 5, r"=~ [ms]?/": 3, r"^[ \t]*sub \w+ \{": 4},
    ),
    language(
        "r",
        {
            r"^[ \t]*[\w.]+ <- ": 4,
            r"^library\(\w+\)": 6,
            r"<- function\(": 4,
            r"%>%$|\bggplot\(|\bdata\.frame\(": 4,
        },
    ),
)
