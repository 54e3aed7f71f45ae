"""Days that have a name: Christmas Eve, Easter Monday, the August bank holiday, la Toussaint."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import cache, lru_cache

from bot.settings.nations import Nation
from bot.when.words.bank_holidays import TABLE

BankHolidays = dict[date, tuple[str, tuple[str, ...]]]

_FIXED = {
    "new year": (1, 1), "new year eve": (12, 31), "christmas": (12, 25), "christmas eve": (12, 24),
    "boxing": (12, 26), "valentine": (2, 14), "halloween": (10, 31), "bonfire": (11, 5), "armistice": (11, 11),
    "burns": (1, 25), "st david": (3, 1), "st patrick": (3, 17), "st george": (4, 23), "st andrew": (11, 30),
    "april fool": (4, 1), "epiphany": (1, 6), "boyne": (7, 12), "independence": (7, 4), "juneteenth": (6, 19),
    "all saints": (11, 1), "bastille": (7, 14), "labour may": (5, 1), "assumption": (8, 15),
    "german unity": (10, 3), "reformation": (10, 31), "hispanic": (10, 12), "constitution es": (12, 6),
    "immaculate": (12, 8), "nicholas": (12, 6), "mothers pl": (5, 26), "fathers pl": (6, 23), "constitution pl": (5, 3),
}  # fmt: skip
_FROM_EASTER = {
    "shrove": -47, "ash wednesday": -46, "mothers": -21, "palm sunday": -7, "maundy": -3, "good friday": -2,
    "easter saturday": -1, "easter": 0, "easter monday": 1, "ascension": 39, "whit sunday": 49,
    "whit monday": 50, "trinity": 56, "corpus christi": 60,
}  # fmt: skip
_NTH = {
    # (month, weekday, nth): the last is -1
    "early may": (5, 0, 1), "spring": (5, 0, -1), "summer": (8, 0, -1), "fathers": (6, 6, 3),
    "thanksgiving": (11, 3, 4), "labor": (9, 0, 1), "memorial": (5, 0, -1), "mlk": (1, 0, 3),
    "presidents": (2, 0, 3), "columbus": (10, 0, 2), "remembrance": (11, 6, 2),
}  # fmt: skip
_OFFICIAL = {
    "early may": ("May Day",), "spring": ("Spring Bank Holiday",),
    "summer": ("Late Summer Bank Holiday", "Summer Bank Holiday"),
}  # fmt: skip
ELSEWHERE = "elsewhere"
"""The days of other calendars, which are known by name only."""
NATIONS = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}
_CODES = {
    Nation.ENGLAND: "ENG", Nation.WALES: "WLS", Nation.SCOTLAND: "SCT", Nation.NORTHERN_IRELAND: "NIR",
}  # fmt: skip


@lru_cache(maxsize=256)
def uk_bank_holidays(year: int) -> BankHolidays:
    """The bank holidays of a year: the name of each, and the nations of the United Kingdom that keep it."""
    return _written().get(year) or asked_of_library(year)


@cache
def _written() -> dict[int, BankHolidays]:
    """Those of the years that anybody books for."""
    found: defaultdict[int, BankHolidays] = defaultdict(dict)
    for line in TABLE.split("\n")[1:-1]:
        name, nations, days = line.split("|")
        for day in map(date.fromisoformat, days.split()):
            found[day.year][day] = (name, tuple(nations.split()))
    return dict(found)


def asked_of_library(year: int) -> BankHolidays:
    """The same of any year, from a library that takes 0.1 s and 11 MB: all countries and calendars come with one."""
    import holidays

    found: BankHolidays = {}
    for nation in NATIONS:
        for day, name in holidays.country_holidays("GB", subdiv=nation, years=year).items():
            known = found.get(day, (name, ()))
            found[day] = (known[0], (*known[1], nation))
    return found


@lru_cache(maxsize=512)
def easter(year: int) -> date:
    """Easter Sunday, from the bank holidays' Good Friday."""
    friday = next(day for day, (name, _) in uk_bank_holidays(year).items() if name.startswith("Good Friday"))
    return friday + timedelta(days=2)


def nth_of(year: int, month: int, weekday: int, nth: int) -> date:
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def named_day(name: str, year: int, country: str, nation: Nation) -> date | None:
    """Find the day of that name in a year; some names mean other days in America, and one another in Scotland."""
    if name == "mothers" and country != "GB":
        return nth_of(year, 5, 6, 2)
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _FROM_EASTER:
        return easter(year) + timedelta(days=_FROM_EASTER[name])
    if name in ("black friday", "cyber monday"):
        return nth_of(year, 11, 3, 4) + timedelta(days=1 if name == "black friday" else 4)
    if name in _OFFICIAL:  # moved by Parliament now and then: 2020 and 2022 were
        for day, (official, nations) in uk_bank_holidays(year).items():
            if official in _OFFICIAL[name] and _CODES[nation] in nations:
                return day
    return nth_of(year, *_NTH[name]) if name in _NTH else None


def bank_holiday(
    today: date,
    nation: Nation,
    month: int | None,
    year: int | None,
    *,
    past: bool = False,
    weekday: int | None = None,
) -> date | None:
    """The coming bank holiday of a nation, or that of a month; None where a month has several or none."""
    years = (year,) if year else (today.year - 1, today.year, today.year + 1)
    days = sorted(
        day
        for each in years
        for day, (_, nations) in uk_bank_holidays(each).items()
        if _CODES[nation] in nations
    )
    if weekday is not None:
        days = [day for day in days if day.weekday() == weekday]
    if month:
        days = [day for day in days if day.month == month and (year or day >= today)]
        if len([day for day in days if day.year == days[0].year]) > 1:
            return None
    elif past:
        return max((day for day in days if day < today), default=None)
    return next((day for day in days if year or day >= today), None)


def is_bank_holiday(day: date, nation: Nation) -> bool:
    """Whether a day is a bank holiday of a nation."""
    found = uk_bank_holidays(day.year).get(day)
    return found is not None and _CODES[nation] in found[1]


def bank_holiday_words(day: date) -> str | None:
    """Say which bank holiday a day is, and where, if not in the whole United Kingdom."""
    found = uk_bank_holidays(day.year).get(day)
    if not found:
        return None
    name, nations = found
    name = name.removesuffix(" (observed)").removesuffix(" (substitute day)")
    if len(nations) == len(NATIONS):
        return name
    where = ["England and Wales"] if {"ENG", "WLS"} <= set(nations) else []
    where += [NATIONS[n] for n in nations if n not in ("ENG", "WLS") or not where]
    return f"{name} in {' and '.join(where)}"
