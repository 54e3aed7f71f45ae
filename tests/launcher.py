"""What xdist starts in the place of a Python, `python -m tests.launcher -u -c …`: has that process forked, and ends with it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.forked import ask


def main() -> int:
    """Give the process what this one was given, and its exit code to whoever waits for this one."""
    told, its_status = os.pipe()
    ask(sys.argv[1:], os.environ, Path.cwd(), [0, 1, 2, its_status])
    for given in (0, 1, its_status):
        os.close(given)
    with os.fdopen(told) as status:
        _, code = status.readline(), status.readline()
    return int(code or 1)


if __name__ == "__main__":
    sys.exit(main())
