"""Dates in languages that have no word list here: dateparser reads them, under a strict eye.

dateparser is good at the months and the numbers of two hundred languages, but it guesses: so an answer counts
only if every number of the text is in it. (A word that it doesn't know makes it answer nothing at all.)
https://dateparser.readthedocs.io/en/latest/settings.html
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta

from bot.when.grammar import Context
from bot.when.model import Kind, Reading, Word
from bot.when.reading.timeline import moment_at

MAX_LENGTH = 60
"""Characters: a long text costs dateparser milliseconds, and no date is long."""
_NUMBER = re.compile(r"\d+")


def read_elsewhere(text: str, context: Context) -> Reading | None:
    """Read a whole text as a day, with or without a time, in the typist's own language; None if in any doubt."""
    if len(text) > MAX_LENGTH or not any(letter.isalpha() for letter in text):
        return None
    from dateparser.date import DateDataParser  # half a second to import, and most desks never need it

    try:
        parser = DateDataParser(
            languages=[context.language],
            settings={
                "DATE_ORDER": context.order,
                "PREFER_DATES_FROM": "future",
                "REQUIRE_PARTS": ["day", "month"],
                "RELATIVE_BASE": context.now.replace(tzinfo=None),
                "RETURN_TIME_AS_PERIOD": True,
            },
        )
        answer = parser.get_date_data(text)
    except ValueError:  # dateparser doesn't have this language either
        return None
    found = answer.date_obj
    timed = answer.period == "time"
    if found is None or found.tzinfo or not _every_number_counts(text, found, context, timed=timed):
        return None
    words = (Word(text, "day and time of day" if timed else "day"),)
    if timed:
        start = moment_at(found.date(), found.hour * 60 + found.minute, context.zone)
        return Reading(Kind.INSTANT, context.zone.key, start, words=words, phrase=text)
    on = found.date()
    return Reading(Kind.DAY, context.zone.key, on, on + timedelta(days=1), words=words, phrase=text)


def _every_number_counts(text: str, found: datetime, context: Context, *, timed: bool) -> bool:
    """Whether the day, the year and the time that were found are just the numbers that were typed."""
    typed = Counter(int(number) for number in _NUMBER.findall(text))
    if not typed:
        return not timed
    expected = [found.day, found.month, found.year]
    if timed:
        expected += [found.hour if found.hour in typed else found.hour % 12, found.minute]
    year_is_told = str(found.year) in text
    near = found.year in (context.today.year, context.today.year + 1)
    return (
        not typed - Counter(expected)
        and (year_is_told or near)
        and (not timed or found.minute in (*typed, 0))
    )
