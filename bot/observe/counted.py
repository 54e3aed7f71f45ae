"""Let several processes count as one. Known before the metrics library is imported, and so apart from it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

COUNTED_IN = "PROMETHEUS_MULTIPROC_DIR"
"""The metrics library's own variable, read when it is imported: where processes count so that each can tell of all."""


@contextmanager
def counted_together() -> Iterator[None]:
    """Let all workers' metrics be one: whichever is asked tells of all. To be entered before `bot.observe.metrics` is imported."""
    first = os.getpid()
    os.environ[COUNTED_IN] = folder = tempfile.mkdtemp(prefix="frontdesk-")
    try:
        yield
    finally:
        if os.getpid() == first:  # a worker leaves this too, and the others still count
            shutil.rmtree(folder, ignore_errors=True)
