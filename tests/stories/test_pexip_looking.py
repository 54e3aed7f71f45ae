"""Looking at a service that narrows its own lists, knows its hosts and keeps names apart from sessions: Pexip Engage."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

import pytest

from bot.standins.pexip.kept import Session, Taking, customer, employee
from tests.stories.scene import Scene, modal

EVERYTHING = {
    "status:accepted": {"Mon"},
    "status:requested": {"Tue"},
    "status:invited": {"Sometime"},
    'status:"another time requested"': {"Wed"},
    "status:done": {"Thu"},
    "status:no-show": {"Fri"},
    "status:cancelled": {"Sat"},
    "status:accepted,requested": {"Mon", "Tue"},
    "type:video": {"Mon", "Fri"},
    "type:phone": {"Tue"},
    'type:"at the office"': {"Wed"},
    "type:on-location": {"Thu", "Sat"},
    "office:Leeds": {"Tue"},
    "office:8": {"Tue"},
    'subject:"Housing benefit"': {"Tue"},
    "subject:mortgage type:office": {"Wed"},
    "employee:me": {"Mon", "Tue", "Thu", "Fri", "Sat"},
    "mine type:phone": {"Tue"},
    'employee:"Ben Okafor"': {"Wed"},
    "customer:902": {"Wed"},
    "external:EXT-1": {"Mon"},
    "callback:CB-9": {"Mon"},
    "listing:L-9": {"Tue"},
    "lead:S-9": {"Wed"},
}
"""What is typed, and whose sessions of next week it lists; each is called by its own customer."""


def a_week(story: Scene) -> dict[str, Session]:
    """One session a day of next week, each for a customer called by that day, and an invite."""
    people = story.pexip.house["customers"]
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sometime")
    for number, name in enumerate(names):
        people[str(910 + number)] = customer(str(910 + number), name, "Day", None, None)

    def of(number: int, *others: Taking, host: str = "55") -> list[Taking]:
        return [Taking(host), Taking(str(910 + number), "CUSTOMER"), *others]

    extra = Taking("902", "CUSTOMER", "SECONDARY")
    said: tuple[dict[str, Any], ...] = (
        {"people": of(0), "reference": "EXT-1", "callback": "CB-9"},
        {
            "people": of(1),
            "status": "INCOMING_REQUEST",
            "type": "PHONE",
            "office": "8",
            "subject": "13",
            "listing": "L-9",
        },
        {
            "people": of(2, extra, host="56"),
            "status": "ALTERNATIVE_DATE_REQUESTED",
            "type": "OFFICE",
            "segment": "S-9",
        },
        {"people": of(3), "status": "COMPLETED", "type": "ON_LOCATION"},
        {"people": of(4), "status": "NO_SHOW"},
        {"people": of(5), "status": "CANCELLED", "type": "ON_LOCATION"},
    )
    made = {
        name: story.pexip.add(at=story.at(11, days=3 + day), **one)
        for day, (name, one) in enumerate(zip(names, said, strict=False))
    }
    return {**made, "Sometime": story.pexip.invite(people=of(6, host="56"))}


async def listed(story: Scene, filters: str) -> set[str]:
    text = (await story.says(story.asha, f"/appt list next week {filters}")).text
    return {name for name in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sometime") if f"{name} Day" in text}


@pytest.mark.parametrize("filters", EVERYTHING)
async def test_every_filter_that_the_service_takes_narrows_a_list(pexip: Scene, filters: str) -> None:
    a_week(pexip)
    assert await listed(pexip, filters) == EVERYTHING[filters]


async def test_the_three_that_name_so_few_need_no_day(pexip: Scene) -> None:
    week = a_week(pexip)
    for typed in (f"id:{week['Thu'].id}", "external:EXT-1", "customer:902"):
        assert "Sessions of any day" in (await pexip.says(pexip.asha, f"/appt list {typed}")).text
    assert "Sometime Day" in (await pexip.says(pexip.asha, f"/appt list id:{week['Sometime'].id}")).text
    assert "Mon Day" in (await pexip.says(pexip.asha, "/appt external:EXT-1")).text


async def test_all_that_one_command_asks_for_has_one_name_and_the_next_another(pexip: Scene) -> None:
    pexip.pexip.add(at=pexip.at(15))
    await pexip.says(pexip.asha, "/appt today")  # what names stand for is kept from now on
    names: list[str] = []

    async def named(do: Awaitable[object]) -> None:
        begun = len(pexip.pexip.calls)
        await do
        await pexip.delivered()
        [name] = {call.headers["x-correlation-id"] for call in pexip.pexip.calls[begun:]}
        names.append(name)

    await named(pexip.says(pexip.asha, '/appt list next week mine office:Leeds customer:"Jane Doe"'))
    await named(pexip.says(pexip.asha, '/appt list next week mine office:Leeds customer:"Jane Doe"'))
    await named(pexip.opens(pexip.asha, "/appt book Jane Doe mon 9am mortgage advice in Ghent by video"))
    await named(modal(pexip.asha).fill("Subject", "Housing benefit"))
    assert len(set(names)) == 4


async def test_an_id_is_its_own_whatever_else_has_those_digits(pexip: Scene) -> None:
    pexip.pexip.add(at=pexip.at(15))
    for number in range(9010, 9020):
        key = str(number)
        pexip.pexip.house["customers"][key] = customer(key, "Abe", f"No {key}", None, None)
    answer = await pexip.says(pexip.asha, "/appt list customer:901")
    assert "Sessions of any day (customer Jane Doe)" in answer.text
    assert "1 session." in answer.text


async def test_invites_come_last_and_say_that_their_time_is_to_be_chosen(pexip: Scene) -> None:
    a_week(pexip)
    answer = await pexip.says(pexip.asha, "/appt list next week status:invited,accepted")
    assert answer.text.index("Mon Day") < answer.text.index("Sometime Day")
    assert "Time to be chosen" in answer.text
    assert "Invited" in answer.text
    assert "Sometime" not in (await pexip.says(pexip.asha, "/appt list next week")).text


async def test_a_name_that_is_nothings_gets_what_there_is_and_one_of_several_the_choices(
    pexip: Scene,
) -> None:
    assert "Known: Ghent, Leeds." in (await pexip.says(pexip.asha, "/appt list office:Bruges")).text
    assert "another time requested" in (await pexip.says(pexip.asha, "/appt list status:waiting")).text
    people = pexip.pexip.house["employees"]
    people["57"] = employee("57", "Ben", "Nevis", "nevis@riverside.example")
    answer = await pexip.says(pexip.asha, "/appt list employee:Ben")
    assert "Ben Okafor" in answer.text
    assert "Ben Nevis" in answer.text
    nobody = await pexip.says(pexip.asha, "/appt list customer:Nobody")
    assert "No customer is called “Nobody”" in nobody.text
    assert "Jane" not in nobody.text


async def test_a_filter_that_a_service_lacks_is_said_plainly_with_those_that_it_has(
    pexip: Scene, story: Scene
) -> None:
    answer = await pexip.says(pexip.asha, "/appt list dept:Leeds")
    assert "Pexip Engage can't narrow a list by “dept”" in answer.text
    assert "status, type, office, employee, subject, customer" in answer.text
    assert "Did you mean office?" in (await pexip.says(pexip.asha, "/appt list ofice:Leeds")).text
    answer = await story.says(story.asha, "/appt list office:Leeds")
    assert "SQOD can't narrow a list by “office”. It can by: status, dept, interpreter." in answer.text


async def test_filters_hold_from_page_to_page_and_no_name_travels_in_a_button(pexip: Scene) -> None:
    for minute in range(70):
        pexip.pexip.add(at=pexip.at(8 + minute // 6, 10 * (minute % 6), days=3), office="8")
    pexip.pexip.add(at=pexip.at(7, days=3), subject="13")
    answer = await pexip.says(pexip.asha, '/appt list next week customer:"Jane Doe" office:Leeds')
    assert "70 sessions." in answer.text
    values = [str(b) for b in answer.blocks if b["type"] == "actions"]
    assert values
    assert not any("Jane" in value or "Leeds" in value for value in values)
    for page in (2,):
        await pexip.asha.clicks("Next", on=answer)
        await pexip.delivered()
        answer = pexip.asha.last(pexip.desk)
        assert f"Page {page} of 2" in answer.text
        assert "(customer Jane Doe, office Leeds)" in answer.text
        assert "Housing benefit" not in answer.text


async def test_a_card_shows_what_the_service_has_and_nothing_that_it_has_not(pexip: Scene) -> None:
    session = pexip.pexip.add(
        at=pexip.at(15),
        reference="EXT-7",
        hybrid=True,
        buffer=10,
        notes="Has a key worker",
        people=[
            Taking("55"),
            Taking("56", role="SECONDARY"),
            Taking("901", "CUSTOMER"),
            Taking("902", "CUSTOMER", "SECONDARY"),
        ],
    )
    for word in (session.id, "EXT-7"):
        card = await pexip.says(pexip.asha, f"/appt show {word}")
        for fact in (
            "Meeting: Video, some at the office",
            "Subject: Mortgage advice",
            "Office: Korenmarkt 1, Ghent",
            "Host: Asha Patel, with Ben Okafor",
            "With the claimant: Doe & Sons Ltd",
            "Kept free after: 10 min",
            "Reference: EXT-7",
        ):
            assert fact in card.text
        assert "Department" not in card.text
        assert "Interpreter" not in card.text
        assert "key worker" not in card.text
        assert card.buttons == ["Join", "Reschedule", "Edit", "Details", "Running late"]
    await pexip.asha.clicks("Details", on=card)
    await pexip.delivered()
    details = pexip.asha.last(pexip.desk).text
    assert "Notes: Has a key worker" in details
    assert (
        "Jane Doe (claimant), Doe & Sons Ltd (with the claimant), Asha Patel (host), Ben Okafor (co-host)"
        in details
    )
    assert "Phone: +442071234567" in details
    assert "Date of birth" not in details


async def test_a_session_without_a_reference_shows_the_id_to_type(pexip: Scene) -> None:
    session = pexip.pexip.add(at=pexip.at(15))
    card = await pexip.says(pexip.asha, f"/appt show {session.id}")
    assert f"Id: {session.id}" in card.text
    assert "Reference" not in card.text


async def test_what_the_service_does_not_name_is_shown_by_its_id(pexip: Scene) -> None:
    pexip.pexip.add(at=pexip.at(15), subject="99", people=[Taking("77"), Taking("999", "CUSTOMER")])
    text = (await pexip.says(pexip.asha, "/appt today")).text
    assert "Customer 999" in text
    assert "Subject 99" in text


async def test_a_search_says_how_many_names_it_could_not_read(pexip: Scene) -> None:
    pexip.pexip.add(at=pexip.at(15))
    pexip.pexip.fails("customers", 503, times=None)
    answer = await pexip.says(pexip.asha, "/appt find Jane")
    assert "Nobody was found" not in answer.text
    assert "1 session has a claimant whose name the service does not tell now" in answer.text
    pexip.pexip.recovers()
    pexip.pexip.add(at=pexip.at(16), people=[Taking("55"), Taking("999", "CUSTOMER")])
    answer = await pexip.says(pexip.asha, "/appt find Jane")
    assert "1 session for Jane" in answer.text
    assert "1 session has a claimant whose name the service does not tell now" in answer.text
    pexip.pexip.change(pexip.pexip.appointments[-1].id, people=[Taking("55"), Taking("902", "CUSTOMER")])
    assert "does not tell" not in (await pexip.says(pexip.asha, "/appt find Jane")).text
    assert "Nobody was found for “Joe”" in (await pexip.says(pexip.asha, "/appt find Joe")).text


async def test_each_host_gets_their_own_link_and_nobody_else_any(pexip: Scene) -> None:
    session = pexip.pexip.add(
        at=pexip.at(10), people=[Taking("55"), Taking("901", "CUSTOMER"), Taking("56", role="SECONDARY")]
    )
    links = {}
    for person in (pexip.asha, pexip.ben):
        answer = await pexip.says(person, "/appt join")
        assert "Your next session: Jane Doe" in answer.text
        links[person.name] = answer.links["Open the room"]
    assert links == {
        "Asha Patel": session.host_link("55"),
        "Ben Duval": session.host_link("56"),
    }
    pexip.pexip.change(session.id, people=[Taking("55"), Taking("901", "CUSTOMER")])
    answer = await pexip.says(pexip.ben, f"/appt join {session.id}")
    assert "You are not a host of this session" in answer.text
    answer = await pexip.says(pexip.chloe, f"/appt join {session.id}")
    assert "no employee with your Slack e-mail address" in answer.text
    assert "secret-of-901" not in pexip.everything_shown()


async def test_my_next_session_is_one_that_was_accepted(pexip: Scene) -> None:
    pexip.pexip.add(at=pexip.at(10), status="INCOMING_REQUEST")
    pexip.pexip.add(at=pexip.at(11))
    assert "Fri 20 Nov, 11:00" in (await pexip.says(pexip.asha, "/appt join")).text
    assert "No session in the next seven days" in (await pexip.says(pexip.ben, "/appt join")).text


async def test_more_than_a_button_can_carry_is_refused(pexip: Scene) -> None:
    many = " ".join(f"external:{number}{'x' * 240}" for number in range(9))
    answer = await pexip.says(pexip.asha, f"/appt list {many}")
    assert "more than a list can be narrowed by at once" in answer.text


async def test_a_session_that_has_no_room_says_so_instead_of_a_link(pexip: Scene) -> None:
    session = pexip.pexip.add(at=pexip.at(10), type="PHONE")
    assert "held by phone, so there is no room to join" in (await pexip.says(pexip.asha, "/appt join")).text
    assert "Join" not in (await pexip.says(pexip.asha, f"/appt show {session.id}")).buttons


async def test_help_names_what_the_service_can_do_and_typing_the_rest_is_answered(pexip: Scene) -> None:
    text = (await pexip.says(pexip.asha, "/appt help")).text
    assert "/appt accept Jane Doe" in text
    assert "/appt cancel" not in text
    assert "status:requested" in text
    assert "[interpreter]" not in text
    assert "Polish interpreter" not in text
    session = pexip.pexip.add(at=pexip.at(15))
    answer = await pexip.says(pexip.asha, f"/appt cancel {session.id}")
    assert "Pexip Engage does not let Frontdesk cancel. Cancel in its own portal." in answer.text
    assert pexip.asha.modal is None
    assert pexip.pexip.asked("cancel") == []


async def test_channels_show_of_it_what_their_readers_may_see(pexip: Scene) -> None:
    for channel in (pexip.desk, pexip.lobby, pexip.shared):
        await (
            await pexip.opens(
                pexip.asha, "/appt book Jane Doe mon 9am mortgage advice in Ghent by video", in_=channel
            )
        ).submit()
        await pexip.delivered()
        booked = pexip.pexip.appointments[-1]
        pexip.pexip.change(booked.id, at=pexip.at(9, days=20 + len(pexip.pexip.appointments)), notes="Secret")
    private, public, shared = (pexip.cards(one)[-1].text for one in (pexip.desk, pexip.lobby, pexip.shared))
    assert "Jane Doe" in private
    assert "Host: Asha Patel" in private
    assert "J.D." in public
    assert "Jane" not in public
    assert "Host: Asha Patel" in public
    assert "J.D." not in shared
    assert "Asha" not in shared
    assert "jane@home.example" not in pexip.everything_shown()
