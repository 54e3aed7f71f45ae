"""Run the appointment service by itself, on a port of its own."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.serve.ports import CannotListen, address, is_loopback, listening, server
from bot.service.app import create_service
from bot.service.settings import ServiceSettings
from bot.settings import BadSettings, Settings, read
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate


def run_api(settings: Settings) -> None:
    """Migrate, serve until SIGTERM or Ctrl-C, then return. Port 0 takes a free one; the address is printed.

    What the service alone needs to be told is read from the environment, whichever vendor the bot has.

    Raises CannotListen, and what `open_engine` and `migrate` raise.
    """
    told, problems = read(ServiceSettings)
    if told is None or problems:
        raise BadSettings(problems)
    if not told.appointments_api_token and not is_loopback(settings.host):
        raise CannotListen(
            f"HOST={settings.host} can be reached from other machines: set APPOINTMENTS_API_TOKEN, or listen on 127.0.0.1."
        )
    asyncio.run(_serve(settings, told))


async def _serve(settings: Settings, told: ServiceSettings) -> None:
    engine = open_engine(settings.database_url)
    try:
        await migrate(engine)
        app = create_service(
            engine,
            token=told.appointments_api_token,
            clock=lambda: datetime.now(UTC),
            meet_host=told.meet_host,
        )
        with listening(settings.host, settings.port) as sock:
            print(f"Appointment service on {address(sock)}", flush=True)
            await server(app).serve(sockets=[sock])
    finally:
        await engine.dispose()
