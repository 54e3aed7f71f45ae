"""What channels are told of requests: on the board and as a change, each with the button that accepts."""

from __future__ import annotations

from bot.standins.pexip.kept import Taking
from tests.stories.scene import Scene
from tests.stories.telling import board, messages, passes, told


async def test_the_board_shows_a_request_with_accept_and_then_as_scheduled(pexip: Scene) -> None:
    pexip.pexip.add(at=pexip.at(15), status="INCOMING_REQUEST")
    pexip.pexip.add(at=pexip.at(16), type="PHONE")
    await told(pexip, pexip.desk, board=board(8, 30))
    [seen] = messages(pexip, pexip.desk)
    assert "? 1 to be accepted" in seen.text
    assert "To be accepted · 1\n15:00  Jane Doe · Mortgage advice · Video · Ghent" in seen.text
    assert seen.buttons == ["Accept", "Book"], "nobody joins a request, or a phone call"
    await pexip.asha.clicks("Accept", on=seen, confirm=True)
    await pexip.delivered()
    await passes(pexip, minutes=1)
    [seen] = messages(pexip, pexip.desk)
    assert "accepted" not in seen.text
    assert "Accept" not in seen.buttons


async def test_a_new_request_is_told_as_it_comes_in_and_accepted_there(pexip: Scene) -> None:
    await told(pexip, pexip.desk, changes=True)
    await told(pexip, pexip.lobby, changes=True)
    session = pexip.pexip.add(at=pexip.at(15), status="INCOMING_REQUEST")
    await passes(pexip, minutes=3)
    [seen] = messages(pexip, pexip.desk)
    assert "Requested: Jane Doe, Fri 20 Nov, 15:00–15:30 (London). It waits to be accepted." in seen.text
    assert seen.buttons == ["Accept", "Open"]
    [public] = messages(pexip, pexip.lobby)
    assert "Jane" not in public.text
    await pexip.asha.clicks("Accept", on=seen, confirm=True)
    await pexip.delivered()
    assert session.status == "ACCEPTED"


async def test_what_else_changed_is_told_without_the_notes(pexip: Scene) -> None:
    session = pexip.pexip.add(at=pexip.at(15))
    await told(pexip, pexip.desk, changes=True)
    await passes(pexip, minutes=2)
    pexip.pexip.change(
        session.id,
        subject="13",
        office="8",
        type="PHONE",
        notes="Very private",
        people=[*session.people, Taking("56", role="SECONDARY")],
    )
    await passes(pexip, minutes=3)
    [seen] = messages(pexip, pexip.desk)
    for words in (
        "Subject now: Housing benefit.",
        "Office now: Leeds.",
        "Meeting now: Phone.",
        "Who takes part was changed.",
        "The notes were changed.",
    ):
        assert words in seen.text
    assert "private" not in seen.text


async def test_a_claimant_whom_nobody_can_name_has_no_initials(pexip: Scene) -> None:
    people = [Taking("55"), Taking("999", "CUSTOMER")]
    session = pexip.pexip.add(at=pexip.at(15), people=people, reference="K7Q2M9XW4T8ZB1C")
    await told(pexip, pexip.lobby, board=board(8, 30))
    [public] = messages(pexip, pexip.lobby)
    assert "Appointment 8ZB1C" in public.text
    assert "C.9." not in public.text
    assert "Customer 999" in (await pexip.says(pexip.asha, f"/appt show {session.id}")).text


async def test_the_code_of_a_session_without_a_reference_is_no_other_session_s_id(pexip: Scene) -> None:
    pexip.pexip.add(at=pexip.at(15), id="234", people=[Taking("55"), Taking("902", "CUSTOMER")])
    pexip.pexip.add(at=pexip.at(16), id="1234")
    await told(pexip, pexip.lobby, board=board(8, 30))
    [public] = messages(pexip, pexip.lobby)
    assert "J.D. · 1234" in public.text
    assert "Jane Doe" in (await pexip.says(pexip.asha, "/appt show 1234")).text
