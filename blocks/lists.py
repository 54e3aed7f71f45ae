"""Lists of sessions: pages that stay under Slack's limits however busy the week is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import groupby

from blocks import ids
from blocks.kit import (
    MESSAGE_LIMIT,
    Block,
    Card,
    actions,
    button,
    context,
    escape,
    fields,
    header,
    json_length,
    marked,
    plain,
    section,
)
from blocks.words.facts import claimant_name, status_words, time_token, when_words
from blocks.words.incomplete import incomplete_words
from blocks.words.meeting import about
from blocks.words.setting import Setting
from bot.appointments.model import Appointment, Status

PAGE = 15
"""Sessions on a page: with their day headings they stay under Slack's 50 blocks."""
LINE_LIMITS = (400, 160, 60)
"""Characters of one session's words: fewer where a whole page of long ones would be more than Slack takes."""
NAME_IN_LIST = 60
_TURNS = (ids.PAGE_BEFORE, ids.PAGE_AFTER)
_A_DAY = 25 * 3600
"""Seconds of the longest day, the one on which the clocks go back."""


def session_list(
    sessions: Sequence[Appointment], place: ids.ListPlace, title: str, setting: Setting, hint: str
) -> Card:
    """Draw one page of a list; `title` says the span and the filters, `hint` what to do when it is empty."""
    incomplete = incomplete_words(sessions)
    if not sessions:
        hint = f"{incomplete} {hint}".strip()
        none = "No sessions could be read." if incomplete else "No sessions."
        return Card(
            escape(f"{title}: {none} {incomplete}"), (header(title), section(plain(f"{none} {hint}")))
        )
    pages = -(-len(sessions) // PAGE)
    page = min(place.page, pages - 1)
    shown = sessions[page * PAGE : (page + 1) * PAGE]
    said = {a.id: when_words(a, setting.zone, setting.now) for a in shown}
    names = {a.id: claimant_name(a, NAME_IN_LIST) for a in shown}
    days = {a.id: _day(a, setting) for a in shown}
    noun = "session" if len(sessions) == 1 else "sessions"
    long = place.start is None or place.end is None or place.end - place.start > _A_DAY
    several_days = long or _day(sessions[0], setting) != _day(sessions[-1], setting)

    def drawn(limit: int) -> list[Block]:
        blocks: list[Block] = [
            header(title),
            context(plain(f"{len(sessions)} {noun}.{_counts(sessions, setting.now)}")),
            *([context(plain(f"⚠ {incomplete}"))] if incomplete else []),
        ]
        for day, of_day in groupby(shown, key=lambda a: days[a.id]):
            if several_days:
                blocks.append(section(marked(f"*{_day_words(day, setting)}*")))
            blocks += [_line(a, names[a.id], setting, limit, said[a.id]) for a in of_day]
        return blocks + (_pager(place, page, pages, _TURNS) if pages > 1 else [])

    blocks = _within_limit(drawn)
    lines = [f"{said[a.id]} {names[a.id]}" for a in shown]
    where = f", page {page + 1} of {pages}" if pages > 1 else ""
    return Card(escape(f"{title}: {len(sessions)} {noun}{where}. " + "; ".join(lines) + "."), tuple(blocks))


def found_list(
    sessions: Sequence[Appointment], title: str, setting: Setting, place: ids.FoundPlace | None = None
) -> Card:
    """Draw one page of what was found, the nearest in time first, each with its day; without a place, the first."""
    pages = -(-len(sessions) // PAGE)
    page = min(place.page, pages - 1) if place else 0
    shown = sessions[page * PAGE : (page + 1) * PAGE]
    said = {a.id: when_words(a, setting.zone, setting.now) for a in shown}
    names = {a.id: claimant_name(a, NAME_IN_LIST) for a in shown}
    foot: list[Block] = []
    if place and pages > 1:
        foot = _pager(place, page, pages, (ids.FOUND_BEFORE, ids.FOUND_AFTER))
    elif len(sessions) > len(shown):
        foot = [context(plain(f"And {len(sessions) - len(shown)} more. Type more of the reference."))]

    def drawn(limit: int) -> list[Block]:
        lines = (_line(a, names[a.id], setting, limit, said[a.id], with_day=True) for a in shown)
        return [header(title), *lines, *foot]

    blocks = _within_limit(drawn)
    lines = [f"{said[a.id]} {names[a.id]}" for a in shown]
    return Card(escape(f"{title}: " + "; ".join(lines) + "."), tuple(blocks))


def _within_limit(drawn: Callable[[int], list[Block]]) -> list[Block]:
    """Draw with as many words as fit into one message."""
    blocks: list[Block] = []
    for limit in LINE_LIMITS:
        blocks = drawn(limit)
        if json_length(blocks) <= MESSAGE_LIMIT:
            break
    return blocks


def _line(
    appointment: Appointment, name: str, setting: Setting, limit: int, said: str, *, with_day: bool = False
) -> Block:
    notes = [*about(appointment), status_words(appointment)]
    if setting.desk_zone is not None and appointment.start is not None:
        notes.append(f"at the desk {when_words(appointment, setting.desk_zone, setting.now)}")
    token = time_token(appointment, setting.zone, setting.now, with_day=with_day, said=said)
    when = f"~{token}~" if appointment.status is Status.CANCELLED else f"*{token}*"
    value = ids.Seen(appointment=appointment.id, version=appointment.version).packed()
    spoken = f"Details of {name}"
    return fields(
        marked(when),
        plain(f"{name}\n{' · '.join(notes)}", limit),
        accessory=button("Open", ids.SHOW, value, spoken=spoken),
    )


def _counts(sessions: Sequence[Appointment], now: datetime) -> str:
    waiting = sum(a.status is Status.WAITING for a in sessions)
    requested = sum(a.status is Status.REQUESTED and not a.is_over(now) for a in sessions)
    gaps = sum(a.has_gap(now) for a in sessions)
    said = f" {waiting} in the waiting room." if waiting else ""
    said += f" {requested} to be accepted." if requested else ""
    return said + (f" {gaps} with an interpreter needed and no language named." if gaps else "")


def _day(appointment: Appointment, setting: Setting) -> date | None:
    return appointment.start.astimezone(setting.zone).date() if appointment.start else None


def _day_words(day: date | None, setting: Setting) -> str:
    if day is None:
        return "Time to be chosen"
    today = setting.now.astimezone(setting.zone).date()
    named = {0: "Today, ", 1: "Tomorrow, ", -1: "Yesterday, "}.get((day - today).days, "")
    year = "" if day.year == today.year else f" {day.year}"
    return f"{named}{day:%A} {day.day} {day:%B}{year}"


def _pager(
    place: ids.ListPlace | ids.FoundPlace, page: int, pages: int, turns: tuple[str, str]
) -> list[Block]:
    row = []
    if page > 0:
        before = place.model_copy(update={"page": page - 1}).packed()
        row.append(button("Previous", turns[0], before, spoken=f"Previous, page {page} of {pages}"))
    if page < pages - 1:
        after = place.model_copy(update={"page": page + 1}).packed()
        row.append(button("Next", turns[1], after, spoken=f"Next, page {page + 2} of {pages}"))
    return [context(plain(f"Page {page + 1} of {pages}")), actions(*row)]
