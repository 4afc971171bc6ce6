import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supertoken_desktop.document.prompts import without_prompts
from supertoken_desktop.document.shell_code import without_prompts_and_comments
from supertoken_desktop.document.shell_comments import LONGEST_SCRIPT, without_comments

SHELLS = st.sampled_from(["bash", "sh", "zsh", "fish", "powershell", "cmd", "console", ""])
PIECES = st.sampled_from(
    [
        *("ls ", "a", "#", " # c", "\n", "'", '"', "`", "$(", "${", "((", "(", ")", "))", "}"),
        *("<<E", "\nE\n", "\\", "\\\n", "$ ", "> ", "# ", "case x in ", "esac", "<#", "#>", "@'"),
        *("rem x\n", ":: y\n", "me@h:~$ ", "PS C:\\> ", "C:\\> ", "for x; do\n", "done\n", "|"),
    ]
)
CODE = st.lists(PIECES, max_size=25).map("".join) | st.text()


@pytest.mark.parametrize(
    ("script", "bare"),
    [
        ("# note\nls", "ls"),
        ("ls # note", "ls"),
        ("ls;# note\ncd", "ls;\ncd"),
        ("a\n\n# note\n\nb", "a\n\n\nb"),
        ("cat <<EOF # note\n# kept\nEOF\n# gone", "cat <<EOF\n# kept\nEOF"),
        ("cat <<-'E F'\n\t# kept\n\tE F\n# gone", "cat <<-'E F'\n\t# kept\n\tE F"),
        ("ls \\\n  # note\ncd", "ls \\\n\ncd"),
        ("echo a\\  # note", "echo a\\  "),
        ("x=$(ls # note\n)", "x=$(ls\n)"),
        ("if x; then # note\n  y\nfi", "if x; then\n  y\nfi"),
        ("case x in\n a) ls ;; # note\nesac", "case x in\n a) ls ;;\nesac"),
    ],
)
def test_comments_go_and_what_is_not_a_comment_stays(script: str, bare: str) -> None:
    assert without_comments(script, "bash") == bare


@pytest.mark.parametrize(
    "script",
    [
        "#!/bin/sh\nls",
        "echo 'a # b'",
        'echo "a # b"',
        "echo $'it\\'s # b'",
        "echo a#b ${x#y} ${#x} $# \\# c",
        'echo "$(echo "a # b")"',
        "echo $((16#ff))",
        "((a = 1 << 2))",
        "cat <<EOF\n# kept\nEOF",
        "cat <<< '# kept'",
        "ls (#i)foo*",
        "ls -l | wc",
        "",
    ],
)
def test_a_script_without_comments_has_none_to_take_away(script: str) -> None:
    assert without_comments(script, "bash") == ""


@pytest.mark.parametrize(
    "script",
    ["it's # open", 'echo "open # x', "cat <<EOF\n# x", "ls `date # x`", "$(ls # x", "(ls)# it's"],
)
def test_where_it_is_not_certain_nothing_is_taken_away(script: str) -> None:
    assert without_comments(f"# note\n{script}", "bash") == ""


def test_comments_of_powershell_and_of_batch_files_go() -> None:
    powershell = "<# a\nb #>\nGet-Item # c\n'# d'\n@'\n# e\n'@\n#Requires -Version 5\na#b"
    batch = "@echo off\nREM a\n:: b\necho rem\necho c ^\nrem d"

    assert without_comments(powershell, "powershell") == (
        "Get-Item\n'# d'\n@'\n# e\n'@\n#Requires -Version 5\na#b"
    )
    assert without_comments(batch, "cmd") == "@echo off\necho rem\necho c ^\nrem d"


def test_other_languages_and_very_long_scripts_are_left_alone() -> None:
    assert without_comments("# note\nx = 1", "python") == ""
    assert without_comments("# note\n" + "a" * LONGEST_SCRIPT, "bash") == ""
    assert without_prompts("$ " + "a" * LONGEST_SCRIPT, "bash") == ""


@pytest.mark.parametrize(
    ("session", "language", "typed"),
    [
        ("# apt update\nHit\n# apt install y", "console", "apt update\napt install y"),
        ("root@h:~# ls\nx", "bash", "ls"),
        ("[me@h dir]$ ls\nx", "bash", "ls"),
        ("me@mac ~ % ls\nx", "zsh", "ls"),
        ("me@h ~> ls\nx", "fish", "ls"),
        ("❯ ls\nx", "", "ls"),
        ("$ cat <<E\nbody\nE\nbody", "console", "cat <<E\nbody\nE"),
        ("$ cat <<E\n> body\n> E\nbody", "console", "cat <<E\nbody\nE"),
        ("$ for i in 1; do\n> x\n> done\n1", "console", "for i in 1; do\nx\ndone"),
        ("$ echo 'a\n> b'\na\nb", "console", "echo 'a\nb'"),
        ("$ cat mail\n> quoted", "console", "cat mail"),
        ("PS C:\\> ls |\n>> sort\nx", "powershell", "ls |\nsort"),
    ],
)
def test_a_session_leaves_what_was_typed(session: str, language: str, typed: str) -> None:
    assert without_prompts(session, language) == typed


@pytest.mark.parametrize(
    ("code", "language"),
    [("# note\nls", "bash"), ("# a\n# b", "console"), ("ls\n# a", "console"), ("x # y", "console")],
)
def test_a_hash_is_the_prompt_of_root_only_in_a_session_with_output(
    code: str, language: str
) -> None:
    assert without_prompts(code, language) == ""


def test_prompts_and_comments_go_together() -> None:
    session = "$ ls # all\nfile\n# note\n$ cd x"

    assert without_prompts_and_comments(session, "console") == "ls\ncd x"
    assert without_prompts_and_comments("# note\nls", "bash") == "ls"
    assert without_prompts_and_comments("ls\ncd x", "bash") == ""
    assert without_prompts_and_comments("$x = 1 # c", "php") == ""


@given(CODE, SHELLS)
@example("a\\\n#", "bash")
def test_every_line_that_stays_is_the_beginning_of_one_that_was_there(
    code: str, language: str
) -> None:
    left = without_comments(code, language)

    lines = iter(code.split("\n"))
    assert all(
        any(line.startswith(kept) for line in lines) for kept in left.split("\n") if left != ""
    )


@given(CODE, SHELLS)
def test_what_is_bare_has_nothing_more_to_take_away(code: str, language: str) -> None:
    bare = without_comments(code, language)

    assert bare != code or not code
    assert without_comments(bare, language) == ""


@given(st.text(st.characters(exclude_characters="#:$%>❯rRmM"), max_size=200), SHELLS)
def test_a_block_without_prompts_and_comments_never_changes(code: str, language: str) -> None:
    assert without_prompts_and_comments(code, language) == ""


@given(CODE, SHELLS)
def test_any_text_can_be_read(code: str, language: str) -> None:
    without_prompts_and_comments(code, language)
