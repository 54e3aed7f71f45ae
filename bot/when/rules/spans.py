"""Rules for a time from when to when: "9-9:30", "between 2 and 3pm", "10 till 11"."""

from __future__ import annotations

from bot.when.grammar import Context, Grammar
from bot.when.parts import (
    Clock,
    ClockSpan,
    DayPart,
    Numeral,
    Unreadable,
    short_clock,
)
from bot.when.rules.clocks import HALVES, bare, in_part, of_digits

rules = Grammar()

Told = Numeral | Clock | tuple[str, str]


def _clock(told: Told) -> Clock | None:
    if isinstance(told, Clock):
        return told
    if isinstance(told, Numeral):
        return bare(told)
    return of_digits(*told) if len(told[1]) == 2 else None


def _span(start: Told, end: Told) -> ClockSpan | None:
    a, b = _clock(start), _clock(end)
    return ClockSpan(a, b) if a and b else None


@rules("clock part (?=to|until|dash|and)|(?<=[to until dash and]) clock part", "clock")
def clock_in_part(_: Context, clock: Clock, part: DayPart) -> Clock | None:
    return Clock(in_part(clock, part.name)) if part.day is None and part.name in HALVES else None


_C = "(clock|number|dotted)"


@rules(
    f"(from|at|in|between|for)? the? clock (to|dash|until) the? {_C} (?!unit|month|ordinal|weekdays|quarter)",
    "clocks",
)
def clock_to(context: Context, start: Clock, end: Told) -> ClockSpan | None:
    """ "von 6:30 bis 23:00": an end in the 24 hours says that the start is in them too, but in English."""
    span = _span(start, end)
    on_24 = span and span.end.sure and span.end.written and span.end.minutes >= 13 * 60
    if span and on_24 and not start.sure and context.language not in ("en", "cy"):
        return ClockSpan(Clock(start.minutes % 720), span.end)
    return span


@rules("(from|at|in|between|for)? (number|dotted) (to|dash|until) clock", "clocks")
def to_clock(_: Context, start: Told, end: Clock) -> ClockSpan | None:
    return _span(start, end)


@rules("(from|of) clock at? clock", "clocks")
def from_clock_at(context: Context, start: Clock, end: Clock) -> ClockSpan | None:
    return ClockSpan(start, end) if context.language in ("fr", "es") else None


@rules(
    f"from clock at {_C}|between the? {_C} (and|to|dash|until) {_C} (?!unit|month|ordinal|weekdays|unknown)",
    "clocks",
)
def between_clocks(_: Context, start: Told, end: Told) -> ClockSpan | None:
    return _span(start, end)


@rules(
    "from (number|dotted) (to|dash|until) (number|dotted) (?!unit|month|ordinal|weekdays|mod|unknown)",
    "clocks",
)
def from_number(_: Context, start: Told, end: Told) -> ClockSpan | None:
    return _span(start, end)


@rules("(?<=[day weekday]) at? pair|pair (?=on? [day weekday])", "clocks")
def clock_pair(_: Context, pair: tuple[str, str]) -> ClockSpan | None:
    """ "Thurs 1400/1445"."""
    if not all(len(figures) == 4 for figures in pair):
        return None
    start, end = of_digits(pair[0][:2], pair[0][2:]), of_digits(pair[1][:2], pair[1][2:])
    return ClockSpan(start, end) if start and end and start.minutes < end.minutes else None


@rules("clock plus number (?!unit|clock|month|slash|dash)", "clocks")
def clock_and_number(_: Context, start: Clock, more: Numeral) -> ClockSpan | None:
    """ "2pm + 30"."""
    if not 5 <= more.n <= 240 or more.n % 5:
        return None
    return ClockSpan(start, Clock((start.minutes + more.n) % (24 * 60)))


@rules("(after|past) clock and? before clock", "clocks")
def after_and_before(_: Context, start: Clock, end: Clock) -> ClockSpan:
    return ClockSpan(start, end)


@rules(
    "(?<=[day part]) at? (number|dotted) (to|dash|until) (number|dotted) (?!unit|month|ordinal|number)"
    "|(?<!number) (number|dotted) (to|dash|until) (number|dotted) (?=on? the? [day part])",
    "clocks",
)
def numbers_beside_day(_: Context, start: Told, end: Told) -> ClockSpan | None:
    """ "Monday 9-4"; nearly half a day, as in "Friday 7-6", may as well be a date."""
    span = _span(start, end)
    if span and span.start.minutes < span.end.minutes - 10 * 60 and not span.end.sure and not span.start.sure:
        hours = f"{short_clock(span.start.minutes)}-{short_clock(span.end.minutes)}"
        raise Unreadable("ambiguous", f"That can be a day or hours. For hours type {hours}.")
    return span


@rules(
    "(?<![number unknown]) number (to|dash|until) dotted (?!unit|month|ordinal|number|unknown)"
    "|(?<![number unknown]) dotted (to|dash|until) (number|dotted) (?!unit|month|ordinal|number|unknown)",
    "clocks",
)
def dotted_span(_: Context, start: Told, end: Told) -> ClockSpan | None:
    """ "2-3.30": minutes that are no month make it a time."""
    minutes = [told[1] for told in (start, end) if isinstance(told, tuple) and isinstance(told[1], str)]
    return _span(start, end) if any(m == "00" or (len(m) == 2 and int(m) > 12) for m in minutes) else None


@rules("(?<=from) number (?=$|unknown)", "clock")
def from_number_on(context: Context, number: Numeral) -> Clock | None:
    """ "45 min on Thurs from 2"."""
    return bare(number) if context.booking and len(number.digits) < 3 else None


@rules("(?<=from) number (?=for amount)|(?<=(?:for amount from)) number (?!unit|month)", "clock")
def from_number_for(_: Context, number: Numeral) -> Clock | None:
    return bare(number)
