"""An appointment of Pexip Engage in the desk's words: the ids on the wire with what they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import SecretStr

from bot.apis.http.room_link import claimant_link
from bot.apis.pexip.directory import Names
from bot.apis.pexip.things import Thing
from bot.apis.pexip.wire import MEETING_TYPES, WireAppointment, WireParticipant
from bot.appointments.choosing import Menu
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


def ids_in(wires: Iterable[WireAppointment]) -> dict[Menu, set[str]]:
    """Collect all ids that stand for something with a name."""
    wanted: dict[Menu, set[str]] = {menu: set() for menu in Menu}
    for wire in wires:
        if wire.subject:
            wanted[Menu.SUBJECT].add(wire.subject.id)
        if wire.office:
            wanted[Menu.OFFICE].add(wire.office.id)
        for one in _taking_part(wire):
            wanted[Menu(Kind(one.type.lower()))].add(one.participant.id)
    return wanted


def appointment(wire: WireAppointment, names: Names) -> Appointment:
    """Say a wire appointment in the desk's words; the claimant is the primary customer."""
    people = tuple(_participant(one, names) for one in _taking_part(wire))
    cancelled = wire.status_now is Status.CANCELLED
    found = Appointment(
        id=wire.id,
        reference=wire.external_id,
        status=wire.status_now,
        raw_status=wire.status,
        start=wire.start,
        minutes=wire.minutes,
        meeting_type=MEETING_TYPES.get(wire.meeting_type or ""),
        subject=_subject(wire, names),
        office=_office(wire, names),
        location=_location(wire),
        participants=people,
        hybrid=wire.hybrid,
        buffer_minutes=wire.trailing_buffer_time,
        notes=wire.internal_notes,
        created_at=wire.created_at,
        updated_at=wire.updated_at,
        cancelled_at=wire.updated_at if cancelled else None,  # the nearest that is told
        cancel_reason=wire.cancel_reason,
    )
    return found.model_copy(update={"claimant": _claimant(found, names)})


def _taking_part(wire: WireAppointment) -> Iterator[WireParticipant]:
    return (one for one in wire.participants or () if one is not None)


def _participant(wire: WireParticipant, names: Names) -> Participant:
    kind = Kind(wire.type.lower())
    known = _thing(names, Menu(kind), wire.participant.id)
    link = claimant_link(wire.video_url) if wire.video_url and kind is Kind.EMPLOYEE else None
    return Participant(
        id=wire.participant.id,
        name=known.name if known else None,
        kind=kind,
        role=Role.PRIMARY if wire.role == "PRIMARY" else Role.SECONDARY,
        link=SecretStr(link) if link and link.startswith("https://") else None,
    )


def _claimant(found: Appointment, names: Names) -> Claimant:
    for customer in found.customers:
        known = _thing(names, Menu.CUSTOMER, customer.id)
        return known.claimant() if known else Claimant(name=customer.called("Customer"))
    return Claimant()


def _subject(wire: WireAppointment, names: Names) -> Named | None:
    if wire.subject is None:
        return None
    known = _thing(names, Menu.SUBJECT, wire.subject.id)
    return Named(id=wire.subject.id, name=known.name if known else None)


def _office(wire: WireAppointment, names: Names) -> Office | None:
    if wire.office is None:
        return None
    known = _thing(names, Menu.OFFICE, wire.office.id)
    return known.office() if known else Office(id=wire.office.id)


def _location(wire: WireAppointment) -> str | None:
    elsewhere = wire.meeting_type == MeetingType.ON_LOCATION.value.upper()
    return wire.location.address if wire.location and elsewhere else None


def _thing(names: Names, menu: Menu, id_: str) -> Thing | None:
    return names.get(menu, {}).get(id_)
