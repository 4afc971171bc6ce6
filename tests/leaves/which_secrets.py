"""Say which secret store a process with this environment gets, and try it.

python -m tests.leaves.which_secrets; prints the class and whether it lasts, then waits for a line,
then prints what was read back, or the error.
"""

import asyncio
import sys

from supertoken_desktop.domain.errors import SuperTokenError
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.secrets import open_secrets


async def main() -> None:
    secrets = await open_secrets()
    await secrets.write("probe", Secret("sk-probe"))
    sys.stdout.write(f"{type(secrets).__name__} {secrets.is_lasting}\n")
    sys.stdout.flush()
    sys.stdin.readline()
    try:
        found = await secrets.read("probe")
        await secrets.forget("probe")
    except SuperTokenError as error:
        sys.stdout.write(f"{error.kind} {error.reason}\n")
        return
    sys.stdout.write(f"{found.reveal() if found else None}\n")


if __name__ == "__main__":
    asyncio.run(main())
