"""Both vendors behind one face, for the tests that hold for whatever service there is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr

from bot.apis.http.retry import Retry
from bot.apis.pexip.asks import Call, PexipOptions
from bot.apis.pexip.connect import pexip_api
from bot.apis.sqod.api import sqod_api
from bot.appointments.api import (
    Accepts,
    AppointmentsApi,
    Books,
    Cancels,
    Capability,
    Chooses,
    Declines,
    Edits,
    Field,
    Hosts,
    ListsSlots,
    Marks,
    Moves,
    Narrows,
    Proposes,
)
from bot.appointments.asked import Change, NewAppointment
from bot.appointments.choosing import Menu
from bot.appointments.model import Claimant, MeetingType, Named, Status
from tests.apis.story import NINE, REFERENCE, THE_DAY, Clock
from tests.standins.pexip import StandInPexip
from tests.standins.sqod import StandInSqod

CANCEL = Call.parse("POST /appointments/{id}/_actions/cancel message")
DECLINE = Call.parse("POST /appointments/{id}/_actions/decline message")
PROPOSE = Call.parse("POST /appointments/{id}/_actions/request-alternative-date message")
CANCELS = PexipOptions(cancel=CANCEL)
NO_SHOW = Call.parse("POST /appointments/{id}/_actions/no-show")
COMPLETE = Call.parse("POST /appointments/{id}/_actions/complete")
ANSWERS = PexipOptions(decline=DECLINE, propose=PROPOSE, no_show=NO_SHOW, complete=COMPLETE)
METHODS: dict[Capability, tuple[type, str]] = {
    Capability.BOOK: (Books, "book"),
    Capability.MOVE: (Moves, "move"),
    Capability.EDIT: (Edits, "edit"),
    Capability.CANCEL: (Cancels, "cancel"),
    Capability.ACCEPT: (Accepts, "accept"),
    Capability.DECLINE: (Declines, "decline"),
    Capability.PROPOSE: (Proposes, "propose"),
    Capability.MARK: (Marks, "mark"),
    Capability.NARROW: (Narrows, "find_only"),
    Capability.CHOOSE: (Chooses, "choices"),
    Capability.HOSTS: (Hosts, "employee"),
    Capability.SLOTS: (ListsSlots, "slots"),
}


@dataclass
class Vendor:
    """A stand-in, a client of it, and what the stories need to say in its own way."""

    standin: Any
    connect: Callable[..., AppointmentsApi]
    clock: Clock
    operations: dict[str, str]
    """What the vendor calls our methods."""
    new: Callable[..., NewAppointment]
    edit: Change
    edited: Callable[[Any], object]
    """What a session has of an edit."""
    opened: list[AppointmentsApi] = field(default_factory=list)

    def api(self, **said: Any) -> Any:
        timing: dict[str, Any] = {"clock": self.clock, "retry": Retry(self.clock.sleep, lambda: 0.5)}
        self.opened.append(self.connect(**(timing | said)))
        return self.opened[-1]

    def put(self, at: datetime = NINE, **said: Any) -> str:
        """Put a session there; its id."""
        return str(self.standin.add(at=at, **said).id)

    def asked(self, method: str) -> list[Any]:
        return list(self.standin.asked(self.operations[method]))


def jane_at_sqod(**said: Any) -> NewAppointment:
    asked: dict[str, Any] = {"reference": REFERENCE, "start": NINE, "minutes": 30}
    return NewAppointment(**({"claimant": Claimant(name="Jane Doe")} | asked | said))


def jane_at_pexip(**said: Any) -> NewAppointment:
    asked: dict[str, Any] = {
        "reference": REFERENCE,
        "start": NINE,
        "minutes": 30,
        "meeting_type": MeetingType.VIDEO,
        "subject": Named(id="12"),
        "office": Named(id="7"),
        "employee": Named(id="55"),
        "customer": Named(id="901"),
    }
    return NewAppointment(**(asked | said))


NEEDED: dict[Field, str] = {
    Field.CLAIMANT: "claimant",
    **{one: one.value for one in Field if one in set(Menu) | {Field.MEETING_TYPE}},
}


@contextmanager
def sqod_vendor(clock: Clock) -> Iterator[Vendor]:
    with StandInSqod() as sqod:

        def connect(**said: Any) -> AppointmentsApi:
            return sqod_api(sqod.url, SecretStr(sqod.token), **said)

        yield Vendor(
            sqod,
            connect,
            clock,
            {
                "find": "list",
                "get": "get",
                "book": "create",
                "move": "update",
                "edit": "update",
                "cancel": "cancel",
            },
            jane_at_sqod,
            Change(claimant=Claimant(name="Jane Smith")),
            lambda session: session.name == "Jane Smith",
        )


@contextmanager
def pexip_vendor(clock: Clock, options: PexipOptions = CANCELS) -> Iterator[Vendor]:
    with StandInPexip() as pexip:

        def connect(**said: Any) -> AppointmentsApi:
            return pexip_api(
                pexip.url, pexip.enterprise, SecretStr(pexip.token), **({"options": options} | said)
            )

        yield Vendor(
            pexip,
            connect,
            clock,
            {
                "find": "list",
                "get": "get",
                "book": "create",
                "move": "move",
                "edit": "edit",
                "cancel": "cancel",
                "accept": "accept",
                "decline": "decline",
                "propose": "propose",
                "mark": "mark",
            },
            jane_at_pexip,
            Change(notes="Bring the lease"),
            lambda session: session.notes == "Bring the lease",
        )


VENDORS: dict[str, Callable[[Clock], AbstractContextManager[Vendor]]] = {
    "sqod": sqod_vendor,
    "pexip": pexip_vendor,
    "pexip, answering requests and noting who came": lambda clock: pexip_vendor(clock, ANSWERS),
    "pexip, not cancelling": lambda clock: pexip_vendor(clock, PexipOptions()),
}
ASKING: dict[str, Callable[[Vendor, Any, str], Awaitable[object]]] = {
    "find": lambda vendor, api, one: api.find(THE_DAY),
    "get": lambda vendor, api, one: api.get(one),
    "book": lambda vendor, api, one: api.book(vendor.new(start=NINE + timedelta(hours=3))),
    "move": lambda vendor, api, one: api.move(one, Change(start=NINE + timedelta(hours=1), minutes=15)),
    "edit": lambda vendor, api, one: api.edit(one, vendor.edit),
    "cancel": lambda vendor, api, one: api.cancel(one, "Booked twice"),
    "accept": lambda vendor, api, one: api.accept(one),
    "decline": lambda vendor, api, one: api.decline(one, "No interpreter"),
    "propose": lambda vendor, api, one: api.propose(
        one, Change(start=NINE + timedelta(hours=1), minutes=15), ""
    ),
    "mark": lambda vendor, api, one: api.mark(one, Status.NO_SHOW),
}
"""Each method with what it is asked for; `one` is the id of a session that is there."""
