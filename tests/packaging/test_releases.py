"""How a tag becomes a release: what is asked before, and what the workflows may do."""

import re
from pathlib import Path

import pytest

import places
import release
import supertoken_desktop
from tests.packaging.built import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def changes(tmp_path: Path, heading: str) -> Path:
    file = tmp_path / "CHANGELOG.md"
    file.write_text(f"# Changes\n\n{heading}\n\n- New.\n\n## 0.0.1 (2026-01-01)\n\n- Old.\n")
    return file


def test_a_tag_with_the_programs_version_and_a_dated_list_may_be_released(tmp_path: Path) -> None:
    file = changes(tmp_path, "## 0.1.0 (2026-12-01)")

    release.check("v0.1.0", "0.1.0", file)

    assert release.notes("0.1.0", file) == "- New."


@pytest.mark.parametrize(
    ("tag", "heading", "reason"),
    [
        ("v0.2.0", "## 0.1.0 (2026-12-01)", "differ"),
        ("0.1.0", "## 0.1.0 (2026-12-01)", "differ"),
        ("v0.1.0", "## 0.1.0 (unreleased)", "no date"),
        ("v0.1.0", "## 0.1.0rc1 (2026-12-01)", "no section"),
    ],
)
def test_another_tag_is_refused_with_the_reason(
    tmp_path: Path, tag: str, heading: str, reason: str
) -> None:
    with pytest.raises(release.NotReadyError, match=reason):
        release.check(tag, "0.1.0", changes(tmp_path, heading))


def test_the_version_stands_in_one_place() -> None:
    assert places.version() == supertoken_desktop.__version__


def test_workflows_use_pinned_actions_alone() -> None:
    used = [
        line
        for file in WORKFLOWS
        for line in file.read_text("utf-8").splitlines()
        if "uses:" in line
    ]

    assert used
    pinned = re.compile(r"\s+(- )?uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert [line for line in used if not pinned.fullmatch(line)] == []


def test_an_action_has_the_same_digest_everywhere() -> None:
    text = "".join(file.read_text("utf-8") for file in WORKFLOWS)
    uses = set(re.findall(r"uses: ([\w/-]+)@(\w+) # (\S+)", text))

    assert len(uses) == len({name for name, _digest, _version in uses})


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_workflows_may_do_only_what_a_job_names(file: Path) -> None:
    text = file.read_text("utf-8")
    jobs = re.split(r"^  (?=[\w-]+:$)", text.split("\njobs:\n")[1], flags=re.MULTILINE)[1:]

    assert "\npermissions: {}\n" in text
    assert all(job.count("    permissions:\n") == 1 for job in jobs)
    granted = {job.split(":")[0] for job in jobs if re.search(r": write\b", job)}
    assert granted <= {"release"}
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")
    assert "pull_request_target" not in text


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_no_foreign_text_is_pasted_into_a_command(file: Path) -> None:
    indented = r"run: \|\n((?:          .*\n)+)"
    commands = re.findall(rf"run: (?!\|)(.*)|{indented}", file.read_text("utf-8"))

    assert commands
    assert [command for pair in commands for command in pair if "${{" in command] == []


def test_nothing_names_the_host_of_a_registry() -> None:
    files = [*(ROOT / "requirements").glob("*.txt"), *WORKFLOWS, ROOT / "installer.iss"]
    files += (ROOT / "packaging").rglob("*.sh")

    named = {file.name for file in files if re.search(r"https?://", file.read_text("utf-8"))}
    assert named == set()
