"""SQOD as a vendor: what it needs to be told, and how one connects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field

from bot.apis.account import MAX_PAGES, Account, PerPage
from bot.apis.vendor import Surroundings, Vendor
from bot.settings.kinds import Words

if TYPE_CHECKING:
    from bot.appointments.api import AppointmentsApi

TOKENS = "https://auth.app.sqod.co.uk/oauth2/token"


def _status_words(words: tuple[str, ...]) -> tuple[str, ...]:
    if words:
        from bot.apis.sqod.marking import words_by_status

        words_by_status(words)
    return words


StatusWords = Annotated[Words, AfterValidator(_status_words)]


class SqodSettings(Account):
    sqod_create_encoding: Literal["form", "json"] = Field(
        "form",
        description="How SQOD's create is sent: form or json (unverified: the vendor's two documents differ).",
    )
    sqod_form_booleans: Literal["true_false", "1_0"] = Field(
        "true_false", description="How SQOD's form spells yes and no; 1_0 if a 422 names a flag."
    )
    sqod_per_page: PerPage = Field(50, description="How many appointments a page of SQOD's list holds.")
    sqod_tells_claimant: bool = Field(
        True,
        description="Whether the service itself sends the claimant SMS or e-mail; what people read says so.",
    )
    sqod_patch_override: bool = Field(
        False, description="Send PATCH as POST with _method=PATCH, for proxies that block PATCH."
    )
    sqod_status_writes: StatusWords = Field(
        (),
        description="The status words that Frontdesk may write when people note who came, with commas, e.g. no_show,waiting,completed: "
        "no page of SQOD's names them, so try them first; none: nothing is written, and notes stay with Frontdesk.",
    )
    room_hosts: Words = Field(
        (".whereby.com",),
        description="Hosts that a meeting link may have, with commas; a leading dot takes the sub-domains.",
    )

    def missing(self) -> list[str]:
        address = (
            "APPOINTMENTS_API_URL: missing. Give the base address of the API, as SQOD told you at onboarding."
        )
        return [*([] if self.appointments_api_url else [address]), *super().missing()]


def connect(told: SqodSettings, around: Surroundings) -> AppointmentsApi:
    from bot.apis.sqod.api import sqod_api
    from bot.apis.sqod.asks import SqodOptions
    from bot.apis.sqod.marking import MarkingSqodApi

    api = sqod_api(
        told.appointments_api_url or "",
        told.credentials(TOKENS),
        options=SqodOptions(
            create_encoding=told.sqod_create_encoding,
            form_booleans=told.sqod_form_booleans,
            per_page=told.sqod_per_page,
            patch_override=told.sqod_patch_override,
            room_hosts=told.room_hosts,
            max_pages=MAX_PAGES,
            status_writes=told.sqod_status_writes,
        ),
        tells_claimant=told.sqod_tells_claimant,
        transport=around.transport(),
        budget=around.budget,
    )
    return MarkingSqodApi.of(api) if told.sqod_status_writes else api


def speaks() -> tuple[type[AppointmentsApi], ...]:
    from bot.apis.sqod.api import SqodApi
    from bot.apis.sqod.marking import MarkingSqodApi

    return (SqodApi, MarkingSqodApi)


SQOD = Vendor("sqod", "SQOD", SqodSettings, connect, speaks)
