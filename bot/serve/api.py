"""Run the appointment service by itself, on a port of its own."""

from __future__ import annotations

import asyncio
import secrets
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit

from pydantic import SecretStr
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.observe.health import Health
from bot.observe.probes import LIVE, READY, probes
from bot.serve.ports import CannotListen, address, is_loopback, listening, server
from bot.service.app import create_service
from bot.service.threshold import guarded
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate
from bot.storage.probe import can_write


def run_api(
    database_url: str,
    host: str,
    port: int,
    token: SecretStr | None,
    meet_host: str,
    public_url: str | None = None,
) -> None:
    """Migrate, serve until SIGTERM or Ctrl-C, then return. Port 0 takes a free one; the address is printed.

    Without a token one is made and printed beneath the address. Raises CannotListen, and what `open_engine` and `migrate` raise.
    """
    if not token and not is_loopback(host):
        raise CannotListen(
            f"HOST={host} can be reached from other machines: set APPOINTMENTS_API_TOKEN, or listen on 127.0.0.1."
        )
    asyncio.run(_serve(database_url, host, port, token or None, meet_host, public_url))


async def _serve(
    database_url: str, host: str, port: int, given: SecretStr | None, meet_host: str, public_url: str | None
) -> None:
    engine = open_engine(database_url)
    try:
        await migrate(engine)
        token = given or SecretStr(secrets.token_urlsafe(24))
        service = create_service(
            engine,
            token=token,
            clock=lambda: datetime.now(UTC),
            meet_host=meet_host,
            public_url=public_url,
        )
        service.routes.extend(probes(Health({"database": partial(can_write, engine)}).problems))
        with listening(host, port) as sock:
            told = [f"Appointment service on {address(sock)}"]
            if given is None:
                told.append(
                    f"Its bearer token, for this run alone, is {token.get_secret_value()} (APPOINTMENTS_API_TOKEN sets a lasting one)"
                )
            print("\n".join(told), flush=True)
            await server(_app(service, host, public_url)).serve(sockets=[sock])
    finally:
        await engine.dispose()


def _app(service: ASGIApp, host: str, public_url: str | None) -> ASGIApp:
    """The service behind its threshold; whoever runs it may ask how it is by any name."""
    ours = urlsplit(public_url).hostname if public_url else None

    def is_ours(name: str) -> bool:
        return is_loopback(name) or name == ours or (ours is None and not is_loopback(host))

    inside = guarded(service, is_ours)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        is_probe = scope["type"] == "http" and scope["path"] in {LIVE, READY}
        await (service if is_probe else inside)(scope, receive, send)

    return app
