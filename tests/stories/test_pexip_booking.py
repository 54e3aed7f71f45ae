"""Booking at a service that keeps customers, subjects, offices and hosts: chosen from its menus, at times that it tells."""

from __future__ import annotations

from pathlib import Path

from bot.standins.pexip.kept import Taking, customer
from bot.standins.slack import Modal
from tests.stories.scene import Outcome, Scene, modal, outcome, scene

ALL_SAID = "/appt book Jane Doe mon 9am for 30m mortgage advice in Ghent by video"
LABELS = [
    "Claimant",
    "Subject",
    "Office",
    "Meeting",
    "Host",
    "When",
    "Duration",
    "Notes for the staff",
    "Post the card in",
]


async def sent(story: Scene, form: Modal) -> Outcome:
    await form.submit()
    await story.delivered()
    return outcome(story.asha)


async def test_all_that_was_typed_is_in_the_form_and_booked_as_it_stands(pexip: Scene) -> None:
    form = await pexip.opens(pexip.asha, ALL_SAID)
    assert form.labels == LABELS
    held = {label: form.value(label) for label in LABELS[:7]}
    assert held == {
        "Claimant": "Jane Doe",
        "Subject": "Mortgage advice",
        "Office": "Ghent",
        "Meeting": "Video",
        "Host": "Asha Patel",
        "When": "mon 9am",
        "Duration": "30 min",
    }
    await form.fill("Notes for the staff", "Bring the contract")
    done = await sent(pexip, form)
    assert "Booked: Jane Doe, Mon 23 Nov, 09:00–09:30 (London)." in done.text

    [booked] = pexip.pexip.appointments
    assert (booked.at, booked.minutes, booked.subject, booked.office, booked.type) == (
        pexip.at(9, days=3),
        30,
        "12",
        "7",
        "VIDEO",
    )
    assert booked.people == [Taking("55"), Taking("901", "CUSTOMER")]
    assert booked.notes == "Bring the contract"
    card = pexip.cards(pexip.desk)[-1]
    assert "Subject: Mortgage advice" in card.text
    assert "contract" not in pexip.everything_shown()


async def test_a_name_that_is_several_peoples_is_kept_and_the_menu_begins_with_it(pexip: Scene) -> None:
    people = pexip.pexip.house["customers"]
    people["903"] = customer("903", "Jane", "Doe", None, None)
    people["904"] = customer("904", "Amy", "Stone", None, None)
    form = await pexip.opens(pexip.asha, "/appt book Jane Doe mon 9am")
    assert form.value("Claimant") is None
    assert "You typed “Jane Doe”: open the menu and choose." in form.text
    [menu] = [field for field in form.fields if field.label == "Claimant"]
    assert menu.element["min_query_length"] == 0
    offered = await form.suggestions(menu, "")
    assert [(one["text"]["text"], one["description"]["text"]) for one in offered] == [
        ("Jane Doe", "C-901"),
        ("Jane Doe", "C-903"),
    ]
    assert "Jane" not in form.view.body["private_metadata"]
    await form.fill("Claimant", "Jane Doe")
    await form.fill("Subject", "Mortgage advice")
    await pexip.delivered()
    assert form.value("Claimant") == "Jane Doe"
    assert "You typed" not in form.text


async def test_nobody_is_taken_for_the_claimant_whose_name_only_has_the_letters(pexip: Scene) -> None:
    pexip.pexip.house["customers"] = {"903": customer("903", "Joanne", "Leeson", None, None)}
    form = await pexip.opens(pexip.asha, "/appt book Ann Lee mon 9am")
    assert form.value("Claimant") is None
    assert "You typed “Ann Lee”: open the menu and choose." in form.text
    [menu] = [field for field in form.fields if field.label == "Claimant"]
    assert [one["text"]["text"] for one in await form.suggestions(menu, "")] == ["Joanne Leeson"]
    form = await pexip.opens(pexip.asha, "/appt book Leeson mon 9am")
    assert form.value("Claimant") == "Joanne Leeson"


async def test_words_that_no_menu_holds_are_said_again(pexip: Scene) -> None:
    form = await pexip.opens(pexip.asha, "/appt book Jane Doe mon 9am tax advice in Bruges by phone")
    assert form.value("Claimant") == "Jane Doe"
    assert form.value("Meeting") == "Phone"
    assert "“tax advice in Bruges” is nothing that the service has." in form.text
    form = await pexip.opens(pexip.asha, "/appt book Nobody Known mon 9am")
    assert "You typed “Nobody Known”: open the menu and choose." in form.text


async def test_by_an_e_mail_address_the_claimant_is_found(pexip: Scene) -> None:
    form = await pexip.opens(pexip.asha, "/appt book jane@home.example mon 9am by phone")
    assert form.value("Claimant") == "Jane Doe"
    assert form.value("Meeting") == "Phone"


async def test_without_words_the_form_is_empty_but_for_the_host_who_books(pexip: Scene) -> None:
    form = await pexip.opens(pexip.asha, "/appt book")
    assert [form.value(label) for label in LABELS[:5]] == [None, None, None, None, "Asha Patel"]
    form = await pexip.opens(pexip.chloe, "/appt book")
    assert form.value("Host") is None
    await form.fill("When", "mon 9am")
    await form.submit()
    assert set(form.errors) == {"Claimant", "Subject", "Office", "Meeting", "Host"}
    assert form.value("When") == "mon 9am"


