"""An object that ends up in a log line or an error message by mistake tells nothing of a claimant."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from pydantic import SecretStr, ValidationError

from blocks.forms.typed import Typed
from bot.appointments.asked import Change, NewAppointment
from bot.appointments.deeds import Deed
from bot.appointments.errors import Refused, TooBusy
from bot.appointments.model import Appointment, Claimant, Meeting
from bot.appointments.writes.outcomes import ChangedMeanwhile, NotDone, NothingToDo, Unclear, Written
from handlers.forms.flow import Objections
from tests.edges.examples import examples
from tests.edges.leaks import Person, found_in, people

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
KEY = "eyJhbGciOiJIUzI1NiJ9.eyJyb29tIjoxfQ.secretsecret"


def claimant(who: Person) -> Claimant:
    return Claimant(name=who.name, phone=who.phone, email=who.email, date_of_birth=who.born)


def appointment(who: Person) -> Appointment:
    link = SecretStr(f"https://rooms.example/r?roomKey={KEY}")
    return Appointment(
        id="1",
        reference="K7Q2M9XW4T8ZB1C",
        start=NOON,
        minutes=30,
        claimant=claimant(who),
        meeting=Meeting(host_link=link, claimant_link=link),
        cancel_reason=who.why,
    )


@given(people)
@examples(30)
def test_whatever_is_told_of_an_object(who: Person) -> None:
    one = appointment(who)
    typed = Typed(name=who.name, phone=who.phone, email=who.email, birth=who.birth, reason=who.why)
    refused = Refused("POST: 422", {"claimant.email": f"{who.email} of {who.name}"}, (who.email, who.phone))
    objects: list[object] = [
        one,
        one.claimant,
        one.meeting,
        NewAppointment(reference="K7Q2M9XW4T8ZB1C", start=NOON, minutes=30, claimant=one.claimant),
        Change(claimant=one.claimant, start=NOON),
        typed,
        refused,
        Written(Deed.BOOK, one, before=one),
        NotDone(Deed.BOOK, refused),
        Unclear(Deed.BOOK, TooBusy(retry_after=3)),
        ChangedMeanwhile(Deed.MOVE, one, None),
        NothingToDo(Deed.CANCEL, one, "over"),
        Objections({"email": f"{who.email} is none"}),
    ]
    secrets = {*who.details, f"{who.mark}name", "K7Q2M9XW4T8ZB1C", KEY, "roomKey"}
    for told in objects:
        assert found_in(f"{told!r} {told} {[told]}", secrets) == [], type(told).__name__


@pytest.mark.parametrize(
    "wrong",
    [
        {"claimant": {"name": ["zqzqzqzqzqzqname"]}},
        {"claimant": {"date_of_birth": "zqzqzqzqzqzq 1931"}},
        {"claimant": {"phone": "+442079460018", "another": "zqzqzqzqzqzq"}},
        {"start": "zqzqzqzqzqzq"},
        {"cancel_reason": {"zqzqzqzqzqzq": 1}},
    ],
)
def test_a_mapping_that_goes_wrong_does_not_say_what_it_was_given(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as failed:
        Appointment.model_validate({"id": "1", **wrong})
    assert found_in(f"{failed.value} {failed.value!r}", {"zqzqzqzqzqzq", "442079460018", "1931"}) == []
