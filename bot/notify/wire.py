"""What GOV.UK Notify answers, as far as we read it: names, numbers and texts that it repeats are left out."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.apis.http.wire import SomeMoment


class Became(StrEnum):
    """What became of a message; https://docs.notifications.service.gov.uk/rest-api.html#get-message-status"""

    CREATED = "created"
    SENDING = "sending"
    PENDING = "pending"
    SENT = "sent"
    """To a number abroad: nothing more is ever told of it."""
    DELIVERED = "delivered"
    PERMANENT_FAILURE = "permanent-failure"
    TEMPORARY_FAILURE = "temporary-failure"
    TECHNICAL_FAILURE = "technical-failure"
    UNKNOWN = "unknown"
    """A word that is none of these."""


def _became(word: object) -> object:
    return word if isinstance(word, str) and word in set(Became) else Became.UNKNOWN


class Read(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True, frozen=True, defer_build=True)


class Message(Read):
    """A message that Notify has."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    reference: str | None = None
    status: Annotated[Became, BeforeValidator(_became)] = Became.CREATED
    created_at: SomeMoment = None


class Listed(Read):
    notifications: list[Message]


class Template(Read):
    """A template as it stands now; `personalisation` has what it wants to be given, by name."""

    id: str
    type: str
    name: str | None = None
    personalisation: dict[str, object] | None = None


class Templates(Read):
    templates: list[Template]


class Objection(Read):
    """`error` is the kind and stays what it is; `message` is for people, and may change."""

    error: str = ""
    message: str = ""


class Objections(Read):
    errors: list[Objection]
