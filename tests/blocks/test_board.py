"""The day's board as its readers see it: in order, gaps first, the next one marked, what is over faded, never too long."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import SecretStr

from blocks import ids
from blocks.alerts.board import Beside, Late, Unusual, board_card
from blocks.day.row import Wait
from blocks.kit import MESSAGE_LIMIT, Card, clip, json_length
from blocks.lists import session_list
from blocks.places import ListPlace
from blocks.words.setting import Setting
from bot.alerts.boards import Digests
from bot.alerts.rules import BoardRule, Rules, Subscription
from bot.appointments.api import Capability
from bot.appointments.model import Appointment, Claimant, Department, Interpreter, Meeting, Status
from bot.appointments.permission import Openness
from bot.appointments.versions import Stamp
from bot.standins.slack import mrkdwn
from tests.blocks import outside
from tests.blocks.reading import as_posted, as_read_from, as_redrawn

DAY = date(2026, 11, 20)
NOW = outside.NOW
"""Ten past nine in London, on that day."""
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")


def session(
    clock: str, name: str = "Jane Doe", status: Status = Status.SCHEDULED, **more: Any
) -> Appointment:
    """A session of half an hour on that day, at a time of London's clock."""
    hour, minute = map(int, clock.split(":"))
    start = datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=outside.LONDON)
    told = {"start": start, "minutes": 30, "department": Department(name="Leeds")} | more
    key = f"{name} {clock}"
    return Appointment(id=key, reference=f"REF{key}", status=status, claimant=Claimant(name=name), **told)


def board(
    *sessions: Appointment, openness: Openness = Openness.PRIVATE, now: datetime = NOW, **more: Any
) -> Card:
    told: dict[str, Any] = {
        "day": DAY,
        "zone": outside.LONDON,
        "links": openness,
        "setting": Setting(zone=outside.LONDON, now=now, can=frozenset(Capability)),
        "more": "/appt today",
    } | more
    told["beside"] = Beside(told.pop("waits", {}), told.pop("menu", None))
    return board_card(sessions, openness=openness, **told)


def needs(language: str | None) -> Interpreter:
    return Interpreter(needed=True, language=language)


def test_a_morning_at_the_desk() -> None:
    card = board(
        session("11:00", "Olena Shevchenko"),
        session("08:00", "Piotr Nowak", Status.COMPLETED, interpreter=needs("Polish")),
        session("09:15", "Jane Doe"),
        session("09:00", "Siân Evans", Status.IN_PROGRESS),
        session("09:00", "Yusuf Ali", Status.WAITING, interpreter=needs("Somali")),
        session("09:00", "Callum Brown", Status.WAITING),
        session("14:00", "Fatima Begum", interpreter=needs(None)),
        session("08:30", "Megan Jones", Status.CANCELLED),
        waits={
            "Yusuf Ali 09:00": Wait(NOW - timedelta(minutes=13)),
            "Callum Brown 09:00": Wait(NOW - timedelta(minutes=2), "Asha Patel"),
        },
        menu=ListPlace(start=1, end=2),
    )
    seen = as_posted(card)
    said = re.sub(r"\d+ \w+ ago", "a while ago", seen.text)
    assert re.sub(r" · \d{2}:\d{2}", "", said).splitlines() == [
        "Friday 20 November 2026",
        "8 sessions. ● 2 waiting · ▶ 1 in session · ⚠ 1 no interpreter · ✕ 1 cancelled",
        "Waiting · 2",
        "09:00  Yusuf Ali · Leeds · Somali interpreter",
        "● Since 08:57, a while ago",
        "09:00  Callum Brown · Leeds · since 09:08, a while ago · Asha Patel has it",
        "⚠ No interpreter: language missing · 1",
        "14:00  Fatima Begum · Leeds",
        "Now · 1",
        "09:00  Siân Evans · Leeds · ▶ In session",
        "Next hour · 1",
        "09:15  Jane Doe · Leeds",
        "Later · 1",
        "11:00  Olena Shevchenko · Leeds",
        "Over (2): 1 done, 1 cancelled. To see them: /appt today all  Times in your time zone; the day is London’s.",
    ]
    assert seen.buttons == ["I have it", "Join", "Join", "Book"]
    assert all(block["expand"] for block in card.blocks if "mrkdwn" in str(block.get("text")))


