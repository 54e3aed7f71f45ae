"""Rules for hours as the continent says them: "14h30", "à seize heures", "a las once y media", "um 14 Uhr".

They come before the rules for lengths, since "3 heures" may be either: what stands beside it decides.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.when.grammar import Context, Grammar
from bot.when.parts import Amount, Clock, Numeral
from bot.when.rules.amounts import hm_amount
from bot.when.rules.clocks import checked, clock, of_digits, shifted, with_half

rules = Grammar()


@rules(
    "(?<=at) hours|hours (?=(dash|to|until|at|and) (hours|hm|clock))|(?<=(?:hm|clock)(?:dash|to|at|and)) hours",
    "clock",
)
def hours_at(_: Context, hour: int) -> Clock | None:
    return clock(hour)


@rules("(?<=[weekday relday month number ordinal triple pair]) hours|hours (?=on? [weekday relday])", "clock")
def hours_beside_day(_: Context, hour: int) -> Clock | None:
    return clock(hour) if 7 <= hour < 24 else None


@rules("hours (?=(in|at|for|from|the)? (daypart|part))", "clock")
def hours_of_part(_: Context, hour: int) -> Clock | None:
    """ "3h du matin"."""
    return clock(hour)


@rules("(?<![for in plus after minus]) hours (?!unit|number|later|ago|onward|sooner)", "clock")
def hours_alone(context: Context, hour: int) -> Clock | None:
    return clock(hour) if 12 < hour < 24 or (6 < hour < 13 and context.language == "fr") else None


@rules(
    "(?<=[for in plus minus meridiem clock]) hm|hm (?=later|ago|onward|sooner)|^hm$|^hm (?=on? (mod? weekday|relday) (at|number|clock|half))",
    "amount",
)
def hm_length(_: Context, hm: tuple[str, str]) -> Amount | None:
    return hm_amount(hm) if int(hm[0]) < 6 else None


@rules("hm meridiem", "clock")
def hm_meridiem(_: Context, hm: tuple[str, str], half: str) -> Clock:
    return with_half(int(hm[0]), int(hm[1]), half)


@rules("hm", "clock")
def hm_clock(_: Context, hm: tuple[str, str]) -> Clock | None:
    return checked(hm)


_DAY_BEFORE = "(?:(?<=[weekday relday month pair triple])|(?<=weekday mod)|(?<=weekday number))"
"""A day stands right before: "mardi prochain 9 heures"."""


def _heures(hour: Numeral, minutes: int) -> Clock | None:
    made = clock(hour.n)
    return shifted(made, minutes) if made else None


def _minutes_told(tail: str) -> Callable[[Callable[..., object]], None]:
    """Add a rule for hours with minutes; with nothing before them, fewer than seven hours are a length."""

    def add(make: Callable[..., object]) -> None:
        def alone(context: Context, hour: Numeral, *more: Numeral) -> object:
            return make(context, hour, *more) if hour.n > 6 else None

        rules(f"(?<=[at from between weekday relday month]) number heure {tail}", "clock")(make)
        rules(f"(?:^|{_DAY_BEFORE}) number heure {tail}", "clock")(alone)

    return add


@_minutes_told("and half")
def heures_half(_: Context, hour: Numeral) -> Clock | None:
    return _heures(hour, 30)


@_minutes_told("minus quarter")
def heures_less_quarter(_: Context, hour: Numeral) -> Clock | None:
    return _heures(hour, -15)


@_minutes_told("and? quarter")
def heures_quarter(_: Context, hour: Numeral) -> Clock | None:
    return _heures(hour, 15)


@_minutes_told("number quarter")
def heures_quarters(_: Context, hour: Numeral, count: Numeral) -> Clock | None:
    return _heures(hour, 15 * count.n) if count.n < 4 else None


@_minutes_told("minus number")
def heures_less(_: Context, hour: Numeral, less: Numeral) -> Clock | None:
    return _heures(hour, -less.n) if less.n < 60 else None


@rules("(?<=[at from between weekday relday month]) number heure and? number unit", "clock")
def heures_and_minutes(_: Context, hour: Numeral, minute: Numeral, unit: str) -> Clock | None:
    return clock(hour.n, minute.n) if unit == "minute" else None


@_minutes_told("number (?!unit|heure|month)")
def heures_minutes(_: Context, hour: Numeral, minute: Numeral) -> Clock | None:
    return clock(hour.n, minute.n)


@rules("(?<=[at weekday relday month]) number heure|number heure (?=at number heure|daypart)", "clock")
def heures_whole(_: Context, hour: Numeral) -> Clock | None:
    return clock(hour.n)


@rules(f"(?:^|{_DAY_BEFORE}) number heure (?!ago|later|onward|sooner)", "clock")
def heures_alone(_: Context, hour: Numeral) -> Clock | None:
    return clock(hour.n) if hour.n > 6 else None


@rules("(?<=at) number unit (?!ago|later|onward|sooner)", "clock")
def at_so_many_hours(context: Context, hour: Numeral, unit: str) -> Clock | None:
    """ "a las 15 horas"."""
    return clock(hour.n) if context.language == "es" and unit == "hour" else None


@rules(f"{_DAY_BEFORE} number unit (?!ago|later|onward|sooner)", "clock")
def spanish_hours_beside_day(context: Context, hour: Numeral, unit: str) -> Clock | None:
    """ "el martes 15 horas"."""
    told = context.language == "es" and unit == "hour" and 7 <= hour.n < 24
    return clock(hour.n) if told else None


@rules(f"{_DAY_BEFORE} number and half (?!unit)", "clock")
def spanish_half_beside_day(context: Context, hour: Numeral) -> Clock | None:
    """ "mañana diez y media"."""
    return _heures(hour, 30) if context.language == "es" else None


@rules(f"{_DAY_BEFORE} number and quarter (?!unit)", "clock")
def spanish_quarter_beside_day(context: Context, hour: Numeral) -> Clock | None:
    return _heures(hour, 15) if context.language == "es" else None


@rules("dotted unit", "clock")
def dotted_hours(_: Context, dotted: tuple[str, str], unit: str) -> Clock | None:
    """ "14.00 hrs"; "1.50 hrs" is a length."""
    told = unit == "hour" and len(dotted[0]) == 2 and dotted[1] in ("00", "15", "30", "45")
    return of_digits(*dotted) if told and 7 <= int(dotted[0]) < 24 else None


@rules("clock unit", "clock")
def clock_hours(_: Context, told: Clock | tuple[str, ...], unit: str) -> Clock | None:
    """ "14:00 hrs"."""
    return checked(told) if unit == "hour" and not isinstance(told, Clock) else None


@rules("number unit", "clock")
def hundred_hours(_: Context, number: Numeral, unit: str) -> Clock | None:
    """ "0900 hrs"."""
    told = unit == "hour" and len(number.digits) == 4
    return of_digits(number.digits[:2], number.digits[2:]) if told else None


@rules("clock and? number (?!unit|month|meridiem|heure|number|of)", "clock")
def noon_and_minutes(context: Context, noon: Clock | tuple[str, ...], minute: Numeral) -> Clock | None:
    """ "midi quinze"; the noon of a word, for "12:00 15" is nothing."""
    if not isinstance(noon, Clock) or context.language == "en" or not 1 <= minute.n <= 59:
        return None
    return shifted(noon, minute.n)


@rules("clock minus (number|quarter)", "clock")
def noon_less_minutes(_: Context, noon: Clock | tuple[str, ...], less: Numeral | None = None) -> Clock | None:
    if not isinstance(noon, Clock) or (less and not 1 <= less.n <= 59):
        return None
    return shifted(noon, -less.n if less else -15)


@rules("(?<=at) number and half", "clock")
def at_and_half(_: Context, hour: Numeral) -> Clock | None:
    return _heures(hour, 30)


@rules("at number and quarter", "clock")
def at_and_quarter(_: Context, hour: Numeral) -> Clock | None:
    return _heures(hour, 15)


@rules("^number and quarter$", "clock")
def and_quarter_alone(context: Context, hour: Numeral) -> Clock | None:
    """ "5 y cuarto"."""
    return _heures(hour, 15) if context.language == "es" else None


@rules("^number and half$", "clock")
def and_half_alone(context: Context, hour: Numeral) -> Clock | None:
    return _heures(hour, 30) if context.language == "es" else None


@rules("at number minus quarter", "clock")
def at_less_quarter(_: Context, hour: Numeral) -> Clock | None:
    return _heures(hour, -15)


@rules("at number minus number", "clock")
def at_less(_: Context, hour: Numeral, less: Numeral) -> Clock | None:
    return _heures(hour, -less.n) if less.n < 60 else None


@rules("at number and number (?!unit|month|number|meridiem)", "clock")
def at_and_minutes(context: Context, hour: Numeral, minute: Numeral) -> Clock | None:
    return clock(hour.n, minute.n) if context.language == "es" else None


@rules("(?<=[from of]) number (?=at (number|clock|hours|hm))", "clock")
def from_hour(context: Context, hour: Numeral) -> Clock | None:
    """ "de 3 a 4": in French and Spanish the word for "to" is also that for "at"."""
    return clock(hour.n) if context.language in ("fr", "es") else None


@rules("in a? quarter number", "clock")
def quarter_before(context: Context, hour: Numeral) -> Clock | None:
    return _heures(hour, -15) if context.language == "pl" else None


@rules("in number number", "clock")
def minutes_before(context: Context, less: Numeral, hour: Numeral) -> Clock | None:
    if context.language != "pl" or hour.digits or not 1 <= less.n < 30:
        return None
    return _heures(hour, -less.n)
