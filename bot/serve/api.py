"""Run the appointment service by itself, on a port of its own."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from pydantic import SecretStr

from bot.serve.ports import CannotListen, address, is_loopback, listening, server
from bot.service.app import create_service
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate


def run_api(database_url: str, host: str, port: int, token: SecretStr | None, meet_host: str) -> None:
    """Migrate, serve until SIGTERM or Ctrl-C, then return. Port 0 takes a free one; the address is printed.

    Raises CannotListen, and what `open_engine` and `migrate` raise.
    """
    if not token and not is_loopback(host):
        raise CannotListen(
            f"HOST={host} can be reached from other machines: set APPOINTMENTS_API_TOKEN, or listen on 127.0.0.1."
        )
    asyncio.run(_serve(database_url, host, port, token or None, meet_host))


async def _serve(database_url: str, host: str, port: int, token: SecretStr | None, meet_host: str) -> None:
    engine = open_engine(database_url)
    try:
        await migrate(engine)
        app = create_service(engine, token=token, clock=lambda: datetime.now(UTC), meet_host=meet_host)
        with listening(host, port) as sock:
            print(f"Appointment service on {address(sock)}", flush=True)
            await server(app).serve(sockets=[sock])
    finally:
        await engine.dispose()
