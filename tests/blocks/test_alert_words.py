"""What a channel gets, said in whole sentences, and never more of them than a message holds."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blocks.alerts.answers import Listed, alerts_list, gets_card, set_card
from blocks.alerts.words import (
    GONE,
    NOTHING,
    changed_sentences,
    heading,
    only_words,
    pause_words,
    rule_sentences,
)
from blocks.kit import MESSAGE_LIMIT, json_length
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
quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def channel(rules: Rules, **said: object) -> Subscription:
    return Subscription(**{"team": "T1", "channel": "C1", "rules": rules, "set_by": "U1", **said})


def test_everything_is_said_once_and_in_order() -> None:
    assert rule_sentences(FULL, SETTING) == [
        "The day's board comes on weekdays at 08:30 (London).",
        "A day without sessions has a board that says so.",
        "Reminders come 1 h and 15 min before each session.",
        "A message comes when a claimant has waited for 3 min.",
        "A message says what was booked, rescheduled, cancelled or edited, whoever did it.",
        "A message comes 24 h and 2 h before a session that needs an interpreter while no language is named. "
        "A gap that is found later is posted at once.",
        "Only sessions in Leeds and York are included.",
        "Only sessions with the status “In the waiting room” are included.",
        "Only sessions with an interpreter are included.",
        "All other messages go into the board's thread.",
    ]
    assert rule_sentences(Rules(), SETTING) == []
    assert heading(None, SETTING) == heading(channel(Rules()), SETTING) == NOTHING
    assert only_words(Filter()) == []


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        (Rules(waiting=0), "A message comes as soon as a claimant waits."),
        (Rules(reminders=(90,)), "A reminder comes 1 h 30 min before each session."),
        (Rules(gaps=True), "All messages go into the channel itself, as there is no board with a thread."),
        (FULL.model_copy(update={"where": Where.CHANNEL}), "All messages go into the channel itself."),
    ],
)
def test_single_sentences(rules: Rules, sentence: str) -> None:
    assert sentence in rule_sentences(rules, SETTING)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (EVERY_DAY, "every day"),
        ({5, 6}, "at weekends"),
        ({0}, "on Mondays"),
        ({0, 2, 4}, "on Mondays, Wednesdays and Fridays"),
    ],
)
def test_days_in_words(days: set[int], said: str) -> None:
    board = BoardRule(at=time(17), zone="Europe/London", days=frozenset(days), empty=False)
    assert rule_sentences(Rules(board=board), SETTING) == [
        f"The day's board comes {said} at 17:00 (London).",
        "A day without sessions has no board.",
    ]


def test_a_reader_elsewhere_is_told_both_times() -> None:
    (board, *_) = rule_sentences(FULL, IN_PARIS)
    assert board == "The day's board comes on weekdays at 08:30 (London). That is 09:30 (Paris) at present."
    paused = channel(FULL, paused=Pause.ASKED, paused_until=NOW + timedelta(hours=2))
    assert (
        pause_words(paused, IN_PARIS)
        == "Paused until Fri 20 Nov, 12:10 (Paris), which is Fri 20 Nov, 11:10 (London)."
    )


def test_what_changed_is_said_and_nothing_else() -> None:
    after = FULL.model_copy(update={"waiting": None, "reminders": (5,), "only": Filter()})
    assert changed_sentences(FULL, after, SETTING) == [
        "A reminder comes 5 min before each session.",
        "Waiting claimants are no longer announced.",
        "All departments are included.",
        "All statuses are included.",
        "Sessions with and without an interpreter are included.",
    ]
    assert changed_sentences(FULL, FULL, SETTING) == []
    off = " ".join(changed_sentences(FULL, Rules(), SETTING))
    for sentence in (
        "The day's board is no longer posted.",
        "Reminders are no longer posted.",
        "Gaps are no longer posted.",
    ):
        assert sentence in off


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


@given(rules, subscriptions, st.lists(outside.words, max_size=2), outside.settings)
@quickly
def test_any_answer_is_one_that_slack_takes(
    before: Rules, after: Subscription, notes: list[str], setting: Setting
) -> None:
    card = set_card(before, after, setting, notes, "/appt")
    seen = as_posted(card)
    assert json_length(card.blocks) <= MESSAGE_LIMIT
    assert "Change in a form" in seen.buttons


@given(
    st.lists(st.builds(Listed, outside.words, subscriptions, outside.words), max_size=4), st.integers(1, 40)
)
@quickly
def test_any_list_is_one_that_slack_takes_and_counts_what_it_leaves_out(
    listed: list[Listed], times: int
) -> None:
    channels = listed * times
    card = alerts_list(channels, SETTING, "/appt")
    seen = as_posted(card)
    assert json_length(card.blocks) <= MESSAGE_LIMIT
    shown = sum(block["type"] == "section" for block in card.blocks)
    if channels and shown < len(channels):
        assert f"And {len(channels) - shown} more:" in seen.text
        assert f"And {len(channels) - shown} more:" in seen.fallback
