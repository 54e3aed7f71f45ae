"""Tell what changed between two looks at the service, out of fingerprints of the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from bot.appointments.interpreting import needs_interpreter
from bot.appointments.model import Appointment, Status, Window
from bot.appointments.versions import PARTS, Stamp

_CLOCKS_DIFFER = timedelta(minutes=5)
"""How far the service's clock may be from ours."""


class Kind(StrEnum):
    """What happened to an appointment. What only its own course brings (waiting, in session, done) is none of these."""

    BOOKED = "booked"
    MOVED = "moved"
    EDITED = "edited"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    """Cancelled before, and on again."""
    GONE = "gone"
    """The service no longer has it."""


class Sighting(Struct, frozen=True, gc=False):
    """An appointment as it was last seen: its times and status, and fingerprints of the rest."""

    appointment: str
    version: str
    start: datetime | None
    minutes: int | None
    status: Status
    since: datetime
    """When this status was first seen, to the second."""
    parts: Mapping[str, str]
    gap_since: datetime | None = None
    """When it was first seen that an interpreter is needed, if that is so."""


class Look(Struct, frozen=True):
    """When the service was looked at, and which span of time."""

    at: datetime
    window: Window


class Difference(Struct, frozen=True):
    appointment: str
    kind: Kind
    was_start: datetime | None = None
    was_minutes: int | None = None
    was_parts: Mapping[str, str] = {}
    was_status: Status | None = None
    version: str = ""
    """What it became, by which its doer is found."""


class Comparison(Struct, frozen=True):
    sightings: tuple[Sighting, ...]
    """Those that are new or no longer what they were."""
    differences: tuple[Difference, ...]


def compare(
    before: Mapping[str, Sighting],
    now_are: Sequence[Appointment],
    gone: Sequence[str],
    last: Look | None,
    now: datetime,
    stamp: Stamp,
) -> Comparison:
    """Compare all that was seen with all that is there; on the very first look nothing is news.

    `gone`: the ids of those that were seen and that the service no longer has.
    """
    sightings: list[Sighting] = []
    differences: list[Difference] = []
    now = now.replace(microsecond=0)  # one for all that are kept
    for appointment in now_are:
        was = before.get(appointment.id)
        if was is not None and was.version == appointment.version:
            continue
        sighting = _sighted(appointment, was, now, stamp)
        sightings.append(sighting)
        kind = _kind(was, sighting) if was else _new(appointment, last)
        if kind is not None:
            differences.append(_difference(kind, appointment.id, was, appointment.version))
    differences += [_difference(Kind.GONE, one, before.get(one)) for one in gone]
    return Comparison(tuple(sightings), tuple(differences))


def changed_parts(was: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Name the parts that are no longer what they were; those that were not fingerprinted then are not known."""
    return [name for name in PARTS if name in was and now.get(name, was[name]) != was[name]]


def _sighted(appointment: Appointment, was: Sighting | None, now: datetime, stamp: Stamp) -> Sighting:
    same_status = was is not None and was.status is appointment.status
    parts = stamp.parts(appointment)
    lost = appointment.has_gap(now) and was is not None and "interpreter" in changed_parts(was.parts, parts)
    gap_since = now if was is None or was.gap_since is None or lost else was.gap_since
    return Sighting(
        appointment.id,
        appointment.version,
        appointment.start,
        appointment.minutes,
        appointment.status,
        was.since if was is not None and same_status else now,
        parts,
        gap_since if needs_interpreter(appointment, now) else None,
    )


def _kind(was: Sighting, now: Sighting) -> Kind | None:
    if now.status is Status.CANCELLED and was.status is not Status.CANCELLED:
        return Kind.CANCELLED
    if was.status is Status.CANCELLED and now.status is not Status.CANCELLED:
        return Kind.RESTORED
    if (was.start, was.minutes) != (now.start, now.minutes):
        return Kind.MOVED
    return Kind.EDITED if changed_parts(was.parts, now.parts) else None


def _new(appointment: Appointment, last: Look | None) -> Kind | None:
    """What it means that an appointment was not seen before: booked, moved here, or only come into view."""
    if last is None or appointment.status is Status.CANCELLED or appointment.start is None:
        return None
    if appointment.created_at is not None:
        if appointment.created_at >= last.at - _CLOCKS_DIFFER:
            return Kind.BOOKED
        return Kind.MOVED if appointment.start in last.window else None
    return Kind.BOOKED if appointment.start in last.window else None


def _difference(kind: Kind, appointment: str, was: Sighting | None, version: str = "") -> Difference:
    if was is None:
        return Difference(appointment, kind, version=version)
    return Difference(appointment, kind, was.start, was.minutes, was.parts, was.status, version)
