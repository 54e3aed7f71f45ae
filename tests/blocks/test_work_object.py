"""Whatever the service says of an appointment, its Work Object is one that Slack takes, and everybody reads nothing of it that only Details has."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from blocks import ids
from blocks.words.setting import Setting
from blocks.work_object import ITEM, Thing, details_object, public_object, thing
from bot.appointments.model import Appointment, Claimant
from bot.appointments.permission import Openness
from bot.standins.slack.work_objects import check_entities, check_presented, is_good_ref, refreshes
from tests.blocks import outside
from tests.blocks.test_cards import ALL

OF = Thing("T1-YQ", "https://slack.com/app_redirect?app=A1&team=T1&appointment=T1-YQ")


@given(outside.appointments, outside.opennesses, outside.settings)
@example(outside.worst, Openness.PRIVATE, ALL)
@example(outside.pinging, Openness.PRIVATE, ALL)
def test_any_appointment_in_any_place(appointment: Appointment, openness: Openness, setting: Setting) -> None:
    public = public_object(appointment, openness, setting, OF)
    assert check_entities([public], [ITEM]) == [public]
    private = details_object(appointment, setting, OF)
    assert check_presented(private, public) == private
    assert not refreshes(public, private), "Slack would show everybody what one person was given"


@given(outside.appointments, outside.opennesses, outside.settings)
def test_what_everybody_reads_is_not_what_only_details_has(
    appointment: Appointment, openness: Openness, setting: Setting
) -> None:
    claimant = Claimant(name="Zqname Zqdoe", phone="zqphone", email="zqmail@example.org")
    personal = {"claimant": claimant, "reference": "ZQREFERENCE99", "participants": ()}
    kept = {"notes": "zqnotes", "location": "zqlocation", "cancel_reason": "zqreason"}
    marked = appointment.model_copy(update=personal | kept)
    told = str(public_object(marked, openness, setting, OF)).casefold()
    assert [one for one in ("zqphone", "zqmail", *kept.values()) if one in told] == []
    if openness is not Openness.PRIVATE:
        assert [one for one in ("zqname", "zqdoe", "zqreference") if one in told] == []


@given(st.text(min_size=1, max_size=170), st.from_regex(r"[TE][A-Z0-9]{8,12}", fullmatch=True))
def test_any_id_has_a_name_that_slack_keeps_and_that_leads_back(appointment: str, team: str) -> None:
    name = ids.object_name(team, appointment)
    of = thing("A0123456789", team, name)
    if of is None:
        assert len(name) > 255
        return
    assert is_good_ref({"external_ref": {"id": of.ref}})
    back = appointment.encode(errors="replace").decode()
    assert ids.named_object(team, of.ref) == back
    assert ids.named_object("T0OTHER", of.ref) is None


@given(st.text(max_size=60))
def test_any_other_name_is_of_nothing(name: str) -> None:
    found = ids.named_object("T1", name)
    assert found is None or ids.object_name("T1", found) == name
