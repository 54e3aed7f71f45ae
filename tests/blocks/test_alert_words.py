"""What a channel gets, said in whole sentences, and never more of them than a message holds."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blocks import ids
from blocks.alerts.answers import Listed, alerts_list, gets_card, set_card
from blocks.alerts.words import (
    GONE,
    NOTHING,
    ended_sentences,
    heading,
    only_words,
    pause_words,
    rule_sentences,
)
from blocks.kit import MESSAGE_LIMIT, REDRAWN_TEXT_LIMIT, Block, Card, json_length, say
from blocks.places import PlaceInList
from blocks.words.setting import Setting
from bot.alerts.rules import EVERY_DAY, BoardRule, Pause, Rules, Subscription, Where
from bot.appointments.filter import Filter
from bot.appointments.model import Status
from tests.blocks import outside
from tests.blocks.reading import as_posted

NOW = datetime(2026, 11, 20, 9, 10, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
SETTING = Setting(zone=LONDON, now=NOW, can=frozenset())
IN_PARIS = Setting(zone=ZoneInfo("Europe/Paris"), now=NOW, can=frozenset(), desk_zone=LONDON)
FULL = Rules(
    board=BoardRule(at=time(8, 30), zone="Europe/London"),
    reminders=(15, 60),
    waiting=3,
    changes=True,
    gaps=True,
    only=Filter(departments=("Leeds", "York"), statuses=(Status.WAITING,), interpreter=True),
)


def channel(rules: Rules, **said: object) -> Subscription:
    return Subscription(**{"team": "T1", "channel": "C1", "rules": rules, "set_by": "U1", **said})


def test_everything_is_said_once_and_in_order() -> None:
    assert rule_sentences(FULL, SETTING) == [
        "Board: weekdays 08:30 (London), also on empty days.",
        "Reminders: 1 h and 15 min before each session.",
        "Waiting: after 3 min.",
        "Every booking, move, cancellation and edit is posted.",
        "Interpreter gaps: 24 h, 2 h and 15 min before; found later, at once.",
        "Only sessions in Leeds and York.",
        "Only sessions with the status “In the waiting room”.",
        "Only sessions with an interpreter.",
        "Messages go into the board's thread.",
    ]
    assert rule_sentences(Rules(), SETTING) == []
    assert heading(None, SETTING) == heading(channel(Rules()), SETTING) == NOTHING
    assert only_words(Filter()) == []


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        (Rules(waiting=0), "Waiting: at once."),
        (Rules(reminders=(90,)), "Reminders: 1 h 30 min before each session."),
        (Rules(gaps=True), "Messages go into the channel: there is no board with a thread."),
        (FULL.model_copy(update={"where": Where.CHANNEL}), "Messages go into the channel."),
    ],
)
def test_single_sentences(rules: Rules, sentence: str) -> None:
    assert sentence in rule_sentences(rules, SETTING)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (EVERY_DAY, "every day"),
        ({5, 6}, "weekends"),
        ({0}, "Mondays"),
        ({0, 2, 4}, "Mondays, Wednesdays and Fridays"),
    ],
)
def test_days_in_words(days: set[int], said: str) -> None:
    board = BoardRule(at=time(17), zone="Europe/London", days=frozenset(days), empty=False)
    assert rule_sentences(Rules(board=board), SETTING) == [
        f"Board: {said} 17:00 (London), not on empty days.",
    ]


def test_a_reader_elsewhere_is_told_both_times() -> None:
    (board, *_) = rule_sentences(FULL, IN_PARIS)
    assert board == "Board: weekdays 08:30 (London), also on empty days. That is 09:30 (Paris) at present."
    paused = channel(FULL, paused=Pause.ASKED, paused_until=NOW + timedelta(hours=2))
    assert (
        pause_words(paused, IN_PARIS)
        == "Paused until Fri 20 Nov, 12:10 (Paris), which is Fri 20 Nov, 11:10 (London)."
    )


def test_what_ended_is_said_and_what_is_set_only_once() -> None:
    after = FULL.model_copy(update={"waiting": None, "reminders": (5,), "only": Filter()})
    assert ended_sentences(FULL, after, SETTING) == [
        "Waiting claimants are no longer announced.",
        "All departments are included.",
        "All statuses are included.",
        "Sessions with and without an interpreter are included.",
    ]
    assert ended_sentences(FULL, FULL, SETTING) == []
    off = " ".join(ended_sentences(FULL, Rules(), SETTING))
    for sentence in (
        "The day's board is no longer posted.",
        "Reminders are no longer posted.",
        "Gaps are no longer posted.",
    ):
        assert sentence in off
    seen = as_posted(set_card(FULL, channel(after), SETTING, [], "/appt"))
    for said in (seen.text, seen.fallback):
        assert said.startswith("Saved. Waiting claimants are no longer announced.")
        assert said.count("Reminders: 5 min before each session.") == 1
        assert said.endswith(
            "The same elsewhere: /appt alerts reset board 08:30 Europe/London weekdays reminders 5 changes gaps"
        )


def test_a_pause_is_said_while_it_lasts() -> None:
    assert pause_words(channel(FULL), SETTING) is None
    assert pause_words(channel(FULL, paused=Pause.CHANNEL_GONE), SETTING) == GONE
    over = channel(FULL, paused=Pause.ASKED, paused_until=NOW)
    assert pause_words(over, SETTING) is None
    paused = channel(FULL, paused=Pause.ASKED, paused_until=NOW + timedelta(hours=2))
    seen = as_posted(gets_card([], paused, SETTING, "/appt"))
    for said in (seen.text, seen.fallback):
        assert said.startswith("Paused until Fri 20 Nov, 11:10 (London). After that this channel gets:")


filters = st.builds(
    Filter,
    departments=st.lists(outside.words, max_size=60).map(tuple),
    statuses=st.lists(st.sampled_from(Status), unique=True).map(tuple),
    interpreter=st.booleans(),
)
boards = st.builds(
    BoardRule,
    at=st.times(),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    zone=st.sampled_from(["Europe/London", "Pacific/Kiritimati", "America/Argentina/ComodRivadavia"]),
    empty=st.booleans(),
)
rules = st.builds(
    Rules,
    board=st.one_of(st.none(), boards),
    reminders=st.lists(st.integers(1, 1440), max_size=5).map(tuple),
    waiting=st.one_of(st.none(), st.integers(0, 120)),
    changes=st.booleans(),
    gaps=st.booleans(),
    only=filters,
    where=st.sampled_from(Where),
)
subscriptions = st.builds(
    channel,
    rules,
    paused=st.sampled_from([None, *Pause]),
    paused_until=st.sampled_from([None, NOW - timedelta(days=1), NOW + timedelta(days=1)]),
)


FAMILY = "👩‍👩‍👧‍👦"
"""Seven signs, each of which is sent as six or twelve characters."""
ODD = Rules(
    changes=True, reminders=(1,), only=Filter(departments=tuple(f"{n}{FAMILY * 30}" for n in range(60)))
)


@example(Rules(), channel(ODD), ["Jane " * 1000, FAMILY * 400], SETTING)
@given(rules, subscriptions, st.lists(outside.words, max_size=2), outside.settings)
def test_any_answer_is_one_that_slack_takes(
    before: Rules, after: Subscription, notes: list[str], setting: Setting
) -> None:
    card = set_card(before, after, setting, notes, "/appt")
    seen = as_posted(card)
    assert json_length(card.blocks) <= MESSAGE_LIMIT
    assert "Change in a form" in seen.buttons


@given(st.lists(st.builds(Listed, outside.words, subscriptions), max_size=4), st.integers(1, 40))
def test_any_list_is_one_that_slack_takes_and_its_pages_leave_no_channel_out(
    listed: list[Listed], times: int
) -> None:
    channels = listed * times
    place: PlaceInList | None = PlaceInList()
    shown = 0
    while place is not None:
        card = alerts_list(channels, SETTING, "/appt", place)
        as_posted(card)
        assert json_length(card.blocks) <= MESSAGE_LIMIT
        assert len(card.text) <= REDRAWN_TEXT_LIMIT
        on_page = sum(block["type"] == "section" for block in card.blocks)
        assert on_page, "each page goes on"
        shown += on_page
        ahead = [one["value"] for one in in_actions(card) if one["action_id"] == ids.ALERTS_AFTER]
        place = PlaceInList.read(ahead[0]) if ahead else None
    assert shown == max(len(channels), 1)


def in_actions(card: Card) -> list[Block]:
    return [one for block in card.blocks if block["type"] == "actions" for one in block["elements"]]


def test_an_answer_of_the_oddest_signs_is_one_that_slack_takes() -> None:
    card = say(f"No appointment is called {FAMILY * 500}.")
    seen = as_posted(card)
    assert json_length(card.blocks) <= MESSAGE_LIMIT
    assert seen.text.startswith(f"No appointment is called {FAMILY}")
