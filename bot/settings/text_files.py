"""Files of text that somebody names to us: read whole, with a bound, and only where they are files."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

LONGEST = 1_048_576
"""Bytes; far more than any list of departments, plan or `.env` has."""


class TooLong(ValueError):
    """The file is longer than what is looked for ever is."""


def text_of(path: Path, longest: int = LONGEST) -> str:
    """Raises OSError or ValueError: a pipe would have us wait for whoever writes to it, and a device may have no end."""
    path = path.expanduser()
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        raise OSError(errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL, "it is not a file")
    with path.open("rb") as file:
        read = file.read(longest + 1)
    if len(read) > longest:
        raise TooLong("it is too long")
    return read.decode("utf-8-sig")
