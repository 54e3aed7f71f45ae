"""Several processes that do the same work: started together, started again when one dies, ended together.

They are forked from one that has everything imported, so that its memory is theirs until they change it.
"""

from __future__ import annotations

import gc
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress

import structlog
from msgspec import Struct

STOPS = (signal.SIGTERM, signal.SIGINT)
PAUSE = 1.0
"""Seconds before a worker that died is started again, so that one that always dies does not take the machine."""

log = structlog.get_logger(__name__)


class Link(Struct, frozen=True):
    """What a worker has of the process that started it."""

    up: int
    """A file to write to when the work can be done."""
    alive: int
    """A file that ends when that process does: then nobody would start or end this one any more."""

    def say_up(self) -> None:
        with suppress(BrokenPipeError):  # nobody waits for one that was started again
            os.write(self.up, b".")
        os.close(self.up)


Work = Callable[[Link], None]
"""What a worker does, until SIGTERM. What it raises is raised in the worker's own process."""


class Workers:
    def __init__(self, count: int, work: Work) -> None:
        self._count = count
        self._work = work
        self._running: set[int] = set()
        self._stopping = False
        self._own_end, self._others_end = os.pipe()

    def run(self, on_up: Callable[[], None]) -> None:
        """Start them all, say `on_up`, and keep them running until SIGTERM or Ctrl-C.

        In a worker this returns (or raises) when its work does. If one can't even begin the first time, all are ended and
        SystemExit has its exit code; it has said itself why.
        """
        for one in STOPS:
            signal.signal(one, self._stop)
        gc.freeze()  # else the first collection in a worker would copy every page that is still shared
        begun_ones: list[int] = []
        for _ in range(self._count):
            begun = self._start()
            if begun is None:
                return  # this is a worker, and its work is done
            begun_ones.append(begun)
        for begun in begun_ones:
            if not os.read(begun, 1) and not self._stopping:
                raise SystemExit(self._end())
            os.close(begun)
        if not self._stopping:
            on_up()
        while self._running:
            pid, status = self._wait()
            if self._stopping:
                continue
            log.error("worker_died", pid=pid, code=os.waitstatus_to_exitcode(status))
            time.sleep(PAUSE)
            if self._stopping:
                continue
            begun = self._start()
            if begun is None:
                return
            os.close(begun)

    def _start(self) -> int | None:
        """Fork one worker: gives the file that tells of its being up, or None in the worker, when its work is done."""
        up, says_up = os.pipe()
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # none may come between the fork and its being noted
        pid = os.fork()
        if pid:
            self._running.add(pid)
            if self._stopping:  # the others were told before there was this one
                os.kill(pid, signal.SIGTERM)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
            os.close(says_up)
            return up
        os.setpgid(0, 0)  # Ctrl-C reaches the first process alone, which then ends the others once
        for one in STOPS:
            signal.signal(one, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        os.close(self._others_end)
        os.close(up)
        self._work(Link(says_up, self._own_end))
        return None

    def _stop(self, *_: object) -> None:
        self._stopping = True
        for pid in self._running:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)

    def _end(self) -> int:
        """End all; gives the exit code of the one that ended by itself."""
        _, status = self._wait()
        self._stop()
        while self._running:
            self._wait()
        return os.waitstatus_to_exitcode(status)

    def _wait(self) -> tuple[int, int]:
        pid, status = os.wait()
        self._running.discard(pid)
        return pid, status
