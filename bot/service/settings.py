"""What the built-in service needs to be told, within the bot or alone."""

from __future__ import annotations

from pydantic import Field

from bot.settings import VendorSettings
from bot.settings.kinds import NotEmpty


class ServiceSettings(VendorSettings):
    meet_host: str = Field(
        "meet.jit.si", description="The Jitsi host of the built-in service's meeting rooms."
    )
    appointments_api_token: NotEmpty = Field(
        None, description="The bearer token that `python -m bot api` accepts."
    )
