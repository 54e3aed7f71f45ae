"""A version tells two states of an appointment apart by all that a person could change, and by nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.appointments.model import Appointment, Frozen
from bot.appointments.versions import Stamp
from tests.blocks import outside

STAMP = Stamp(b"a secret")
NOT_COMPARED = {"version", "meeting", "created_at"}
quickly = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


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
    return {path: value for path, value in leaves(one).items() if path[0] not in NOT_COMPARED}


@given(outside.appointments, outside.appointments)
@quickly
def test_states_that_differ_have_versions_that_differ(one: Appointment, other: Appointment) -> None:
    same = facts(one) == facts(other)
    assert (STAMP.put_on(one).version == STAMP.put_on(other).version) is same


@given(outside.appointments, outside.appointments, st.data())
@quickly
def test_a_single_fact_is_enough(one: Appointment, other: Appointment, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(Appointment.model_fields.keys() - NOT_COMPARED)))
    assume(getattr(one, name) != getattr(other, name))
    changed = one.model_copy(update={name: getattr(other, name)})
    assert STAMP.put_on(changed).version != STAMP.put_on(one).version


@given(outside.appointments, outside.appointments)
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
