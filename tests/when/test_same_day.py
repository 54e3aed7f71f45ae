"""What words mean all day is read once a day; what they mean at this moment is read each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.settings.nations import Nation
from bot.when import Reading, read
from bot.when.parts import Unreadable
from bot.when.reader import context_for
from bot.when.reading.account import understand
from bot.when.reading.phrase import Phrase
from tests.when.table import Case, cases

LONDON = ZoneInfo("Europe/London")
MORNING = datetime(2026, 11, 20, 9, 12, tzinfo=LONDON)


def start_of(text: str, now: datetime, **how: str) -> object:
    found = read(text, now=now, zone=how.get("zone", "Europe/London"), locale=how.get("locale", "en-GB"))
    assert isinstance(found, Reading)
    return found.start


def read_at(case: Case, now: datetime) -> tuple[Reading | str | None, bool]:
    """What a text means at a time, read afresh, and whether that is so all day."""
    context = context_for(now, case.zone, case.locale, None)
    try:
        found: Reading | str | None = understand(Phrase(case.text, context, whole=True), "any")
    except Unreadable as problem:
        found = problem.message
    return found, not context.is_of_the_moment


def test_what_is_said_to_hold_all_day_does() -> None:
    all_day = 0
    for case in cases():
        found, holds = read_at(case, case.now)
        if not holds:
            continue
        all_day += 1
        for hour in (0, 7, 12, 17, 23):
            later = case.now.replace(hour=hour, minute=59)
            assert read_at(case, later) == (found, True), f"{case.name} at {later:%H:%M}"
    assert all_day > 500


def test_a_time_of_day_that_is_over_is_tomorrows() -> None:
    assert start_of("3pm", MORNING) == MORNING.replace(hour=15, minute=0)
    assert start_of("3pm", MORNING.replace(hour=16)) == MORNING.replace(hour=15, minute=0) + timedelta(days=1)


def test_a_length_counts_from_the_minute_in_which_it_is_typed() -> None:
    for now in (MORNING, MORNING + timedelta(minutes=7)):
        assert start_of("in 2 hours", now) == now + timedelta(hours=2)


def test_tomorrow_is_another_day_after_midnight() -> None:
    assert [str(start_of("tomorrow", MORNING + timedelta(hours=hours))) for hours in (0, 14, 15)] == [
        "2026-11-21",
        "2026-11-21",
        "2026-11-22",
    ]


def test_it_is_tomorrow_already_where_the_clocks_are_ahead() -> None:
    evening = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    assert str(start_of("today", evening)) == "2026-11-20"
    assert str(start_of("today", evening, zone="Asia/Tokyo")) == "2026-11-21"


def test_each_country_has_its_own_order_of_day_and_month() -> None:
    assert str(start_of("03/04/2027", MORNING)) == "2027-04-03"
    assert str(start_of("03/04/2027", MORNING, locale="en-US")) == "2027-03-04"


def test_each_part_of_the_country_has_its_own_holidays() -> None:
    found = [
        read("next bank holiday", now=datetime(2026, 11, 20, tzinfo=LONDON), zone=LONDON, nation=nation)
        for nation in (Nation.ENGLAND, Nation.SCOTLAND)
    ]
    assert [str(one.start) for one in found if isinstance(one, Reading)] == ["2026-12-25", "2026-11-30"]
