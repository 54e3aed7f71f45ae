"""Processes of the bot without the second that each takes to be imported and warmed: forked off one that has done both already.

`python -m tests.forked FD` is that one. Over the socket FD come a process's words, its environment, its folder and its
open files; over the last of these go its number at once and its exit code in the end. Where it matters what is imported
when (several workers, another vendor on the path), a Python of its own begins there.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import random
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import traceback
from asyncio import StreamReader, StreamReaderProtocol
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, NoReturn

ROOT = Path(__file__).parents[1]
_LONGEST = 200_000
"""Bytes of what is said of one process."""


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
    said = json.dumps([arguments, dict(environment), str(folder)]).encode()
    assert len(said) < _LONGEST
    socket.send_fds(_preloaded()[0], [said], [its_input, its_output, its_errors, its_status])
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


@cache
def _preloaded() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """The process that the others are forked off, and how to ask it; it ends when this one does."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 * _LONGEST)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.forked", str(its.fileno())],
        cwd=ROOT,
        pass_fds=(its.fileno(),),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    its.close()
    return ours, process


def _serve(asked: socket.socket) -> None:
    import bot.app
    import bot.ops.doctor
    import bot.serve.run  # noqa: F401
    from bot import line

    line.warm()
    ended, ending = socket.socketpair()
    ended.setblocking(False)
    ending.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(ending.fileno())
    running: dict[int, int] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(asked, selectors.EVENT_READ)
        selector.register(ended, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is ended:
                    ended.recv(4096)
                    continue
                said, files, *_ = socket.recv_fds(asked, _LONGEST, 4)
                if not said:
                    return
                pid = os.fork()
                if pid == 0:
                    signal.set_wakeup_fd(-1)
                    for fd in (asked.fileno(), ended.fileno(), ending.fileno(), *running.values()):
                        os.close(fd)
                    selector.close()
                    _become(said, files)
                for fd in files[:3]:
                    os.close(fd)
                os.write(files[3], f"{pid}\n".encode())
                running[pid] = files[3]
            _tell_of_the_ended(running)


def _tell_of_the_ended(running: dict[int, int]) -> None:
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        fd = running.pop(pid)
        with suppress(OSError):  # nobody may wait for it any more
            os.write(fd, f"{os.waitstatus_to_exitcode(status)}\n".encode())
        os.close(fd)


def _become(said: bytes, files: list[int]) -> NoReturn:
    code = 1
    try:
        arguments, environment, folder = json.loads(said)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number, fd in enumerate(files[:3]):
            os.dup2(fd, number)
        for fd in files:
            os.close(fd)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        if "--workers" in arguments or environment.get("PYTHONPATH", str(ROOT)) != str(ROOT):
            os.execve(sys.executable, [sys.executable, "-m", "bot", *arguments], environment)
        random.seed()
        sys.argv = ["bot", *arguments]
        runpy.run_module("bot", run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as given:
        _serve(given)
