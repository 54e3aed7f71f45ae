"""Employees, customers, subjects and offices of Pexip Engage, read as the desk's."""

from __future__ import annotations

from pydantic import Field

from bot.apis.pexip.wire import WireCustomer, WireEmployee, WireOffice, WireSubject, WithId
from bot.appointments.choosing import Choice, Menu
from bot.appointments.model import Claimant, Named, Office

LISTS: dict[Menu, str] = {
    Menu.EMPLOYEE: "/employees",
    Menu.CUSTOMER: "/customers",
    Menu.SUBJECT: "/subjects",
    Menu.OFFICE: "/offices",
}


KINDS: dict[Menu, type[WithId]] = {
    Menu.EMPLOYEE: WireEmployee,
    Menu.CUSTOMER: WireCustomer,
    Menu.SUBJECT: WireSubject,
    Menu.OFFICE: WireOffice,
}


class Thing(Named):
    """What is known of one of them. `offered`: whether a new appointment may have it."""

    note: str | None = Field(default=None, repr=False)
    emails: frozenset[str] = Field(default=frozenset(), repr=False)
    sign_in: str | None = Field(default=None, repr=False)
    """The one of an employee's addresses that nobody else has."""
    phone: str | None = Field(default=None, repr=False)
    address: str | None = Field(default=None, repr=False)
    zone: str | None = None
    offered: bool = True

    def choice(self) -> Choice:
        return Choice(id=self.id, name=self.name, note=self.note)

    def office(self) -> Office:
        return Office(id=self.id, name=self.name, address=self.address, zone=self.zone)

    def claimant(self) -> Claimant:
        return Claimant(name=self.called("Customer"), phone=self.phone, email=next(iter(self.emails), None))


def thing(wire: WithId) -> Thing:
    """Say one row of a list in the desk's words."""
    match wire:
        case WireEmployee():
            return _employee(wire)
        case WireCustomer():
            return _customer(wire)
        case WireSubject():
            offered = wire.enabled_for_internal_use is not False and wire.deleted_at is None
            return Thing(id=wire.id, name=_line(wire.name), offered=offered)
        case WireOffice():
            return _office(wire)
    raise TypeError(type(wire))


def _employee(wire: WireEmployee) -> Thing:
    """Whoever is suspended or gone has no address by which somebody in Slack would be taken for them."""
    gone = wire.status == "SUSPENDED" or wire.deleted_at is not None
    addresses = () if gone else (wire.email, wire.communication_email)
    sign_in = wire.email.casefold() if wire.email and not gone else None
    return Thing(
        id=wire.id,
        name=_line(wire.first_name, wire.last_name),
        note=_line(wire.function),
        emails=frozenset(email.casefold() for email in addresses if email),
        sign_in=sign_in,
        offered=wire.status in (None, "ACTIVE") and wire.deleted_at is None,
    )


def _customer(wire: WireCustomer) -> Thing:
    """All of a customer's names may be missing; the number tells namesakes apart and is nothing personal by itself."""
    return Thing(
        id=wire.id,
        name=_line(wire.first_name, wire.last_name) or _line(wire.company),
        note=wire.customer_number or wire.external_id,
        emails=frozenset({wire.email.casefold()} if wire.email else ()),
        phone=wire.phone_number,
        offered=wire.deleted_at is None,
    )


def _office(wire: WireOffice) -> Thing:
    where = wire.location
    address = where.address if where else None
    return Thing(
        id=wire.id,
        name=_line(wire.name) or (_line(where.city) if where else None),
        note=address,
        address=address,
        zone=wire.time_zone,
        offered=wire.active is not False and wire.deleted_at is None,
    )


def _line(*words: str | None) -> str | None:
    return " ".join(" ".join(word for word in words if word).split()) or None
