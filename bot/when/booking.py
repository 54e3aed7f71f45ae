"""What a booking, a list and a form need of a reading: a start, a span, a length, a date of birth."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.when.grammar import Context
from bot.when.model import Kind, Reading, Refusal
from bot.when.parts import Unreadable, short_day
from bot.when.reader import Order, context_for
from bot.when.reading.phrase import Phrase
from bot.when.reading.refusals import example
from bot.when.reading.rest import MAX_LENGTH

MAX_MINUTES = 24 * 60
OPEN_SPAN = timedelta(days=31)
OLDEST = 120
"""Years: no living person is older."""


def as_start(
    reading: Reading, *, now: datetime, zone: ZoneInfo | str
) -> tuple[datetime, int | None] | Refusal:
    """Take a reading as the start of a booking: an aware moment, and the minutes where they are known."""
    place = _place(zone)
    here = now.astimezone(place)
    start = reading.start
    match reading.kind:
        case Kind.DURATION:
            eg = example(context_for(now, place, "en-GB", None))
            return Refusal(
                "no_time", f"That is only a length. Add when it begins, e.g. {eg} for {reading.minutes} min."
            )
        case Kind.DAY if isinstance(start, date):
            if start < here.date():
                return _past(start, None, here)
            return Refusal(
                "no_time", f"Add a time, e.g. {short_day(start, year=start.year != here.year)} at 10:00."
            )
        case Kind.RANGE:
            on, clock = _first_day(reading, here), "10:00"
            if isinstance(start, datetime):
                clock = f"{start:%H:%M}"
            return Refusal(
                "no_time",
                f"That is a span. Type one day and a time, e.g. {short_day(on, year=on.year != here.year)} at {clock}.",
            )
    if not isinstance(start, datetime):
        return Refusal("no_time", "Add a day and a time, e.g. 3 Dec at 10:00.")
    start = start.astimezone(place)
    if start < here.replace(second=0, microsecond=0):
        return _past(start.date(), start, here)
    if reading.minutes is not None and not 0 < reading.minutes <= MAX_MINUTES:
        return Refusal(
            "too_long", "A booking lasts 24 hours at most. Type a shorter length, e.g. for 45 min."
        )
    return start, reading.minutes


def _first_day(reading: Reading, here: datetime) -> date:
    """A day to name in an example: the first of a range that is not over, and no weekend."""
    start = reading.start.date() if isinstance(reading.start, datetime) else reading.start
    day = max(start or here.date(), here.date() + timedelta(days=1))
    while day.weekday() > 4 and not isinstance(reading.start, datetime):
        day += timedelta(days=1)
    return start if isinstance(reading.start, datetime) and start else day


def _past(day: date, at: datetime | None, here: datetime) -> Refusal:
    eg = example(context_for(here, _place_of(here), "en-GB", None))
    clock = f" at {at:%H:%M}" if at else ""
    return Refusal("past", f"{short_day(day)}{clock} is in the past. Choose a later time, e.g. {eg}.")


def _place_of(here: datetime) -> ZoneInfo:
    return here.tzinfo if isinstance(here.tzinfo, ZoneInfo) else ZoneInfo("UTC")


def _place(zone: ZoneInfo | str) -> ZoneInfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def as_window(reading: Reading, *, zone: ZoneInfo | str) -> tuple[datetime, datetime] | Refusal:
    """Take a reading as a half-open span for a list; moments stand for their day, open ends for 31 days."""
    place = _place(zone)
    if reading.kind is Kind.DURATION:
        return Refusal("no_date", "That is only a length. Type days, e.g. today, this week or 1-5 Dec.")
    if reading.kind in (Kind.INSTANT, Kind.INTERVAL) and isinstance(reading.start, datetime):
        on = reading.start.astimezone(place).date()
        return _midnight(on, place), _midnight(on + timedelta(days=1), place)
    start, end = (_edge(edge, place) for edge in (reading.start, reading.end))
    if start is None and end is not None:
        start = _days_away(end, -OPEN_SPAN)
    if end is None and start is not None:
        end = _days_away(start, OPEN_SPAN)
    if start is None or end is None or end <= start:
        return Refusal("no_date", "That is no span of days. Type days, e.g. today, this week or 1-5 Dec.")
    return start, end


def _edge(edge: date | datetime | None, place: ZoneInfo) -> datetime | None:
    if edge is None:
        return None
    return edge.astimezone(place) if isinstance(edge, datetime) else _midnight(edge, place)


def _midnight(day: date, place: ZoneInfo) -> datetime:
    """The first moment of a local day; in some zones that is not 00:00."""
    return datetime.combine(day, time(), place).astimezone(UTC).astimezone(place)


def _days_away(moment: datetime, span: timedelta) -> datetime:
    return moment + span  # along the local calendar: same time of day


_BARE = re.compile(r"\d{1,4}")
_COLON = re.compile(r"(\d{1,2}):([0-5]\d)")


def read_minutes(text: str, *, locale: str = "en-GB") -> int | Refusal:
    """Read a length: "45m", "1h30", "an hour and a half", "1:30"; a bare number is minutes."""
    text = text.strip()
    refusal = Refusal("no_length", "Type a length such as 45 min, 1 h or 1h30.")
    if not text or len(text) > MAX_LENGTH:
        return refusal
    if _BARE.fullmatch(text):
        minutes: int | None = int(text)
    elif colon := _COLON.fullmatch(text):
        minutes = int(colon[1]) * 60 + int(colon[2])
    else:
        minutes = _length(text, locale)
    if minutes is None:
        return refusal
    if minutes <= 0:
        return Refusal("no_length", "It has to last a minute at least. Type a length such as 45 min.")
    if minutes > MAX_MINUTES:
        return Refusal("too_long", "It can last 24 hours at most. Type a shorter length, e.g. 45 min.")
    return minutes


def _length(text: str, locale: str) -> int | None:
    """Read a text that is a length and nothing else."""
    if text.lstrip()[:1] in "-−–":
        return None
    context = context_for(datetime.now(tz=UTC), "UTC", locale, None)
    phrase = Phrase(f"for {text}", context, whole=True)
    try:
        pieces = phrase.pieces()
    except (Unreadable, OverflowError):
        return None
    others = (pieces.days, pieces.clocks, pieces.periods, pieces.moments, pieces.parts)
    if any(others) or len(pieces.amounts) != 1 or phrase.left() or phrase.lexed.zones:
        return None
    return pieces.amounts[0].total_minutes


OLDEST_BY_TWO_FIGURES = 110
"""Years. Whoever is older needs all four figures of the year."""
_NO_BIRTH_DATE = Refusal("no_date", "Type the date of birth with its year, e.g. 12/03/1980 or 12 March 1980.")
_SHORT_YEAR = re.compile(r"(.*\d.*\D)(\d\d)")


def read_birth_date(text: str, *, today: date, order: Order = "DMY", locale: str = "en-GB") -> date | Refusal:
    """Read a date of birth, before today; a year of two figures where one century alone fits, else it is asked for."""
    text = text.strip()
    if not text or len(text) > MAX_LENGTH or not any(c.isdigit() for c in text):
        return _NO_BIRTH_DATE
    short = None if re.search(r"\d{4}", text) else _SHORT_YEAR.fullmatch(text)
    if short is None:
        return _birth_date(text, today, order, locale)
    year = today.year - today.year % 100 + int(short[2])
    late, early = (_birth_date(f"{short[1]}{one}", today, order, locale) for one in (year, year - 100))
    if isinstance(late, Refusal):
        return late if isinstance(early, Refusal) else early
    if not isinstance(early, Refusal) and early.year >= today.year - OLDEST_BY_TWO_FIGURES:
        return Refusal(
            "which_century",
            f"{early.year} or {late.year}? Type the date of birth with all four figures of its year.",
        )
    return late


def _birth_date(text: str, today: date, order: Order, locale: str) -> date | Refusal:
    refusal = _NO_BIRTH_DATE
    if old := [year for year in re.findall(r"\b\d{4}\b", text) if int(year) < today.year - OLDEST]:
        return Refusal(
            "impossible", f"{old[0]} is more than {OLDEST} years ago. Check the year and type it again."
        )
    now = datetime.combine(today, time(12), UTC)
    context: Context = context_for(now, "UTC", locale, order)
    context.strict = True
    phrase = Phrase(text, context, whole=True)
    try:
        pieces = phrase.pieces()
    except Unreadable as problem:
        return Refusal(problem.reason, problem.message) if problem.reason == "impossible" else refusal
    except OverflowError:
        return refusal
    others = (pieces.clocks, pieces.periods, pieces.moments, pieces.parts, pieces.amounts)
    if any(others) or len(pieces.days) != 1 or phrase.left() or phrase.lexed.zones:
        return refusal
    day = pieces.days[0]
    if day.kind != "date" or not day.year_said or not day.month_said:
        return refusal
    if day.weekday is not None and day.weekday != day.on.weekday():
        return Refusal(
            "contradiction", f"{day.on.day} {day.on:%b %Y} was a {day.on:%A}. Check it and type it again."
        )
    if day.on >= today:
        still = "is today" if day.on == today else "is still to come"
        return Refusal("future", f"{short_day(day.on)} {still}. Check the date and type it again.")
    return day.on
