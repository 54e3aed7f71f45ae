"""The timetable of Pexip Engage: which times are free for a subject at an office.

The page shows where the answer begins, not what the list of times is called: so any list of things that start is taken.
Source: https://developer.pexipengage.com/operation/operation-gettimetable
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from bot.apis.http.wire import Lenient, SomeMoment, Wire
from bot.apis.pexip.asks import Pairs, zulu
from bot.appointments.choosing import Slot, Slots, SlotsFor
from bot.appointments.model import MAX_MINUTES, Window

PATH = "/timetable"
_DEPTH = 4
Minutes = Lenient[Annotated[int, Field(ge=1, le=MAX_MINUTES)]]


class WireSlot(Wire):
    start: SomeMoment = None
    end: SomeMoment = None
    duration: Minutes = None


class WireTimetable(Wire):
    duration: Minutes = None


def asking(window: Window, wanted: SlotsFor) -> Pairs:
    """Say what is wanted; all but the employee must be there, and none of these five takes brackets."""
    asked = [
        ("from", zulu(window.start)),
        ("to", zulu(window.end)),
        ("office-id", wanted.office),
        ("subject-id", wanted.subject),
        ("meeting-type", wanted.meeting_type.value.upper()),
    ]
    return asked + ([("employee-id[]", wanted.employee)] if wanted.employee else [])


def slots(body: object, window: Window) -> Slots:
    """Read the free times that start in the window. Raises ValueError where there is nothing like a list of times."""
    data = body.get("data") if isinstance(body, dict) else None
    lists = list(_lists(data, _DEPTH))
    if not lists:
        raise ValueError("no list of times")
    usual = WireTimetable.model_validate(data).duration if isinstance(data, dict) else None
    free: dict[Any, Slot] = {}
    for row in next(
        (rows for rows in lists if any("start" in row for row in rows if isinstance(row, dict))), []
    ):
        wire = WireSlot.model_validate(row) if isinstance(row, dict) else WireSlot()
        if wire.start and wire.start in window:
            free.setdefault(wire.start, Slot(start=wire.start, minutes=_minutes(wire) or usual))
    return Slots(free=tuple(free[start] for start in sorted(free)), minutes=usual)


def _minutes(wire: WireSlot) -> int | None:
    if wire.start is None or wire.end is None:
        return wire.duration
    minutes = int((wire.end - wire.start).total_seconds() // 60)
    return minutes if 0 < minutes <= MAX_MINUTES else None


def _lists(value: object, depth: int) -> Iterator[list[Any]]:
    """Every list within a few levels, the outer ones first."""
    inner: list[object] = []
    if isinstance(value, list):
        yield value
        inner = value
    elif isinstance(value, dict):
        inner = list(value.values())
    if depth:
        for one in inner:
            yield from _lists(one, depth - 1)
