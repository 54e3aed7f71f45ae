"""Whatever the service says of an appointment, its card is one that Slack takes, and nobody is pinged by it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blocks.cards import appointment_card, details_card, gone_card, join_card
from blocks.help import help_all, help_verb, history_card
from blocks.kit import Card, escape, json_length, plain, say, section
from blocks.words.facts import sentence
from blocks.words.history import history_words
from blocks.words.meeting import has_room
from blocks.words.setting import Setting
from blocks.words.states import changed_words, nothing_words, state_words
from bot.appointments.api import Capability
from bot.appointments.deeds import Deed, Why
from bot.appointments.model import Appointment
from bot.appointments.permission import Openness
from bot.appointments.writes.ledger import Entry
from bot.appointments.writes.outcomes import NothingToDo
from bot.verbs import VERBS
from tests.blocks import outside
from tests.blocks.reading import as_posted, as_redrawn

ALL = Setting(zone=outside.LONDON, now=outside.NOW, can=frozenset(Capability))
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")


@given(outside.appointments, outside.opennesses, outside.settings, st.one_of(st.none(), outside.opennesses))
@example(outside.worst, Openness.PRIVATE, ALL, None)
@example(outside.pinging, Openness.PRIVATE, ALL, None)
@example(outside.worst.model_copy(update={"id": "\N{ROUND PUSHPIN}" * 255}), Openness.PRIVATE, ALL, None)
def test_any_card_in_any_place(
    appointment: Appointment, openness: Openness, setting: Setting, links: Openness | None
) -> None:
    card = appointment_card(appointment, openness, setting, links=links)
    seen = as_posted(card)

    as_redrawn(card)
    assert "Details" in seen.buttons
    if (links or openness) is not Openness.PRIVATE:
        assert seen.links == {}
    for can, label in (
        (Capability.MOVE, "Reschedule"),
        (Capability.EDIT, "Edit"),
        (Capability.CANCEL, "Cancel appointment"),
        (Capability.BOOK, "Book again"),
        (Capability.ACCEPT, "Accept"),
        (Capability.DECLINE, "Decline"),
        (Capability.PROPOSE, "Propose another time"),
    ):
        assert can in setting.can or label not in seen.buttons


def test_what_nobody_told_is_not_said_to_be_none() -> None:
    bare = Appointment(id="1", start=outside.NOW, minutes=30)
    assert bare.department is None
    assert bare.reference is None
    for openness in Openness:
        assert "None" not in as_posted(appointment_card(bare, openness, ALL)).text


@given(outside.appointments, outside.settings)
@example(outside.worst, ALL)
@example(outside.pinging, ALL)
@example(outside.worst.model_copy(update={"id": '"' * 255, "notes": "\N{ROUND PUSHPIN}" * 3000}), ALL)
def test_any_details(appointment: Appointment, setting: Setting) -> None:
    assert "Only you see this." in as_posted(details_card(appointment, setting)).text


@given(outside.appointments, st.one_of(st.none(), outside.links), outside.settings, outside.maybe_words)
@example(outside.pinging, "https://rooms.example/1", ALL, outside.PING)
@example(outside.pinging, None, ALL, None)
def test_any_way_in(appointment: Appointment, link: str | None, setting: Setting, note: str | None) -> None:
    seen = as_posted(join_card(appointment, link, setting, note))
    if link is not None and len(link) <= 3000 and has_room(appointment):
        assert seen.links == {"Open the room": link}
    else:
        assert (
            "no meeting link for it that Frontdesk may show" in seen.text
            or "so there is no room to join" in seen.text
        )


@given(
    outside.appointments,
    st.lists(
        st.tuples(
            st.builds(
                Entry,
                team=st.just("T1"),
                user=st.just("U1"),
                deed=st.sampled_from(Deed),
                outcome=st.sampled_from(["done", "refused", "failed", "unknown"]),
                at=outside.moments,
                was=st.none() | outside.moments,
                was_minutes=st.none() | st.integers(1, 1440),
                start=st.none() | outside.moments,
                minutes=st.none() | st.integers(1, 1440),
                what=st.none()
                | st.sampled_from(["name", "department,interpreter", "a part of a later version"]),
                why=st.none() | st.sampled_from([*Why, "a reason of a later version"]),
            ),
            outside.words,
        ),
        max_size=60,
    ),
)
@example(
    outside.pinging,
    [(Entry(team="T1", user="U1", deed=Deed.BOOK, outcome="done", at=outside.NOW), outside.PING)],
)
def test_any_history(appointment: Appointment, lines: list[tuple[Entry, str]]) -> None:
    who = sentence(appointment, ALL.zone, ALL.now)
    as_posted(history_card(who, lines, ALL))
    assert all(history_words(entry, name, ALL).endswith(".") for entry, name in lines)


@given(
    outside.appointments, st.sampled_from(["cancelled", "over", "same"]), outside.words, st.sampled_from(Deed)
)
@example(outside.pinging, "same", outside.PING, Deed.MOVE)
def test_any_sentence_about_what_is_so_already_or_changed(
    appointment: Appointment, why: str, name: str, deed: Deed
) -> None:
    by = Entry(team="T1", user="U1", deed=deed, outcome="done", at=outside.NOW)
    as_posted(say(nothing_words(NothingToDo(deed, appointment, why), ALL)))
    as_posted(say(state_words(appointment, ALL)))
    for words in (changed_words(appointment, by, name, ALL), changed_words(appointment, None, None, ALL)):
        card = appointment_card(appointment, Openness.PRIVATE, ALL)
        as_posted(Card(escape(words), (section(plain(words)), *card.blocks)))


@given(outside.words.filter(lambda text: bool(text.strip())))
@example(outside.PING)
def test_anything_that_is_said(text: str) -> None:
    as_posted(say(text))


@pytest.mark.parametrize("command", ["/appt", "/" + "a" * 31])
def test_help_whatever_the_command_is_called(command: str) -> None:
    everything = as_posted(help_all(VERBS, command)).text
    for verb in VERBS:
        assert f"{command} {verb.name}" in everything
        assert verb.says in as_posted(help_verb(verb, command)).text


def test_a_card_whose_appointment_is_gone_has_nothing_to_press() -> None:
    assert as_redrawn(gone_card()).buttons == []


def test_half_a_surrogate_pair_is_shown_as_a_question_mark() -> None:
    card = say("Jane \ud83d Doe")
    assert card.blocks[0]["text"]["text"] == "Jane ? Doe"
    assert json_length(card.blocks) < 200
