"""Who acts at the desk, whether they may, and what the readers of a place may see."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.appointments.values import Discreet


class Act(StrEnum):
    """What permission is asked for."""

    LOOK = "look"
    """See sessions with the claimant's name and reference, and join them."""
    WRITE = "write"
    """Book, move, edit, cancel, accept."""
    DETAILS = "details"
    """See phone, e-mail, date of birth and the staff's notes."""
    ALERTS = "alerts"
    """Set what a channel is told."""
    ADMIN = "admin"
    """Have everything that is kept about an appointment deleted: for admins of the workspace alone."""


class Openness(StrEnum):
    """Who can read a place, and so what a card there may show of the claimant."""

    PRIVATE = "private"
    """Name and reference: a private channel, a direct message, an ephemeral answer."""
    PUBLIC = "public"
    """Initials and short code."""
    SHARED = "shared"
    """Short code only: another organisation reads along, or we can't tell."""


class Person(Discreet, frozen=True):
    """A person in Slack, as Slack last told us (at most a minute ago)."""

    hidden = frozenset(["email"])

    team: str
    id: str
    name: str
    zone: ZoneInfo
    locale: str = "en-GB"
    channel: str | None = None
    """Where they are asking from."""
    email: str | None = None
    """Which employee of the service's they are, where Slack tells it (scope `users:read.email`)."""


class NotAllowed(Exception):
    """The person may not do it; `words` say why and whom to ask."""

    def __init__(self, words: str) -> None:
        super().__init__("not allowed")
        self.words = words


class Gate(Protocol):
    """The one place that decides who may do what."""

    async def check(self, person: Person, act: Act) -> None:
        """Pass, or raise NotAllowed. Slack is asked at the moment of the act; without its answer nobody passes."""
        ...
