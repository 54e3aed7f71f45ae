"""The built-in service: part of the bot, on the bot's own database, with neither port nor token. It speaks SQOD's contract."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from bot.apis.account import MAX_PAGES
from bot.apis.vendor import Advice, Surroundings, Vendor
from bot.service.settings import ServiceSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from starlette.types import ASGIApp, Receive, Scope, Send

    from bot.appointments.api import AppointmentsApi
    from bot.storage.asynchronous import AsyncEngine


def connect(told: ServiceSettings, around: Surroundings) -> AppointmentsApi:
    import httpx
    from pydantic import SecretStr

    from bot.apis.sqod.api import sqod_api
    from bot.apis.sqod.asks import SqodOptions

    service = _for_team(_service(around.engine, around.clock, told.meet_host), around.team)
    return sqod_api(
        "http://embedded.invalid",
        SecretStr("none is asked for in the process"),
        name="the built-in service",
        tells_claimant=False,
        options=SqodOptions(per_page=100, max_pages=MAX_PAGES, room_hosts=(told.meet_host,)),
        transport=around.transport(httpx.ASGITransport(service, raise_app_exceptions=False)),
    )


_services: WeakValueDictionary[tuple[int, int, str], ASGIApp] = WeakValueDictionary()
"""One service for all workspaces of a database: each would be half a megabyte of routes. It holds what its key names by id."""


def _service(engine: AsyncEngine, clock: Callable[[], datetime], meet_host: str) -> ASGIApp:
    from bot.service.app import create_service  # FastAPI comes with it, which nobody else needs

    key = (id(engine), id(clock), meet_host)
    service = _services.get(key)
    if service is None:
        service = _services[key] = create_service(engine, token=None, clock=clock, meet_host=meet_host)
    return service


def _for_team(service: ASGIApp, team: str) -> ASGIApp:
    """The service as one team has it."""
    from bot.service.app import TEAM

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        await service({**scope, TEAM: team}, receive, send)

    return asked


def speaks() -> tuple[type[AppointmentsApi], ...]:
    from bot.apis.sqod.api import SqodApi

    return (SqodApi,)


EMBEDDED = Vendor(
    "embedded",
    "the built-in service",
    ServiceSettings,
    connect,
    speaks,
    Advice(no_answer="It uses the bot's own database: check DATABASE_URL, and look into the log."),
)
