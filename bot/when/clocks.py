"""Rules for the time of day: "3pm", "half ten", "quarter to five", "14h30", "a las once y media"."""

from __future__ import annotations

from bot.when.grammar import Context, Grammar
from bot.when.model import Choice
from bot.when.parts import MINUTES_A_DAY, Amount, Clock, DayPart, Numeral, Unreadable, short_clock

rules = Grammar()

HALF_IS_BEFORE = ("de", "pl")
"""Languages in which "half ten" is half past nine."""
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


def bare(number: Numeral) -> Clock | None:
    """Read a number alone as a time: 9, 15, 1430, 0900."""
    digits = number.digits
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
    if part == "morning" or (part == "night" and (twelve or minutes % 720 < 5 * 60)):
        return minutes % 720
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


@rules("number number oclock? meridiem", "clock")
def two_numbers_meridiem(_: Context, hour: Numeral, minute: Numeral, half: str) -> Clock | None:
    if not 1 <= hour.n <= 23 or minute.n > 59 or len(hour.digits) > 2 or len(minute.digits) == 1:
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


# --- spoken times -------------------------------------------------------------------------------------------


def shifted(hour: Clock, minutes: int) -> Clock:
    return Clock((hour.minutes + minutes) % (24 * 60), hour.sure)


def _named_hour(hour: Numeral | Clock) -> Clock | None:
    """The hour that "half past" or "quarter to" goes by."""
    if isinstance(hour, Clock):
        return hour
    return clock(hour.n) if len(hour.digits) < 3 else None


_HOUR = "the? (clock|number oclock? (?!unit|month|meridiem|number))"


@rules(f"half past {_HOUR}", "clock")
def half_past(_: Context, hour: Numeral | Clock) -> Clock | None:
    made = _named_hour(hour)
    return shifted(made, 30) if made else None


@rules("half number oclock? (?!unit|month|of|a)", "clock")
def half_hour(context: Context, hour: Numeral) -> Clock | None:
    if not 1 <= hour.n <= 23 or len(hour.digits) > 2:
        return None
    made = clock(hour.n)
    return shifted(made, -30 if context.language in HALF_IS_BEFORE else 30) if made else None


@rules(f"number dash? quarter (past|after) {_HOUR}", "clock")
def quarters_past(_: Context, count: Numeral, hour: Numeral | Clock) -> Clock | None:
    made = _named_hour(hour)
    return shifted(made, 15 * count.n) if made and count.n < 4 else None


@rules(f"a? quarter (past|after) {_HOUR}", "clock")
def quarter_past(_: Context, hour: Numeral | Clock) -> Clock | None:
    made = _named_hour(hour)
    return shifted(made, 15) if made else None


@rules(f"a? quarter (to|of|before) {_HOUR}", "clock")
def quarter_to(_: Context, hour: Numeral | Clock) -> Clock | None:
    made = _named_hour(hour)
    return shifted(made, -15) if made else None


def _minutes(told: Numeral | Amount) -> int | None:
    if isinstance(told, Amount):
        return int(told.minutes) if told.unit == "minute" and told.minutes < 60 else None
    return told.n if 1 <= told.n <= 59 and len(told.digits) < 3 else None


@rules(f"(number|amount) past {_HOUR}", "clock")
def minutes_past(_: Context, told: Numeral | Amount, hour: Numeral | Clock) -> Clock | None:
    minutes, made = _minutes(told), _named_hour(hour)
    return shifted(made, minutes) if made and minutes else None


@rules(f"number after {_HOUR}", "clock")
def minutes_after(_: Context, told: Numeral, hour: Numeral | Clock) -> Clock | None:
    """ "ten after three", as Americans say."""
    made = _named_hour(hour)
    return shifted(made, told.n) if made and told.n in (5, 10, 20, 25) and not made.minutes % 60 else None


@rules("clock and half (?!unit|of|a)", "clock")
def clock_and_half(_: Context, clock: Clock) -> Clock:
    return shifted(clock, 30)


