"""Run the appointment service by itself, on a port of its own."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from ipaddress import ip_address

import uvicorn
from pydantic import SecretStr

from bot.service.app import create_service
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate

_GRACE_SECONDS = 20


class CannotServe(Exception):
    """The service can't be started as asked; the message says why and what to do."""


class _Server(uvicorn.Server):
    """uvicorn, but without its signal handling: it raises a signal again after the shutdown, and the exit is then not 0."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for stop in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(stop, self.handle_exit, stop, None)
        yield
        for stop in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(stop)


def run_api(database_url: str, host: str, port: int, token: SecretStr | None, meet_host: str) -> None:
    """Migrate, serve until SIGTERM or Ctrl-C, then return. Port 0 takes a free one; the address is printed.

    Raises CannotServe, and what `open_engine` and `migrate` raise.
    """
    if not token and not _is_loopback(host):
        raise CannotServe(
            f"HOST={host} can be reached from other machines: set APPOINTMENTS_API_TOKEN, or listen on 127.0.0.1."
        )
    asyncio.run(_serve(database_url, host, port, token or None, meet_host))


async def _serve(database_url: str, host: str, port: int, token: SecretStr | None, meet_host: str) -> None:
    engine = open_engine(database_url)
    try:
        await migrate(engine)
        app = create_service(engine, token=token, clock=lambda: datetime.now(UTC), meet_host=meet_host)
        with _listening(host, port) as sock:
            config = uvicorn.Config(
                app, log_level="warning", lifespan="off", timeout_graceful_shutdown=_GRACE_SECONDS
            )
            print(f"Appointment service on {_address(sock)}", flush=True)
            await _Server(config).serve(sockets=[sock])
    finally:
        await engine.dispose()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise CannotServe(f"HOST={host} PORT={port} can't be listened on: {error.strerror}.") from error


def _address(sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
