"""Pexip Engage as a vendor: how one connects, and what to do about rights that are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.apis.account import MAX_PAGES
from bot.apis.pexip.settings import PexipSettings
from bot.apis.vendor import Advice, Surroundings, Vendor

if TYPE_CHECKING:
    from bot.appointments.api import AppointmentsApi


def connect(told: PexipSettings, around: Surroundings) -> AppointmentsApi:
    from bot.apis.pexip.asks import Call, PexipOptions
    from bot.apis.pexip.connect import PUBLIC, pexip_api, token_url

    enterprise = told.pexip_enterprise or ""
    return pexip_api(
        told.appointments_api_url or PUBLIC,
        enterprise,
        told.credentials(
            token_url(enterprise), scope=" ".join(told.pexip_scopes), client_auth=told.pexip_client_auth
        ),
        options=PexipOptions(
            accept_language=told.pexip_accept_language,
            per_page=told.pexip_per_page,
            max_pages=MAX_PAGES,
            names_kept=60.0 * told.pexip_names_minutes,
            cancel=Call.parse(told.pexip_cancel) if told.pexip_cancel else None,
            decline=Call.parse(told.pexip_decline) if told.pexip_decline else None,
            complete=Call.parse(told.pexip_complete) if told.pexip_complete else None,
            no_show=Call.parse(told.pexip_no_show) if told.pexip_no_show else None,
            propose=Call.parse(told.pexip_propose) if told.pexip_propose else None,
        ),
        tells_claimant=told.pexip_tells_claimant,
        transport=around.transport(),
        budget=around.budget,
    )


def speaks() -> tuple[type[AppointmentsApi], ...]:
    from bot.apis.pexip.api import PexipApi
    from bot.apis.pexip.undocumented import everything

    return PexipApi, everything()


PEXIP = Vendor(
    "pexip",
    "Pexip Engage",
    PexipSettings,
    connect,
    speaks,
    Advice(
        no_rights="PEXIP_SCOPES: a token has only what is asked for. Ask for these, and have them allowed for our client.",
        no_right="PEXIP_SCOPES: ask for it, and have it allowed for our client; or do without.",
    ),
)
