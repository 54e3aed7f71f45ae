"""The built-in service: part of the bot, on the bot's own database, with neither port nor token. It speaks SQOD's contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.apis.account import MAX_PAGES
from bot.apis.vendor import Advice, Surroundings, Vendor
from bot.service.settings import ServiceSettings

if TYPE_CHECKING:
    from bot.appointments.api import AppointmentsApi


def connect(told: ServiceSettings, around: Surroundings) -> AppointmentsApi:
    import httpx
    from pydantic import SecretStr

    from bot.apis.sqod.api import sqod_api
    from bot.apis.sqod.asks import SqodOptions
    from bot.service.app import create_service  # FastAPI comes with it, which nobody else needs

    service = create_service(around.engine, token=None, clock=around.clock, meet_host=told.meet_host)
    return sqod_api(
        "http://embedded.invalid",
        SecretStr("none is asked for in the process"),
        name="the built-in service",
        tells_claimant=False,
        options=SqodOptions(per_page=100, max_pages=MAX_PAGES, room_hosts=(told.meet_host,)),
        transport=around.transport(httpx.ASGITransport(service, raise_app_exceptions=False)),
    )


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
