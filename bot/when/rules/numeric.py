"""Rules for dates in figures: "25/05/2026", "3/12", "2027-01-15", "3 12 2026", "01/2027"."""

from __future__ import annotations

from datetime import timedelta

from bot.when.grammar import Context, Grammar
from bot.when.parts import Day, DaySpan, Numeral, month_span, the_date
from bot.when.rules.clocks import looks_like_year
from bot.when.rules.dates import month_day, month_day_year, year_of

rules = Grammar()


def in_figures(context: Context, first: int, second: int, year: int | None = None) -> Day:
    """Make the day of two numbers, in the order of the typist's country; without a year the coming one.

    Where only the other order makes a date that is taken, and said; where both do, the other is offered.
    """
    day, month = (second, first) if context.order == "MDY" else (first, second)
    swapped = day <= 12 < month <= 31 and not context.strict
    if swapped:
        context.guess(f"There is no month {month}, so the day and the month were read the other way round.")
        day, month = month, day
    made = _dated(context, month, day, year)._replace(swapped=swapped)
    if month != day and day <= 12 and context.language in ("en", "cy"):
        context.guess(other=_dated(context, day, month, year).on)
    return made


def _dated(context: Context, month: int, day: int, year: int | None) -> Day:
    return month_day_year(month, day, year) if year else month_day(context, month, day)


_FROM = "(from|between)? (?<![number month clock slash]) number (dash|to|until) the?"


@rules(f"{_FROM} (pair|triple) (?!unit)", "days")
def days_in_figures(context: Context, first: Numeral, last: tuple[str, ...]) -> DaySpan | None:
    """ "7-11/12", "14.-15.10.2026"."""
    return _days_to(context, first, last)


def _days_to(context: Context, first: Numeral, last: tuple[str, ...]) -> DaySpan | None:
    day, month, *years = last
    if context.order == "MDY" or not 0 < len(first.digits) < 3 or len(day) > 2 or len(month) > 2:
        return None
    if not 0 < first.n < int(day) <= 31 or not 0 < int(month) <= 12:
        return None
    year = year_of(Numeral(int(years[0]), years[0])) if years else None
    end = in_figures(context, int(day), int(month), year).on
    return DaySpan(end.replace(day=first.n), end + timedelta(days=1))


@rules(f"{_FROM} dotted (?!unit)", "days")
def dotted_days(context: Context, first: Numeral, last: tuple[str, ...]) -> DaySpan | None:
    """ "14. - 15.10.": in English that may be a time."""
    return _days_to(context, first, last) if context.language in ("de", "pl") else None


@rules("slash? triple", "day")
def numeric_date(context: Context, triple: tuple[str, str, str]) -> Day | None:
    a, b, c = triple
    if len(a) == 4:
        return month_day_year(int(b), int(c), int(a)) if len(c) < 3 else None
    if len(a) > 2 or len(c) not in (2, 4):
        return None
    year = year_of(Numeral(int(c), c))
    return in_figures(context, int(a), int(b), year) if year else None


@rules("(?<![number unknown]) number number number (?!number|unit|meridiem|month)", "day")
def spaced_date(context: Context, a: Numeral, b: Numeral, c: Numeral) -> Day | None:
    if len(a.digits) == 4 and 0 < len(b.digits) < 3 and 0 < len(c.digits) < 3 and year_of(a):
        return month_day_year(b.n, c.n, a.n)
    if len(c.digits) == 4 and 0 < len(a.digits) < 3 and 0 < len(b.digits) < 3 and (year := year_of(c)):
        return in_figures(context, a.n, b.n, year)
    return None


@rules("(?<=the) number number number (?!number|unit|meridiem|month)", "day")
def the_short_date(context: Context, a: Numeral, b: Numeral, c: Numeral) -> Day | None:
    """ "le 20 02 14"."""
    short = all(0 < len(number.digits) < 3 for number in (a, b)) and len(c.digits) == 2
    year = year_of(c)
    return in_figures(context, a.n, b.n, year) if short and year and context.language == "fr" else None


@rules("the number number (?!number|unit|meridiem|month|of|to|dash)", "day")
def the_spaced_date(context: Context, a: Numeral, b: Numeral) -> Day | None:
    short = 0 < len(a.digits) < 3 and 0 < len(b.digits) < 3
    return in_figures(context, a.n, b.n) if short else None


@rules("number", "day")
def packed_date(_: Context, number: Numeral) -> Day | None:
    digits = number.digits
    if len(digits) != 8 or not digits.startswith(("19", "20")):
        return None
    if int(digits[4:6]) > 12 or int(digits[6:]) > 31:
        return None
    return month_day_year(int(digits[4:6]), int(digits[6:]), int(digits[:4]))


@rules("(?<![slash number]) number slash number (?!slash|number|unit)", "day")
def spaced_pair(context: Context, a: Numeral, b: Numeral) -> Day | None:
    """ "15 / 2"."""
    return in_figures(context, a.n, b.n) if 0 < len(a.digits) < 3 and 0 < len(b.digits) < 3 else None


@rules("(?<!number) number (slash|dash) number (?!unit|month|meridiem|slash|dash|number)", "days")
def spaced_month_of_year(_: Context, a: Numeral, b: Numeral) -> DaySpan | None:
    """ "11 / 2026", "2026 - 11", "11-2026"; 9-2030 may be hours."""
    month, year = (b, a) if len(a.digits) == 4 else (a, b)
    if not looks_like_year(year) or not 1 <= month.n <= 12 or len(month.digits) > 2 or not month.digits:
        return None
    return DaySpan(*month_span(year.n, month.n), period=True)


@rules("pair", "days")
def month_of_year(_: Context, pair: tuple[str, str]) -> DaySpan | None:
    a, b = pair
    if len(a) == 4 and len(b) < 3:
        a, b = b, a
    if len(b) != 4 or len(a) > 2 or not 1900 <= int(b) <= 2199:
        return None
    the_date(int(b), int(a), 1)
    return DaySpan(*month_span(int(b), int(a)), period=True)


@rules("pair", "day")
def numeric_month_day(context: Context, pair: tuple[str, str]) -> Day | None:
    a, b = pair
    return in_figures(context, int(a), int(b)) if len(a) < 3 and len(b) < 3 else None