def test_the_same_morning_read_out() -> None:
    seen = as_posted(
        board(
            session("08:30", "Megan Jones", Status.CANCELLED),
            session("09:00", "Yusuf Ali", Status.WAITING, interpreter=needs("Somali")),
            session("09:15", "Jane Doe", interpreter=needs(None)),
        )
    )
    assert seen.fallback == (
        "Friday 20 November 2026, times in London. 3 sessions. ● 1 waiting · ⚠ 1 no interpreter · ✕ 1 cancelled "
        "Over: 1 cancelled. To see them: /appt today all "
        "Waiting: 09:00–09:30, Yusuf Ali, Leeds, Somali interpreter. "
        "⚠ No interpreter: language missing: 09:15–09:45, Jane Doe, Leeds."
    )


def test_only_gaps_that_can_still_be_closed_are_trouble_and_the_soonest_can_be_closed_at_once() -> None:
    seen = as_posted(
        board(
            session("08:00", "Long Over", Status.COMPLETED, interpreter=needs(None)),
            session("08:50", "In There", Status.IN_PROGRESS, interpreter=needs(None)),
            session("10:00", "Piotr Nowak", interpreter=needs("Polish")),
            session("14:00", "Fatima Begum", interpreter=needs(None)),
            session("11:00", "Yusuf Ali", interpreter=needs("")),
        )
    )
    assert "⚠ 2 no interpreter" in seen.text
    assert (
        seen.text.index("Yusuf Ali")
        < seen.text.index("Fatima Begum")
        < seen.text.index("Piotr Nowak")
        < seen.text.index("In There")
    )
    assert "⚠ 1 not confirmed" in seen.text
    assert seen.buttons == ["Edit", "Interpreter confirmed", "Join", "Running late", "Book"], (
        "the one of the afternoon can wait"
    )


def test_who_has_waited_longest_comes_first() -> None:
    waits = {
        "Second 09:00": Wait(NOW - timedelta(minutes=4)),
        "First 09:10": Wait(NOW - timedelta(minutes=9)),
    }
    several = session("09:00", "Second", Status.WAITING), session("09:10", "First", Status.WAITING)
    seen = as_posted(board(*several, waits=waits))
    assert seen.text.index("First") < seen.text.index("Second")


def test_a_day_without_sessions_says_so() -> None:
    seen = as_posted(board())
    assert "No sessions today. One that is booked appears here." in seen.text
    assert "No sessions today." in seen.fallback
    assert seen.buttons == ["Book"]


def test_a_board_that_comes_late_says_so_and_goes_on_saying_it() -> None:
    late = Late(due=NOW - timedelta(minutes=40), posted=NOW + timedelta(minutes=2))
    words = "Posted late, at 09:12 instead of 08:30 (London)."
    for now in (NOW, NOW + timedelta(hours=3)):
        seen = as_posted(board(session("10:00"), unusual=Unusual(late=late), now=now))
        assert words in seen.text
        assert words in seen.fallback


def test_a_paused_channel_and_a_filter_are_told_of() -> None:
    seen = as_posted(
        board(
            session("10:00"),
            unusual=Unusual(paused_until=NOW + timedelta(hours=2)),
            only="Only sessions in Leeds.",
        )
    )
    assert "1 session.\nOnly sessions in Leeds.\n" in seen.text
    assert "Alerts are paused here until Fri 20 Nov, 11:10 (London)." in seen.text


def test_a_board_that_is_switched_off_says_as_of_when_it_stands() -> None:
    words = "The board is switched off here. This one stays as it was at 09:10 (London)."
    seen = as_posted(board(session("10:00"), unusual=Unusual(off=True)))
    assert words in seen.text
    assert words in seen.fallback


