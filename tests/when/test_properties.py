"""What holds for every text and every moment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.when import (
    Kind,
    Reading,
    Refusal,
    as_start,
    as_window,
    find_time,
    read,
    read_back,
    read_birth_date,
    read_minutes,
    say_minutes,
    say_when,
    warm,
)
from bot.when.reading.account import Purpose
from tests.when.table import Case, cases

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 20, 9, 12, tzinfo=LONDON)
ZONES = sorted(
    zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))
)
LOCALES = ["en-GB", "en-US", "fr-FR", "de-DE", "es-ES", "pl-PL", "cy-GB"]

MONTHS = {
    "en-GB": "January February March April May June July August September October November December",
    "fr-FR": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de-DE": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es-ES": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pl-PL": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "cy-GB": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
}
WEEKDAYS = {
    "en-GB": "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday",
    "fr-FR": "lundi,mardi,mercredi,jeudi,vendredi,samedi,dimanche",
    "de-DE": "Montag,Dienstag,Mittwoch,Donnerstag,Freitag,Samstag,Sonntag",
    "es-ES": "lunes,martes,miércoles,jueves,viernes,sábado,domingo",
    "pl-PL": "poniedziałek,wtorek,środa,czwartek,piątek,sobota,niedziela",
    "cy-GB": "dydd Llun,dydd Mawrth,dydd Mercher,dydd Iau,dydd Gwener,dydd Sadwrn,dydd Sul",
}
FORMATS = {
    "en-GB": ["{weekday} {day} {month} {year} at {hour:02}:{minute:02}", "{day} {month} {year}, {hour12}:{minute:02}{half}",
              "{hour:02}:{minute:02} on {weekday}, {month} {day}, {year}", "{day:02}/{number:02}/{year} {hour:02}:{minute:02}",
              "{year}-{number:02}-{day:02} {hour:02}:{minute:02}"],
    "fr-FR": ["le {weekday} {day} {month} {year} à {hour}h{minute:02}", "{day}/{number}/{year} à {hour:02}:{minute:02}"],
    "de-DE": ["{weekday}, {day}. {month} {year} um {hour:02}:{minute:02} Uhr", "{day}.{number}.{year} {hour:02}:{minute:02}"],
    "es-ES": ["{weekday} {day} de {month} de {year} a las {hour:02}:{minute:02}", "{day}/{number}/{year} a las {hour:02}:{minute:02}"],
    "pl-PL": ["{weekday} {day} {month} {year} o {hour:02}:{minute:02}", "{day}.{number}.{year} godz. {hour:02}:{minute:02}"],
    "cy-GB": ["{weekday} {day} {month} {year} am {hour:02}:{minute:02}", "{day}/{number}/{year} am {hour:02}:{minute:02}"],
}  # fmt: skip

DAYS_TO_2040 = (datetime(2040, 12, 31, tzinfo=UTC) - NOW).days
moments = st.integers(24 * 60, DAYS_TO_2040 * 24 * 60).map(
    lambda ahead: NOW.astimezone(UTC) + timedelta(minutes=ahead)
)


@pytest.fixture(scope="module", autouse=True)
def _warmed() -> None:
    warm()


@given(moments, st.sampled_from(ZONES), st.one_of(st.none(), st.integers(1, 1439)))
@settings(max_examples=8 * settings().max_examples)
@example(datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "Europe/London", 45)
@example(datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "Europe/London", 45)
@example(datetime(2027, 3, 14, 6, 30, tzinfo=UTC), "America/New_York", 120)
def test_what_is_said_is_read_back_as_the_same(moment: datetime, zone: str, minutes: int | None) -> None:
    words = say_when(moment, minutes, zone=zone)
    found = read(words, now=NOW, zone=zone)
    assert isinstance(found, Reading), f"{words!r}: {found}"
    assert isinstance(found.start, datetime)
    assert (found.start.astimezone(UTC), found.minutes) == (moment, minutes), words


def test_both_halves_of_a_doubled_hour_are_read_back_everywhere() -> None:
    """A made-up moment is in such an hour once in ten thousand times."""
    for zone in ZONES:
        for moment in doubled(ZoneInfo(zone), 2029):
            words = say_when(moment, None, zone=zone)
            found = read(words, now=NOW, zone=zone)
            assert isinstance(found, Reading), f"{words!r}: {found}"
            assert isinstance(found.start, datetime)
            assert found.start.astimezone(UTC) == moment, words
            assert not [one for one in found.assumed if one.startswith("The zone")], words


def doubled(zone: ZoneInfo, year: int) -> Iterator[datetime]:
    """Moments of the year, by the half hour, that the clock on the wall shows twice."""
    days = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(365)]
    for day, next_ in pairwise(days):
        if day.astimezone(zone).utcoffset() != next_.astimezone(zone).utcoffset():
            for n in range(-4, 48):
                local = (day + timedelta(minutes=30 * n)).astimezone(zone)
                if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
                    yield local.astimezone(UTC)


@given(moments, st.sampled_from(sorted(FORMATS)), st.data())
@settings(max_examples=6 * settings().max_examples)
def test_each_languages_formats_are_read(moment: datetime, locale: str, data: st.DataObject) -> None:
    local = moment.astimezone(LONDON)
    form = data.draw(st.sampled_from(FORMATS[locale]))
    text = form.format(
        weekday=WEEKDAYS[locale].split(",")[local.weekday()],
        day=local.day,
        month=MONTHS[locale].split()[local.month - 1],
        number=local.month,
        year=local.year,
        hour=local.hour,
        hour12=(local.hour - 1) % 12 + 1,
        half="am" if local.hour < 12 else "pm",
        minute=local.minute,
    )
    found = read(text, now=NOW, zone=LONDON, locale=locale)
    if isinstance(found, Refusal):
        assert found.reason == "dst_overlap", f"{text!r}: {found}"
        return
    assert isinstance(found.start, datetime)
    expected = {local.astimezone(UTC)}
    if "{hour}h" in form and 0 < local.hour < 7:  # "3h30" is taken for the afternoon, and that is said
        expected.add((local + timedelta(hours=12)).astimezone(UTC))
    assert found.start.astimezone(UTC) in expected, text


@given(st.integers(1, 1440))
@settings(deadline=None)
def test_a_length_that_is_said_is_read_back(minutes: int) -> None:
    assert read_minutes(say_minutes(minutes)) == minutes


anything = st.text(max_size=260)
timeish = st.lists(
    st.sampled_from(
        [
            "next",
            "last",
            "this",
            "the",
            "a",
            "at",
            "on",
            "in",
            "for",
            "from",
            "to",
            "until",
            "by",
            "before",
            "after",
            "past",
            "of",
            "and",
            "or",
            "every",
            "not",
            "about",
            "half",
            "quarter",
            "noon",
            "midnight",
            "monday",
            "fri",
            "friday",
            "week",
            "fortnight",
            "month",
            "day",
            "days",
            "hour",
            "hours",
            "45m",
            "1h30",
            "3pm",
            "am",
            "pm",
            "9",
            "10",
            "12",
            "31",
            "2026",
            "1430",
            "3rd",
            "22nd",
            "first",
            "december",
            "may",
            "feb",
            "29",
            "2/3",
            "31/12",
            "9.30",
            "10:00",
            "24:00",
            "-",
            "–",
            "/",
            ",",
            ".",
            "(",
            ")",
            "tomorrow",
            "today",
            "ago",
            "later",
            "now",
            "morning",
            "tonight",
            "w/c",
            "eom",
            "end",
            "weekend",
            "BST",
            "ET",
            "UTC+2",
            "Europe/Paris",
            "London",
            "time",
            "christmas",
            "easter",
            "bank",
            "holiday",
            "oclock",
            "+",
            "ish",
            "xyzzy",
            "99999",
            "½",
            "1/2",
            "2h",
            "lundi",
            "demain",
            "à",
            "um",
            "Uhr",
            "Dienstag",
            "mañana",
            "las",
            "jutro",
            "o",
            "yfory",
            "am",
        ]
    ),
    max_size=9,
).map(" ".join)


@given(
    st.one_of(anything, timeish),
    st.sampled_from([*LOCALES, "it-IT", "xx"]),
    st.sampled_from(ZONES),
    st.booleans(),
)
@settings(max_examples=10 * settings().max_examples)
def test_no_text_at_all_makes_it_fall_over(text: str, locale: str, zone: str, book: bool) -> None:
    purpose: Purpose = "book" if book else "any"
    for reader in (read, find_time):
        found = reader(text, now=NOW, zone=zone, locale=locale, purpose=purpose)
        if isinstance(found, Refusal):
            assert 0 < len(found.message) <= 250
            assert all(len(choice.label) <= 75 for choice in found.choices)
        elif isinstance(found, Reading):
            check_reading(found, zone)
    minutes = read_minutes(text, locale=locale)
    assert isinstance(minutes, Refusal) or 0 < minutes <= 1440
    read_birth_date(text, today=NOW.date(), locale=locale)


def check_reading(found: Reading, zone: str) -> None:
    """A reading is whole: aware, in order, and usable for a booking and for a list."""
    start, end = found.start, found.end
    if isinstance(start, datetime):
        assert start.utcoffset() is not None
    if start is not None and end is not None:
        if isinstance(start, datetime) and isinstance(end, datetime):
            assert start < end
        else:
            assert not isinstance(start, datetime)
            assert not isinstance(end, datetime)
            assert start < end
    booking = as_start(found, now=NOW, zone=zone)
    if not isinstance(booking, Refusal):
        words = read_back(*booking, now=NOW, zone=zone, desk_zone=LONDON, assumed=found.assumed)
        assert len(words) <= 600
        assert not re.search(r"[<>*~`]", words)
    window = as_window(found, zone=zone)
    assert isinstance(window, Refusal) or window[0] < window[1]


CASES = [case for case in cases() if "asks" not in case.meaning]


@given(st.sampled_from(CASES), st.sampled_from(["banana", "zwyx", "Qwerty"]), st.data())
@settings(max_examples=8 * settings().max_examples)
def test_an_unknown_word_is_never_passed_over(case: Case, word: str, data: st.DataObject) -> None:
    """Wherever it stands: read refuses, and find_time hands it back or asks about it."""
    words = case.text.split(" ")
    place = data.draw(st.integers(0, len(words)))
    text = " ".join([*words[:place], word, *words[place:]])
    whole = read(text, now=case.now, zone=case.zone, locale=case.locale)
    assert isinstance(whole, Refusal), text
    found = find_time(text, now=case.now, zone=case.zone, locale=case.locale)
    assert found is None or word in found.rest or (isinstance(found, Refusal) and word in found.phrase), text


@given(timeish)
@settings(max_examples=8 * settings().max_examples)
def test_choices_can_be_pressed(text: str) -> None:
    """Each alternative and each choice is a phrase that reads as one time."""
    found = find_time(text, now=NOW, zone=LONDON)
    if found is None:
        return
    for choice in found.alternatives if isinstance(found, Reading) else found.choices:
        again = find_time(choice.phrase, now=NOW, zone=LONDON)
        assert isinstance(again, Reading), (text, choice, again)
        assert again.kind in (Kind.INSTANT, Kind.INTERVAL, Kind.DAY, Kind.RANGE)
