"""The process that others are forked off: all that takes seconds to be imported and warmed is done in it once for a whole run of tests.

`python -m tests.forker FD` listens on the socket FD until its standard input ends, which is when whoever started it does; with
`whole` it loads all tests first, for the processes that run them. Whoever connects sends a process's words, environment and
folder as JSON, with its open files; over the last of these go its number at once and its exit code in the end. Where it
matters what is imported when (another vendor on the path, something to be told before), a Python of its own begins there.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import random
import runpy
import selectors
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import pytest

from bot import line

BOT = ["-m", "bot"]
LOADED = (
    *("bot.app", "bot.ops.doctor", "bot.serve.run", "bot.playground.play"),
    *("bot.apis.pexip.api", "bot.apis.sqod.api", "bot.service.app", "docs.generate"),
    *("alembic.command", "playwright.async_api", "schemathesis"),
)
ROOT = str(Path(__file__).parents[1])


def _serve(listening: socket.socket, whole: bool) -> None:
    _load(whole)
    ended, ending = socket.socketpair()
    ended.setblocking(False)
    ending.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who breaks off the tests ends whoever started this
    signal.set_wakeup_fd(ending.fileno())
    running: dict[int, int] = {}
    with selectors.DefaultSelector() as selector:
        for each in (listening, ended, sys.stdin):
            selector.register(each, selectors.EVENT_READ)
        while True:
            ready = [key.fileobj for key, _ in selector.select()]
            if sys.stdin in ready:
                return
            if ended in ready:
                ended.recv(4096)
            if listening in ready:
                said, files = _asked(listening)
                pid = os.fork()
                if pid == 0:
                    signal.set_wakeup_fd(-1)
                    for fd in (listening.fileno(), ended.fileno(), ending.fileno(), *running.values()):
                        os.close(fd)
                    selector.close()
                    _become(said, files)
                for fd in files[:3]:
                    os.close(fd)
                os.write(files[3], f"{pid}\n".encode())
                running[pid] = files[3]
            _tell_of_the_ended(running)


def _load(whole: bool) -> None:
    """Load what processes of the bot need, and what the tests' own need besides."""
    gc.disable()
    fresh = not (Path(ROOT) / ".hypothesis").exists()
    if fresh:
        _aside(_make_up_a_text)
    if whole:
        pytest.main(["--collect-only"], plugins=[_Loading(fresh)])
        _make_up_a_text()
    else:
        _import(LOADED)
    line.warm()
    gc.freeze()  # none of it is looked through again, nor copied for that, in any process
    gc.enable()
    gc.set_threshold(50_000)


class _Loading:
    """Has pytest load all tests as it does, with their assertions rewritten, where it would go on to collect them."""

    def __init__(self, fresh: bool) -> None:
        self.fresh = fresh

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        root = session.config.rootpath
        tests = sorted(root.glob("tests/**/test_*.py"))
        names = [*LOADED, *(".".join(test.relative_to(root).with_suffix("").parts) for test in tests)]
        if self.fresh:
            _aside(lambda: _import(reversed(names)))  # what it has compiled we find compiled when we meet
        _import(names)
        return True


def _import(names: Iterable[str]) -> None:
    for name in names:
        with suppress(Exception):  # whoever needs it says what is wrong with it
            import_module(name)


def _make_up_a_text() -> None:
    """Have hypothesis make its tables, of all characters and of the code's constants, or read them where they are written down.

    Each process's first text would wait for them, 4 s where nothing is written down yet.
    """
    from hypothesis import given, settings, strategies  # its plugin wants to be loaded before it is

    settings(database=None, derandomize=True)(given(strategies.text())(lambda _: None))()


def _aside(do: Callable[[], None]) -> None:
    """Do it in a process of its own, for what it leaves on the disk."""
    if os.fork() == 0:
        try:
            do()
        finally:
            os._exit(0)


def _asked(listening: socket.socket) -> tuple[bytes, list[int]]:
    asking, _ = listening.accept()
    with asking:
        said, files, *_ = socket.recv_fds(asking, 65_536, 4)
        while more := asking.recv(65_536):
            said += more
    return said, files


def _tell_of_the_ended(running: dict[int, int]) -> None:
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        fd = running.pop(pid, None)
        if fd is None:
            continue
        with suppress(OSError):  # nobody may wait for it any more
            os.write(fd, f"{os.waitstatus_to_exitcode(status)}\n".encode())
        os.close(fd)


def _become(said: bytes, files: list[int]) -> NoReturn:
    code = 1
    try:
        arguments, environment, folder = json.loads(said)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number, fd in enumerate(files[:3]):
            os.dup2(fd, number)
        for fd in files:
            os.close(fd)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        tempfile.tempdir = None  # what was found in our environment
        if environment.get("PYTHONPATH", ROOT) != ROOT:
            os.execve(sys.executable, [sys.executable, *arguments], environment)
        random.seed()
        _run(arguments)
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


def _run(arguments: list[str]) -> None:
    """Do what a Python does that is given these words: the bot's, or a program."""
    if arguments[:2] == BOT:
        sys.argv = ["bot", *arguments[2:]]
        runpy.run_module("bot", run_name="__main__", alter_sys=True)
        return
    program = arguments.index("-c") + 1
    sys.argv = ["-c", *arguments[program + 1 :]]
    exec(arguments[program], {"__name__": "__main__"})


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as given:
        _serve(given, whole="whole" in sys.argv)
