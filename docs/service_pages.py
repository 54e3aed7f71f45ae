"""What each appointment service can do, read off the classes that speak with them."""

from __future__ import annotations

from bot.apis.pexip.api import PexipApi
from bot.apis.pexip.cancel import CancellingPexipApi
from bot.apis.sqod.api import SqodApi
from bot.appointments.api import AppointmentsApi, Capability, Field, capabilities
from docs.tables import table

_CAN = {
    Capability.BOOK: "Book",
    Capability.MOVE: "Reschedule",
    Capability.CANCEL: "Cancel",
    Capability.ACCEPT: "Accept requests",
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
    """Draw the table for the README."""
    classes: tuple[type[AppointmentsApi], ...] = (SqodApi, PexipApi)
    can = [capabilities(one.__new__(one)) for one in classes]
    set_up = capabilities(CancellingPexipApi.__new__(CancellingPexipApi))
    rows = [(words, *(_cell(what, one, set_up) for one in can)) for what, words in _CAN.items()]
    edits = [
        ", ".join(words for field, words in _EDITS.items() if field in one.edits)
        for one in (SqodApi, PexipApi)
    ]
    rows.insert(2, ("Edit", *edits))
    return table(("", "SQOD, and the built-in service", "Pexip Engage"), rows)


def _cell(what: Capability, can: frozenset[Capability], set_up: frozenset[Capability]) -> str:
    if what in can:
        return "yes"
    return "where it is set up" if what in set_up and Capability.ACCEPT in can else "no"
