"""An account at a service elsewhere: its address, and what signs us in. Vendors that have one build on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, SecretStr

from bot.settings import VendorSettings
from bot.settings.kinds import NotEmpty, Url

if TYPE_CHECKING:
    from bot.apis.http.client import Credentials


class Account(VendorSettings):
    """Either a fixed token or OAuth's client credentials."""

    appointments_api_url: Url = Field(
        None,
        title="Address of the API",
        description="The base address of the vendor's API; without it its public one, where it has one.",
    )
    appointments_api_token: NotEmpty = Field(
        None,
        title="Access token",
        description="A fixed bearer token for the appointments API; also the one that `frontdesk api` accepts.",
    )
    appointments_client_id: str | None = Field(
        None,
        title="Client ID",
        description="OAuth client id, with APPOINTMENTS_CLIENT_SECRET, instead of a fixed token.",
    )
    appointments_client_secret: NotEmpty = Field(
        None, title="Client secret", description="OAuth client secret, with APPOINTMENTS_CLIENT_ID."
    )
    appointments_token_url: Url = Field(
        None,
        title="Address of the token service",
        description="Where OAuth tokens are asked for; without it the vendor's public address.",
    )

    def missing(self) -> list[str]:
        if self.appointments_api_token is not None:
            return []
        problems = []
        if self.appointments_client_id is None:
            problems.append(
                "APPOINTMENTS_CLIENT_ID: missing. Give it with APPOINTMENTS_CLIENT_SECRET, or give APPOINTMENTS_API_TOKEN."
            )
        if self.appointments_client_secret is None:
            problems.append(
                "APPOINTMENTS_CLIENT_SECRET: missing. Give it with APPOINTMENTS_CLIENT_ID, or give APPOINTMENTS_API_TOKEN."
            )
        return problems

    def credentials(
        self, token_url: str, *, scope: str = "", client_auth: Literal["basic", "body"] = "basic"
    ) -> Credentials:
        """What signs us in; `token_url` is the vendor's public one."""
        from bot.apis.http.sign_in import ClientCredentials

        if self.appointments_api_token is not None:
            return self.appointments_api_token
        return ClientCredentials(
            token_url=self.appointments_token_url or token_url,
            client_id=self.appointments_client_id or "",
            client_secret=self.appointments_client_secret or SecretStr(""),
            scope=scope,
            client_auth=client_auth,
        )


PerPage = Annotated[int, Field(ge=1, le=1000)]
MAX_PAGES = 200
"""Pages of one list that are read before a span is called too long."""
