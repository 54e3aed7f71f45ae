"""Rules for the time of day: "3pm", "half ten", "quarter to five", "14h30", "a las once y media"."""

from __future__ import annotations

from bot.when.grammar import Context, Grammar
from bot.when.parts import MINUTES_A_DAY, Clock, Numeral, Unreadable, short_clock

rules = Grammar()

NEVER = "There is no {} on a clock. Type the time like 15:00 or 3pm."


def clock(hour: int, minute: int = 0, *, sure: bool | None = None) -> Clock | None:
    """Make a time of day; without am or pm, 1 to 6 are taken for the afternoon and that is not sure."""
    if hour == 24 and minute == 0:
        return Clock(MINUTES_A_DAY)  # the end of the day that is told
    if hour > 23 or minute > 59:
        return None
    if sure or hour == 0 or hour > 12:
        return Clock(hour * 60 + minute)
    if sure is None:
        return Clock((hour + 12 if hour < 7 else hour) * 60 + minute, sure=False)
    return None


def of_digits(hour: str, minute: str) -> Clock | None:
    """Read "9", "30" or "09", "30": a leading nought says that the clock has 24 hours."""
    made = clock(int(hour), int(minute), sure=True if len(hour) == 2 and hour[0] == "0" else None)
    return made and made._replace(written=len(hour) == 2)


def looks_like_year(number: Numeral) -> bool:
    """Whether four figures are rather a year: nobody books 20:18, but 20:15 is a time."""
    return len(number.digits) == 4 and 1900 <= number.n < 2100 and number.n % 5 != 0


def bare(number: Numeral) -> Clock | None:
    """Read a number alone as a time: 9, 15, 1430, 0900."""
    digits = number.digits
    if looks_like_year(number):
        return None
    if len(digits) in (3, 4):
        return (
            of_digits(digits[:-2], digits[-2:])
            if len(digits) == 4
            else clock(int(digits[0]), int(digits[1:]))
        )
    if len(digits) > 4 or number.n == 0:
        return None
    return clock(number.n, sure=True if len(digits) == 2 and digits[0] == "0" else None)


def with_half(hour: int, minute: int, half: str) -> Clock:
    """Put am or pm to a time."""
    if (
        minute > 59
        or hour > 23
        or (hour > 12 and (half == "am" or not minute))
        or (hour == 0 and half == "pm")
    ):
        raise Unreadable(
            "impossible", NEVER.format(f"{hour}:{minute:02}{half}" if minute else f"{hour}{half}")
        )
    if hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return Clock(hour * 60 + minute, midnight=(hour, minute) == (0, 0))


HALVES = ("morning", "lunchtime", "afternoon", "evening", "night")


def in_part(clock: Clock, part: str) -> int:
    """The minutes of a time that was said to be in the morning, the afternoon, the evening or the night."""
    minutes = clock.minutes
    twelve = minutes % 720 < 60
    if clock.sure:
        fits = minutes < 720 if part == "morning" else minutes >= 720 or part in ("night", "lunchtime")
        if not fits:
            at = short_clock(minutes)
            raise Unreadable("contradiction", f"{at} is not in the {part}. Type just the time, e.g. {at}.")
        return minutes
    if part == "lunchtime":
        return minutes
    if part == "morning" or (part == "night" and twelve):
        return minutes % 720
    if part == "night" and 60 <= minutes % 720 < 6 * 60:
        at = short_clock(minutes % 720)
        raise Unreadable("contradiction", f"It is not clear which night {at} is in. Type the day and {at}.")
    if part == "evening" and minutes % 720 < 4 * 60:
        at = short_clock(minutes % 720 + 720)
        raise Unreadable("contradiction", f"{at} is not in the evening. Type just the time, e.g. {at}.")
    return minutes % 720 + 720


# --- written times ------------------------------------------------------------------------------------------


def checked(hm: tuple[str, ...]) -> Clock:
    made = of_digits(hm[0], hm[1])
    if made is None or (len(hm) > 2 and int(hm[2]) > 59):
        raise Unreadable("impossible", NEVER.format(":".join(hm)))
    return made


@rules("clock meridiem|dotted meridiem|clock oclock? meridiem", "clock")
def written_meridiem(_: Context, hm: tuple[str, ...] | Clock, half: str) -> Clock | None:
    if isinstance(hm, Clock):
        if hm.sure and hm.minutes == 720 and half == "pm":
            return hm
        return None
    return with_half(int(hm[0]), int(hm[1]), half)


@rules("number oclock? clock", "clock")
def twelve_noon(_: Context, twelve: Numeral, clock: tuple[str, ...] | Clock) -> Clock | None:
    is_word = isinstance(clock, Clock) and clock.minutes in (0, 720) and clock.sure
    return clock if twelve.n == 12 and isinstance(clock, Clock) and is_word else None


@rules("clock", "clock")
def written(_: Context, hm: tuple[str, ...] | Clock) -> Clock | None:
    return None if isinstance(hm, Clock) else checked(hm)


@rules("(?:(?<=[number ordinal] month)|(?<![month slash dash on])) number number oclock? meridiem", "clock")
def two_numbers_meridiem(_: Context, hour: Numeral, minute: Numeral, half: str) -> Clock | None:
    if not 1 <= hour.n <= 23 or minute.n > 59 or len(hour.digits) > 2 or len(minute.digits) == 1:
        return None
    return with_half(hour.n, minute.n, half)


@rules("number number number oclock? meridiem", "clock")
def nought_meridiem(_: Context, hour: Numeral, nought: Numeral, minute: Numeral, half: str) -> Clock | None:
    """ "six oh two pm"."""
    if any(number.digits for number in (hour, nought, minute)) or nought.n or not 1 <= minute.n <= 9:
        return None
    return with_half(hour.n, minute.n, half)


@rules("number oclock? meridiem", "clock")
def number_meridiem(_: Context, number: Numeral, half: str) -> Clock | None:
    digits = number.digits
    if len(digits) in (3, 4):
        return with_half(int(digits[:-2]), int(digits[-2:]), half)
    if len(digits) > 4:
        return None
    return with_half(number.n if number.n else 99, 0, half)


@rules("number oclock number (?!unit|month|number)", "clock")
def oclock_minutes(_: Context, hour: Numeral, minute: Numeral) -> Clock | None:
    return clock(hour.n, minute.n) if minute.n < 60 and len(minute.digits) != 1 else None


@rules("clock oclock|dotted oclock", "clock")
def clock_oclock(_: Context, made: Clock | tuple[str, str]) -> Clock:
    return made if isinstance(made, Clock) else checked(made)


def shifted(hour: Clock, minutes: int) -> Clock:
    return Clock((hour.minutes + minutes) % (24 * 60), hour.sure)
