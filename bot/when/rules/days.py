"""Rules for the simplest days: "today", "tomorrow", "tonight", and the weekdays that others count from."""

from __future__ import annotations

from datetime import date, timedelta

from bot.when.grammar import Context, Grammar
from bot.when.parts import (
    Amount,
    Day,
    DayPart,
    Unreadable,
    add,
    short_day,
)

rules = Grammar()


def relative(context: Context, days: int) -> Day:
    return Day(context.today + timedelta(days=days), kind="relative")


def coming(context: Context, weekday: int, weeks: int = 0) -> Day:
    """The coming such weekday; said on that weekday itself it is the one a week off."""
    days = [_after(start, weekday) + timedelta(weeks=weeks) for start in (context.counts_from, context.today)]
    return _counted(context, *days)


def soonest(context: Context, weekday: int) -> Day:
    """The coming such weekday, whatever is to be moved."""
    return Day(_after(context.today, weekday), kind="weekday")


def _after(start: date, weekday: int) -> date:
    return start + timedelta(days=(weekday - start.weekday() - 1) % 7 + 1)


def _counted(context: Context, day: date, from_now: date) -> Day:
    """A weekday counted from an appointment; where it would be another from now on, that one is offered too."""
    if day != from_now:
        context.guess(other=from_now)
    return Day(day, kind="weekday")


def in_week(context: Context, weekday: int, weeks: int) -> Day:
    """A weekday of this week (0), of the next (1), of the last (-1); weeks begin on Monday."""
    starts = (context.counts_from if weeks > 0 else context.today, context.today)
    days = [start + timedelta(days=weekday - start.weekday(), weeks=weeks) for start in starts]
    return _counted(context, *days)


def counts_from_another(words: str, context: Context) -> Unreadable:
    """Refuse what can only be said of a day that is not told here."""
    ahead = short_day(context.today + timedelta(days=-context.today.weekday() % 7 + 1), year=False)
    return Unreadable(
        "vague", f"“{words}” counts from a day that is not told. Type the day itself, e.g. {ahead} at 10:00."
    )


@rules("(day|weekday) relday", "part")
def german_morning(context: Context, told: Day | int, behind: int) -> DayPart | None:
    """ "Montag morgen"."""
    day = told if isinstance(told, Day) else coming(context, told)
    return DayPart("morning", day) if context.language == "de" and behind == 1 else None


@rules("relday relday", "part")
def german_next_morning(context: Context, told: int, behind: int) -> DayPart | None:
    """ "morgen Morgen"."""
    return DayPart("morning", relative(context, told)) if context.language == "de" and behind == 1 else None


@rules("relday", "day")
def relday(context: Context, days: int) -> Day:
    return relative(context, days)


@rules("(?<!number) mod unit (?=$|clock|at|on)", "day")
def next_day(context: Context, which: str, unit: str) -> Day | None:
    if unit == "working day" and which in ("next", "coming", "following"):
        return Day(add(context.today, Amount(working_days=1)), kind="relative")
    if unit != "day" or which not in ("next", "following"):
        return None
    if context.booking and context.anchor is None:
        raise counts_from_another(f"the {which} day", context)
    return Day(context.counts_from + timedelta(days=1), kind="relative")


@rules("mod day", "day")
def which_date(_: Context, which: str, day: Day) -> Day | None:
    """ "next 6 April" is the coming one."""
    coming_one = which in ("this", "next", "coming") and day.kind == "date" and not day.year_said
    return day if coming_one else None


@rules("part", "part")
def named_part(context: Context, part: str | DayPart) -> DayPart | None:
    if isinstance(part, DayPart):
        return None
    return DayPart("night" if part == "tonight" else part.removeprefix("this "), relative(context, 0))


@rules("mod part", "part")
def this_part(context: Context, which: str, part: DayPart) -> DayPart | None:
    if which not in ("this", "last") or part.day:
        return None
    return DayPart(part.name, relative(context, 0 if which == "this" else -1))
