"""Alerts about one session, and of changes: what they say, what can be done, and to whom they show what."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import SecretStr

from blocks import ids
from blocks.alerts.cards import Snooze, gap_card, over_words, put_off_words, reminder_card, waiting_card
from blocks.alerts.changes import change_words, changes_card
from blocks.kit import MESSAGE_LIMIT, Card, json_length
from blocks.words.setting import Setting
from bot.alerts.changes_seen import Edit, Kind, SeenChange
from bot.appointments.api import Capability
from bot.appointments.model import Appointment, Claimant, Department, Interpreter, Meeting, Status
from bot.appointments.permission import Openness
from bot.appointments.versions import PARTS
from tests.blocks import outside
from tests.blocks.reading import as_posted, as_read_from, as_redrawn

NOW = outside.NOW
"""Friday, ten past nine in London."""
ALL = Setting(zone=outside.LONDON, now=NOW, can=frozenset(Capability))
PRIVATE: dict[str, Any] = {"openness": Openness.PRIVATE, "links": Openness.PRIVATE, "setting": ALL}
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

LINK = "https://meet.jit.si/frontdesk-abc"
JANE = Appointment(
    id="1",
    reference="XRK7Q2M9XW4T8ZB",
    status=Status.SCHEDULED,
    start=NOW + timedelta(minutes=15),
    minutes=45,
    claimant=Claimant(name="Jane van Doe", phone="+442079460018", email="jane@example.org"),
    department=Department(name="Leeds"),
    interpreter=Interpreter(needed=True, language="Polish"),
    meeting=Meeting(host_link=SecretStr(LINK), host_link_has_key=False),
    version="0123456789ab",
)
WAITS = JANE.model_copy(update={"status": Status.WAITING})
GAP = JANE.model_copy(update={"interpreter": Interpreter(needed=True), "start": NOW + timedelta(hours=24)})
SINCE = NOW - timedelta(minutes=6)


def but(**changes: Any) -> Appointment:
    return JANE.model_copy(update=changes)


def test_a_reminder() -> None:
    seen = as_posted(reminder_card(JANE, 15, **PRIVATE))
    assert seen.text.splitlines()[0] == "Starts in 15 min"
    assert seen.text.splitlines()[2:] == ["Jane van Doe", "Leeds · Interpreter: Polish"]
    assert seen.fallback == (
        "Starts in 15 min: Jane van Doe, Fri 20 Nov, 09:25–10:10 (London), Leeds, Interpreter: Polish."
    )
    assert seen.buttons == ["Join", "Open"]
    assert seen.links == {"Join": LINK}


@pytest.mark.parametrize(
    ("left", "words"),
    [(60, "Starts in 1 h"), (1440, "Starts in 24 h"), (0, "Starts now"), (-3, "Starts now")],
)
def test_how_soon_it_starts(left: int, words: str) -> None:
    assert as_posted(reminder_card(JANE, left, **PRIVATE)).text.startswith(words)


def test_a_reminder_says_that_the_claimant_is_there_already() -> None:
    assert (
        "The claimant is in the waiting room already." in as_posted(reminder_card(WAITS, 15, **PRIVATE)).text
    )


def test_a_claimant_waits() -> None:
    seen = as_posted(waiting_card(WAITS, SINCE, **PRIVATE))
    assert seen.text.startswith("In the waiting room since 09:04\n")
    assert seen.fallback.startswith("In the waiting room since 09:04 (London): Jane van Doe, ")
    assert seen.buttons == ["I have it", "Snooze 5 minutes", "Join", "Open"]
    assert "since 10:04" in as_read_from("Europe/Paris", waiting_card(WAITS, SINCE, **PRIVATE)).text


def test_its_buttons_say_whom_they_are_about_and_since_when() -> None:
    have, snooze, join, opens = buttons(waiting_card(WAITS, SINCE, **PRIVATE))
    assert (have["action_id"], snooze["action_id"]) == (ids.HAVE_IT, ids.SNOOZE)
    about = ids.WaitingAlert(appointment="1", since=int(SINCE.timestamp()))
    assert {ids.unpack(ids.WaitingAlert, one["value"]) for one in (have, snooze)} == {about}
    assert ids.unpack(ids.Seen, opens["value"]) == ids.Seen(appointment="1", version="0123456789ab")
    assert [one["accessibility_label"] for one in (have, snooze, join, opens)] == [
        "I have it: Jane van Doe",
        "Snooze 5 minutes: Jane van Doe",
        "Join Jane van Doe",
        "Details of Jane van Doe",
    ]


def test_who_has_it_is_named_and_nobody_is_pinged() -> None:
    for name in ("Asha Patel", outside.PING):
        seen = as_posted(waiting_card(WAITS, SINCE, taken_by=name, **PRIVATE))
        assert f"{name} has it." in seen.text
        assert f"{name} has it." in seen.fallback
        assert seen.buttons == ["Join", "Open"]


def test_who_put_it_off_is_named_and_others_can_still_go() -> None:
    snoozed = Snooze("Ben Duval", NOW + timedelta(minutes=5))
    seen = as_posted(waiting_card(WAITS, SINCE, snoozed=snoozed, **PRIVATE))
    assert "Snoozed by Ben Duval until 09:15 (London)." in seen.text
    assert seen.buttons == ["I have it", "Join", "Open"]
    taken = as_posted(waiting_card(WAITS, SINCE, snoozed=snoozed, taken_by="Asha Patel", **PRIVATE))
    assert "Asha Patel has it." in taken.text
    assert "Ben Duval" not in taken.text


@pytest.mark.parametrize(
    ("status", "words", "pressed"),
    [
        (Status.IN_PROGRESS, "The session has begun", ["Join", "Open"]),
        (Status.ON_HOLD, "The session has begun", ["Join", "Open"]),
        (Status.SCHEDULED, "No longer in the waiting room", ["Join", "Open"]),
        (Status.COMPLETED, "The session is over", ["Open"]),
        (Status.NO_SHOW, "Marked as a no-show", ["Open"]),
        (Status.CANCELLED, "The session was cancelled", ["Open"]),
    ],
)
def test_when_nobody_waits_any_more_it_says_why(status: Status, words: str, pressed: list[str]) -> None:
    seen = as_redrawn(waiting_card(but(status=status), SINCE, taken_by="Asha Patel", ended=True, **PRIVATE))
    assert seen.text.startswith(f"{words}\n")
    assert "Was in the waiting room from 09:04 (London). Asha Patel went." in seen.text
    assert seen.buttons == pressed


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.IN_PROGRESS, "The session has begun. Nobody waits any more."),
        (Status.ON_HOLD, "The session has begun. Nobody waits any more."),
        (Status.COMPLETED, "The session is over. Nobody waits any more."),
        (Status.NO_SHOW, "The session was marked as a no-show. Nobody waits any more."),
        (Status.CANCELLED, "The session was cancelled. Nobody waits any more."),
        (Status.SCHEDULED, "The claimant is no longer in the waiting room."),
        (Status.WAITING, "This alert is from an earlier wait. The claimant is in the waiting room again."),
    ],
)
def test_an_old_button_is_answered_with_what_is_now(status: Status, words: str) -> None:
    assert over_words(but(status=status)) == words
    assert over_words(but(status=status), "Asha Patel") == f"{words} Asha Patel went."
    assert over_words(None) == "The appointment service no longer has this session."


def test_who_was_first_to_put_it_off_is_said() -> None:
    words = put_off_words(Snooze("Ben Duval", NOW + timedelta(minutes=5)), ALL)
    assert words == "Ben Duval put this off already, until 09:15 (London)."
    assert len(over_words(JANE, "x" * 5000)) + len(put_off_words(Snooze("x" * 5000, NOW), ALL)) < 400


def test_nobody_went_and_nobody_is_said_to() -> None:
    seen = as_redrawn(waiting_card(JANE, SINCE, ended=True, **PRIVATE))
    assert "Was in the waiting room from 09:04 (London)." in seen.text
    assert "went" not in seen.text


SAYS = ("Interpreter confirmed", "Not arrived", "Find another")


@pytest.mark.parametrize(
    ("before", "soon"),
    [
        (timedelta(hours=24), "in 24 h"),
        (timedelta(hours=23, minutes=59, seconds=20), "in 24 h"),
        (timedelta(hours=5, minutes=10), "in 5 h"),
        (timedelta(hours=2), "in 2 h"),
        (timedelta(minutes=50), "in 50 min"),
    ],
)
def test_a_gap_says_how_long_there_is_to_close_it(before: timedelta, soon: str) -> None:
    gap = GAP.model_copy(update={"start": NOW + before})
    seen = as_posted(gap_card(gap, openness=Openness.PUBLIC, setting=ALL))
    assert seen.text.startswith(f"{soon.capitalize()}, no interpreter language yet\n")
    assert seen.buttons == [*SAYS, "Move", "Edit", "Open"]


def test_a_language_can_be_named_only_where_the_service_can_edit() -> None:
    reading = Setting(zone=outside.LONDON, now=NOW, can=frozenset())
    assert as_posted(gap_card(GAP, openness=Openness.PRIVATE, setting=reading)).buttons == [*SAYS, "Open"]


def cards_in(openness: Openness) -> list[Card]:
    changes = [SeenChange(JANE, kind, NOW, 30, tuple(map(Edit, PARTS))) for kind in Kind]
    place: dict[str, Any] = {"openness": openness, "links": openness, "setting": ALL}
    return [
        reminder_card(JANE, 15, **place),
        waiting_card(WAITS, SINCE, **place),
        waiting_card(JANE, SINCE, ended=True, **place),
        gap_card(GAP, openness=openness, setting=ALL),
        changes_card(changes, openness=openness, setting=ALL, more="/appt today"),
    ]


@pytest.mark.parametrize(
    ("openness", "who", "hidden"),
    [
        (Openness.PRIVATE, "Jane van Doe", set[str]()),
        (Openness.PUBLIC, "J.D. · 4T8ZB", {"Jane", "Doe", LINK}),
        (Openness.SHARED, "Appointment 4T8ZB", {"Jane", "Doe", "J.D.", LINK}),
    ],
)
def test_they_show_as_much_as_their_readers_may_know(openness: Openness, who: str, hidden: set[str]) -> None:
    for card in cards_in(openness):
        seen, everything = as_posted(card), card.text + json.dumps(card.blocks)
        assert who in seen.text
        assert who in seen.fallback
        secrets = hidden | {"+4420", "@example.org", "XRK7Q2M9"}
        assert [word for word in secrets if word in everything] == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            SeenChange(JANE, Kind.BOOKED, by="Asha Patel"),
            "Booked: J.D. · 4T8ZB, Fri 20 Nov, 09:25–10:10 (London), by Asha Patel.",
        ),
        (
            SeenChange(JANE, Kind.BOOKED),
            "Booked: J.D. · 4T8ZB, Fri 20 Nov, 09:25–10:10 (London), outside Frontdesk.",
        ),
        (
            SeenChange(JANE, Kind.MOVED, NOW, 45, by="Asha Patel"),
            "Rescheduled: J.D. · 4T8ZB, from 09:10–09:55 to Fri 20 Nov, 09:25–10:10 (London), by Asha Patel.",
        ),
        (
            SeenChange(JANE, Kind.MOVED, NOW - timedelta(days=1), 45),
            "Rescheduled: J.D. · 4T8ZB, from Thu 19 Nov, 09:10–09:55 (London) to Fri 20 Nov, 09:25–10:10 (London), outside Frontdesk.",
        ),
        (
            SeenChange(JANE, Kind.MOVED, by="Asha Patel"),
            "Rescheduled: J.D. · 4T8ZB, now Fri 20 Nov, 09:25–10:10 (London), by Asha Patel.",
        ),
        (
            SeenChange(JANE, Kind.CANCELLED, edits=(Edit("claimant"),)),
            "Cancelled: J.D. · 4T8ZB, Fri 20 Nov, 09:25–10:10 (London), outside Frontdesk.",
        ),
        (
            SeenChange(
                JANE, Kind.EDITED, edits=(Edit("interpreter", "Not needed"), Edit("department")), by="Asha"
            ),
            "Edited: J.D. · 4T8ZB, Fri 20 Nov, 09:25–10:10 (London), by Asha. "
            "Interpreter now: Polish; before: Not needed. Department now: Leeds.",
        ),
        (
            SeenChange(JANE, Kind.EDITED, edits=(Edit("department", "Hull"), Edit("claimant"), Edit("room"))),
            "Edited: J.D. · 4T8ZB, Fri 20 Nov, 09:25–10:10 (London), outside Frontdesk. "
            "Department now: Leeds; before: Hull. The claimant's name or contact details were changed. "
            "The options of the room were changed.",
        ),
        (
            SeenChange(Appointment(id="1"), Kind.GONE, NOW, 30, by="Asha Patel"),
            "Removed from the service, outside Frontdesk: an appointment that was on Fri 20 Nov, 09:10–09:40 (London).",
        ),
    ],
)
def test_a_change_says_what_was_and_what_is(change: SeenChange, words: str) -> None:
    assert change_words(change, Openness.PUBLIC, ALL) == words
    seen = as_posted(changes_card([change], openness=Openness.PUBLIC, setting=ALL, more="/appt today"))
    assert seen.text == words
    assert seen.fallback == words
    assert seen.buttons == ([] if change.kind is Kind.GONE else ["Open"])


def test_several_changes_are_one_message() -> None:
    changes = [SeenChange(JANE, Kind.BOOKED, by="Asha Patel"), SeenChange(JANE, Kind.MOVED, NOW, 30)]
    seen = as_posted(changes_card(changes, **CHANNEL))
    first, second = (change_words(change, Openness.PRIVATE, ALL) for change in changes)
    assert seen.text.splitlines() == ["2 changes", first, second]
    assert seen.fallback == f"{first} {second}"


CHANNEL: dict[str, Any] = {"openness": Openness.PRIVATE, "setting": ALL, "more": "/appt today"}


@pytest.mark.parametrize("count", [30, 31, 49, 50, 200])
def test_of_very_many_changes_the_rest_is_counted(count: int) -> None:
    changes = [SeenChange(but(id=f"{n:036}"), Kind.BOOKED) for n in range(count)]
    seen = as_posted(changes_card(changes, **CHANNEL))
    shown, said = (text.count("Booked: Jane van Doe") for text in (seen.text, seen.fallback))
    assert min(shown, said) >= 25
    for text, there in ((seen.text, shown), (seen.fallback, said)):
        left = count - there
        noun = "change" if left == 1 else "changes"
        assert (f"And {left} more {noun}. To see the sessions as they are, type /appt today." in text) == (
            left > 0
        )


edits = st.builds(Edit, st.sampled_from(PARTS), outside.maybe_words)
changes = st.builds(
    SeenChange,
    outside.appointments,
    st.sampled_from(Kind),
    outside.maybe_moments,
    st.one_of(st.none(), st.integers(0, 100_000)),
    st.lists(edits, max_size=4).map(tuple),
    outside.maybe_words,
)
worst = SeenChange(
    outside.worst, Kind.EDITED, NOW, 1, tuple(Edit(part, '"' * 999) for part in PARTS), '"' * 999
)
pinging = SeenChange(outside.pinging, Kind.EDITED, NOW, 1, (Edit("department", outside.PING),), outside.PING)


@given(
    st.lists(changes, min_size=1, max_size=5),
    st.integers(1, 60),
    outside.opennesses,
    outside.settings,
    outside.words,
)
@example([worst], 60, Openness.PRIVATE, ALL, "x" * 5000)
@example([pinging], 2, Openness.PRIVATE, ALL, outside.PING)
def test_any_changes(
    seen: list[SeenChange], times: int, openness: Openness, setting: Setting, more: str
) -> None:
    card = changes_card(seen * times, openness=openness, setting=setting, more=more)
    as_posted(card)
    as_redrawn(card)
    assert json_length(card.blocks) <= MESSAGE_LIMIT


@given(
    outside.appointments,
    outside.opennesses,
    outside.opennesses,
    outside.settings,
    outside.moments,
    outside.maybe_words,
    st.one_of(st.none(), st.builds(Snooze, outside.words, outside.moments)),
    st.booleans(),
    st.integers(-10, 1440),
)
@example(outside.worst, Openness.PRIVATE, Openness.PRIVATE, ALL, NOW, '"' * 999, None, True, 15)
@example(outside.pinging, Openness.PRIVATE, Openness.PRIVATE, ALL, NOW, outside.PING, None, False, 15)
@example(
    outside.pinging, Openness.PRIVATE, Openness.PRIVATE, ALL, NOW, None, Snooze(outside.PING, NOW), False, 15
)
def test_any_alert(
    appointment: Appointment,
    openness: Openness,
    links: Openness,
    setting: Setting,
    since: Any,
    taken_by: str | None,
    snoozed: Snooze | None,
    ended: bool,
    left: int,
) -> None:
    place: dict[str, Any] = {"openness": openness, "links": links, "setting": setting}
    waiting = waiting_card(appointment, since, taken_by=taken_by, snoozed=snoozed, ended=ended, **place)
    for card in (
        reminder_card(appointment, left, **place),
        waiting,
        gap_card(appointment, openness=openness, setting=setting),
    ):
        seen = as_posted(card)
        as_redrawn(card)
        assert "Open" in seen.buttons
        if links is not Openness.PRIVATE:
            assert seen.links == {}
    assert ("I have it" in as_posted(waiting).buttons) == (taken_by is None and not ended)


def buttons(card: Card) -> list[dict[str, Any]]:
    return [one for block in card.blocks if block["type"] == "actions" for one in block["elements"]]
