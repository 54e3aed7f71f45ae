"""Rules for days that have a name: "Christmas Eve", "next bank holiday", "Easter Monday 2028"."""

from __future__ import annotations

from bot.when.grammar import Context, Grammar
from bot.when.parts import (
    Day,
    Numeral,
    Unreadable,
)
from bot.when.rules.dates import year_of
from bot.when.rules.named_days import ELSEWHERE, bank_holiday, named_day

rules = Grammar()


@rules("the? (mod)? named of? (number)?", "day")
def named(context: Context, *said: str | Numeral) -> Day | None:
    name = next(s for s in reversed(said) if isinstance(s, str))
    which = said[0] if len(said) > 1 and isinstance(said[0], str) and said[0] != name else None
    year = year_of(said[-1]) if isinstance(said[-1], Numeral) else None
    if isinstance(said[-1], Numeral) and (year is None or len(said[-1].digits) != 4):
        return None
    return _named(context, name, year, which)


@rules("the? (mod)? named", "day")
def named_this_year(context: Context, *said: str) -> Day | None:
    return _named(context, said[-1], None, said[0] if len(said) > 1 else None)


def _named(context: Context, name: str, year: int | None, which: str | None) -> Day | None:
    if name == ELSEWHERE:
        raise Unreadable(
            "unknown_day", "That day moves with another calendar. Type its date, e.g. 3 Dec at 10:00."
        )
    today = context.today
    if year:
        on = named_day(name, year, context.country, context.nation)
        return Day(on, kind="named") if on else None
    if which in ("last", "previous"):
        days = [named_day(name, today.year - n, context.country, context.nation) for n in (0, 1)]
        return next((Day(on, kind="named") for on in days if on and on < today), None)
    days = [named_day(name, today.year + n, context.country, context.nation) for n in (0, 1, 2)]
    return next((Day(on, year_said=False, kind="named") for on in days if on and on >= today), None)


@rules("bankholiday weekday|weekday bankholiday", "day")
def weekday_bank_holiday(context: Context, weekday: int) -> Day | None:
    """ "bank holiday Monday": the coming bank holiday that is one."""
    on = bank_holiday(context.today, context.nation, None, None, weekday=weekday)
    return Day(on, kind="named") if on else None


@rules("the? (mod|month)? bankholiday (in month)? number?", "day")
def a_bank_holiday(context: Context, *said: int | str | Numeral) -> Day | None:
    month = next((s for s in said if isinstance(s, int)), None)
    year = next((year_of(s) for s in said if isinstance(s, Numeral)), None)
    which = next((s for s in said if isinstance(s, str)), None)
    on = bank_holiday(context.today, context.nation, month, year, past=which in ("last", "previous"))
    return Day(on, kind="named") if on else None
