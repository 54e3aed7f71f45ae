"""Sessions in their order of need, and under which heading each stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

from msgspec import Struct

from blocks.day.row import Place, Row
from blocks.words.rows import HEADINGS
from bot.appointments.model import Appointment
from bot.appointments.need import WAITS, Need, rank

THE_REST = "The rest"
_BY_TIME = frozenset({Need.LATER, Need.OVER})


class Group(Struct, frozen=True):
    """Sessions under one heading."""

    heading: str
    """Nothing where one stands above all of them already."""
    rows: Sequence[Row]
    with_day: bool = False
    """Each row says its day."""


class Span(Struct, frozen=True):
    """Of what a list is: of one day or several, and whether that is now."""

    several_days: bool = False
    is_now: bool = True


def in_order(sessions: Iterable[Appointment], place: Place) -> list[Row]:
    """Put sessions into their order of need."""
    return sorted([Row(one, place) for one in sessions], key=_rank)


def _rank(row: Row) -> tuple[int, datetime, str]:
    need = row.need
    wait = row.wait if need is WAITS else None
    return rank(row.appointment, need, wait.since if wait else None)


def groups_of(rows: Sequence[Row], span: Span) -> list[Group]:
    """Put rows under their headings; the rest of several days stands under the days."""
    groups: list[Group] = []
    for need, several in groupby(rows, key=lambda row: row.need):
        of_need = list(several)
        if span.several_days and need in _BY_TIME:
            groups += [_of_day(day, list(same)) for day, same in groupby(of_need, key=_day)]
        else:
            heading = THE_REST if need is Need.LATER and not span.is_now else HEADINGS[need]
            groups.append(Group(heading, of_need, span.several_days))
    if len(groups) == 1 and not span.several_days and (not span.is_now or rows[0].need is Need.OVER):
        return [Group("", groups[0].rows)]
    return groups


def _of_day(day: date | None, rows: Sequence[Row]) -> Group:
    return Group(day_words(day, rows[0].place), rows)


def day_words(day: date | None, place: Place) -> str:
    """Say a day as a heading: "Tomorrow, Wednesday 25 November"."""
    if day is None:
        return "Time to be chosen"
    today = place.setting.now.astimezone(place.zone).date()
    named = {0: "Today, ", 1: "Tomorrow, ", -1: "Yesterday, "}.get((day - today).days, "")
    year = "" if day.year == today.year else f" {day.year}"
    return f"{named}{day:%A} {day.day} {day:%B}{year}"


def _day(row: Row) -> date | None:
    start = row.appointment.start
    return start.astimezone(row.place.zone).date() if start else None