def test_a_session_moves_up_as_the_day_goes_on() -> None:
    for minutes, heading in ((0, "Later"), (20, "Next hour"), (80, "Now"), (111, "Over")):
        seen = as_posted(board(session("10:30", "Jane Doe"), now=NOW + timedelta(minutes=minutes)))
        assert heading in seen.text.splitlines()[2 if heading != "Over" else -1]


def test_a_session_whose_time_is_over_is_folded_away_but_not_a_claimant_who_still_waits() -> None:
    card = board(session("08:00", "Nobody Came"), session("08:00", "Still Here", Status.WAITING))
    seen = as_posted(card)
    assert "Over: 1 whose time has passed." in seen.text
    assert "Nobody Came" not in seen.text
    assert "Waiting · 1\n08:00  Still Here · Leeds" in seen.text
    assert seen.buttons == ["Open", "Book"], "nobody can join any more"


@pytest.mark.parametrize("name", [*outside.HOSTILE[4:10], "Dr_No *Bold* :smile:", "a`b`c", "snake_case"])
def test_a_name_with_marks_in_it_is_a_name_and_nothing_else(name: str) -> None:
    hostile = session("10:00", name)
    seen = as_posted(board(hostile, session("15:00", "Next One")))
    [block] = [block for block in seen.blocks if "10:00" in str(block)]
    spans = [
        one
        for one in mrkdwn.spans(block["text"]["text"], seen.reader)
        if one.text not in {"Next hour", "10:00", hostile.code}
    ]
    assert all(not one.styles and one.url is None for one in spans)
    assert block["text"]["verbatim"] is True
    assert clip(name, 60) in seen.text, "to the letter"


LINK = "https://meet.jit.si/frontdesk-abc"
PERSON = Claimant(
    name="Zephyrine van Quill", phone="+442079460018", email="zq@example.org", date_of_birth=date(1931, 2, 3)
)


@pytest.mark.parametrize(
    ("openness", "who", "links"),
    [
        (Openness.PRIVATE, "Zephyrine van Quill", {"Join": LINK}),
        (Openness.PUBLIC, "Z.Q. · 4T8ZB", {}),
        (Openness.SHARED, "Appointment 4T8ZB", {}),
    ],
)
def test_it_shows_as_much_as_its_readers_may_know(
    openness: Openness, who: str, links: dict[str, str]
) -> None:
    meeting = Meeting(host_link=SecretStr(LINK), host_link_has_key=False)
    told = {
        "claimant": PERSON,
        "meeting": meeting,
        "reference": "XRK7Q2M9XW4T8ZB",
        "interpreter": needs(None),
    }
    for status in Status:
        one = session("09:15", status=status).model_copy(update=told)
        seen, card = as_posted(board(one, openness=openness)), board(one, openness=openness)
        if not one.is_over(NOW) or status is Status.WAITING:
            assert who in seen.text
            assert who in seen.fallback
        assert seen.links in ({}, links)
        everything = card.text + json.dumps(card.blocks)
        hidden = {"+4420", "zq@", "1931", "K7Q2M9XW"}
        if openness is not Openness.PRIVATE:
            hidden |= {"Zephyrine", "Quill", LINK}
        if openness is Openness.SHARED:
            hidden.add("Z.Q.")
        assert [word for word in hidden if word in everything] == []
    assert (
        as_posted(board(one.model_copy(update={"status": Status.WAITING}), openness=openness)).links == links
    )


