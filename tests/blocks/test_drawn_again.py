"""A row that was drawn before is drawn as it is now: at another minute, for other readers, and after something was said of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from blocks.day.row import Place, Row
from blocks.lists import session_list
from blocks.places import ListPlace
from blocks.words.setting import Setting
from bot.apis.sqod.asks import ROOM
from bot.apis.sqod.reading import Reader
from bot.appointments.api import Capability
from bot.appointments.later import Later
from bot.appointments.model import Appointment
from bot.appointments.permission import Openness
from bot.appointments.states import About, Late, Register, State
from bot.appointments.values import replace

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
START = NOW + timedelta(hours=5)
LONDON = ZoneInfo("Europe/London")
SETTING = Setting(zone=LONDON, now=NOW, can=frozenset(Capability))
LATE = State("a1", About.LATE, Late.RUNNING_LATE, START, "U1", NOW, minutes=10)


@pytest.fixture
def session() -> Appointment:
    """One of a list, as the service tells it."""
    row = {
        "id": "a1",
        "reference": "0123456789ABCDEF12",
        "appointment_at": f"{START:%Y-%m-%dT%H:%M:%S}.000000Z",
        "duration_in_minutes": 45,
        "status": "SCHEDULED",
        "claimant": {"name": "Jane Doe"},
        "department": {"id": 1, "name": "Leeds"},
    }
    page = json.dumps({"data": [row], "meta": {"last_page": 1, "total": 1}}).encode()
    (found,) = Reader(ROOM, ()).page(page).rows
    assert isinstance(found, Later)
    return found


def row(session: Appointment, openness: Openness, setting: Setting = SETTING) -> str:
    zone = setting.zone
    return json.dumps(Row(session, Place(zone, openness, openness, setting, opens=True)).drawn(220))


OTHERWISE: dict[str, Callable[[Setting], Setting]] = {
    "another zone": lambda setting: replace(setting, zone=ZoneInfo("Europe/Warsaw")),
    "it is about to begin": lambda setting: replace(setting, now=START - timedelta(minutes=5)),
    "it has begun": lambda setting: replace(setting, now=START + timedelta(minutes=5)),
    "it is over": lambda setting: replace(setting, now=START + timedelta(hours=5)),
    "it is said to run late": lambda setting: replace(setting, said=Register().with_new([LATE])),
}


@pytest.mark.parametrize("otherwise", OTHERWISE.values(), ids=OTHERWISE)
def test_a_list_that_was_drawn_before_is_drawn_as_it_is_now(
    session: Appointment, otherwise: Callable[[Setting], Setting]
) -> None:
    place, fresh = ListPlace(whole=True), session.model_copy()
    before = session_list([session], place, "Today", SETTING, "")
    now = session_list([session], place, "Today", otherwise(SETTING), "")
    assert now == session_list([fresh], place, "Today", otherwise(SETTING), "")
    assert now != before
    assert session_list([session], place, "Today", SETTING, "") == before


def test_a_row_of_a_private_list_tells_a_channel_no_name_afterwards(session: Appointment) -> None:
    assert "Jane Doe" in row(session, Openness.PRIVATE)
    assert "Jane Doe" not in row(session, Openness.PUBLIC)
    assert "J.D." not in row(session, Openness.SHARED)
    assert "Jane Doe" in row(session, Openness.PRIVATE)


def test_what_is_kept_of_a_drawing_goes_with_the_reading(session: Appointment) -> None:
    row(session, Openness.PRIVATE)
    assert isinstance(session, Later)
    assert session.drawn
    copy = session.whole()
    assert not any("drawn" in name for name in copy.__dict__)
    assert "drawn" not in repr(session)
