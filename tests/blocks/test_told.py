"""What is said of who tells the claimant is true for each service, with and without messages of Frontdesk's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.undo import undo_of
from blocks.words.setting import Setting
from blocks.words.settled import settled_words
from blocks.words.told import hears_nothing, told_words, will_tell
from bot.appointments.api import Field
from bot.appointments.deeds import Deed
from bot.appointments.model import Appointment, Claimant, Status
from bot.appointments.notices import BY_NOBODY, BY_SERVICE, Occasion, Tells, Way, address, mobile
from bot.appointments.values import replace
from bot.appointments.writes.ledger import Ending, Intent
from bot.appointments.writes.outcomes import Written
from bot.appointments.writes.settling import Settled
from tests.blocks import outside

NOW = outside.NOW
BASE = Setting(zone=outside.LONDON, now=NOW, can=frozenset())
JANE = Appointment(
    id="a-1",
    start=NOW + timedelta(hours=6),
    minutes=45,
    status=Status.SCHEDULED,
    claimant=Claimant(name="Jane Doe", phone="07911 123456", email="jane@example.org"),
)
TEXTS = Tells(service=False, sends=frozenset({(Occasion.BOOKED, Way.SMS), (Occasion.CANCELLED, Way.SMS)}))


def told(tells: Tells, deed: Deed = Deed.BOOK, before: Appointment | None = None, **changed: object) -> str:
    return told_words(JANE.model_copy(update=changed), deed, replace(BASE, tells=tells), before)


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("07911 123456", "+447911123456"),
        ("+44 (0)7911 123456", "+447911123456"),
        ("0044 7700 900123", "+447700900123"),
        ("７９１１ 123456", "+447911123456"),
        ("07624 312345", "+447624312345"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("020 7946 0958", None),
        ("070 1234 5678", None),
        ("07612 345678", None),
        ("+33 1 23 45 67 89", None),
        ("0800 FLOWERS", None),
        ("Jane's own", None),
        ("", None),
        (None, None),
    ],
)
def test_a_text_goes_to_mobile_phones(phone: str | None, number: str | None) -> None:
    assert mobile(phone) == number


@given(st.text(max_size=40))
def test_whatever_stands_for_a_number_or_an_address_is_one_or_none(text: str) -> None:
    claimant = Claimant(phone=text, email=text)
    number, email = address(claimant, Way.SMS), address(claimant, Way.EMAIL)
    assert number is None or (number.startswith("+") and number[1:].isdigit())
    assert email is None or (" " not in email and email.count("@") == 1)


def test_the_service_tells_as_ever() -> None:
    assert told(BY_SERVICE) == "The claimant is told by SMS and e-mail."
    assert told(BY_NOBODY) == "Please tell the claimant: no SMS or e-mail was sent."
    assert will_tell(Deed.BOOK, BY_NOBODY) == "No SMS or e-mail is sent. Please tell the claimant yourself."


def test_with_a_template_and_a_number_the_claimant_is_told_and_else_is_not() -> None:
    assert told(TEXTS) == "The claimant is told by SMS."
    assert told(TEXTS, Deed.MOVE) == "Please tell the claimant: no SMS or e-mail was sent."
    landline = Claimant(name="Jane Doe", phone="020 7946 0958", email="jane@example.org")
    assert told(TEXTS, claimant=landline).startswith("No SMS was sent: the service has no mobile number")
    assert told(outside.BY_NOTIFY, claimant=landline) == "The claimant is told by e-mail."
    nobody = told(outside.BY_NOTIFY, claimant=Claimant(name="Jane Doe"))
    assert nobody.startswith("No SMS or e-mail was sent: the service has no mobile number or e-mail address")


def test_nothing_is_told_of_what_is_past_not_agreed_or_as_it_was() -> None:
    for changed in (
        {"start": NOW - timedelta(hours=1)},
        {"status": Status.REQUESTED},
        {"status": Status.CANCELLED},
        {"start": None},
    ):
        assert told(outside.BY_NOTIFY, **changed) == "Please tell the claimant: no SMS or e-mail was sent."
    longer = JANE.model_copy(update={"minutes": 60})
    assert "no SMS or e-mail was sent" in told(outside.BY_NOTIFY, Deed.MOVE, longer)
    assert told(outside.BY_NOTIFY, Deed.CANCEL, status=Status.CANCELLED).endswith("by SMS and e-mail.")


def test_undo_is_offered_where_no_message_goes() -> None:
    moved = Written(
        Deed.MOVE, JANE, before=JANE.model_copy(update={"start": NOW + timedelta(hours=3)}), kept=True
    )
    assert undo_of(moved, replace(BASE, tells=outside.BY_NOTIFY)) is None
    assert undo_of(moved, replace(BASE, tells=TEXTS)) is not None, "there is no template for it"
    assert undo_of(moved, replace(BASE, tells=BY_SERVICE)) is None


@given(
    outside.appointments,
    st.sampled_from((Deed.BOOK, Deed.MOVE, Deed.CANCEL, Deed.ACCEPT, Deed.EDIT)),
    outside.settings,
)
def test_no_sentence_promises_what_is_not_planned(got: Appointment, deed: Deed, setting: Setting) -> None:
    said = told_words(got, deed, setting)
    if not setting.tells.service:
        assert said.startswith("The claimant is told") is bool(
            setting.tells.after(deed, got, None, setting.now)
        )
        assert hears_nothing(Written(deed, got), setting) is not said.startswith("The claimant is told")
    assert will_tell(deed, setting.tells, frozenset(Field))


def test_what_was_found_done_after_all_says_who_is_told_of_it() -> None:
    intent = Intent(form="f1", deed=Deed.BOOK, team="T1", user="U1")
    done = Settled(intent, Ending.DONE, JANE)
    assert "The claimant is told by SMS." in settled_words(done, replace(BASE, tells=TEXTS))
    assert settled_words(done, BASE).endswith("The answer had been lost on the way."), (
        "who knows what it sent"
    )
