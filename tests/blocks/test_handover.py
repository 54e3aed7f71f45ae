"""A hand-over of any desk, however busy: taken by Slack, and with no more of anybody than its readers may see."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings

from blocks.day.row import Place
from blocks.handover import Held, Open, handover_card
from blocks.kit import MESSAGE_LIMIT, json_length
from blocks.words.setting import Setting
from bot.appointments.model import Appointment
from bot.appointments.permission import Openness
from tests.blocks import outside
from tests.blocks.reading import as_posted, as_redrawn

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
SETTING = Setting(outside.LONDON, outside.NOW, frozenset())


@given(outside.lists_of_sessions(), outside.opennesses, outside.words, outside.words)
@example([outside.worst] * 60, Openness.PRIVATE, "x" * 300, "")
@example([outside.worst] * 60, Openness.SHARED, "x" * 300, "y" * 300)
@example([outside.pinging], Openness.PUBLIC, outside.PING, outside.PING)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_hand_over(sessions: list[Appointment], openness: Openness, by: str, taken_by: str) -> None:
    place = Place(outside.LONDON, openness, openness, SETTING)
    held = Held(by, "09:10", "C1", 1, taken_by or None, "09:20")
    card = handover_card(held, Open(sessions, sessions, sessions, sessions, "One page is missing."), place)
    as_posted(card)
    as_redrawn(card)
    assert json_length(card.blocks) <= MESSAGE_LIMIT
    if sessions:
        assert f"Waiting: {len(sessions)}." in card.text
        assert "And" in str(card.blocks) or len(sessions) <= 15