def test_a_link_with_a_key_waits_behind_the_button() -> None:
    meeting = Meeting(host_link=SecretStr("https://r.example/?roomKey=secret"), host_link_has_key=True)
    card = board(
        session("09:05", meeting=meeting),
        session("09:00", "Ann Lee", Status.WAITING, meeting=meeting),
        waits={"Ann Lee 09:00": Wait(NOW)},
    )
    assert as_posted(card).links == {}
    assert "secret" not in json.dumps(card.blocks)
    (takes,) = (block["accessory"] for block in card.blocks if "accessory" in block)
    join = next(block for block in card.blocks if block["type"] == "actions")["elements"][0]
    assert (takes["action_id"], join["action_id"]) == (ids.HAVE_IT, ids.JOIN)
    assert ids.unpack(ids.WaitingAlert, takes["value"]) == ids.WaitingAlert(
        appointment="Ann Lee 09:00", since=int(NOW.timestamp())
    )
    assert ids.unpack(ids.Seen, join["value"]) == ids.Seen(appointment="Jane Doe 09:05")
    assert [one["accessibility_label"] for one in (takes, join)] == [
        "I have it, and join Ann Lee",
        "Join Jane Doe",
    ]


def test_each_reader_has_her_own_clock() -> None:
    card = board(session("15:00"))
    assert "15:00  Jane Doe" in as_posted(card).text
    assert "16:00  Jane Doe" in as_read_from("Europe/Paris", card).text
    assert "10:00 AM  Jane Doe" in as_read_from("America/New_York", card, locale="en-US").text
    assert "times in London" in card.text
    assert "15:00–15:30, Jane Doe" in card.text


@pytest.mark.parametrize(
    ("day", "start", "reads", "said"),
    [
        (
            date(2026, 10, 25),
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            "01:30  Jane",
            "01:30 BST for 30 min (London)",
        ),
        (
            date(2026, 10, 25),
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
            "01:30  Jane",
            "01:30 GMT for 30 min (London)",
        ),
        (date(2026, 3, 29), datetime(2026, 3, 29, 0, 45, tzinfo=UTC), "00:45  Jane", "00:45 for 30 min"),
    ],
)
def test_on_the_days_when_the_clocks_change(day: date, start: datetime, reads: str, said: str) -> None:
    one = session("09:15", start=start)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=1)
    seen = as_posted(board(one, day=day, now=midnight))
    assert reads in seen.text
    assert said in seen.text
    assert said in seen.fallback


def test_a_board_of_another_zone_says_which_day_it_is() -> None:
    seen = as_posted(board(session("15:00"), day=date(2026, 11, 21), zone=ZoneInfo("Pacific/Kiritimati")))
    assert seen.text.startswith("Saturday 21 November 2026")
    assert "the day is Kiritimati’s." in seen.text
    assert "05:00–05:30, Jane Doe" in seen.fallback


def test_the_same_name_twice_and_no_time_at_all() -> None:
    seen = as_posted(board(session("10:00"), session("10:00"), session("09:00", "No Time", start=None)))
    assert seen.text.count("Jane Doe") == 2
    assert "No time yet  No Time · Leeds" in seen.text
    assert seen.text.index("Jane Doe") < seen.text.index("No Time")


@pytest.mark.parametrize("count", [1, 12, 20, 30, 60, 120, 300])
@pytest.mark.parametrize("done", [0, 5, 60])
def test_on_any_day_everybody_is_shown_or_counted(count: int, done: int) -> None:
    over = [session(f"0{n % 9}:0{n % 10}", f"Over {n};", Status.COMPLETED) for n in range(done)]
    live = [session(f"{10 + n % 12}:{n % 60:02}", f"Live {n};") for n in range(count)]
    late = session("23:00", "At The End", Status.WAITING)
    card = board(*over, *live, late, menu=ListPlace(start=1, end=2))
    seen = as_posted(card)
    as_redrawn(card)

    shown = sum(f"Live {n};" in seen.text for n in range(count))
    assert shown >= min(count, 110), "a board of 60 shows 60"
    assert (f"And {count - shown} more. All: /appt today." in seen.text) == (shown < count)
    assert (f"Over: {done} done. To see them: /appt today all" in seen.text) == bool(done)
    assert "Waiting · 1\n23:00  At The End" in seen.text, "whoever waits is never left out"

    spoken = sum(f"Live {n};," in seen.fallback for n in range(count))
    assert spoken >= min(count, 25)
    assert (f"And {count + 1 - spoken - ('At The End' in seen.fallback)} more" in seen.fallback) == (
        spoken < count
    )


