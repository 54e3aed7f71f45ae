"""Writing at Pexip Engage: bodies with known keys only, what came of them, and its refusals in our words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.apis.pexip.api import PexipApi
from bot.apis.pexip.asks import Call, PexipOptions
from bot.appointments.asked import Change
from bot.appointments.errors import NoAnswer, NotFound, Refused, TooBusy, Unreadable, Unsupported
from bot.appointments.model import MeetingType, Status
from bot.appointments.writes.outcomes import differences
from tests.apis.pexip_story import Connect
from tests.apis.story import NINE, REFERENCE, failure
from tests.apis.vendors import ANSWERS, CANCELS, jane_at_pexip
from tests.standins.pexip import StandInPexip, Taking

ELEVEN = NINE + timedelta(hours=2)


async def test_a_booking_as_the_vendor_wants_it(engage: PexipApi, pexip: StandInPexip) -> None:
    new = jane_at_pexip(minutes=45, notes="Bring the lease")
    told = await engage.book(new)
    assert pexip.asked("create")[0].sent == {
        "start": "2026-03-24T09:00:00.000Z",
        "end": "2026-03-24T09:45:00.000Z",
        "subjectId": "12",
        "officeId": "7",
        "meetingType": "VIDEO",
        "appointmentParticipants": [
            {"role": "PRIMARY", "type": "EMPLOYEE", "participantId": "55"},
            {"role": "PRIMARY", "type": "CUSTOMER", "participantId": "901"},
        ],
        "externalId": REFERENCE,
        "internalNotes": "Bring the lease",
    }
    assert differences(new, told) == ()
    assert (told.claimant.name, told.status) == ("Jane Doe", Status.SCHEDULED)


async def test_what_came_of_a_booking_is_told_as_it_is(engage: PexipApi, pexip: StandInPexip) -> None:
    pexip.accepts_itself = False
    assert (await engage.book(jane_at_pexip())).status is Status.REQUESTED
    pexip.alters(
        "create", at=timedelta(hours=1), office="8", subject="13", type="PHONE", people=[Taking("56")]
    )
    new = jane_at_pexip(start=ELEVEN, reference="other")
    told = await engage.book(new)
    assert set(differences(new, told)) == {
        "start",
        "office",
        "subject",
        "meeting_type",
        "employee",
        "customer",
    }


@pytest.mark.parametrize("missing", ["subject", "office", "meeting_type", "employee", "customer"])
async def test_a_booking_that_lacks_something_is_not_even_sent(
    engage: PexipApi, pexip: StandInPexip, missing: str
) -> None:
    failed = await failure(engage.book(jane_at_pexip(**{missing: None})))
    assert isinstance(failed, Refused)
    assert failed.fields == {missing: "Choose one: nothing can be booked without it."}
    assert pexip.calls == []


async def test_a_time_that_is_taken(engage: PexipApi, pexip: StandInPexip) -> None:
    pexip.add(at=NINE + timedelta(minutes=15))
    one = pexip.add(at=ELEVEN)
    words = {"start": "That time is not free for this subject, office and employee. Choose another."}
    for asking in (engage.book(jane_at_pexip()), engage.move(one.id, Change(start=NINE))):
        failed = await failure(asking)
        assert isinstance(failed, Refused)
        assert (failed.fields, failed.others) == (words, ())
    assert len(pexip.appointments) == 2


@pytest.mark.parametrize(
    ("code", "fields", "others"),
    [
        ("APPOINTMENT_START_AFTER_END", {"minutes"}, ()),
        ("APPOINTMENT_PRIMARY_CUSTOMER_MISSING", {"customer"}, ()),
        ("APPOINTMENT_PRIMARY_EMPLOYEE_MISSING", {"employee"}, ()),
        ("APPOINTMENT_PARTICIPANTS_NOT_UNIQUE", {"customer"}, ()),
        ("APPOINTMENT_LOCATION_REQUIRED", {"meeting_type"}, ()),
        (
            "ANSWER_VALUE_FOR_SELECTION_TYPE",
            set(),
            ("A form has to be filled in for that. Do it in the Engage Backoffice.",),
        ),
        (
            "LOCATION_GEOCODING_FAILED",
            set(),
            ("The service can't find the meeting's address. Correct it in the Engage Backoffice.",),
        ),
        (
            "APPOINTMENT_STATUS_INVALID",
            set(),
            ("The service does not allow that in the appointment's present state.",),
        ),
        ("NEVER_HEARD_OF", set(), ("We are closed & gone",)),
    ],
)
async def test_codes_become_words(
    engage: PexipApi, pexip: StandInPexip, code: str, fields: set[str], others: tuple[str, ...]
) -> None:
    pexip.fails("create", 422, code, message="<b>We are\nclosed</b> &amp; gone")
    failed = await failure(engage.book(jane_at_pexip()))
    assert isinstance(failed, Refused)
    assert (set(failed.fields), failed.others) == (fields, others)
    assert all(words.endswith(".") and code not in words for words in failed.fields.values())


async def test_two_at_the_same_moment(engage: PexipApi, pexip: StandInPexip) -> None:
    one = pexip.add(at=NINE)
    pexip.fails("move", 409)
    failed = await failure(engage.move(one.id, Change(start=ELEVEN)))
    assert isinstance(failed, Refused)
    assert failed.others == ("Somebody else is changing it at this moment. Look at it again first.",)


@pytest.mark.parametrize(
    "body", ["<html>", [], {"errors": None}, {"errors": [7, {}, {"code": []}]}, {"errors": {}}]
)
async def test_refusals_of_any_shape(engage: PexipApi, pexip: StandInPexip, body: object) -> None:
    pexip.answers("create", body, status=422)
    failed = await failure(engage.book(jane_at_pexip()))
    assert isinstance(failed, Refused)
    assert (failed.fields, failed.others) == ({}, ())


async def test_states_that_allow_it_are_said_in_words(engage: PexipApi, pexip: StandInPexip) -> None:
    done = pexip.add(at=NINE, status="COMPLETED")
    failed = await failure(engage.move(done.id, Change(start=ELEVEN)))
    assert isinstance(failed, Refused)
    assert failed.others == (
        "The service allows that only while the appointment is scheduled, waiting for another time or requested.",
    )
    failed = await failure(engage.accept(done.id))
    assert isinstance(failed, Refused)
    assert failed.others == (
        "The service allows that only while the appointment is waiting for another time or requested.",
    )
    pexip.fails("accept", 422, "APPOINTMENT_STATUS_INVALID", allowedStates=["INCOMING_REQUEST", "NEW_ONE"])
    failed = await failure(engage.accept(done.id))
    assert isinstance(failed, Refused)
    assert failed.others == ("The service allows that only while the appointment is requested.",)


async def test_a_move_says_start_and_end_always(engage: PexipApi, pexip: StandInPexip) -> None:
    one = pexip.add(at=NINE, minutes=45)
    await engage.move(one.id, Change(start=ELEVEN))
    assert pexip.asked("move")[0].sent == {
        "start": "2026-03-24T11:00:00.000Z",
        "end": "2026-03-24T11:45:00.000Z",
    }
    assert pexip.asked("edit") == []


async def test_an_invite_has_no_time_to_keep(engage: PexipApi, pexip: StandInPexip) -> None:
    invite = pexip.invite()
    failed = await failure(engage.move(invite.id, Change(minutes=45)))
    assert isinstance(failed, Refused)
    assert failed.fields == {"start": "Give a time and a length: it has none yet."}


async def test_the_stand_in_refuses_a_time_in_an_edit(engage: PexipApi, pexip: StandInPexip) -> None:
    """The trap that `move` avoids: else its test could not fail."""
    one = pexip.add(at=NINE)
    asked = {"start": "2026-03-24T11:00:00.000Z"}
    request = engage._http.request("PATCH", "/appointments/{id}", path={"id": one.id}, json=asked)
    assert isinstance(await failure(request), Refused)


async def test_notes_are_all_that_an_edit_sends(engage: PexipApi, pexip: StandInPexip) -> None:
    one = pexip.add(at=NINE, notes="old")
    assert (await engage.edit(one.id, Change(notes="new"))).notes == "new"
    assert (await engage.edit(one.id, Change(notes=None))).notes is None
    assert [call.sent for call in pexip.asked("edit")] == [{"internalNotes": "new"}, {"internalNotes": None}]
    await engage.edit(one.id, Change())
    assert len(pexip.asked("edit")) == 2


async def test_accepting_has_no_body_and_is_tried_once(engage: PexipApi, pexip: StandInPexip) -> None:
    one = pexip.add(at=NINE, status="INCOMING_REQUEST")
    pexip.fails("accept", 503)
    assert type(await failure(engage.accept(one.id))) is NoAnswer
    assert (await engage.accept(one.id)).status is Status.SCHEDULED
    assert [call.body for call in pexip.asked("accept")] == ["", ""]


@pytest.mark.parametrize("body", [{}, [], "<p>ok</p>", {"data": {"id": "1"}}, {"data": None}])
@pytest.mark.parametrize("operation", ["move", "accept", "edit"])
async def test_an_answer_that_says_nothing_is_looked_up(
    engage: PexipApi, pexip: StandInPexip, operation: Any, body: object
) -> None:
    one = pexip.add(at=NINE, status="INCOMING_REQUEST")
    pexip.answers(operation, body, after_write=True)
    if isinstance(body, str):
        return
    told = await {
        "move": lambda: engage.move(one.id, Change(start=ELEVEN, minutes=30)),
        "accept": lambda: engage.accept(one.id),
        "edit": lambda: engage.edit(one.id, Change(notes="new")),
    }[operation]()
    assert told.id == one.id
    assert {
        "move": told.start == ELEVEN,
        "accept": told.status is Status.SCHEDULED,
        "edit": told.notes == "new",
    }[operation]


async def test_a_look_afterwards_that_fails_is_not_called_harmless(
    engage: PexipApi, pexip: StandInPexip
) -> None:
    one = pexip.add(at=NINE)
    pexip.answers("move", {}, after_write=True)
    pexip.fails("get", 404, times=None)
    failed = await failure(engage.move(one.id, Change(start=ELEVEN, minutes=30)))
    assert type(failed) is NoAnswer
    assert pexip.has(id=one.id).at == ELEVEN


async def test_a_booking_answered_with_its_id_alone(engage: PexipApi, pexip: StandInPexip) -> None:
    pexip.add(at=NINE, id="1", reference=REFERENCE)
    pexip.answers("create", {"data": {"id": "1"}}, status=201)
    assert (await engage.book(jane_at_pexip(start=ELEVEN))).start == NINE
    pexip.answers("create", {"data": {}}, status=201)
    assert type(await failure(engage.book(jane_at_pexip(start=ELEVEN)))) is Unreadable


async def test_cancelling_is_not_there_until_it_is_switched_on(connect_pexip: Connect) -> None:
    assert not hasattr(connect_pexip(), "cancel")
    assert hasattr(connect_pexip(options=CANCELS), "cancel")


async def test_a_cancel_gives_the_reason_under_its_key_and_looks_afterwards(
    connect_pexip: Connect, pexip: StandInPexip
) -> None:
    api: Any = connect_pexip(options=CANCELS)
    one = pexip.add(at=NINE)
    assert (await api.cancel(one.id, " Booked twice ")).status is Status.CANCELLED
    assert [call.sent for call in pexip.asked("cancel")] == [{"message": "Booked twice"}]
    assert [call.operation for call in pexip.calls[:2]] == ["cancel", "get"]


async def test_a_cancel_that_changed_nothing_shows_so(connect_pexip: Connect, pexip: StandInPexip) -> None:
    pexip.cancel_takes = False
    api: Any = connect_pexip(options=CANCELS)
    assert (await api.cancel(pexip.add(at=NINE).id, "x")).status is Status.SCHEDULED


async def test_a_request_is_declined_with_the_reason_and_another_time_proposed_with_start_and_end(
    connect_pexip: Connect, pexip: StandInPexip
) -> None:
    api: Any = connect_pexip(options=ANSWERS)
    assert not hasattr(api, "cancel")
    one, other = (pexip.add(at=NINE, status="INCOMING_REQUEST") for _ in range(2))
    assert (await api.decline(one.id, " No interpreter ")).status is Status.CANCELLED
    assert [call.sent for call in pexip.asked("decline")] == [{"message": "No interpreter"}]
    told = await api.propose(other.id, Change(start=ELEVEN, minutes=30), "Would eleven do?")
    assert (told.status, told.start) == (Status.ALTERNATIVE_REQUESTED, NINE)
    assert [call.sent for call in pexip.asked("propose")] == [
        {
            "start": "2026-03-24T11:00:00.000Z",
            "end": "2026-03-24T11:30:00.000Z",
            "message": "Would eleven do?",
        }
    ]
    assert isinstance(await failure(api.decline(other.id, "x")), Refused), "it is no request any more"


async def test_words_to_the_claimant_under_a_key_that_is_not_taken_are_left_out(
    connect_pexip: Connect,
) -> None:
    with StandInPexip(propose_key=None) as pexip:
        api: Any = connect_pexip(url=pexip.url, options=ANSWERS)
        one = pexip.add(at=NINE, status="INCOMING_REQUEST")
        told = await api.propose(one.id, Change(start=ELEVEN, minutes=30), "Would eleven do?")
        assert told.status is Status.ALTERNATIVE_REQUESTED
        assert [call.status for call in pexip.asked("propose")] == [400, 204]


async def test_a_key_that_the_vendor_does_not_take(connect_pexip: Connect) -> None:
    """A malformed request had no effect: it is sent once more, without the reason."""
    with StandInPexip(cancel_key=None) as pexip:
        api: Any = connect_pexip(url=pexip.url, options=CANCELS)
        assert (await api.cancel(pexip.add(at=NINE).id, "x")).status is Status.CANCELLED
        assert [call.status for call in pexip.asked("cancel")] == [400, 204]
        pexip.fails("cancel", 400, times=None)
        assert isinstance(await failure(api.cancel(pexip.add(at=NINE).id, "x")), Refused)
        assert len(pexip.asked("cancel")) == 4


async def test_a_path_that_the_vendor_does_not_have(connect_pexip: Connect) -> None:
    with StandInPexip(cancels=False) as pexip:
        api: Any = connect_pexip(url=pexip.url, options=CANCELS)
        failed = await failure(api.cancel(pexip.add(at=NINE).id, "x"))
        assert type(failed) is Unsupported
        assert failed.advice == "Do it in the service's own portal."
        assert type(await failure(api.cancel("9999", "x"))) is NotFound


async def test_a_cancel_for_which_a_form_is_wanted(connect_pexip: Connect, pexip: StandInPexip) -> None:
    api: Any = connect_pexip(options=CANCELS)
    pexip.fails("cancel", 422, "CANCELLATION_ANSWERS_MISSING")
    failed = await failure(api.cancel(pexip.add(at=NINE).id, "x"))
    assert isinstance(failed, Refused)
    assert failed.others == ("A form has to be filled in for that. Do it in the Engage Backoffice.",)


@pytest.mark.parametrize(
    ("text", "call"),
    [
        (
            "POST /appointments/{id}/_actions/cancel message",
            Call("POST", "/appointments/{id}/_actions/cancel", "message"),
        ),
        ("DELETE /appointments/{id}", Call("DELETE", "/appointments/{id}", None)),
    ],
)
def test_how_to_cancel_is_one_setting(text: str, call: Call) -> None:
    assert Call.parse(text) == call


@pytest.mark.parametrize("text", ["", "POST", "POST /appointments", "post /a/{id}", "POST /a/{id} a b"])
def test_how_to_cancel_is_said_whole(text: str) -> None:
    with pytest.raises(ValueError, match="method"):
        Call.parse(text)


async def test_too_many_requests_are_obeyed(connect_pexip: Connect, pexip: StandInPexip, clock: Any) -> None:
    api = connect_pexip()
    one = pexip.add(at=NINE)
    pexip.fails("get", 429, retry_after=3)
    assert (await api.get(one.id)).start == NINE
    assert clock.slept == [3]
    pexip.fails("create", 429, retry_after=30)
    failed = await failure(api.book(jane_at_pexip(start=ELEVEN)))
    assert isinstance(failed, TooBusy)
    assert failed.advice == "Try again in 30 seconds."


async def test_a_meeting_type_is_kept(engage: PexipApi) -> None:
    told = await engage.book(jane_at_pexip(meeting_type=MeetingType.PHONE))
    assert told.meeting_type is MeetingType.PHONE


def test_options_are_bounded() -> None:
    with pytest.raises(ValueError, match="names_kept"):
        PexipOptions(names_kept=5)