@rules("clock and a? quarter (?!unit|of|a)", "clock")
def clock_and_quarter(_: Context, clock: Clock) -> Clock:
    return shifted(clock, 15)


@rules(f"amount (to|before) {_HOUR}", "clock")
def minutes_to(_: Context, told: Amount, hour: Numeral | Clock) -> Clock | None:
    minutes, made = _minutes(told), _named_hour(hour)
    return shifted(made, -minutes) if made and minutes else None


@rules(f"(?<!from|clock|between|dash) number to {_HOUR}", "clock")
def number_to(_: Context, told: Numeral, hour: Numeral | Clock) -> Clock | None:
    """ "20 to five" can only be a time; "10 to 11" may also be from ten to eleven, and then we ask."""
    made = _named_hour(hour)
    if (
        made is None
        or told.n not in (5, 10, 15, 20, 25)
        or (len(told.digits) == 1 and told.n > 9)
        or made.minutes % 60
    ):
        return None
    if told.n < 12:
        start = clock(told.n)
        length = made.minutes - start.minutes if start else 0
        if 0 < length <= (8 if told.digits else 3) * 60 and start:
            before = short_clock(made.minutes - told.n)
            span = f"{short_clock(start.minutes)}-{short_clock(made.minutes)}"
            raise Unreadable(
                "ambiguous",
                f"That can be {before} or from {span.replace('-', ' to ')}. Type {before}, or {span}.",
                (Choice(before, before), Choice(span.replace("-", " to "), span)),
            )
    return shifted(made, -told.n)


@rules("(at|starting) number dash? number (?!number|unit|month|meridiem|of|slash|dash|to|past|and)", "clock")
def at_two_numbers(_: Context, hour: Numeral, minute: Numeral) -> Clock | None:
    if not 1 <= hour.n <= 23 or not 0 <= minute.n <= 59 or len(minute.digits) == 1 or len(hour.digits) > 2:
        return None
    return clock(hour.n, minute.n)


@rules(
    "(at|starting) number (?!number|unit|month|meridiem|slash|past|weekdays|decimal|heure|half|ordinal|oclock)",
    "clock",
)
def at_number(_: Context, number: Numeral) -> Clock | None:
    return bare(number)


@rules("(at|starting) dotted", "clock")
def at_dotted(_: Context, dotted: tuple[str, str]) -> Clock | None:
    return of_digits(*dotted) if len(dotted[1]) == 2 else None


@rules("number oclock", "clock")
def number_oclock(_: Context, hour: Numeral) -> Clock | None:
    return clock(hour.n) if len(hour.digits) < 3 else None


@rules(
    "(?<![number dotted pair unknown]) number number (?!number|unit|month|meridiem|of|ordinal|quarter|weekdays|slash|past)",
    "clock",
)
def two_number_words(_: Context, hour: Numeral, minute: Numeral) -> Clock | None:
    """ "ten forty-five": only in words, since two figures could be anything."""
    if hour.digits or minute.digits or not 1 <= hour.n <= 12 or not 10 <= minute.n <= 59:
        return None
    return clock(hour.n, minute.n)


@rules("(number|dotted) (?=(in|on|at)? the? (mod)? (daypart|part))", "clock")
def number_of_part(_: Context, number: Numeral | tuple[str, str]) -> Clock | None:
    """ "7 this evening": the part of the day says later which seven."""
    if isinstance(number, Numeral):
        return bare(number)
    return of_digits(*number) if len(number[1]) == 2 else None


# --- parts of the day ---------------------------------------------------------------------------------------


@rules("(in|on|at|for)? the? thing (?!unknown)", "part")
def thing(_: Context, name: str) -> DayPart:
    return DayPart(name)


@rules("(in|at|for|on)? the? daypart", "part")
def day_part(_: Context, name: str) -> DayPart:
    return DayPart(name)


@rules("(?<=part) (at)? number (?!unit|month|of|number|slash)", "clock")
def number_after_part(_: Context, number: Numeral) -> Clock | None:
    return bare(number)
