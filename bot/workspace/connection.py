"""The connection of a workspace to its appointment service: which one, with which credentials."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

import httpx
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.apis.http.sign_in import ClientCredentials
from bot.apis.sqod.api import sqod_api
from bot.apis.sqod.asks import SqodOptions
from bot.appointments.api import AppointmentsApi
from bot.settings import Settings
from bot.settings.kinds import Provider

MAX_PAGES = 200
"""Pages of one list that are read before a span is called too long."""
TransportOf: TypeAlias = Callable[[httpx.AsyncBaseTransport], httpx.AsyncBaseTransport]
"""Puts something between the bot and its service: the playground's bad weather."""


def connect(
    settings: Settings,
    engine: AsyncEngine,
    clock: Callable[[], datetime],
    transport_of: TransportOf | None = None,
) -> AppointmentsApi:
    """Connect to the appointment service that the settings name. The embedded one needs neither port nor token."""
    if settings.appointments_provider is Provider.EMBEDDED:
        return _embedded(settings, engine, clock, transport_of)
    if settings.appointments_provider is Provider.PEXIP:
        return _pexip(settings, transport_of)
    options = SqodOptions(
        create_encoding=settings.sqod_create_encoding,
        form_booleans=settings.sqod_form_booleans,
        per_page=settings.sqod_per_page,
        patch_override=settings.sqod_patch_override,
        room_hosts=settings.room_hosts,
        max_pages=MAX_PAGES,
    )
    return sqod_api(
        settings.appointments_api_url or "",
        _credentials(settings),
        options=options,
        tells_claimant=settings.sqod_tells_claimant,
        budget=settings.appointments_timeout_seconds,
    )


def _pexip(settings: Settings, transport_of: TransportOf | None) -> AppointmentsApi:
    from bot.apis.pexip.asks import CancelCall, PexipOptions
    from bot.apis.pexip.connect import PUBLIC, pexip_api, token_url

    enterprise = settings.pexip_enterprise or ""
    credentials = _credentials(settings)
    if isinstance(credentials, ClientCredentials):
        credentials = replace(
            credentials,
            scope=" ".join(settings.pexip_scopes),
            client_auth=settings.pexip_client_auth,
            token_url=credentials.token_url
            if "appointments_token_url" in settings.model_fields_set
            else token_url(enterprise),
        )
    return pexip_api(
        settings.appointments_api_url or PUBLIC,
        enterprise,
        credentials,
        options=PexipOptions(
            accept_language=settings.pexip_accept_language,
            per_page=settings.pexip_per_page,
            max_pages=MAX_PAGES,
            names_kept=60.0 * settings.pexip_names_minutes,
            cancel=CancelCall.parse(settings.pexip_cancel) if settings.pexip_cancel else None,
        ),
        tells_claimant=settings.pexip_tells_claimant,
        transport=transport_of(httpx.AsyncHTTPTransport()) if transport_of else None,
        budget=settings.appointments_timeout_seconds,
    )


def _embedded(
    settings: Settings,
    engine: AsyncEngine,
    clock: Callable[[], datetime],
    transport_of: TransportOf | None,
) -> AppointmentsApi:
    from bot.service.app import create_service  # FastAPI comes with it, which nobody else needs

    service = create_service(engine, token=None, clock=clock, meet_host=settings.meet_host)
    transport: httpx.AsyncBaseTransport = httpx.ASGITransport(service, raise_app_exceptions=False)
    return sqod_api(
        "http://embedded.invalid",
        SecretStr("none is asked for in the process"),
        name="the built-in service",
        tells_claimant=False,
        options=SqodOptions(per_page=100, max_pages=MAX_PAGES, room_hosts=(settings.meet_host,)),
        transport=transport_of(transport) if transport_of else transport,
    )


def _credentials(settings: Settings) -> SecretStr | ClientCredentials:
    if settings.appointments_api_token is not None:
        return settings.appointments_api_token
    return ClientCredentials(
        token_url=settings.appointments_token_url or "",
        client_id=settings.appointments_client_id or "",
        client_secret=settings.appointments_client_secret or SecretStr(""),
    )
