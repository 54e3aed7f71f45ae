"""The day's board as its readers see it: in order, gaps first, the next one marked, what is over faded, never too long."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from blocks import ids
from blocks.alerts.board import Late, Unusual, board_card
from blocks.kit import MESSAGE_LIMIT, Card, json_length
from blocks.lists import session_list
from blocks.words.setting import Setting
from bot.alerts.boards import digest
from bot.alerts.rules import BoardRule, Rules, Subscription
from bot.appointments.api import Capability
from bot.appointments.model import Appointment, Claimant, Department, Interpreter, Meeting, Status
from bot.appointments.permission import Openness
from bot.appointments.versions import Stamp
from tests.blocks import outside
from tests.blocks.reading import as_posted, as_read_from, as_redrawn

DAY = date(2026, 11, 20)
NOW = outside.NOW
"""Ten past nine in London, on that day."""
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
quickly = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


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
    return board_card(sessions, openness=openness, **told)


def needs(language: str | None) -> Interpreter:
    return Interpreter(needed=True, language=language)


def test_a_morning_at_the_desk() -> None:
    seen = as_posted(
        board(
            session("11:00", "Olena Shevchenko"),
            session("08:00", "Piotr Nowak", Status.COMPLETED, interpreter=needs("Polish")),
            session("09:15", "Jane Doe"),
            session("09:00", "Siân Evans", Status.IN_PROGRESS),
            session("09:00", "Yusuf Ali", Status.WAITING, interpreter=needs("Somali")),
            session("08:30", "Megan Jones", Status.CANCELLED),
        )
    )
    assert seen.text.splitlines() == [
        "Friday 20 November 2026",
        "6 sessions. 1 in the waiting room. 1 in session. 1 done. 1 cancelled.",
        "08:00 – 08:30  Piotr Nowak · Leeds · Interpreter: Polish · Done",
        "08:30 – 09:00  Megan Jones  Leeds · Cancelled",
        "09:00 – 09:30",
        "In session",
        "Siân Evans",
        "Leeds",
        "09:00 – 09:30",
        "In the waiting room",
        "Yusuf Ali",
        "Leeds · Interpreter: Somali",
        "Next: 09:15 – 09:45",
        "Jane Doe",
        "Leeds · Scheduled",
        "11:00 – 11:30",
        "Olena Shevchenko",
        "Leeds · Scheduled",
        "Times are in your own time zone. The day is the one in London.",
    ]
    assert seen.buttons == ["Join", "Open"] * 4
    assert [style_of(one) for one in buttons(board(session("09:15"), session("11:00"))) if is_join(one)] == [
        "primary",
        None,
    ]


def test_the_same_morning_read_out() -> None:
    seen = as_posted(
        board(
            session("08:30", "Megan Jones", Status.CANCELLED),
            session("09:00", "Yusuf Ali", Status.WAITING, interpreter=needs("Somali")),
            session("09:15", "Jane Doe", interpreter=needs(None)),
        )
    )
    assert seen.fallback == (
        "Friday 20 November 2026, times in London. 3 sessions. 1 in the waiting room. 1 cancelled. "
        "1 with an interpreter needed and no language named. "
        "An interpreter is needed and no language is named: 09:15–09:45, Jane Doe. "
        "08:30–09:00, Megan Jones, Leeds, Cancelled; "
        "09:00–09:30, Yusuf Ali, Leeds, Interpreter: Somali, In the waiting room; "
        "Next: 09:15–09:45, Jane Doe, Leeds, Interpreter: Needed, no language named, Scheduled."
    )


def test_gaps_stand_first_and_only_those_that_can_still_be_closed() -> None:
    seen = as_posted(
        board(
            session("08:00", "Long Over", Status.COMPLETED, interpreter=needs(None)),
            session("08:50", "In There", Status.IN_PROGRESS, interpreter=needs(None)),
            session("10:00", "Piotr Nowak", interpreter=needs("Polish")),
            session("14:00", "Fatima Begum", interpreter=needs(None)),
        )
    )
    assert "1 with an interpreter needed and no language named." in seen.text
    first, rest = seen.text.split("Fatima Begum · Leeds\n")
    assert first.endswith("An interpreter is needed and no language is named\n14:00 – 14:30\n")
    assert rest.index("Piotr Nowak") < rest.index("Fatima Begum")


def test_of_many_gaps_the_first_few_stand_on_top() -> None:
    seen = as_posted(
        board(*(session(f"{hour}:00", f"Person {hour}", interpreter=needs("")) for hour in range(10, 18)))
    )
    assert "An interpreter is needed and no language is named: the first 5 of 8" in seen.text
    assert seen.text.count("Person 14") == 2
    assert seen.text.count("Person 15") == 1


def test_a_day_without_sessions_says_so() -> None:
    seen = as_posted(board())
    assert "No sessions today. One that is booked appears here." in seen.text
    assert "No sessions today." in seen.fallback
    assert seen.buttons == []


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
    assert "1 session. Only sessions in Leeds." in seen.text
    assert "Alerts are paused here until Fri 20 Nov, 11:10 (London)." in seen.text


def test_a_board_that_is_switched_off_says_as_of_when_it_stands() -> None:
    words = "The board is switched off here. This one stays as it was at 09:10 (London)."
    seen = as_posted(board(session("10:00"), unusual=Unusual(off=True)))
    assert words in seen.text
    assert words in seen.fallback


def test_the_mark_moves_on_with_the_clock() -> None:
    day = [session("09:15", "Jane Doe"), session("09:15", "Rhys Davies"), session("10:00", "Grace Okafor")]
    assert as_posted(board(*day)).text.count("Next:") == 2
    later = as_posted(board(*day, now=NOW + timedelta(minutes=5))).text
    assert later.index("Rhys Davies") < later.index("Next: 10:00 – 10:30") < later.index("Grace Okafor")
    assert later.count("Next:") == 1
    assert "Next:" not in as_posted(board(*day, now=NOW + timedelta(hours=1))).text


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.COMPLETED, Status.NO_SHOW, Status.IN_PROGRESS])
def test_what_has_begun_or_never_will_is_not_next(status: Status) -> None:
    seen = as_posted(board(session("09:30", "Not This", status), session("10:00", "But This")))
    assert seen.text.index("Not This") < seen.text.index("Next: 10:00 – 10:30") < seen.text.index("But This")


def test_a_session_whose_time_is_over_fades_but_not_a_claimant_who_still_waits() -> None:
    card = board(session("08:00", "Nobody Came"), session("08:00", "Still Here", Status.WAITING))
    seen = as_posted(card)
    assert "08:00 – 08:30  Nobody Came · Leeds · Scheduled, its time is over" in seen.text
    assert "08:00 – 08:30\nIn the waiting room\nStill Here\nLeeds" in seen.text
    assert seen.buttons == ["Open"], "nobody can join any more"


def test_a_cancelled_one_is_struck_out_whatever_its_name() -> None:
    card = board(
        session("10:00", "Megan Jones", Status.CANCELLED),
        session("10:00", "~x~ *Bold* <!channel>", Status.CANCELLED),
    )
    plainly, oddly = (
        block["elements"]
        for block in card.blocks
        if block["type"] == "context" and len(block["elements"]) > 1
    )
    assert [one["type"] for one in plainly] == ["mrkdwn", "mrkdwn", "plain_text"]
    assert [one["type"] for one in oddly] == ["mrkdwn", "plain_text"]
    marks = [one["text"] for one in (*plainly, *oddly) if one["type"] == "mrkdwn"]
    assert all(text.startswith("~") and text.endswith("~") for text in marks)
    assert marks[1] == "~Megan Jones~"
    assert "~x~ *Bold* <!channel> · Leeds · Cancelled" in as_posted(card).text


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
    card = board(session("09:15", meeting=meeting))
    assert as_posted(card).links == {}
    assert "secret" not in json.dumps(card.blocks)
    join, opens = buttons(card)
    assert (join["action_id"], opens["action_id"]) == (ids.JOIN, ids.SHOW)
    assert {ids.unpack(ids.Seen, one["value"]) for one in (join, opens)} == {
        ids.Seen(appointment="Jane Doe 09:15")
    }
    assert [one["accessibility_label"] for one in (join, opens)] == ["Join Jane Doe", "Details of Jane Doe"]


def test_each_reader_has_her_own_clock() -> None:
    card = board(session("15:00"))
    assert "Next: 15:00 – 15:30" in as_posted(card).text
    assert "Next: 16:00 – 16:30" in as_read_from("Europe/Paris", card).text
    assert "Next: 10:00 AM – 10:30 AM" in as_read_from("America/New_York", card, locale="en-US").text
    assert "times in London" in card.text
    assert "15:00–15:30, Jane Doe" in card.text


@pytest.mark.parametrize(
    ("day", "start", "reads", "said"),
    [
        (
            date(2026, 10, 25),
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            "01:30 – 01:00",
            "01:30 BST for 30 min (London)",
        ),
        (
            date(2026, 10, 25),
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
            "01:30 – 02:00",
            "01:30 GMT for 30 min (London)",
        ),
        (date(2026, 3, 29), datetime(2026, 3, 29, 0, 45, tzinfo=UTC), "00:45 – 02:15", "00:45 for 30 min"),
    ],
)
def test_on_the_days_when_the_clocks_change(day: date, start: datetime, reads: str, said: str) -> None:
    one = session("09:15", start=start)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=1)
    seen = as_posted(board(one, day=day, now=midnight))
    assert f"Next: {reads}" in seen.text
    assert said in seen.text
    assert said in seen.fallback


def test_a_board_of_another_zone_says_which_day_it_is() -> None:
    seen = as_posted(board(session("15:00"), day=date(2026, 11, 21), zone=ZoneInfo("Pacific/Kiritimati")))
    assert seen.text.startswith("Saturday 21 November 2026")
    assert "The day is the one in Kiritimati." in seen.text
    assert "05:00–05:30, Jane Doe" in seen.fallback


def test_the_same_name_twice_and_no_time_at_all() -> None:
    seen = as_posted(board(session("10:00"), session("10:00"), session("09:00", "No Time", start=None)))
    assert seen.text.count("Jane Doe") == 2
    assert "No time yet\nNo Time\nLeeds · Scheduled" in seen.text
    assert seen.text.index("Jane Doe") < seen.text.index("No Time")


@pytest.mark.parametrize("count", [1, 12, 20, 30, 45, 120, 500])
@pytest.mark.parametrize("done", [0, 5, 60])
def test_on_any_day_everybody_is_shown_or_counted(count: int, done: int) -> None:
    over = [session(f"0{n % 9}:0{n % 10}", f"Over {n};", Status.COMPLETED) for n in range(done)]
    live = [session(f"{10 + n % 12}:{n % 60:02}", f"Live {n};") for n in range(count)]
    late = session("23:00", "At The End", Status.WAITING)
    card = board(*over, *live, late)
    seen = as_posted(card)
    as_redrawn(card)

    live_shown = sum(f"Live {n};" in seen.text for n in range(count))
    over_shown = sum(f"Over {n};" in seen.text for n in range(done))
    assert over_shown in (0, done), "they collapse together"
    assert (f"{done - over_shown} that are over are not shown." in seen.text) == (over_shown < done)
    assert (f"And {count - live_shown} more." in seen.text) == (live_shown < count)
    assert ("type /appt today." in seen.text) == (live_shown < count or over_shown < done)
    assert live_shown >= min(count, 25)
    assert "In the waiting room\nAt The End" in seen.text, "whoever waits is never left out"
    assert seen.buttons.count("Join") >= 2, "whoever waits or is next can be joined"
    if count + done <= 13:
        assert seen.buttons.count("Join") == count + 1

    spoken = sum(f"Live {n};," in seen.fallback for n in range(count))
    assert spoken >= min(count, 25)
    spoken_over = sum(f"Over {n};," in seen.fallback for n in range(done))
    left = count + done - spoken - spoken_over
    assert spoken_over in (0, done)
    assert ("more: type /appt today." in seen.fallback) == bool(left)
    if spoken == count:
        assert "At The End" in seen.fallback


COUNTED = re.compile(r"(\d+) (with an interpreter needed|to be accepted|in the waiting room)")


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("clock", ["07:00", "09:00", "15:00"])
@pytest.mark.parametrize("language", [None, "Polish"])
def test_a_list_and_a_board_of_the_same_sessions_count_alike(
    status: Status, clock: str, language: str | None
) -> None:
    one = session(clock, status=status, interpreter=needs(language))
    setting = Setting(zone=outside.LONDON, now=NOW, can=frozenset(Capability))
    listed = as_posted(session_list([one], ids.ListPlace(start=0, end=86_400), "Today", setting, "")).text
    assert counts(listed) == counts(as_posted(board(one)).text)


def counts(text: str) -> list[Any]:
    """What the line that counts says of those that need somebody."""
    return COUNTED.findall(next(line for line in text.splitlines() if line.startswith("1 session.")))


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
@quickly
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


@given(st.lists(kept, max_size=5), st.lists(kept, max_size=5), moments, moments)
@settings(max_examples=80, deadline=None)
def test_a_board_that_need_not_be_redrawn_would_look_the_same(
    some: list[Appointment], others: list[Appointment], now: datetime, then: datetime
) -> None:
    rules = Rules(board=BoardRule(at=NOW.time(), zone="Europe/London"))
    subscription = Subscription(team="T1", channel="C1", rules=rules, set_by="U1")

    def drawn(sessions: list[Appointment], at: datetime) -> tuple[str, Card]:
        stamped = [STAMP.put_on(one) for one in sessions]
        return digest(stamped, subscription, DAY, at), board(*stamped, now=at)

    boards = [drawn(sessions, at) for sessions in (some, others, some[::-1]) for at in (now, then)]
    for mark, card in boards:
        assert all(card == other for other_mark, other in boards if other_mark == mark)


def buttons(card: Card) -> list[dict[str, Any]]:
    return [one for block in card.blocks if block["type"] == "actions" for one in block["elements"]]


def is_join(one: dict[str, Any]) -> bool:
    return bool(one["text"]["text"] == "Join")


def style_of(one: dict[str, Any]) -> str | None:
    style: str | None = one.get("style")
    return style
