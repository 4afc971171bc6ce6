"""What the system shows others of this process's arguments, and how to take it back."""

import sys
from pathlib import Path

# Of the numbers behind the name, the places where arguments begin and end.
# Source: proc_pid_stat(5), fields 48 and 49; the third is the first behind the name.
_ARG_START, _ARG_END = 48 - 3, 49 - 3
# Whatever a system allows for all arguments together is less.
_MOST_BYTES = 16 << 20


def hide_arguments() -> None:
    """Have lists of processes show the program's name alone, on Linux.

    There anybody on the computer can read them for as long as the process lives, and a link may
    hold a key, a text be private. Python has copies of its own. Elsewhere only the user can.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        numbers = Path("/proc/self/stat").read_bytes().rpartition(b")")[2].split()
        name = Path("/proc/self/cmdline").read_bytes().partition(b"\0")[0]
        begin, end = (int(numbers[at]) for at in (_ARG_START, _ARG_END))
    except (OSError, ValueError, IndexError):
        # A system that does not tell shows nothing either.
        return
    length = end - begin - len(name)
    if begin and 0 < length <= _MOST_BYTES:
        import ctypes

        ctypes.memset(begin + len(name), 0, length)
