"""An appointment of Pexip Engage in the desk's words: the ids on the wire with what they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache

from msgspec import Struct
from pydantic import SecretStr

from bot.apis.http.room_link import claimant_link
from bot.apis.pexip.directory import Names
from bot.apis.pexip.things import Thing
from bot.apis.pexip.wire import MEETING_TYPES, WireAppointment, WireParticipant
from bot.appointments.cache import Lately
from bot.appointments.choosing import Menu
from bot.appointments.folding import in_one_line, readable
from bot.appointments.later import Later, Makes
from bot.appointments.model import (
    Appointment,
    Claimant,
    Kind,
    MeetingType,
    Named,
    Office,
    Participant,
    Role,
    Status,
)

REMEMBERED, REMEMBERED_SECONDS = 16_384, 120.0
"""Those of lists of which it is kept what was made of them, and for how long at least."""


def ids_in(wires: Iterable[WireAppointment]) -> dict[Menu, set[str]]:
    """Collect all ids that stand for something with a name."""
    wanted: dict[Menu, set[str]] = {menu: set() for menu in Menu}
    for wire in wires:
        if wire.subject:
            wanted[Menu.SUBJECT].add(wire.subject.id)
        if wire.office:
            wanted[Menu.OFFICE].add(wire.office.id)
        for one in _taking_part(wire):
            wanted[_MENUS[one.type]].add(one.participant.id)
    return wanted


def appointment(wire: WireAppointment, names: Names) -> Appointment:
    """Say a wire appointment in the desk's words; the claimant is the primary customer."""
    people = tuple(_participant(one, names, with_link=True) for one in _taking_part(wire))
    return _later(_Told.of(wire, names)).whole().model_copy(update={"participants": people})


class Listed:
    """Says those of lists, without anybody's own link. One that came, with its names, as it did lately is told as it was then."""

    def __init__(self) -> None:
        self._lately: Lately[str, Later] = Lately(REMEMBERED, REMEMBERED_SECONDS)

    def told(self, wires: Iterable[WireAppointment], names: Names) -> list[Appointment]:
        self._lately.turn()
        return [self._one(_Told.of(wire, names)) for wire in wires]

    def _one(self, told: _Told) -> Later:
        held = self._lately.get(told.wire.id)
        if held is None or held.row != told:
            held = _later(told)
            self._lately.put(told.wire.id, held)
        return held


class _Told(Struct, frozen=True):
    """What came over the wire, and what its ids stand for."""

    wire: WireAppointment
    names: Names

    @classmethod
    def of(cls, wire: WireAppointment, names: Names) -> _Told:
        """With no other names than its own, so that it can be told from what it was before."""
        own = {menu: ids.intersection(names.get(menu, ())) for menu, ids in ids_in([wire]).items()}
        return cls(wire, {menu: {id_: names[menu][id_] for id_ in ids} for menu, ids in own.items() if ids})


def _later(told: _Told) -> Later:
    """What few look at is made when somebody does."""
    wire = told.wire
    at_once: dict[str, object] = {
        "id": wire.id,
        "reference": _words(wire.external_id),
        "status": wire.status_now,
        "start": _moment(wire.start),
        "minutes": wire.minutes,
    }
    return _kind().made(told, _MAKES, at_once)


@cache
def _kind() -> type[Later]:
    """Made when it is first needed: a class takes milliseconds."""
    return Later.telling("id", "reference", "status", "start", "minutes", *_MAKES)


def _taking_part(wire: WireAppointment) -> Iterator[WireParticipant]:
    return (one for one in wire.participants or () if one is not None)


def _participants(told: _Told) -> tuple[Participant, ...]:
    return tuple(_participant(one, told.names) for one in _taking_part(told.wire))


def _participant(wire: WireParticipant, names: Names, *, with_link: bool = False) -> Participant:
    kind = _KINDS[wire.type]
    known = _thing(names, _MENUS[wire.type], wire.participant.id)
    own = with_link and wire.video_url and kind is Kind.EMPLOYEE
    link = claimant_link(wire.video_url) if own and wire.video_url else None
    return Participant(
        id=wire.participant.id,
        name=known.name if known else None,
        kind=kind,
        role=Role.PRIMARY if wire.role == "PRIMARY" else Role.SECONDARY,
        link=SecretStr(link) if link and link.startswith("https://") else None,
    )


def _claimant(told: _Told) -> Claimant:
    customers = [one for one in _taking_part(told.wire) if one.type == "CUSTOMER"]
    primary = [one for one in customers if one.role == "PRIMARY"]
    for one in (primary or customers)[:1]:
        known = _thing(told.names, Menu.CUSTOMER, one.participant.id)
        return known.claimant() if known else Claimant(name=Named(id=one.participant.id).called("Customer"))
    return Claimant()


def _subject(told: _Told) -> Named | None:
    subject = told.wire.subject
    if subject is None:
        return None
    known = _thing(told.names, Menu.SUBJECT, subject.id)
    return Named(id=subject.id, name=known.name if known else None)


def _office(told: _Told) -> Office | None:
    office = told.wire.office
    if office is None:
        return None
    known = _thing(told.names, Menu.OFFICE, office.id)
    return known.office() if known else Office(id=office.id)


def _location(told: _Told) -> str | None:
    wire = told.wire
    elsewhere = wire.meeting_type == MeetingType.ON_LOCATION.value.upper()
    return _words(wire.location.address) if wire.location and elsewhere else None


def _cancelled_at(told: _Told) -> datetime | None:
    """The nearest that is told."""
    return _moment(told.wire.updated_at) if told.wire.status_now is Status.CANCELLED else None


def _moment(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


def _words(text: str | None) -> str | None:
    return readable(text) if text else text


_KINDS = {"CUSTOMER": Kind.CUSTOMER, "EMPLOYEE": Kind.EMPLOYEE}
_MENUS = {"CUSTOMER": Menu.CUSTOMER, "EMPLOYEE": Menu.EMPLOYEE}
_MAKES: Makes = {
    "raw_status": lambda told: in_one_line(readable(told.wire.status)) if told.wire.status else None,
    "meeting_type": lambda told: MEETING_TYPES.get(told.wire.meeting_type or ""),
    "subject": _subject,
    "office": _office,
    "location": _location,
    "participants": _participants,
    "claimant": _claimant,
    "hybrid": lambda told: told.wire.hybrid,
    "buffer_minutes": lambda told: told.wire.trailing_buffer_time,
    "notes": lambda told: _words(told.wire.internal_notes),
    "created_at": lambda told: _moment(told.wire.created_at),
    "updated_at": lambda told: _moment(told.wire.updated_at),
    "cancelled_at": _cancelled_at,
    "cancel_reason": lambda told: _words(told.wire.cancel_reason),
}


def _thing(names: Names, menu: Menu, id_: str) -> Thing | None:
    return names.get(menu, {}).get(id_)
