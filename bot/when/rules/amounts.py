"""Rules for numbers and lengths: "twenty-first", "an hour and a half", "1h30", "a quarter of an hour"."""

from __future__ import annotations

from bot.when.grammar import Context, Grammar
from bot.when.parts import MINUTES_A_DAY, Amount, Numeral, Unreadable

numbers = Grammar()
rules = Grammar()

NAMED_AMOUNTS = {"half hour": 30, "quarter hour": 15, "three quarters": 45, "90": 90}


def of_unit(count: float, unit: str) -> Amount | None:
    """Make a length of so many units; None where it is no length that a calendar or a clock has."""
    if count > 100_000:
        return None
    if unit in ("minute", "hour"):
        return Amount(minutes=count * (60 if unit == "hour" else 1), unit=unit)
    if unit == "second":
        return Amount(minutes=count / 60, unit=unit)
    whole = int(count)
    match unit:
        case "day" if count != whole:
            return Amount(minutes=count * MINUTES_A_DAY, unit=unit)
        case "day" | "week" | "fortnight":
            days = count * {"day": 1, "week": 7, "fortnight": 14}[unit]
            return Amount(days=int(days), unit=unit) if days == int(days) else None
        case "month" | "year":
            months = count * (12 if unit == "year" else 1)
            return Amount(months=int(months), unit=unit) if months == int(months) else None
        case "working day" if count == whole:
            return Amount(working_days=whole, unit=unit)
    return None


@numbers("number (dash|and)? number", "number")
def tens(_: Context, high: Numeral, low: Numeral) -> Numeral | None:
    if high.digits or low.digits or high.n not in (20, 30, 40, 50, 60, 70, 80, 90) or not 1 <= low.n <= 9:
        return None
    return Numeral(high.n + low.n)


@numbers("number dash? ordinal", "ordinal")
def tens_ordinal(_: Context, high: Numeral, low: int) -> int | None:
    return high.n + low if not high.digits and high.n in (20, 30) and 1 <= low <= 9 else None


@numbers("number thousand and? number?", "number")
def thousands(_: Context, thousands: Numeral, rest: Numeral | None = None) -> Numeral | None:
    """ "two thousand and thirty two" is a year, and is written as one."""
    year = thousands.n * 1000 + (rest.n if rest else 0)
    return Numeral(year, str(year)) if not thousands.digits and thousands.n == 2 and year < 2100 else None


@numbers("(?<=[ordinal month]) number number", "number")
def spoken_year(_: Context, century: Numeral, rest: Numeral) -> Numeral | None:
    """ "January first nineteen eighty six"; ten and a half is "ten thirty", so only what is no time."""
    spoken = not century.digits and not rest.digits and century.n in (19, 20)
    year = century.n * 100 + rest.n
    return (
        Numeral(year, str(year))
        if spoken and (60 <= rest.n < 100 if century.n == 19 else rest.n > 23)
        else None
    )


@rules("amount", "amount")
def named_amount(_: Context, name: str | Amount) -> Amount | None:
    return Amount(minutes=NAMED_AMOUNTS[name], unit="hour") if isinstance(name, str) else None


@rules("number a? pair (?=of? a? unit)", "decimal")
def mixed_fraction(_: Context, whole: Numeral, pair: tuple[str, str]) -> float | None:
    top, bottom = int(pair[0]), int(pair[1])
    return whole.n + top / bottom if 0 < top < bottom <= 12 else None


@rules("pair (?=of? a? unit)", "decimal")
def fraction(_: Context, pair: tuple[str, str]) -> float | None:
    top, bottom = int(pair[0]), int(pair[1])
    return top / bottom if 0 < top < bottom <= 12 else None


@rules("number and (a|number)? half (?=of? a? unit)", "decimal")
def and_a_half(_: Context, whole: Numeral, one: Numeral | None = None) -> float | None:
    return whole.n + 0.5 if one is None or one.n == 1 else None


@rules("number and number dash? quarter (?=of? a? unit)", "decimal")
def and_quarters(_: Context, whole: Numeral, quarters: Numeral) -> float:
    return whole.n + quarters.n / 4


@rules("number and a? quarter (?=of? a? unit)", "decimal")
def and_a_quarter(_: Context, whole: Numeral) -> float:
    return whole.n + 0.25


@rules("number dash? quarter (?=of? a? unit)", "decimal")
def quarters(_: Context, count: Numeral) -> float:
    return count.n / 4


