"""Write what the packages are made of: a CycloneDX bill of materials of the locked requirements."""

import json
import subprocess
import sys

from places import DIST, NAME, ROOT, version


def main() -> int:
    """Write `dist/supertoken-desktop-VERSION.cdx.json`; return the exit status."""
    bill = DIST / f"{NAME}-{version()}.cdx.json"
    DIST.mkdir(exist_ok=True)
    command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements"]
    command += [
        "--pyproject",
        "pyproject.toml",
        "--mc-type",
        "application",
        "--output-reproducible",
    ]
    command += ["--of", "JSON", "-o", str(bill), "requirements/run.txt"]
    status = subprocess.run(command, cwd=ROOT, check=False).returncode
    if status:
        return status
    # pyproject.toml leaves the version to the program.
    made = json.loads(bill.read_text(encoding="utf-8"))
    made["metadata"]["component"]["version"] = version()
    bill.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
    print(bill.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
