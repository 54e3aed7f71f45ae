"""An appointment as a form says it, and what of it differs when somebody changed it meanwhile."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from blocks.words.setting import Setting
from blocks.words.states import Shown, changed_words, state_words
from bot.appointments.model import Appointment, Claimant, Department, Interpreter, Status
from tests.blocks import outside

SETTING = Setting(zone=outside.LONDON, now=outside.NOW, can=frozenset())
PARIS = ZoneInfo("Europe/Paris")
JANE = Appointment(
    id="a1",
    version="1",
    start=outside.NOW,
    minutes=45,
    status=Status.SCHEDULED,
    claimant=Claimant(name="Jane Doe"),
    department=Department(name="Leeds"),
    interpreter=Interpreter(needed=True, language="Polish"),
)


def test_a_form_says_it_as_its_row_does_and_nothing_that_it_has_not() -> None:
    at = "Jane Doe · Fri 20 Nov, 09:10–09:55 (London) · 45 min"
    assert state_words(JANE, SETTING) == f"{at} · Leeds · Polish interpreter."
    bare = JANE.model_copy(update={"department": None, "interpreter": Interpreter()})
    assert state_words(bare, SETTING) == f"{at}."
    assert state_words(bare, SETTING, PARIS) == f"{at}. For you that is Fri 20 Nov, 10:10–10:55 (Paris)."


@pytest.mark.parametrize(
    ("update", "said"),
    [
        (
            {"interpreter": Interpreter(needed=True, language="Urdu")},
            "Now: Urdu interpreter. No longer: Polish interpreter.",
        ),
        ({"department": None}, "No longer: Leeds."),
        ({"status": Status.WAITING}, "Now: In the waiting room."),
        ({"minutes": 60}, "Now: Fri 20 Nov, 09:10–10:10 (London) · 1 h."),
        ({"claimant": Claimant(name="Joan Doe")}, "Now: Joan Doe."),
        (
            {"claimant": Claimant(name="Jane Doe", phone="020 7946 0018")},
            "Now: something that is not shown here,",
        ),
    ],
)
@pytest.mark.parametrize("zone", [outside.LONDON, PARIS])
def test_a_conflict_says_only_what_differs(update: dict[str, Any], said: str, zone: ZoneInfo) -> None:
    shown = Shown(state_words(JANE, SETTING, zone), JANE.start)
    now = JANE.model_copy(update=update)
    words = changed_words(now, None, None, SETTING, shown)
    assert words.startswith(f"Changed meanwhile, outside Frontdesk. {said}")
    assert "None" not in words
