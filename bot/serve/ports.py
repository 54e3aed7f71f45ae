"""Serve an ASGI app on a port until SIGTERM or Ctrl-C, and then come back instead of dying of the signal."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from ipaddress import ip_address
from types import FrameType

from starlette.types import ASGIApp
from uvicorn.config import Config
from uvicorn.server import Server as Uvicorn

from bot.serve.arrivals import Bounded
from bot.serve.bounds import BOUNDS, Bounds

GRACE_SECONDS = 5
"""For requests that are being answered; the work that goes on behind them has its own time."""


BACKLOG = 2048
DEALS_OUT = sys.platform == "linux"
"""Whether the system deals connections out to all that listen on one port."""


class CannotListen(Exception):
    """The port can't be listened on; the message says why, by the settings' names."""


class Server(Uvicorn):
    """uvicorn, but without its signal handling: it raises a signal again after the shutdown, and the exit is then not 0.

    Nor does it look ten times a second whether it should end, and then wait for two tenths: it is woken, and ends when the last answer is out.
    """

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.up, self._told = asyncio.Event(), asyncio.Event()

    def end(self) -> None:
        """Take no new connections and come back from serving when the running requests are answered."""
        self.should_exit = True
        self._told.set()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._told.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    async def main_loop(self) -> None:
        while not await self.on_tick(0):  # which also writes the date of the next second's answers
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._told.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for one in (*self.servers, *(sockets or ())):
            one.close()
        state = self.server_state
        for connection in list(state.connections):
            connection.shutdown()
        try:
            async with asyncio.timeout(self.config.timeout_graceful_shutdown):
                await asyncio.sleep(0.01)  # what was accepted in this turn of the loop is a connection soon
                while (state.connections or state.tasks) and not self.force_exit:  # noqa: ASYNC110 - no event says so
                    await asyncio.sleep(0.01)
        except TimeoutError:
            for task in state.tasks:
                task.cancel()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for stop in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(stop, self.handle_exit, stop, None)
        yield
        for stop in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(stop)


def server(app: ASGIApp, bounds: Bounds = BOUNDS) -> Server:
    """A server that lets running requests finish, and lets nobody take more than the bounds."""
    return Server(
        Bounded(
            app,
            bounds,
            log_config=None,
            log_level="error",  # below, any stranger could fill the log
            access_log=False,
            proxy_headers=False,  # nobody asks where a request came from: its signature says whose it is
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )


@asynccontextmanager
async def serving(app: ASGIApp, bounds: Bounds = BOUNDS) -> AsyncIterator[str]:
    """Serve on a free port of this machine while something else goes on in the same loop; gives the address."""
    with listening("127.0.0.1", 0) as sock:
        one = server(app, bounds)
        task = asyncio.create_task(one.serve(sockets=[sock]))
        await one.up.wait()
        try:
            yield address(sock)
        finally:
            one.end()
            await task


def listening(host: str, port: int) -> socket.socket:
    """Open the port; 0 takes a free one. Raises CannotListen."""
    return _opened(host, port)


def listening_beside(reserved: socket.socket) -> socket.socket:
    """Listen on a port that other processes listen on too: the system deals connections out to them evenly.

    Where one socket is shared instead, whichever process wakes first takes them all, and the others have nothing to do.
    """
    if not DEALS_OUT:
        return reserved
    host, port = reserved.getsockname()[:2]
    return _opened(host, port, beside=True)


def reserved_for_several(host: str, port: int) -> socket.socket:
    """Take the port, for processes that will each listen on it; nobody else can have it. Raises CannotListen."""
    if not DEALS_OUT:
        return listening(host, port)
    # First alone: else it would be shared with whoever has it in the same way.
    with _opened(host, port, backlog=None) as free:
        return _opened(host, free.getsockname()[1], beside=True, backlog=None)


def _opened(host: str, port: int, *, beside: bool = False, backlog: int | None = BACKLOG) -> socket.socket:
    """Open a socket on a port: `beside` others that do the same, and listening unless `backlog` is None.

    It is said to be TCP, which `create_server` leaves open: asyncio turns Nagle's algorithm off only where it
    is, and with it every answer on a kept connection waits 40 ms. https://github.com/Kludex/uvicorn/issues/3149
    """
    sock = socket.socket(
        socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if beside:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        sock.bind((host, port))
        if backlog is not None:
            sock.listen(backlog)
    except OSError as error:
        sock.close()
        raise CannotListen(f"HOST={host} PORT={port} can't be listened on: {_why(error)}.") from error
    return sock


def _why(error: OSError) -> str:
    """Say the system's own word alone; a host that no name server knows has none."""
    return os.strerror(error.errno) if error.errno and error.errno > 0 else "no such address"


def address(sock: socket.socket) -> str:
    """Where a socket listens, as an address to open."""
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
