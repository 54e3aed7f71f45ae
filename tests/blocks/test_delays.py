"""What is said of a delay, and of writes that were interrupted: whole sentences, within Slack's limits, whatever the service tells."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks import ids
from blocks.forms.late import MOST, LateTyped, as_seen, late_form, offered, read_late
from blocks.forms.modals import notice
from blocks.kit import MESSAGE_LIMIT, json_length, say
from blocks.words.delays import MOVES_NOTHING, NONE_TOUCHED, moved_words, note_words
from blocks.words.setting import Setting
from blocks.words.settled import nothing_began_words, settled_words
from bot.appointments.api import Capability
from bot.appointments.deeds import Deed
from bot.appointments.delay import CHOICES, Later
from bot.appointments.model import Appointment, Claimant, Status
from bot.appointments.permission import Openness
from bot.appointments.sharing import Shared
from bot.appointments.writes.ledger import Ending, Intent
from bot.appointments.writes.outcomes import How, Part
from bot.appointments.writes.settling import Settled
from bot.standins.slack import check_view
from tests.blocks import outside
from tests.blocks.reading import as_posted

WRITES = (Deed.BOOK, Deed.MOVE, Deed.EDIT, Deed.CANCEL, Deed.ACCEPT, Deed.DECLINE, Deed.PROPOSE, Deed.DELAY)
laters = st.builds(
    Later,
    session=outside.appointments,
    start=outside.moments,
    shared=st.lists(st.sampled_from(Shared), min_size=1, unique=True).map(tuple),
    free_at=st.none() | outside.moments,
)
parts = st.builds(Part, how=st.sampled_from(How), now=st.none() | outside.appointments)


@given(st.lists(laters, max_size=12), st.sampled_from(CHOICES), outside.settings, st.integers(1, 7))
def test_any_form_is_one_that_slack_takes(
    later: list[Later], minutes: int, setting: Setting, times: int
) -> None:
    later = later * times
    state = ids.FormState(form="f1", appointment="a-1")
    typed = LateTyped(minutes, tuple(as_seen(one.session) for one in offered(later)[:2]))
    view = late_form(typed, state, later, setting, now_is="Jane Doe", faults={"later0": "No."}, tells="Told.")
    assert [str(fault) for fault in check_view(view)] == []
    assert len(offered(later)) <= MOST
    assert ("more: give them another time" in str(view)) is (len(later) > len(offered(later)))


def test_what_is_chosen_is_read_as_it_was_drawn() -> None:
    assert read_late({}) == LateTyped()
    strange: Any = {
        "late.0": {"x": {"selected_option": {"value": "7"}}},
        "later0.0": {"x": {"selected_options": []}},
    }
    assert read_late(strange) == LateTyped(), "nothing else than what is offered"


@given(st.lists(parts, max_size=8), st.sampled_from(CHOICES), outside.settings)
def test_whatever_became_of_each_is_said(parts: list[Part], minutes: int, setting: Setting) -> None:
    said = moved_words(parts, minutes, setting)
    assert all(words.endswith(".") for words in said)
    others = [part for part in parts if part.how is not How.MOVED]
    assert len(
        [words for words in said if words.startswith(("Not moved", "Not tried", "We can't tell"))]
    ) == len(others)


def test_the_note_names_nobody() -> None:
    jane = Appointment(
        id="a-1",
        reference="K7Q2M9XW4T8ZB1C",
        start=outside.NOW,
        minutes=30,
        claimant=Claimant(name="Jane Doe"),
    )
    setting = Setting(zone=outside.LONDON, now=outside.NOW, can=frozenset())
    then = outside.NOW
    words = "Running 10 min late. Moved: J.D. · 8ZB1C 09:00 → 09:10."
    assert note_words(10, [(jane, then)], setting, Openness.PRIVATE) == words
    for_partners = "Running 10 min late. Moved: Appointment 8ZB1C 09:00 → 09:10."
    assert note_words(10, [(jane, then)], setting, Openness.SHARED) == for_partners
    since = jane.model_copy(update={"start": then + timedelta(days=1)})
    assert note_words(10, [(since, then)], setting, Openness.PUBLIC).endswith(
        "→ 09:10 (at Sat 21 Nov, 09:10 by now)."
    )
    gone = jane.model_copy(update={"status": Status.CANCELLED})
    assert note_words(10, [(gone, then)], setting, Openness.PUBLIC).endswith("→ 09:10 (cancelled by now).")


@pytest.mark.parametrize("deed", WRITES)
def test_of_every_write_that_was_interrupted_there_is_a_sentence(deed: Deed) -> None:
    intent = Intent(form="f1", deed=deed, team="T1", user="U1", start=outside.NOW, minutes=30)
    now = Appointment(id="a-1", start=outside.NOW, minutes=30)
    setting = Setting(zone=outside.LONDON, now=outside.NOW, can=frozenset())
    for ending in set(Ending) - ({Ending.TWICE} if deed is not Deed.BOOK else set()):
        settled = Settled(intent, ending, now, (Part(How.NOT_TRIED, now),))
        assert settled_words(settled, setting).endswith(".")
    assert nothing_began_words(deed).endswith(".")


def test_where_the_service_moves_nothing_it_is_not_said_that_nothing_is_touched() -> None:
    state = ids.FormState(form="f1", appointment="a-1")
    for can, words in ((frozenset({Capability.MOVE}), NONE_TOUCHED), (frozenset(), MOVES_NOTHING)):
        setting = Setting(zone=outside.LONDON, now=outside.NOW, can=can)
        assert words in str(late_form(LateTyped(), state, [], setting, now_is="Jane Doe"))


def test_however_many_were_moved_each_is_named_with_what_became_of_it() -> None:
    setting = Setting(zone=outside.LONDON, now=outside.NOW, can=frozenset())
    start = outside.NOW + timedelta(hours=1)
    named = [
        Appointment(
            id=f"a-{nr}",
            start=start,
            minutes=5,
            claimant=Claimant(name=f"Wilhelmina {'Cholmondeley-' * 4}{nr}."),
        )
        for nr in range(60)
    ]
    parts = [Part(How.MOVED if nr < 59 else How.NOT_MOVED, one) for nr, one in enumerate(named)]
    words = moved_words(parts, 10, setting)
    line = say("\n".join(words))
    shown = "".join(block["text"]["text"] for block in line.blocks)
    as_posted(line)
    assert json_length(line.blocks) <= MESSAGE_LIMIT
    assert "…" not in shown
    assert all(f"-{nr}." in shown for nr in range(60))
    check_view(notice("Running late", ["\n".join(words)]))


def test_what_no_message_takes_is_cut_off() -> None:
    line = say("\n".join("ж" * 2_000 for _ in range(9)))
    as_posted(line)
    assert json_length(line.blocks) <= MESSAGE_LIMIT
