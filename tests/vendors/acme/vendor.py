"""Acme Meetings as a vendor: what it needs to be told, how one connects, and what to do about rights that are missing."""

from pydantic import Field, SecretStr

from bot.apis.vendor import Advice, Surroundings, Vendor
from bot.settings import VendorSettings

from .api import AcmeApi


class AcmeSettings(VendorSettings):
    acme_url: str = Field(description="The address that Acme gave you.")
    acme_key: SecretStr = Field(description="The key on Acme's page for developers.")


def connect(told: AcmeSettings, around: Surroundings) -> AcmeApi:
    return AcmeApi(told.acme_url, told.acme_key, around.budget)


ACME = Vendor(
    "acme",
    "Acme Meetings",
    AcmeSettings,
    connect,
    lambda: (AcmeApi,),
    Advice(no_answer="Check ACME_URL and ACME_KEY.", no_right="Ask Acme to switch it on for your key."),
)
