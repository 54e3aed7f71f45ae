"""A version tells two states of an appointment apart by all that a person could change, and by nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.appointments.model import (
    Appointment,
    Frozen,
    Kind,
    MeetingType,
    Named,
    Office,
    Participant,
    Role,
)
from bot.appointments.versions import Stamp, packed
from tests.blocks import outside

STAMP = Stamp(b"a secret")
VERSION_BEFORE = "26cbd07a58b7"
NOT_COMPARED = {"version", "meeting", "created_at", "updated_at"}
quickly = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def leaves(model: Frozen, before: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """Every single fact of an appointment, by its path."""
    found: dict[tuple[str, ...], Any] = {}
    for name, value in model:
        if isinstance(value, Frozen):
            found |= leaves(value, (*before, name))
        else:
            found[*before, name] = value
    return found


def facts(one: Appointment) -> dict[tuple[str, ...], Any]:
    """Every fact that counts: of what has an id the id, and not what the service told of it beside."""
    by_id = {
        "subject": one.subject and one.subject.id,
        "office": one.office and one.office.id,
        "participants": tuple((who.id, who.kind, who.role) for who in one.participants),
    }
    without = {*NOT_COMPARED, *by_id, *({"claimant"} if one.customers else ())}
    found = {path: value for path, value in leaves(one).items() if path[0] not in without}
    return found | {(name,): value for name, value in by_id.items()}


@st.composite
def appointments(draw: st.DrawFn) -> Appointment:
    """Those of one service, which have none of the other's fields, and those of the other."""
    one = draw(outside.appointments)
    if draw(st.booleans()):
        return one
    named = st.builds(Named, id=st.sampled_from(["1", "2"]), name=st.sampled_from([None, "A", "B"]))
    offices = st.builds(
        Office,
        id=st.sampled_from(["1", "2"]),
        name=st.sampled_from([None, "A"]),
        address=st.sampled_from([None, "B"]),
    )
    people = st.builds(
        Participant,
        id=st.sampled_from(["1", "2"]),
        name=st.sampled_from([None, "A", "B"]),
        kind=st.sampled_from(Kind),
        role=st.sampled_from(Role),
    )
    return one.model_copy(
        update={
            "meeting_type": draw(st.sampled_from([None, *MeetingType])),
            "subject": draw(st.none() | named),
            "office": draw(st.none() | offices),
            "location": draw(st.sampled_from([None, "A"])),
            "participants": tuple(draw(st.lists(people, max_size=2))),
            "hybrid": draw(st.sampled_from([None, True, False])),
            "buffer_minutes": draw(st.sampled_from([None, 0, 5])),
            "notes": draw(st.sampled_from([None, "", "A"])),
            "updated_at": draw(st.sampled_from([None, outside.NOW])),
        }
    )


@given(appointments(), appointments())
@quickly
def test_states_that_differ_have_versions_that_differ(one: Appointment, other: Appointment) -> None:
    same = facts(one) == facts(other)
    assert (STAMP.put_on(one).version == STAMP.put_on(other).version) is same


@given(appointments(), appointments(), st.data())
@quickly
def test_a_single_fact_is_enough(one: Appointment, other: Appointment, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(Appointment.model_fields.keys() - NOT_COMPARED)))
    changed = one.model_copy(update={name: getattr(other, name)})
    assume(facts(changed) != facts(one))
    assert STAMP.put_on(changed).version != STAMP.put_on(one).version


@given(appointments(), appointments())
@quickly
def test_links_and_the_time_of_booking_are_not_compared(one: Appointment, other: Appointment) -> None:
    changed = one.model_copy(update={name: getattr(other, name) for name in NOT_COMPARED})
    assert STAMP.put_on(changed).version == STAMP.put_on(one).version


@given(outside.appointments)
@quickly
def test_without_the_key_nobody_can_make_it(one: Appointment) -> None:
    version = STAMP.put_on(one).version
    assert version == Stamp(b"a secret").put_on(one).version
    assert version != Stamp(b"another").put_on(one).version
    assert len(version) == 12
    assert STAMP.put_on(STAMP.put_on(one)).version == version


def test_a_service_without_these_things_keeps_the_versions_that_it_had() -> None:
    """Cards that stand in channels carry them."""
    one = Appointment(id="1", reference="K7Q2M9XW4T8ZB1C", start=outside.NOW, minutes=30)
    assert STAMP.put_on(one).version == VERSION_BEFORE
    assert set(STAMP.parts(one)) == {"claimant", "department", "interpreter", "room"}


def test_notes_that_are_the_first_or_gone_are_a_change_of_theirs() -> None:
    one = Appointment(id="1", meeting_type=MeetingType.VIDEO)
    noted = one.model_copy(update={"notes": "Ring twice"})
    before, after = STAMP.parts(one), STAMP.parts(noted)
    assert [name for name in before if before[name] != after[name]] == ["notes"]


@given(
    st.dictionaries(st.text(), st.one_of(st.text(), st.text("0123456789abcdef", min_size=12, max_size=12)))
)
@settings(deadline=None)
def test_fingerprints_that_lie_together_say_what_they_said(told: dict[str, str]) -> None:
    found = packed(told)
    assert dict(found) == told
    assert all(found[name] == told[name] and name in found for name in told)
    assert found.get("no such piece of any appointment") == told.get("no such piece of any appointment")
