"""What the built-in service needs to be told, within the bot or alone."""

from __future__ import annotations

from pydantic import Field

from bot.settings import VendorSettings
from bot.settings.kinds import NotEmpty, Url


class ServiceSettings(VendorSettings):
    meet_host: str = Field(
        "meet.jit.si", description="The Jitsi host of the built-in service's meeting rooms."
    )
    appointments_api_token: NotEmpty = Field(
        None, description="The bearer token that `frontdesk api` accepts."
    )
    appointments_public_url: Url = Field(
        None,
        description="Where `frontdesk api` is reached from elsewhere, https://…: its links start with it, and requests for its host are answered.",
    )
