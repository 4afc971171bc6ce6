"""Compile installer.iss around the bundle; prints where the installer lies.

Needs Inno Setup 6.3 or newer and what `python3 dev.py package` makes. Where windows_signing.py has
what it needs, the installer and its uninstaller are signed while they are made.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from places import NAME, PACKAGING, ROOT, version, version_numbers
from windows_signing import chosen_script

SIGNER = PACKAGING / "windows_signing.py"
ARCHITECTURES = {"x64": "x64compatible", "arm64": "arm64", "x86": "x86compatible"}


def main(arguments: Sequence[str]) -> int:
    """Compile once; the compiler's exit status is ours."""
    parser = argparse.ArgumentParser(description="Compile the Windows installer.")
    parser.add_argument("--architecture", choices=ARCHITECTURES, default="x64")
    parser.add_argument("--bundle", help="another folder to install than dist/supertoken-desktop")
    parser.add_argument("--compiler", help="how ISCC is called, where it is not found by itself")
    chosen = parser.parse_args(arguments)
    compiler = shlex.split(chosen.compiler) if chosen.compiler else find_compiler()
    if not compiler:
        return refuse("Inno Setup is not installed. Its compiler is ISCC.exe.")
    made = version()
    options = [f"/DAppVersion={made}", f"/DAppVersionNumbers={version_numbers()}"]
    options += [f"/DArchitecture={ARCHITECTURES[chosen.architecture]}"]
    options += [f"/DBundle={chosen.bundle}"] if chosen.bundle else []
    if chosen_script(os.environ) is not None:
        # Inno writes $q for a quotation mark and $f for the file to be signed.
        options += ["/DSign", f"/Ssupertoken=$q{sys.executable}$q $q{SIGNER}$q $f"]
    command = [*compiler, "/Q", *options, "installer.iss"]
    status = subprocess.run(command, cwd=ROOT, check=False).returncode
    if status == 0:
        print(f"dist/{NAME}-{made}-windows-{chosen.architecture}.exe")
    return status


def find_compiler() -> list[str]:
    """Return how to call ISCC, or nothing."""
    on_path = shutil.which("ISCC")
    if on_path:
        return [on_path]
    for home in filter(None, map(os.environ.get, ("ProgramFiles(x86)", "ProgramFiles"))):
        for place in sorted(Path(home).glob("Inno Setup */ISCC.exe"), reverse=True):
            return [str(place)]
    return []


def refuse(message: str) -> int:
    """Say why it does not go on."""
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
