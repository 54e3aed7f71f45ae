"""Serve a made-up enterprise of our Pexip Engage on a port of this machine."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.standins.pexip import rules
from bot.standins.pexip.service import ALL_SCOPES, Path, PexipService, as_asked

AHEAD = timedelta(days=30)
"""How far the timetable goes."""
MOST_AT_ONCE = 4
_FIRST_HOUR, _LAST_HOUR = 9, 17


@dataclass
class MadeUpEnterprise:
    """An enterprise whose offices are open on weekdays from nine to five, and where requests have to be accepted."""

    now: Callable[[], datetime]
    zone: ZoneInfo
    enterprise: str = "riverside"
    client_id: str = "frontdesk"
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    most_per_page: int = 100
    lists_customers: bool = True
    cancels: bool = False
    cancel_key: str | None = None
    cancel_takes: bool = True
    declines: bool = False
    decline_key: str | None = None
    marks: bool = False
    proposes: bool = False
    propose_key: str | None = None
    accepts_itself: bool = True
    fixed_scopes: frozenset[str] = ALL_SCOPES
    allowed_scopes: frozenset[str] = ALL_SCOPES
    slots_key: str = "timeSlots"

    @property
    def free(self) -> Iterator[datetime]:
        """The half hours at which the offices are open."""
        now = self.now()
        day = now.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        while day < now + AHEAD:
            for hour in range(_FIRST_HOUR, _LAST_HOUR) if day.weekday() < 5 else ():
                for minute in (0, 30):
                    slot = day.replace(hour=hour, minute=minute)
                    if slot > now:
                        yield slot
            day += timedelta(days=1)


@asynccontextmanager
async def served(service: PexipService) -> AsyncIterator[str]:
    """Serve it on a free port of the loopback; gives its base URL."""
    app, under_way = web.Application(), _UnderWay()
    for path in service.paths():
        app.router.add_route(path.method, path.path, _answer(service, path, under_way))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


class _UnderWay:
    requests = 0


def _answer(
    service: PexipService, path: Path, under_way: _UnderWay
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        under_way.requests += 1
        try:
            if under_way.requests > MOST_AT_ONCE:
                raise rules.refusal(429, "TOO_MANY_REQUESTS")
            service.turn_away(request, path.operation)
            return await path.do(request, as_asked)
        except rules.Refusal as refusal:
            return web.json_response(refusal.body, status=refusal.status)
        finally:
            under_way.requests -= 1

    return answer
