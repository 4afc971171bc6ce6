"""The installers for Windows and macOS, as far as they can be tried anywhere."""

import json
import os
import plistlib
import re
import shlex
import stat
import sys
from pathlib import Path

import pytest

import macos_info
import places
import supertoken_desktop
import try_installer
import windows_installer
import windows_signing
from supertoken_desktop.arguments import parse_arguments
from tests.packaging.built import ROOT

SCRIPT = (ROOT / "installer.iss").read_text(encoding="utf-8")
CHINESE = (ROOT / "packaging" / "windows" / "zh_CN.isl").read_text(encoding="utf-8")
MACOS = ROOT / "packaging" / "macos"
# What a program of the system does in these tests: it writes down how it was called.
RECORDER = """#!{python}
import json, os, sys
with open({record!r}, "a", encoding="utf-8") as record:
    record.write(json.dumps([os.path.basename(sys.argv[0]), *sys.argv[1:]]) + "\\n")
{more}
"""
AZURE = dict.fromkeys(windows_signing.AZURE, "azure-secret")
ON_POSIX = pytest.mark.skipif(os.name == "nt", reason="the scripts are for bash")


class Recorder:
    """Stands in for programs of other systems and keeps how they were called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._record = folder / "calls"

    def add(self, name: str, more: str = "") -> Path:
        program = self.folder / name
        text = RECORDER.format(python=sys.executable, record=str(self._record), more=more)
        program.write_text(text, encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return program

    @property
    def calls(self) -> list[list[str]]:
        lines = (
            self._record.read_text(encoding="utf-8").splitlines() if self._record.exists() else []
        )
        return [json.loads(line) for line in lines]


@pytest.fixture
def recorder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    for name in (*windows_signing.AZURE, windows_signing.CERTIFICATE):
        monkeypatch.delenv(name, raising=False)
    return Recorder(folder)


def section(name: str) -> list[str]:
    """The lines of a section of the installer, without comments."""
    text = SCRIPT.split(f"\n[{name}]\n")[1].split("\n[")[0]
    return [line for line in text.splitlines() if line and not line.startswith(";")]


def messages(language: str) -> dict[str, str]:
    lines = (line.partition("=") for line in section("CustomMessages"))
    return {
        name.partition(".")[2]: text for name, _, text in lines if name.startswith(f"{language}.")
    }


@ON_POSIX
def test_the_version_of_the_installer_is_that_of_the_program(recorder: Recorder) -> None:
    compiler = recorder.add("iscc")

    assert windows_installer.main(["--compiler", shlex.quote(str(compiler))]) == 0

    (call,) = recorder.calls
    assert f"/DAppVersion={supertoken_desktop.__version__}" in call
    assert "/DSign" not in call
    assert call[-1] == "installer.iss"
    assert f'"{supertoken_desktop.__version__}"' not in SCRIPT


@ON_POSIX
def test_the_installer_is_signed_where_there_is_a_certificate(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(windows_signing.CERTIFICATE, "c2VjcmV0")
    compiler = recorder.add("iscc")

    windows_installer.main(["--compiler", shlex.quote(str(compiler))])

    (call,) = recorder.calls
    assert "/DSign" in call
    assert not any("c2VjcmV0" in argument for argument in call)


def test_a_compiler_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    for name in ("ProgramFiles", "ProgramFiles(x86)"):
        monkeypatch.delenv(name, raising=False)

    assert windows_installer.main([]) == 1
    assert "ISCC.exe" in capsys.readouterr().err


@pytest.mark.parametrize("more", ["--self-test C:/other", "--new=text"])
def test_a_link_with_quotes_of_its_own_cannot_add_options(
    more: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = (line for line in section("Registry") if r"shell\open\command" in line)
    data = line.split('ValueData: "')[1].split('"; Tasks')[0].replace('""', '"')
    # Windows puts the link in as it is.
    command = data.replace("%1", f'supertoken://ask?text=a" {more} "').replace("\\", "/")

    with pytest.raises(SystemExit):
        parse_arguments(shlex.split(command)[1:])

    assert "not a link" in capsys.readouterr().err


def test_only_the_start_at_login_is_left_to_be_ticked() -> None:
    tasks = {re.findall(r'Name: "(\w+)"', line)[0]: line for line in section("Tasks")}

    assert list(tasks) == ["startmenu", "links", "autostart"]
    assert [name for name, line in tasks.items() if "unchecked" in line] == ["autostart"]


def test_each_choice_decides_over_what_it_writes() -> None:
    written = [*section("Icons"), *section("Registry")]

    assert all(re.search(r"Tasks: (startmenu|links|autostart)$", line) for line in written)
    assert all(line.startswith("Root: HKCU;") for line in section("Registry"))


def test_it_installs_for_one_user_and_recognises_itself() -> None:
    setup = dict(line.split("=", 1) for line in section("Setup") if "=" in line)

    assert setup["PrivilegesRequired"] == "lowest"
    assert setup["AppId"].removeprefix("{") in try_installer.ENTRY
    assert setup["CloseApplications"] == "yes"


def test_the_history_it_asks_about_is_where_the_program_keeps_it() -> None:
    folder = re.findall(r"function HistoryFolder.*?'(.*?)'", SCRIPT, re.DOTALL)[0]
    program = (ROOT / "supertoken_desktop" / "paths.py").read_text(encoding="utf-8")

    # With this, platformdirs puts data, settings and logs into one folder in that of local data.
    assert "PlatformDirs(_PROGRAM, appauthor=False)" in program
    assert f'_PROGRAM = "{places.NAME}"' in program
    assert folder == r"{localappdata}\{#Program}"
    assert f'#define Program "{places.NAME}"' in SCRIPT


def test_history_is_deleted_only_where_someone_said_yes() -> None:
    code = SCRIPT.split("\n[Code]\n")[1]
    offer = code.split("procedure OfferToDeleteHistory;")[1].split("\nend;")[0]

    guards = [offer.index(guard) for guard in ("UninstallSilent", "MB_DEFBUTTON2", "<> IDYES")]
    assert guards == sorted(guards)
    assert guards[-1] < offer.index("DelTree")
    assert SCRIPT.count("DelTree") == 1
    removed = [*section("InstallDelete"), *section("UninstallDelete")]
    assert not any("localappdata" in line for line in removed)


def test_every_message_is_there_in_both_languages() -> None:
    english, chinese = messages("en"), messages("zh")

    assert english.keys() == chinese.keys()
    used = set(re.findall(r"\{cm:(\w+)\}|CustomMessage\('(\w+)'\)", SCRIPT))
    assert {name for pair in used for name in pair if name} == english.keys()
    for name, text in english.items():
        assert re.findall(r"%\d|%n", text) == re.findall(r"%\d|%n", chinese[name]), name


def test_chinese_messages_use_chinese_punctuation() -> None:
    lines = [line for line in CHINESE.splitlines() if not line.startswith(";")]
    texts = [*(line.partition("=")[2] for line in lines), *messages("zh").values()]

    assert [text for text in texts if re.search(r"[\u4e00-\u9fff][,.:;?!](?!/)|\.\.\.", text)] == []


@ON_POSIX
@pytest.mark.parametrize(
    ("secrets", "cmdlet"),
    [(AZURE, "Invoke-TrustedSigning"), ({"WINDOWS_CERTIFICATE": "c2VjcmV0"}, "signtool.exe")],
)
def test_secrets_reach_the_signing_through_the_environment_alone(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, secrets: dict[str, str], cmdlet: str
) -> None:
    recorder.add("pwsh", "assert os.environ['FILES_TO_SIGN'].endswith('a.exe')")
    for name, secret in secrets.items():
        monkeypatch.setenv(name, secret)

    assert windows_signing.main(["a.exe"]) == 0

    (call,) = recorder.calls
    assert cmdlet in call[-1]
    assert not any(secret in argument for argument in call for secret in secrets.values())


def test_without_secrets_nothing_is_signed_and_it_says_so(
    recorder: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert windows_signing.main(["a.exe"]) == 0

    assert recorder.calls == []
    assert "Not signed" in capsys.readouterr().out


@ON_POSIX
def test_the_trial_refuses_where_there_is_a_history(recorder: Recorder, tmp_path: Path) -> None:
    windows = recorder.add("windows", "print('C:\\\\local') if 'echo' in sys.argv[-1] else 0")
    history = tmp_path / "drive" / "local" / "supertoken-desktop" / "history.db"
    history.parent.mkdir(parents=True)
    history.write_bytes(b"mine")
    through = ["--through", shlex.quote(str(windows)), "--drive", str(tmp_path / "drive")]

    assert try_installer.main(["setup.exe", *through]) == 1

    assert history.read_bytes() == b"mine"
    assert all("echo" in call[-1] for call in recorder.calls)


def test_macos_knows_its_links_languages_and_versions() -> None:
    info = macos_info.info()

    assert plistlib.loads(plistlib.dumps(info)) == info
    assert "supertoken" in str(info["CFBundleURLTypes"])
    assert info["CFBundleLocalizations"] == ["en", "zh-Hans"]
    assert info["LSMinimumSystemVersion"] == "13.0"
    assert re.fullmatch(r"\d+(\.\d+){0,2}", str(info["CFBundleVersion"]))
    assert supertoken_desktop.__version__.startswith(str(info["CFBundleVersion"]))


def test_texts_that_macos_shows_are_there_in_chinese() -> None:
    text = (MACOS / "zh-Hans.lproj" / "InfoPlist.strings").read_text(encoding="utf-8")
    translated = dict(re.findall(r'^"(\w+)" = "(.+)";$', text, re.MULTILINE))

    shown = {name for name in macos_info.info() if name.endswith(("Description", "Copyright"))}
    assert translated.keys() == shown


def test_the_hardened_runtime_is_loosened_in_one_point_alone() -> None:
    allowed = plistlib.loads((MACOS / "entitlements.plist").read_bytes())

    assert allowed == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


@pytest.fixture
def mac(recorder: Recorder, tmp_path: Path) -> Recorder:
    """A checkout with an application in it, and what a Mac has."""
    root = tmp_path / "checkout"
    for name in ("packaging/macos/sign-and-package.sh", "supertoken_desktop/__init__.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes((ROOT / name).read_bytes())
    contents = root / "dist" / "SuperToken Desktop.app" / "Contents"
    library = contents / "Frameworks" / "QtCore.framework" / "Versions" / "A"
    for file in ("MacOS/supertoken-desktop", "MacOS/supertoken", "Resources/text"):
        (contents / file).parent.mkdir(parents=True, exist_ok=True)
        (contents / file).write_bytes(b"")
    library.mkdir(parents=True)
    (library / "QtCore").write_bytes(b"")
    recorder.add("codesign")
    recorder.add("ditto")
    recorder.add("spctl")
    recorder.add("xcrun")
    recorder.add("hdiutil", "open(sys.argv[-1], 'w').close()")
    recorder.add("file", "print('Mach-O' if 'Qt' in sys.argv[-1] else 'text')")
    recorder.add("openssl", "print('random')")
    found = "print('  1) ABCDEF \"Developer ID\"') if sys.argv[1] == 'find-identity' else 0"
    recorder.add("security", found)
    return recorder


def pack(tmp_path: Path) -> int:
    script = tmp_path / "checkout" / "packaging" / "macos" / "sign-and-package.sh"
    return os.spawnvp(os.P_WAIT, "bash", ["bash", str(script)])


@ON_POSIX
def test_an_application_without_a_certificate_is_packed_unsigned(
    mac: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MACOS_CERTIFICATE", raising=False)

    assert pack(tmp_path) == 0

    assert {call[0] for call in mac.calls} == {"ditto", "hdiutil"}
    (image,) = (tmp_path / "checkout" / "dist").glob("*.dmg")
    assert image.name.startswith(f"supertoken-desktop-{supertoken_desktop.__version__}-macos-")


@ON_POSIX
def test_an_application_is_signed_from_the_inside_and_notarised(
    mac: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MACOS_CERTIFICATE", "MACOS_CERTIFICATE_PASSWORD", "NOTARY_KEY"):
        monkeypatch.setenv(name, "c2VjcmV0")
    monkeypatch.setenv("NOTARY_KEY_ID", "id")
    monkeypatch.setenv("NOTARY_ISSUER", "issuer")

    assert pack(tmp_path) == 0

    signed = [call for call in mac.calls if call[0] == "codesign" and "--sign" in call]
    names = [Path(call[-1]).name for call in signed]
    assert names[:4] == ["QtCore", "QtCore.framework", "supertoken", "SuperToken Desktop.app"]
    assert names[4].endswith(".dmg")
    entitled = [Path(call[-1]).name for call in signed if "--entitlements" in call]
    assert entitled == ["supertoken", "SuperToken Desktop.app"]
    assert all("--timestamp" in call for call in signed)
    assert [call[1] for call in mac.calls if call[0] == "xcrun"] == ["notarytool", "stapler"]
    assert not list((tmp_path / "checkout").rglob("*.p12"))
