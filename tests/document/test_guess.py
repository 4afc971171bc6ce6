import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.document.blocks import Block, Fence, ListBlock
from supertoken_desktop.document.document import parse
from supertoken_desktop.document.guess import guess_language
from supertoken_desktop.document.highlight import is_known
from tests.document.samples import all_corpus_answers

# A named language and what a guess may call it as well.
_ALSO = {"sh": {"bash"}, "shell": {"bash"}, "bash": {"console"}, "js": {"javascript"}}
# Fences of the collection that a model named wrongly; the guess is the better name.
_MISNAMED = ("ssh user", "rsync -avz")

CODES = {
    "python": "def area(r: float) -> float:\n    return 3.14 * r ** 2\n",
    "javascript": "const add = (a, b) => a + b;\nconsole.log(add(1, 2));\n",
    "typescript": "interface User {\n  name: string;\n  age?: number;\n}\n",
    "json": '{\n  "name": "a",\n  "list": [1, 2]\n}\n',
    "bash": "git clone https://example.org/a.git\ncd a\nnpm install\n",
    "console": "$ pip install requests\nSuccessfully installed\n",
    "html": "<!DOCTYPE html>\n<html>\n<body>\n<p>a</p>\n</body>\n</html>\n",
    "xml": '<?xml version="1.0"?>\n<note><to>a</to></note>\n',
    "css": ".card {\n  color: red;\n  margin: 0 auto;\n}\n",
    "sql": "SELECT id, name\nFROM users\nWHERE age > 3\nORDER BY name;\n",
    "c": '#include <stdio.h>\nint main(void) {\n    printf("a\\n");\n}\n',
    "cpp": "#include <iostream>\nint main() {\n    std::cout << 1;\n}\n",
    "java": "public class A {\n  public static void main(String[] args) {\n  }\n}\n",
    "csharp": 'using System;\nclass A {\n  static void Main() { Console.WriteLine("a"); }\n}\n',
    "go": 'package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Println("a")\n}\n',
    "rust": 'fn main() {\n    let mut x = 1;\n    println!("{}", x);\n}\n',
    "kotlin": 'data class A(val x: Int)\n\nfun main() {\n    println("a")\n}\n',
    "swift": "import SwiftUI\n\nstruct A: View {\n}\n",
    "ruby": 'class A\n  def hi(name)\n    puts "a #{name}"\n  end\nend\n',
    "php": "<?php\n$a = 1;\necho $a;\n",
    "lua": 'local x = 1\nif x == 1 then\n  print("a")\nend\n',
    "r": "library(ggplot2)\nx <- c(1, 2)\n",
    "yaml": "services:\n  web:\n    image: nginx\n    ports:\n      - 80\n",
    "toml": '[project]\nname = "a"\nversion = "1"\n',
    "ini": "[server]\nhost = here\nport = 80\n",
    "diff": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
    "dockerfile": "FROM python:3.12\nWORKDIR /app\nRUN pip install x\n",
    "powershell": "Get-ChildItem -Path . | Where-Object { $_.Length -gt 1 }\n",
    "latex": "\\documentclass{article}\n\\begin{document}\na\n\\end{document}\n",
}


def fences(blocks: tuple[Block, ...]) -> Iterator[Fence]:
    for block in blocks:
        if isinstance(block, Fence):
            yield block
        if isinstance(block, ListBlock):
            for item in block.items:
                yield from fences(item.blocks)


@pytest.mark.parametrize("language", CODES)
def test_code_tells_its_language(language: str) -> None:
    assert guess_language(CODES[language]) == language
    assert is_known(language)


@pytest.mark.parametrize("language", CODES)
def test_a_long_block_is_judged_by_its_beginning(language: str) -> None:
    assert guess_language(CODES[language] + "\n" * 3000 + "x") == language


@pytest.mark.parametrize(
    "code",
    [
        "",
        " \n\n",
        "7",
        "x = 1",
        "Dear reader,\n\nI write to you about class action suits, which you import.\n",
        "First, import the goods; then select from the list where you live.",
        "Note: this is text.\nName: Ann\nAge: 3\n",
        "Ingredients:\n- 2 cups of flour\n- 1 egg\nSteps:\n- Mix: gently\n",
        "价格：\n- 一：5 元\n- 二：6 元\n",
        "src/\n├── main.py\n└── tests/\n",
        "+------+-----+\n| id   | a   |\n+------+-----+\n",
        " /\\_/\\\n( o.o )\n > ^ <\n",
        "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n",
        "if it rains then we stay\nend of the story\n",
        "```python\nprint(1)\n```",
        "make sure that you find the cat",
        "Iteration: 1\nIteration: 2\n",
        "{not json}",
        "- a\n- b\n- c\n",
    ],
)
def test_prose_drawings_and_scraps_have_no_language(code: str) -> None:
    assert guess_language(code) == ""


def test_guesses_on_real_answers_are_right() -> None:
    right, wrong = 0, []
    for answer in all_corpus_answers():
        if "```" not in answer:
            continue
        for fence in fences(parse(answer)):
            named, guessed = fence.language.lower(), guess_language(fence.code)
            if not named or not guessed or fence.code.startswith(_MISNAMED):
                continue
            if guessed == named or guessed in _ALSO.get(named, ()):
                right += 1
            else:
                wrong.append((named, guessed))

    assert right > 200
    assert right / (right + len(wrong)) >= 0.98, wrong


def test_prose_of_real_answers_has_no_language() -> None:
    paragraphs = [
        paragraph
        for answer in all_corpus_answers()[::10]
        if not any(mark in answer for mark in ("```", "    ", "\\", "|"))
        for paragraph in answer.split("\n\n")
    ]

    guessed = [paragraph for paragraph in paragraphs if guess_language(paragraph)]

    assert len(paragraphs) > 500
    assert guessed == []


@given(st.text(max_size=300))
def test_any_text_can_be_guessed_at(code: str) -> None:
    guessed = guess_language(code)

    assert guessed == "" or is_known(guessed)


@pytest.mark.parametrize(
    "piece",
    ["a", " ", "\n", "a, ", "a b ", "<a ", '{"', "(", "select\n", "# a\n", "[a]\n", "x: ", "$a "],
)
def test_no_text_makes_a_guess_slow(piece: str) -> None:
    code = piece * 2000

    started_s = time.thread_time()
    guess_language(code)

    # Typical code takes less than a millisecond; backtracking that explodes takes seconds.
    assert time.thread_time() - started_s < 0.2