@rules("half dash? a? unit|a half dash? unit", "amount")
def half_unit(_: Context, unit: str) -> Amount | None:
    return of_unit(0.5, unit)


@rules("a? quarter dash? of? a? unit", "amount")
def quarter_unit(_: Context, unit: str) -> Amount | None:
    return of_unit(0.25, unit) if unit in ("hour", "year") else None


@rules("dotted (?=unit)", "decimal")
def dotted_decimal(_: Context, dotted: tuple[str, str]) -> float:
    return float(".".join(dotted))


@rules("decimal of? a? dash? unit", "amount")
def decimal_unit(_: Context, count: float, unit: str) -> Amount | None:
    return of_unit(count, unit)


@rules("hours", "amount")
def glued_hours(_: Context, count: int) -> Amount | None:
    return of_unit(count, "hour")


@rules("number heure", "amount")
def french_hours(_: Context, count: Numeral) -> Amount | None:
    return of_unit(count.n, "hour")


@rules("number a unit (?!on|weekday|relday|from|ago|later|onward|sooner)", "amount")
def so_many_a_day(_: Context, count: Numeral, unit: str) -> None:
    """ "one a day", "3 a week"."""
    if unit not in ("minute", "hour"):
        raise Unreadable(
            "recurring",
            f"{count.n} a {unit} would be more than one appointment. Type one time, e.g. 3 Dec at 10:00.",
        )


@rules("number dash? unit", "amount")
def number_unit(_: Context, count: Numeral, unit: str) -> Amount | None:
    return of_unit(count.n, unit)


@rules("a unit", "amount")
def one_unit(_: Context, unit: str) -> Amount | None:
    return of_unit(1, unit)


@rules("(?<=[in on within]) unit|unit (?=later|ago|onward|sooner)", "amount")
def unit_alone(context: Context, unit: str) -> Amount | None:
    """Polish and Welsh have no word for "an"."""
    return of_unit(1, unit) if context.language in ("pl", "cy") else None


@rules("(?<!at) number (dash|to|or) amount", "amount")
def lengths(_: Context, least: Numeral, amount: Amount) -> None:
    """ "30-45 minutes" can't be booked."""
    if amount.unit in ("minute", "hour") and least.n < amount.minutes:
        told = amount.total_minutes
        raise Unreadable("vague", f"Two lengths are named. Type just one, e.g. for {told} min.")


@rules("amount and a? half", "amount")
def unit_and_a_half(_: Context, amount: Amount) -> Amount | None:
    half = of_unit(0.5, amount.unit)
    return amount.plus(half) if half else None


@rules("amount and a? quarter", "amount")
def unit_and_a_quarter(_: Context, amount: Amount) -> Amount | None:
    return amount.plus(Amount(minutes=15)) if amount.unit == "hour" else None


@rules("unit and a half", "amount")
def unit_told_and_a_half(_: Context, unit: str) -> Amount | None:
    """ "hour and a half"."""
    return of_unit(1.5, unit)


@rules("amount and? number dash? quarter", "amount")
def unit_and_quarters(_: Context, amount: Amount, count: Numeral) -> Amount | None:
    return amount.plus(Amount(minutes=15 * count.n)) if amount.unit == "hour" and count.n < 4 else None


@rules("amount (and|comma)? amount", "amount")
def together(_: Context, more: Amount, less: Amount) -> Amount | None:
    """Units go from large to small; otherwise they are two lengths."""
    order = ["year", "month", "fortnight", "week", "day", "hour", "minute", "second"]
    if more.unit not in order or less.unit not in order or order.index(more.unit) >= order.index(less.unit):
        return None
    return more.plus(less)


@rules(
    "amount and? number (?!unit|month|meridiem|of|oclock|past|to|dash|heure|slash|number|weekdays|ordinal)",
    "amount",
)
def hours_and_number(_: Context, amount: Amount, count: Numeral) -> Amount | None:
    if amount.unit != "hour" or not 1 <= count.n <= 59 or len(count.digits) > 2:
        return None
    return amount.plus(Amount(minutes=count.n, unit="minute"))


def hm_amount(hm: tuple[str, str]) -> Amount | None:
    """Read "1h30" as a length."""
    minutes = int(hm[1])
    return Amount(minutes=int(hm[0]) * 60 + minutes, unit="minute") if minutes < 60 else None
