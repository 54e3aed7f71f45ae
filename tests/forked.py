"""Processes without the seconds that each takes to be imported and warmed: forked off one that has done both (tests/forker.py)."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from asyncio import StreamReader, StreamReaderProtocol
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
_ADDRESS = "FRONTDESK_TESTS_FORKER"


class Forked:
    """A process as asyncio has them, as far as the tests need it."""

    def __init__(self, pid: int, status: _Pipe, out: _Pipe, err: _Pipe | None) -> None:
        self.pid = pid
        self.stdout = out.reader
        self.returncode: int | None = None
        self._status = status.reader
        self._err = err.reader if err else None
        self._pipes = [one for one in (status, out, err) if one]

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    async def wait(self) -> int:
        if self.returncode is None:
            self.returncode = int(await self._status.readline())
            for pipe in self._pipes:
                pipe.transport.close()
        return self.returncode

    async def communicate(self) -> tuple[bytes, bytes]:
        """Read what it prints until it has ended."""
        out, err = await asyncio.gather(self.stdout.read(), self._err.read() if self._err else _nothing())
        await self.wait()
        return out, err


async def started(
    *arguments: str,
    folder: Path,
    environment: Mapping[str, str],
    typed: str = "",
    log: IO[bytes] | None = None,
) -> Forked:
    """Start `python -m bot …`; what it prints can be read, what it says goes to the log if there is one. `typed`: its input."""
    its_input, our_input = os.pipe()
    os.write(our_input, typed.encode())
    os.close(our_input)
    status, its_status = os.pipe()
    out, its_output = os.pipe()
    err, its_errors = (-1, log.fileno()) if log else os.pipe()
    ask(["-m", "bot", *arguments], environment, folder, [its_input, its_output, its_errors, its_status])
    for mine in (its_input, its_output, its_status, *(() if log else (its_errors,))):
        os.close(mine)
    told = await _Pipe.of(status)
    pid = int(await told.reader.readline())
    return Forked(pid, told, await _Pipe.of(out), None if log else await _Pipe.of(err))


class _Pipe:
    """The end of a pipe that is read."""

    reader: StreamReader
    transport: asyncio.ReadTransport

    @classmethod
    async def of(cls, fd: int) -> _Pipe:
        pipe, reader = cls(), StreamReader()
        loop = asyncio.get_running_loop()
        pipe.transport, _ = await loop.connect_read_pipe(
            lambda: StreamReaderProtocol(reader), os.fdopen(fd, "rb")
        )
        pipe.reader = reader
        return pipe


async def _nothing() -> bytes:
    return b""


def ask(arguments: list[str], environment: Mapping[str, str], folder: Path, files: list[int]) -> None:
    """Have a process forked that does what `python …` does, with these as its input, output and errors; the last is told of it."""
    with socket.socket(socket.AF_UNIX) as asking:
        asking.connect(_forker())
        said = json.dumps([arguments, dict(environment), str(folder)]).encode()
        sent = socket.send_fds(asking, [said], files)
        asking.sendall(said[sent:])


def share(whole: bool) -> None:
    """Start the one that forks before xdist's processes are started, so that they are forked off it and ask it too.

    `whole`: they run all tests, so that it loads them.
    """
    os.environ[_ADDRESS] = _forker("whole" if whole else "")


@cache
def _forker(loading: str = "") -> str:
    """Start it, unless whoever started this process has: it ends when that one does. Gives where it listens."""
    if _ADDRESS in os.environ:
        return os.environ[_ADDRESS]
    folder = tempfile.mkdtemp(prefix="forker")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{folder}/asked")
        listening.listen(64)
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.forker", str(listening.fileno()), loading],
            cwd=ROOT,
            pass_fds=(listening.fileno(),),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
    atexit.register(process.communicate)
    return f"{folder}/asked"
