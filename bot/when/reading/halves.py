"""Morning or afternoon: what decides it for a time, and for a time from when to when."""

from __future__ import annotations

from bot.when.parts import MINUTES_A_DAY, Clock, ClockSpan, Unreadable, short_clock
from bot.when.rules.clocks import in_part

HALF_DAY = MINUTES_A_DAY // 2


def minutes_of(clock: Clock, part: str | None) -> int:
    """The minutes after midnight of a time, in the part of the day that was told with it."""
    return in_part(clock, part) if part else clock.minutes


def span_minutes(span: ClockSpan, part: str | None) -> tuple[int, int]:
    """Decide both halves of the day: what was said holds, and of what is open the shorter span is meant.

    Two times written with two figures for the hour, as in 15:12-10:00, are on a clock with 24 hours.
    """
    start, end = span
    begins = minutes_of(start, part)
    if not start.sure and end.sure and not end.written and not part:
        begins = min(_both_halves(begins), key=lambda at: (end.minutes - at - 1) % MINUTES_A_DAY)
    if end.sure or (start.written and end.written):
        return begins, end.minutes
    return begins, min(_both_halves(end.minutes), key=lambda at: (at - begins - 1) % MINUTES_A_DAY)


def _both_halves(minutes: int) -> tuple[int, int]:
    return minutes, (minutes + HALF_DAY) % MINUTES_A_DAY


def check_length(span: ClockSpan, begins: int, ends: int, minutes: int | None) -> None:
    """Refuse a span that ends when it begins, or that is not as long as was said."""
    length = (ends - begins) % MINUTES_A_DAY
    if length == 0 or (span.start.minutes == span.end.minutes and not span.end.sure):
        raise Unreadable("contradiction", "It ends when it begins. Type from when to when, e.g. 10:00-10:45.")
    if minutes is not None and minutes != length:
        raise Unreadable(
            "contradiction",
            f"{short_clock(begins)} to {short_clock(ends)} is {length} minutes, but {minutes} were typed too. "
            "Leave one of them out.",
        )


def clock_words(clock: Clock | ClockSpan) -> str:
    """Write a time, or a time from when to when, as it was read."""
    if isinstance(clock, ClockSpan):
        return f"{short_clock(clock.start.minutes)}-{short_clock(clock.end.minutes)}"
    return short_clock(clock.minutes)
