"""What each appointment service can do, read off the classes that speak with them."""

from __future__ import annotations

from typing import Any

from bot.apis.vendor import Vendor
from bot.apis.vendors import OURS
from bot.appointments.api import AppointmentsApi, Capability, Edits, Field, capabilities
from docs.tables import table

_CAN = {
    Capability.BOOK: "Book",
    Capability.MOVE: "Reschedule",
    Capability.EDIT: "Edit",
    Capability.CANCEL: "Cancel",
    Capability.ACCEPT: "Accept requests",
    Capability.DECLINE: "Decline requests",
    Capability.PROPOSE: "Propose another time for a request",
    Capability.MARK: "Write down who came",
    Capability.NARROW: "Narrow lists by subject, office, host, claimant and more",
    Capability.CHOOSE: "Fill the form's menus",
    Capability.SLOTS: "Tell which times are free",
    Capability.HOSTS: "Give each host a link of their own",
}
_EDITS = {
    Field.CLAIMANT: "who",
    Field.CONTACT: "contact",
    Field.DEPARTMENT: "department",
    Field.INTERPRETER: "interpreter",
    Field.ROOM: "room",
    Field.NOTES: "the staff's notes",
}


def services_table() -> str:
    """Draw the table for the README; each service's heading leads to its page."""
    rows = [(words, *(_cell(what, vendor) for vendor in OURS)) for what, words in _CAN.items()]
    return table(("", *(f"[{heading(vendor)}](docs/{vendor.name}.md)" for vendor in OURS)), rows)


def heading(vendor: Vendor[Any]) -> str:
    return vendor.title[0].upper() + vendor.title[1:]


def choices() -> str:
    """Name our own services as APPOINTMENTS_PROVIDER does, each with what it is."""
    return ", ".join(f"{vendor.name} ({vendor.title})" for vendor in OURS)


def those_that(can: Capability) -> str:
    """Name the services that can do something, whatever else must be set up for it."""
    return " or ".join(vendor.title for vendor in OURS if can in _always(vendor))


def _always(vendor: Vendor[Any]) -> frozenset[Capability]:
    return _of(vendor.speaks()[0])


def _of(kind: type[AppointmentsApi]) -> frozenset[Capability]:
    return capabilities(kind.__new__(kind))


def _cell(what: Capability, vendor: Vendor[Any]) -> str:
    plain, *_ = kinds = vendor.speaks()
    if what not in _of(plain):
        return "where it is set up" if any(what in _of(kind) for kind in kinds) else "no"
    if what is Capability.EDIT and isinstance(plain, Edits):
        return ", ".join(words for field, words in _EDITS.items() if field in plain.edits)
    return "yes"
