"""What can be chosen: by which things a list is narrowed, what menus hold, and which times are free."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct
from pydantic import Field

from bot.appointments.model import Appointment, Frozen, Instant, Kind, MeetingType, Named


class Menu(StrEnum):
    """The things of the service's that a person chooses one of."""

    SUBJECT = "subject"
    OFFICE = "office"
    EMPLOYEE = "employee"
    CUSTOMER = "customer"


class By(StrEnum):
    """By what a list can be narrowed; the words are those that a person types before the colon."""

    ID = "id"
    REFERENCE = "reference"
    STATUS = "status"
    TYPE = "type"
    SUBJECT = "subject"
    OFFICE = "office"
    EMPLOYEE = "employee"
    CUSTOMER = "customer"
    CALLBACK = "callback"
    LISTING = "listing"
    SEGMENT = "segment"

    @property
    def menu(self) -> Menu | None:
        """The menu that its names come from; None: it takes ids or fixed words only."""
        return Menu(self.value) if self.value in set(Menu) else None


Only = Mapping[By, tuple[str, ...]]
"""Narrows a list: of each kind one of these, all kinds together. Ids; of STATUS and TYPE the words of our enums."""

ME = "me"
"""What a person types for themselves, after `employee:`."""


def lets(appointment: Appointment, only: Only) -> bool:
    """Whether an appointment is in a list that is narrowed so; what it does not tell of itself is let through."""
    return all(not values or _has(appointment, by, frozenset(values)) for by, values in only.items())


def _has(appointment: Appointment, by: By, values: frozenset[str]) -> bool:
    match by:
        case By.ID:
            return appointment.id in values
        case By.REFERENCE:
            return appointment.reference in values
        case By.STATUS:
            return appointment.status in values
        case By.TYPE:
            return appointment.meeting_type in values
        case By.SUBJECT:
            return appointment.subject is not None and appointment.subject.id in values
        case By.OFFICE:
            return appointment.office is not None and appointment.office.id in values
        case By.EMPLOYEE | By.CUSTOMER:
            kind = Kind(by.value)
            return any(one.kind is kind and one.id in values for one in appointment.participants)
        case By.CALLBACK | By.LISTING | By.SEGMENT:
            return True


class Choice(Named):
    """One line of a menu; `note` tells namesakes apart and holds nothing personal."""

    note: str | None = Field(default=None, repr=False)


class SlotsFor(Struct, frozen=True):
    """What free times are looked for; without an employee, with anybody."""

    subject: str
    office: str
    meeting_type: MeetingType
    employee: str | None = None


class Slot(Frozen):
    """A time that is free."""

    start: Instant
    minutes: int | None = None


class Slots(Frozen):
    """The free times, by start; `minutes`: how long such a meeting usually lasts."""

    free: tuple[Slot, ...] = ()
    minutes: int | None = None