COUNTED = re.compile(r"(\d+) (no interpreter|to be accepted|waiting|in session|cancelled)")


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("clock", ["07:00", "09:00", "15:00"])
@pytest.mark.parametrize("language", [None, "Polish"])
def test_a_list_and_a_board_of_the_same_sessions_count_alike(
    status: Status, clock: str, language: str | None
) -> None:
    one = session(clock, status=status, interpreter=needs(language))
    setting = Setting(zone=outside.LONDON, now=NOW, can=frozenset(Capability))
    listed = as_posted(session_list([one], ListPlace(start=0, end=86_400), "Today", setting, "")).text
    assert counts(listed) == counts(as_posted(board(one)).text)


def counts(text: str) -> list[Any]:
    """What the line that counts says of those that need somebody."""
    return COUNTED.findall(next(line for line in text.splitlines() if line.startswith("1 session")))


@given(
    outside.lists_of_sessions(),
    outside.opennesses,
    outside.opennesses,
    outside.settings,
    st.sampled_from([0, 1, 500]),
    outside.words,
)
@example(
    [outside.worst] * 60,
    Openness.PRIVATE,
    Openness.PRIVATE,
    Setting(outside.LONDON, NOW, frozenset()),
    1,
    "x" * 5000,
)
@example(
    [outside.pinging],
    Openness.PRIVATE,
    Openness.PRIVATE,
    Setting(outside.LONDON, NOW, frozenset()),
    1,
    outside.PING,
)
def test_any_board(
    sessions: list[Appointment], openness: Openness, links: Openness, setting: Setting, times: int, only: str
) -> None:
    card = board_card(
        (sessions * max(times // max(len(sessions), 1), 1))[:500],
        day=DAY,
        zone=setting.zone,
        openness=openness,
        links=links,
        setting=setting,
        more=only,
        only=only,
        unusual=Unusual(late=Late(NOW, NOW), paused_until=NOW, off=True),
    )
    seen = as_posted(card)
    as_redrawn(card)
    assert json_length(card.blocks) <= MESSAGE_LIMIT
    if links is not Openness.PRIVATE:
        assert seen.links == {}


STAMP = Stamp(b"key")
clocks = st.integers(0, 24 * 4 - 1).map(lambda quarter: f"{quarter // 4}:{quarter % 4 * 15:02}")
kept = st.builds(session, clocks, st.sampled_from(["Jane Doe", "Rhys Davies"]), st.sampled_from(Status))
moments = st.integers(0, 24 * 12).map(
    lambda minutes: datetime(2026, 11, 20, tzinfo=UTC) + minutes * timedelta(minutes=5)
)


@given(*[st.lists(kept, max_size=5, unique_by=lambda one: one.id)] * 2, moments, moments)
@example(
    [session("9:00", status=Status.IN_PROGRESS)], [], NOW - timedelta(minutes=10), NOW + timedelta(minutes=10)
)
def test_a_board_that_need_not_be_redrawn_would_look_the_same(
    some: list[Appointment], others: list[Appointment], now: datetime, then: datetime
) -> None:
    rules = Rules(board=BoardRule(at=NOW.time(), zone="Europe/London"))
    subscription = Subscription(team="T1", channel="C1", rules=rules, set_by="U1")

    def drawn(sessions: list[Appointment], at: datetime) -> tuple[str, Card]:
        stamped = [STAMP.put_on(one) for one in sessions]
        return Digests(stamped, at).of(subscription, DAY), board(*stamped, now=at)

    boards = [drawn(sessions, at) for sessions in (some, others, some[::-1]) for at in (now, then)]
    for mark, card in boards:
        assert all(card == other for other_mark, other in boards if other_mark == mark)
