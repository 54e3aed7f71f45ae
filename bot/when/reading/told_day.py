"""The one day that a phrase tells, and how it is written where another is offered in its place."""

from __future__ import annotations

from datetime import date, timedelta

from bot.when.grammar import Context
from bot.when.model import Choice
from bot.when.parts import (
    DAYS,
    MINUTES_A_DAY,
    ClockSpan,
    Day,
    DaySpan,
    Unreadable,
    say_minutes,
    short_clock,
    short_day,
)
from bot.when.reading.halves import minutes_of, span_minutes
from bot.when.reading.pieces import Pieces
from bot.when.rules.clocks import HALVES


def told_day(pieces: Pieces, context: Context) -> Day | None:
    """Find the day. Raises Unreadable where two are named, or the weekday is not the date's."""
    days = pieces.days
    if not days:
        return None
    first = days[0]
    other = next((day for day in days if day.on != first.on), None)
    if other:
        words = f"{short_day(first.on)} and {short_day(other.on)}"
        raise Unreadable(
            "two_times",
            f"{words} are both named. Type just one of them.",
            _offered(pieces, first.on, other.on),
        )
    for day in days:
        if day.weekday is not None and day.weekday != day.on.weekday():
            raise _another_weekday(pieces, context, day.on, day.weekday)
    return first


def in_told_week(day: Day | None, pieces: Pieces, context: Context) -> Day | None:
    """ "Tuesday at 2 next week": the week says which Tuesday; to move something there, it keeps its weekday."""
    week = pieces.periods[0] if pieces.periods else None
    if not (isinstance(week, DaySpan) and week.period and week.start and week.end):
        return day
    if (week.end - week.start).days != 7:
        return day
    if day is None and context.anchor:
        weekday, kind = context.anchor.astimezone(context.zone).weekday(), "relative"
    elif day and day.kind == "weekday":
        weekday, kind = day.on.weekday(), day.kind
        pieces.guesses = [guess for guess in pieces.guesses if guess.words]
    else:
        return day
    pieces.periods.clear()
    return Day(week.start + timedelta(days=weekday), kind=kind)


def later_or_longer(minutes: int, context: Context) -> Unreadable:
    """Ask what a length alone is to be, for what is to be moved."""
    said = say_minutes(minutes)
    choices = [Choice(f"{said} later", f"+{said}"), Choice(f"{said} earlier", f"{said} earlier")]
    if context.anchor:
        at = context.anchor.astimezone(context.zone)
        choices.append(Choice(f"Same time, for {said}", f"{at:%Y-%m-%d %H:%M} for {said}"))
    words = f"Is that how much later, or how long? Type {said} later, {said} earlier, or a time for {said}."
    return Unreadable("ambiguous", words, tuple(choices))


def half_told(pieces: Pieces) -> str | None:
    """The part of the day that was told."""
    parts = pieces.parts
    return parts[0].name if parts and parts[0].name in HALVES else None


def phrase_of(pieces: Pieces, on: date, begins: int | None = None) -> str:
    """Write a day, with the time and the length that were typed, so that it reads as exactly that."""
    half = half_told(pieces)
    length = next((_length_words(a.total_minutes) for a in pieces.amounts if a.total_minutes), "")
    zone = f" {pieces.zone.name}" if pieces.zone and pieces.clocks else ""
    if len(set(pieces.clocks)) != 1:
        return f"{on}{length}"
    clock = pieces.clocks[0]
    if isinstance(clock, ClockSpan):
        start, end = span_minutes(clock, half)
        if begins is not None:
            start, end = begins, (begins + end - start) % MINUTES_A_DAY
        return f"{on} {short_clock(start)}-{short_clock(end)}{zone}"
    return f"{on} {short_clock(minutes_of(clock, half) if begins is None else begins)}{zone}{length}"


def _length_words(minutes: int) -> str:
    """Write a length so that it is read as that; a long one in days."""
    days, rest = divmod(minutes, MINUTES_A_DAY)
    return f" for {minutes} min" if rest or not days else f" for {days} days"


def _offered(pieces: Pieces, *days: date) -> tuple[Choice, ...]:
    """Offer days, each with the time that was typed."""
    phrases = [phrase_of(pieces, on) for on in days]
    return tuple(
        Choice(f"{short_day(on)}{phrase[10:]}", phrase) for on, phrase in zip(days, phrases, strict=True)
    )


def _another_weekday(pieces: Pieces, context: Context, on: date, weekday: int) -> Unreadable:
    near = on + timedelta(days=(weekday - on.weekday() + 3) % 7 - 3)
    if near < context.today <= on:
        near += timedelta(days=7)
    return Unreadable(
        "contradiction",
        f"{DAYS[weekday][:3]} {on.day} {on:%b} was typed but {on.day} {on:%b %Y} is a "
        f"{DAYS[on.weekday()]}. Which? Type {short_day(on)} or {short_day(near)}.",
        _offered(pieces, on, near),
    )
