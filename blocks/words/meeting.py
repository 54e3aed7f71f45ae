"""How a session is held: about what, in which way, where, and who takes part. What a service does not tell is not said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from blocks.kit import clip
from blocks.words.facts import (
    NAME_SHOWN,
    claimant_name,
    department_name,
    initials,
    interpreter_words,
    when_words,
)
from bot.appointments.model import Appointment, MeetingType, Office, Participant, Role, Status
from bot.appointments.permission import Openness

MEETING_WORDS = {
    MeetingType.VIDEO: "Video",
    MeetingType.PHONE: "Phone",
    MeetingType.OFFICE: "At the office",
    MeetingType.ON_LOCATION: "On location",
}
_HYBRID_WORDS = {
    MeetingType.VIDEO: "Video, some at the office",
    MeetingType.PHONE: "Phone, some in person",
    MeetingType.OFFICE: "At the office, some by video",
    MeetingType.ON_LOCATION: "On location, some by video",
}
_NO_LINK = {
    MeetingType.PHONE: "it is held by phone, so there is no room to join.",
    MeetingType.OFFICE: "it is held at the office, so there is no room to join.",
    MeetingType.ON_LOCATION: "it is held on location, so there is no room to join.",
}
_UNCONFIRMED = frozenset({Status.REQUESTED, Status.INVITED})
_ADDRESS_SHOWN = 160


def meeting_words(appointment: Appointment) -> str:
    """Say in which way people meet; nothing where the service does not tell."""
    kind = appointment.meeting_type
    if kind is None:
        return ""
    return (_HYBRID_WORDS if appointment.hybrid else MEETING_WORDS)[kind]


def has_room(appointment: Appointment) -> bool:
    """Whether there is a video room at all."""
    kind = appointment.meeting_type
    return kind is None or kind is MeetingType.VIDEO or bool(appointment.hybrid)


def is_joinable(appointment: Appointment, now: datetime) -> bool:
    """Whether there is a way in to be offered: a room, and a session that is settled and not over."""
    return has_room(appointment) and appointment.status not in _UNCONFIRMED and not appointment.is_over(now)


def is_acceptable(appointment: Appointment, now: datetime) -> bool:
    """Whether it waits for somebody at the desk to accept it."""
    return appointment.status is Status.REQUESTED and not appointment.is_over(now)


def no_room_words(appointment: Appointment) -> str:
    """Say why there is no link."""
    if not has_room(appointment) and appointment.meeting_type in _NO_LINK:
        return _NO_LINK[appointment.meeting_type]
    return "the service has no meeting link for it that Frontdesk may show. Join from its own portal."


def about(appointment: Appointment) -> list[str]:
    """Say in a few words each what a session is about, how and where it is held, and which interpreter it needs."""
    notes = [clip(appointment.subject.called("Subject"), NAME_SHOWN)] if appointment.subject else []
    notes += [meeting_words(appointment)] if appointment.meeting_type else []
    notes += [clip(appointment.office.called("Office"), NAME_SHOWN)] if appointment.office else []
    notes += [department_name(appointment.department)] if appointment.department else []
    if appointment.interpreter.is_needed:
        notes.append(f"Interpreter: {interpreter_words(appointment.interpreter)}")
    return notes


def office_words(office: Office) -> str:
    """Say an office with its address, where that is known."""
    name = clip(office.called("Office"), NAME_SHOWN)
    if not office.address:
        return name
    address = clip(office.address, _ADDRESS_SHOWN)
    return address if name.casefold() in address.casefold() else f"{name}, {address}"


def office_time(appointment: Appointment, desk: ZoneInfo, now: datetime) -> str:
    """Say when a meeting at an office is by the office's own clock; nothing where that is the desk's."""
    zone = appointment.own_zone(desk)
    return when_words(appointment, zone, now) if zone else ""


def hosts_words(hosts: Sequence[Participant]) -> str:
    """Say who hosts, the primary one first: "Sofie Peeters, with Tom Claes"."""
    names = [clip(host.called("Employee"), NAME_SHOWN) for host in hosts]
    return f"{names[0]}, with {', '.join(names[1:])}" if len(names) > 1 else "".join(names)


def others_words(appointment: Appointment, openness: Openness) -> str:
    """Say who comes with the claimant, as far as the readers of a place may know."""
    others = appointment.customers[1:]
    if openness is Openness.PRIVATE:
        return ", ".join(clip(other.called("Customer"), NAME_SHOWN) for other in others)
    short = [initials(other.name) or "somebody" for other in others]
    return ", ".join(short) if openness is Openness.PUBLIC else ""


def roles_words(appointment: Appointment) -> str:
    """Say everybody who takes part and as what, for Details alone."""
    said = [f"{claimant_name(appointment)} (claimant)"] if appointment.customers else []
    said += [
        f"{clip(one.called('Customer'), NAME_SHOWN)} (with the claimant)" for one in appointment.customers[1:]
    ]
    for host in appointment.hosts:
        part = "host" if host.role is Role.PRIMARY else "co-host"
        said.append(f"{clip(host.called('Employee'), NAME_SHOWN)} ({part})")
    return ", ".join(said)
