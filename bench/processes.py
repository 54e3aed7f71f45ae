"""Processes that are started, measured and ended again."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable


def free_port() -> int:
    """Find a port that nobody has, below those that the system gives to anyone who asks for any."""
    while True:
        port = random.randrange(20_000, 32_000)
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


class Measured:
    """A process and all below it: the CPU time they took and the most memory that they held."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def cpu(self) -> float:
        """Seconds of CPU, user and system, since they were started."""
        return sum(_cpu(pid) for pid in self._all())

    def waited(self) -> float:
        """Seconds for which their threads could have run and no core was free for them.

        https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
        """
        return sum(_waited(pid) for pid in self._all())

    def peak(self) -> float:
        """Megabytes at the most, for all of them together."""
        return sum(_peak(pid) for pid in self._all())

    def _all(self) -> list[int]:
        found = [self.process.pid]
        for pid in found:
            for thread in _threads(pid):
                children = Path(f"/proc/{pid}/task/{thread}/children")
                found += map(int, children.read_text().split())
        return found


@contextlib.contextmanager
def started(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path
) -> Iterator[Measured]:
    """Run a process with this environment and nothing else of ours; end it with SIGTERM."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            arguments, cwd=folder, env={"PATH": os.environ["PATH"], **environment}, stdout=out, stderr=out
        )
    try:
        yield Measured(process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(25)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int, seconds: float = 10) -> None:
    """Wait until somebody listens on a port."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.01)
    raise TimeoutError(f"nobody listens on {port}")


def _threads(pid: int) -> list[str]:
    return os.listdir(f"/proc/{pid}/task")


def _cpu(pid: int) -> float:
    """Read another process's CPU clock, to the nanosecond where /proc/PID/stat counts hundredths of a second.

    The clock's number is made as clock_getcpuclockid(3) makes it: the process, and 2 for its threads' time together.
    """
    return time.clock_gettime((~pid << 3) | 2)


def _waited(pid: int) -> float:
    told = (Path(f"/proc/{pid}/task/{thread}/schedstat").read_text().split() for thread in _threads(pid))
    return sum(int(waited) for _, waited, _ in told) / 1e9


def _peak(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
