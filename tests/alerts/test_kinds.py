"""Kinds of alerts: each is in the rules, has its words, and is the same typed, in the form and read back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from blocks.alerts.form import LENGTHS, TOLD
from blocks.alerts.kinds import WORDS
from bot.alerts.kinds import ALERTS, BOARD, BY_NAME, AlertKind, Shape
from bot.alerts.rules import BoardRule, Rules
from bot.alerts.typed.grammar import as_typed, understand
from bot.alerts.typed.words import TOPICS
from handlers.alerts.sessions import SESSION_ALERTS
from handlers.jobs import CARRIERS
from tests.alerts.sessions import at, board

NOW = datetime(2026, 11, 20, 9, 10, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
each = pytest.mark.parametrize("kind", ALERTS, ids=[kind.name for kind in ALERTS])


def wanted(kind: AlertKind) -> Rules:
    """Rules with this one thing set as is usual."""
    value: Any = board() if kind.shape is Shape.BOARD else kind.usual
    return Rules(**{kind.name: value})


def test_every_rule_is_a_kind_and_has_its_words() -> None:
    assert set(Rules.model_fields) == {*BY_NAME, "only", "where"}
    assert set(WORDS) == set(BY_NAME)
    words = [word for kind in ALERTS for word in (kind.name, *kind.also)]
    assert len(words) == len(set(words)), "no word sets two things"
    assert all(TOPICS[word] in BY_NAME for word in words)


def test_all_but_the_board_have_a_row_in_the_form() -> None:
    assert {*LENGTHS, *TOLD} == set(BY_NAME) - {"board"}


@each
def test_it_is_off_until_it_is_set(kind: AlertKind) -> None:
    assert not kind.is_set(Rules())
    assert not Rules().anything
    assert kind.is_set(wanted(kind))
    assert wanted(kind).anything


@each
def test_what_is_typed_back_sets_the_same(kind: AlertKind) -> None:
    rules = wanted(kind)
    assert understand(as_typed(rules), Rules(gaps=True, changes=True), now=NOW, zone=LONDON) == rules


@pytest.mark.parametrize("kind", [kind for kind in ALERTS if kind is not BOARD], ids=lambda kind: kind.name)
def test_every_word_of_it_sets_it_and_no_turns_it_off(kind: AlertKind) -> None:
    for word in (kind.name, *kind.also):
        set_so = understand(word, Rules(), now=NOW, zone=LONDON)
        assert isinstance(set_so, Rules), word
        assert getattr(set_so, kind.name) == kind.usual
        assert understand(f"no {word}", wanted(kind), now=NOW, zone=LONDON) == Rules()


@each
def test_what_is_checked_once_more_is_drawn_and_carried(kind: AlertKind) -> None:
    has_card = WORDS[kind.name].card is not None
    assert has_card is (kind.session is not None)
    if kind.session is not None:
        assert kind.session.job.kind in SESSION_ALERTS
        assert kind.session.job.kind in CARRIERS


def test_rules_that_were_kept_before_are_read_as_they_were() -> None:
    kept = {
        "board": {"at": "08:30:00", "days": [0, 1, 2, 3, 4], "zone": "Europe/London", "empty": True},
        "reminders": [60, 15],
        "waiting": 0,
        "changes": True,
        "gaps": False,
        "only": {"departments": ["Leeds"], "statuses": [], "interpreter": False},
        "where": "thread",
    }
    rules = Rules.model_validate(kept)
    assert [kind.name for kind in ALERTS if kind.is_set(rules)] == [
        "board",
        "reminders",
        "waiting",
        "changes",
    ]
    assert rules.board == BoardRule(at=at(8, 30).time(), zone="Europe/London")
