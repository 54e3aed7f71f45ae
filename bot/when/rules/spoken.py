"""Rules for the time of day as it is spoken: "half ten", "quarter to five", "ten forty-five", "3 in the afternoon"."""

from __future__ import annotations

from bot.when.grammar import Context, Grammar
from bot.when.model import Choice
from bot.when.parts import Amount, Clock, ClockSpan, DayPart, Numeral, Unreadable, short_clock
from bot.when.rules.clocks import bare, checked, clock, of_digits, shifted

rules = Grammar()

HALF_IS_BEFORE = ("de", "pl")
"""Languages in which "half ten" is half past nine."""


def _named_hour(hour: Numeral | Clock) -> Clock | None:
    """The hour that "half past" or "quarter to" goes by."""
    if isinstance(hour, Clock):
        return hour
    return clock(hour.n) if len(hour.digits) < 3 else None


_HOUR = "the? (clock|number oclock? (?!unit|meridiem) (?!month (?!ordinal)) (?!number (?!month|of)))"


@rules(f"half past {_HOUR}", "clock")
def half_past(_: Context, hour: Numeral | Clock) -> Clock | None:
    made = _named_hour(hour)
    return shifted(made, 30) if made else None


@rules("half number oclock? (?!unit|of) (?!month (?!ordinal)) (?!a (?!unit (on|weekday|relday)))", "clock")
def half_hour(context: Context, hour: Numeral) -> Clock | None:
    if not 1 <= hour.n <= 23 or len(hour.digits) > 2:
        return None
    made = clock(hour.n)
    return shifted(made, -30 if context.language in HALF_IS_BEFORE else 30) if made else None


@rules(f"number dash? quarter (past|after) {_HOUR}", "clock")
def quarters_past(_: Context, count: Numeral, hour: Numeral | Clock) -> Clock | None:
    made = _named_hour(hour)
    return shifted(made, 15 * count.n) if made and count.n < 4 else None


@rules(f"number unit? before {_HOUR}", "clock")
def german_minutes_before(context: Context, less: Numeral, *said: str | Numeral | Clock) -> Clock | None:
    """ "zehn vor drei"."""
    hour = said[-1]
    if context.language != "de" or isinstance(hour, str) or said[0] not in ("minute", hour):
        return None
    made = _named_hour(hour)
    return shifted(made, -less.n) if made and 1 <= less.n < 30 else None


@rules(f"a? quarter (past|after) {_HOUR}", "clock")
def quarter_past(_: Context, hour: Numeral | Clock) -> Clock | None:
    made = _named_hour(hour)
    return shifted(made, 15) if made else None


@rules(f"a? quarter (to|of|before|until) {_HOUR}", "clock")
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


@rules("(at|starting) number dash number (?!number|unit|month|meridiem|of|slash|dash|past)", "clocks")
def at_dashed(_: Context, first: Numeral, second: Numeral) -> ClockSpan | None:
    """ "at 9-10" is from then to then; "at 10-20" can be twenty past."""
    start, end = bare(first), bare(second)
    if not (first.digits and second.digits and start and end):
        return None
    if first.n < 13 <= second.n < 24:
        at, to = short_clock(start.minutes + second.n), short_clock(end.minutes)
        span = f"{short_clock(start.minutes)}-{to}"
        raise Unreadable(
            "ambiguous",
            f"{first.n}-{second.n} can be a time or hours. Type {at}, or {span}.",
            (Choice(at, at), Choice(span.replace("-", " to "), span)),
        )
    return ClockSpan(start, end)


@rules("(?<=at) number amount (?!from|after|before|later|ago|onward|sooner)", "clock")
def at_so_many_minutes(_: Context, hour: Numeral, amount: Amount) -> Clock | None:
    """ "at six forty-three minutes"; "at six forty-five minutes" may be a length, and is asked."""
    minutes = _minutes(amount)
    if hour.digits or not 1 <= hour.n <= 12 or not minutes:
        return None
    if minutes % 5 == 0:
        raise Unreadable("ambiguous", f"Type {hour.n}:{minutes:02}, or {hour.n} for {minutes} min.")
    return clock(hour.n, minutes)


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
    return checked(dotted) if len(dotted[1]) == 2 and int(dotted[0]) < 60 else None


@rules("number oclock", "clock")
def number_oclock(_: Context, hour: Numeral) -> Clock | None:
    return clock(hour.n) if len(hour.digits) < 3 else None


@rules(
    "(?<![number dotted unknown]) number dash? number"
    " (?!unit|meridiem|of|quarter|weekdays|slash|past) (?!number (?!month|of)) (?!month (?!ordinal)) (?!ordinal (?!month|of))"
    "|(?<=month number) number dash? number (?!number|unit|month|meridiem|of|ordinal|quarter|weekdays|slash|past)"
    "|(?<=unknown) number dash? number (?=(on|in|comma)? the? (weekday|relday|mod|ordinal month|ordinal of|number month))",
    "clock",
)
def two_number_words(_: Context, hour: Numeral, minute: Numeral) -> Clock | None:
    """ "ten forty-five": only in words, since two figures could be anything."""
    if hour.digits or minute.digits or not 1 <= hour.n <= 12 or not 10 <= minute.n <= 59:
        return None
    return clock(hour.n, minute.n)


@rules(
    "number number number (?!number|unit|month|meridiem) |number number number oclock? (?=meridiem|in? the? daypart)",
    "clock",
)
def with_nought(_: Context, hour: Numeral, nought: Numeral, minute: Numeral) -> Clock | None:
    """ "twelve oh five"."""
    if any(number.digits for number in (hour, nought, minute)) or nought.n or not 1 <= minute.n <= 9:
        return None
    return clock(hour.n, minute.n)


@rules("(number|dotted) (?=(in|on|at)? the? (mod)? (daypart|part))", "clock")
def number_of_part(_: Context, number: Numeral | tuple[str, str]) -> Clock | None:
    """ "8 this evening": the part of the day says later which eight."""
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