async def test_free_times_stand_beside_the_typed_one_and_are_read_back(pexip: Scene) -> None:
    pexip.pexip.free = [pexip.at(9, days=3), pexip.at(10, 30, days=3), pexip.at(9, days=40)]
    form = await pexip.opens(pexip.asha, "/appt book Jane Doe mon 8am")
    assert "Choose a free time" not in form.labels
    for label, choice in (("Subject", "Mortgage advice"), ("Office", "Ghent"), ("Meeting", "Video")):
        await form.fill(label, choice)
    await pexip.delivered()
    assert form.options("Choose a free time") == [
        "Mon 23 Nov, 09:00–09:30 (London)",
        "Mon 23 Nov, 10:30–11:00 (London)",
    ]
    await form.fill("Choose a free time", "Mon 23 Nov, 10:30–11:00 (London)")
    await pexip.delivered()
    assert "Mon 23 Nov 2026, 10:30–11:00" in form.text
    assert "Booked" in (await sent(pexip, form)).text
    assert pexip.pexip.has(at=pexip.at(10, 30, days=3)).minutes == 30


async def test_a_usual_length_is_read_back_and_goes_with_what_it_was_usual_for(pexip: Scene) -> None:
    hour = {"data": {"duration": 60, "timeSlots": []}}
    pexip.pexip.answers("timetable", hour, times=None)
    form = await pexip.opens(pexip.asha, "/appt book Jane Doe mon 8am")
    assert "Mon 23 Nov 2026, 08:00–08:30" in form.text
    for label, choice in (("Subject", "Mortgage advice"), ("Office", "Ghent"), ("Meeting", "Video")):
        await form.fill(label, choice)
    await pexip.delivered()
    assert "Mon 23 Nov 2026, 08:00–09:00" in form.text
    assert "Left empty: 1 h, as is usual for this." in form.text
    pexip.pexip.recovers()
    pexip.pexip.fails("timetable", 403, times=None)
    await form.fill("Subject", "Housing benefit")
    await pexip.delivered()
    assert "Mon 23 Nov 2026, 08:00–08:30" in form.text
    assert "as is usual" not in form.text
    assert "Booked" in (await sent(pexip, form)).text
    assert pexip.pexip.has(at=pexip.at(8, days=3)).minutes == 30


async def test_a_typed_time_works_where_the_service_tells_no_free_ones(pexip: Scene) -> None:
    pexip.pexip.fails("timetable", 403, times=None)
    form = await pexip.opens(pexip.asha, ALL_SAID)
    assert "Choose a free time" not in form.labels
    assert "Booked" in (await sent(pexip, form)).text


async def test_a_time_that_is_taken_is_said_under_when_and_nothing_is_lost(pexip: Scene) -> None:
    pexip.pexip.add(at=pexip.at(9, days=3))
    form = await pexip.opens(pexip.asha, ALL_SAID)
    await form.submit()
    await pexip.delivered()
    form = modal(pexip.asha)
    assert "Jane Doe has 09:00 already" in form.text
    await form.submit()
    await pexip.delivered()
    assert form.errors == {
        "When": "The service says: That time is not free for this subject, office and employee. Choose another."
    }
    assert form.value("Claimant") == "Jane Doe"
    await form.fill("When", "mon 11am")
    await pexip.delivered()
    assert "Booked" in (await sent(pexip, form)).text
    assert len(pexip.pexip.appointments) == 2


async def test_a_booking_that_waits_to_be_accepted_says_so(pexip: Scene) -> None:
    pexip.pexip.accepts_itself = False
    done = await sent(pexip, await pexip.opens(pexip.asha, ALL_SAID))
    assert "The service has it as a request: press Accept on its card to confirm it." in done.text
    assert "Accept" in pexip.cards(pexip.desk)[-1].buttons


async def test_what_the_service_made_otherwise_is_said_loudly(pexip: Scene) -> None:
    pexip.pexip.alters("create", type="PHONE", subject="13")
    done = await sent(pexip, await pexip.opens(pexip.asha, ALL_SAID))
    assert "Check this now. The service has another way of meeting: Phone." in done.text
    assert "Check this now. The service has another subject: Housing benefit." in done.text


async def test_a_lost_answer_is_looked_for_and_booked_once(pexip: Scene) -> None:
    pexip.pexip.loses_answer("create")
    form = await pexip.opens(pexip.asha, ALL_SAID)
    assert "Booked" in (await sent(pexip, form)).text
    assert len(pexip.pexip.appointments) == 1


async def test_a_menu_that_can_t_be_read_says_why_and_is_no_choice(tmp_path: Path) -> None:
    async with scene(tmp_path, vendor="pexip") as story:
        form = await story.opens(story.asha, "/appt book")
        story.pexip.fails("subjects", 500, times=None)
        await form.fill("Subject", "The appointment service did not answer.")
        for label, choice in (
            ("Claimant", "Jane Doe"),
            ("Office", "Ghent"),
            ("Meeting", "Video"),
            ("When", "mon 9am"),
        ):
            await form.fill(label, choice)
        await story.delivered()
        await form.submit()
        await story.delivered()
        assert form.errors == {"Subject": "Choose what it is about."}
        assert story.pexip.asked("create") == []


async def test_a_session_that_is_over_is_booked_again_with_all_that_it_was(pexip: Scene) -> None:
    session = pexip.pexip.add(at=pexip.at(8), status="COMPLETED", type="PHONE", notes="Private")
    card = await pexip.says(pexip.asha, f"/appt show {session.id}")
    await pexip.asha.clicks("Book again", on=card)
    await pexip.delivered()
    form = modal(pexip.asha)
    assert [form.value(label) for label in LABELS[:5]] == [
        *("Jane Doe", "Mortgage advice", "Ghent", "Phone", "Asha Patel"),
    ]
    assert form.value("Notes for the staff") is None


async def test_the_form_of_a_service_without_menus_is_as_it_was(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe mon 9am in Leeds")
    assert form.labels == [
        *("Claimant name", "When", "Duration", "Department", "Phone", "E-mail", "Date of birth"),
        *("Interpreter", "Post the card in"),
    ]
