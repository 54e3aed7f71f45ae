"""What Pexip Engage needs to be told."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.apis.account import Account, PerPage
from bot.settings.kinds import Words

SCOPES = (
    "engage:appointments:readWrite",
    "engage:customers:readOnly",
    "engage:employees:readOnly",
    "engage:offices:readOnly",
    "engage:subjects:readOnly",
    "engage:availability:readOnly",
)
"""The least that everything in Slack needs."""


def _call(text: str | None) -> str | None:
    if text is not None:
        from bot.apis.pexip.asks import Call

        Call.parse(text)
    return text


HowTo = Annotated[str | None, AfterValidator(_call)]


class PexipSettings(Account):
    pexip_enterprise: Annotated[str | None, Field(pattern=r"^[\w.-]+$")] = Field(
        None,
        title="Enterprise",
        description="The enterprise's name at Pexip Engage, as in its addresses. Needed for pexip.",
    )
    pexip_scopes: Words = Field(
        SCOPES,
        description="The scopes that the token is asked for, with commas; `frontdesk doctor` says what each is for.",
    )
    pexip_client_auth: Literal["basic", "body"] = Field(
        "basic", description="Where the client secret stands in the token request: basic (a header) or body."
    )
    pexip_accept_language: Annotated[str, Field(pattern=r"^[\x20-\x7e]+$")] = Field(
        "en *", description="The language of names, as Accept-Language; * alone: the enterprise's own."
    )
    pexip_per_page: PerPage = Field(100, description="How many rows a page of Pexip Engage's lists holds.")
    pexip_names_minutes: Annotated[int, Field(ge=10, le=60)] = Field(
        30,
        description="How long names of people, offices and subjects are kept before they are asked for again.",
    )
    pexip_tells_claimant: bool = Field(
        True,
        description="Whether the service itself sends the claimant SMS or e-mail; what people read says so.",
    )
    pexip_cancel: HowTo = Field(
        None,
        description="Method, path and reason key of cancelling, which the vendor documents nowhere; not set: not offered. "
        "Try POST /appointments/{id}/_actions/cancel message in the vendor's development environment first.",
    )
    pexip_decline: HowTo = Field(
        None,
        description="The same of declining a request, e.g. POST /appointments/{id}/_actions/decline message; not set: not offered.",
    )
    pexip_propose: HowTo = Field(
        None,
        description="The same of proposing another time for a request, e.g. POST /appointments/{id}/_actions/request-alternative-date message; "
        "start and end are sent beside the words. Not set: not offered.",
    )

    pexip_no_show: HowTo = Field(
        None,
        description="The same of noting that a claimant did not come, e.g. POST /appointments/{id}/_actions/no-show; not set: notes stay with Frontdesk.",
    )
    pexip_complete: HowTo = Field(
        None,
        description="The same of noting that a session took place, e.g. POST /appointments/{id}/_actions/complete; written when *Arrived* is pressed "
        "once the session is over. Not set: notes stay with Frontdesk.",
    )

    def missing(self) -> list[str]:
        problems = [] if self.pexip_enterprise else [self.lacks("pexip_enterprise")]
        if not self.pexip_scopes:
            problems.append(
                "PEXIP_SCOPES: none given, and a token without scopes may do nothing. Leave it out."
            )
        return problems + super().missing()
