"""Which times are free: asked by a command, and offered beside *When* in every form."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.standins.slack import Modal
from tests.stories.scene import Scene, modal, scene


async def opened(story: Scene, text: str) -> Modal:
    await story.opens(story.asha, text)
    await story.delivered()
    return modal(story.asha)


def offered(form: Modal) -> list[str]:
    return [label for label in form.buttons if label.startswith("Free: ")]


async def test_the_day_s_free_times_are_what_its_sessions_leave(story: Scene) -> None:
    story.session("Lena Leeds", at=story.at(10), minutes=45)
    story.session("Luc Leeds", at=story.at(11), minutes=390)
    story.session("Carol Cancelled", at=story.at(17, 30), minutes=30, status="cancelled")
    story.session("York Yusuf", at=story.at(9, 30), minutes=30, department="York")
    text = (await story.says(story.asha, "/appt free today 30m")).text
    assert "Free for 30 min: Fri 20 Nov 2026 (London)" in text
    assert "Leeds: 09:15–10:00 · 17:30–18:00" in text
    assert "York: 10:00–18:00" in text
    assert "Lena" not in text

    text = (await story.says(story.asha, "/appt free today 45m dept:leeds")).text
    assert "Leeds: 09:15–10:00" in text
    assert "17:30" not in text
    assert "York" not in text


async def test_a_free_time_is_chosen_and_booked(story: Scene) -> None:
    story.session("Lena Leeds", at=story.at(9, 15), minutes=480)
    seen = await story.says(story.asha, "/appt free 30")
    await story.asha.chooses("Fri 20 Nov, 17:15, Leeds", on=seen)
    await story.delivered()
    form = modal(story.asha)
    assert "Fri 20 Nov 2026, 17:15–17:45 London" in form.text
    assert form.value("Department") == "Leeds"
    await form.fill("Claimant name", "Jane Doe")
    await form.submit()
    await story.delivered()
    assert story.sqod.has(name="Jane Doe").at == story.at(17, 15)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Fri 20 Nov 2026"),
        ("45", "Free for 45 min: Fri 20 Nov 2026"),
        ("mon", "Mon 23 Nov 2026 (London) 08:00–18:00"),
        ("mon 90", "Free for 1 h 30 min: Mon 23 Nov"),
        ("next week 1h", "Mon 23 Nov – Fri 27 Nov 2026"),
        ("this afternoon", "12:00–18:00"),
        ("25 dec", "It is a bank holiday: Christmas Day."),
        ("tomorrow", "The desk is closed then. Type another day."),
        ("yesterday", "That day has passed."),
        ("tuesday 11 hours", "Tue 24 Nov 2026 (London) nothing"),
        ("mon 3pm", "Mon 23 Nov 2026 (London) 15:00–18:00"),
        ("mon 12h", "Mon 23 Nov 2026 (London) 12:00–18:00"),
        ("mon 2pm-4pm", "Free for 2 h: Mon 23 Nov 2026 (London) 14:00–16:00"),
        ("banana", "For example: /appt free tomorrow 45m."),
        ("mon dept:Nowhere", "08:00–18:00"),
        ("mon colour:red", "can't narrow a list by"),
        ("mon 9999", "/appt free"),
        ("today 3pm", "Fri 20 Nov 2026 (London) 15:00–18:00"),
        ("mon 9am 2h", "Free for 2 h: Mon 23 Nov 2026 (London) 09:00–11:00"),
        ("mon after 2pm", "Free for 30 min: Mon 23 Nov 2026 (London) 14:00–18:00"),
        ("mon before noon", "Free for 30 min: Mon 23 Nov 2026 (London) 08:00–12:00"),
        ("today 7pm", "The desk is closed then. Type another day."),
        ("mon status:done", "Free times can't be narrowed by status."),
        ("december", "Only the first 7 days are counted. Type a later day to see more."),
        ("mon 30 hours", "24 hours"),
    ],
)
async def test_whatever_is_typed_behind_it_is_read_or_asked_about(
    story: Scene, typed: str, said: str
) -> None:
    text = (await story.says(story.asha, f"/appt free {typed}")).text
    assert said in " ".join(text.split())


async def test_after_closing_time_the_next_open_day_is_told(story: Scene) -> None:
    story.clock.now = story.at(18, 30)
    assert "Mon 23 Nov 2026" in (await story.says(story.asha, "/appt free")).text


async def test_a_service_that_fails_is_said_and_no_time_is_called_free(story: Scene) -> None:
    story.sqod.fails("list", 500, times=None)
    text = (await story.says(story.asha, "/appt free mon")).text
    assert "08:00" not in text
    assert "The appointment service did not answer. Try again in a minute." in text


async def test_three_next_free_times_stand_beside_when(story: Scene) -> None:
    story.session("Lena Leeds", at=story.at(9, 15), minutes=105)
    form = await opened(story, "/appt book Jane Doe for 45m in Leeds")
    assert offered(form) == [f"Free: Fri 20 Nov, {clock} (London)" for clock in ("11:00", "11:45", "12:30")]
    await form.press("Free: Fri 20 Nov, 11:45 (London)")
    await story.delivered()
    form = modal(story.asha)
    assert "Fri 20 Nov 2026, 11:45–12:30 London" in form.text
    assert offered(form)[0] == "Free: Fri 20 Nov, 11:00 (London)", "the others can still be chosen"


async def test_they_follow_the_time_that_is_typed(story: Scene) -> None:
    story.session("Lena Leeds", at=story.at(17), minutes=60, department=None)
    form = await opened(story, "/appt book Jane Doe tomorrow 4pm")
    assert offered(form)[0] == "Free: Mon 23 Nov, 08:00 (London)"
    await form.fill("When", "today 5pm")
    await story.delivered()
    assert offered(modal(story.asha))[0] == "Free: Mon 23 Nov, 08:00 (London)"
    await modal(story.asha).fill("When", "today 4.10pm")
    await story.delivered()
    assert offered(modal(story.asha))[0] == "Free: Fri 20 Nov, 16:15 (London)"


async def test_a_session_is_in_nobody_s_way_but_its_own(story: Scene) -> None:
    story.session("Jane Doe", at=story.at(10), minutes=30)
    story.session("York Yusuf", at=story.at(10, 30), minutes=120, department="York")
    story.session("Luc Leeds", at=story.at(10, 30), minutes=30)
    form = await opened(story, "/appt move jane doe")
    assert offered(form) == [f"Free: Fri 20 Nov, {clock} (London)" for clock in ("11:00", "11:30", "12:00")]


async def test_what_is_counted_from_less_than_all_is_said_to_be(story: Scene) -> None:
    story.session("John Roe", at=story.at(10), odd={"cancelled_at": "28/11/2026 22:00"})
    said = "1 session can't be read and is not shown: whoever runs Frontdesk finds it in the log. What is free may be taken."
    assert said in (await opened(story, "/appt book Jane Doe today 3pm in Leeds")).text
    assert said in (await story.says(story.asha, "/appt free")).text


async def test_a_silent_service_holds_no_form_up(story: Scene) -> None:
    story.slack.waits(3.0)
    story.sqod.fails("list", 500, times=None)
    form = await opened(story, "/appt book Jane Doe mon 10am")
    assert offered(form) == []
    assert "Mon 23 Nov 2026, 10:00" in form.text


@pytest.mark.parametrize(
    ("many", "words"), [(7, "Leeds"), (20, "Housing & <complaints> of the far north, office")]
)
async def test_the_week_of_a_large_desk_is_told_as_far_as_a_message_holds_it(
    tmp_path: Path, many: int, words: str
) -> None:
    names = tuple(f"{words} {number:02}" for number in range(many))
    async with scene(tmp_path, departments=names, desk_hours="Mon-Fri 08:00-18:00") as story:
        for name in names:
            for day in range(3, 8):
                for hour in range(8, 18, 2):
                    story.session("Jane Doe", at=story.at(hour, days=day), minutes=60, department=name)
        seen = await story.says(story.asha, "/appt free next week")
        assert f"{words} 00: 09:00–10:00 · 11:00–12:00" in seen.text
        assert ("Not all of it fits here." in seen.text) is (many > 7)
        await story.asha.chooses(f"Mon 23 Nov, 09:00, {words} 00", on=seen)
        await story.delivered()
        assert modal(story.asha).value("Department") == f"{words} 00"


@pytest.fixture
async def shorter(tmp_path: Path) -> AsyncIterator[Scene]:
    hours = "Tue-Thu 09:00-12:30, Tue-Thu 13:30-17:00, Sat 10:00-12:00"
    async with scene(tmp_path, desk_hours=hours) as found:
        yield found


async def test_the_desk_s_own_hours_count(shorter: Scene) -> None:
    assert "10:00–12:00" in (await shorter.says(shorter.asha, "/appt free tomorrow")).text
    assert "09:00–12:30 · 13:30–17:00" in (await shorter.says(shorter.asha, "/appt free tue 1h")).text
    form = await opened(shorter, "/appt book Jane Doe tue 1pm for 1h")
    assert "It is out of hours." in form.text
    assert offered(form)[0] == "Free: Tue 24 Nov, 13:30 (London)"
    form = await opened(shorter, "/appt book Jane Doe mon 10am")
    assert "It is a Monday." in form.text


async def test_a_session_of_the_night_before_takes_the_first_hours(tmp_path: Path) -> None:
    async with scene(tmp_path, desk_hours="Mon-Sun 00:00-24:00") as story:
        story.session("Lena Leeds", at=story.at(23), minutes=120)
        text = (await story.says(story.asha, "/appt free tomorrow")).text
        assert "Leeds: 01:00–00:00" in text
        form = await opened(story, "/appt book Jane Doe in Leeds tomorrow 00:30")
        assert offered(form)[0] == "Free: Sat 21 Nov, 01:00 (London)"


async def test_far_away_each_time_is_told_with_its_own_day(story: Scene) -> None:
    story.session("Lena Leeds", at=story.at(12, days=3), minutes=60)
    sue = story.slack.person("Sue Far", tz="Pacific/Auckland")
    seen = await story.says(sue, "/appt free mon")
    assert "(Auckland)" in seen.text
    assert "21:00–Tue 24 Nov, 01:00 · Tue 24 Nov, 02:00–07:00" in seen.text


async def test_far_away_the_service_s_times_are_told_on_their_own_day(pexip: Scene) -> None:
    pexip.pexip.free = [pexip.at(9, days=3), pexip.at(14, days=3)]
    sue = pexip.slack.person("Sue Far", tz="Pacific/Auckland")
    seen = await pexip.says(sue, '/appt free mon subject:"Mortgage advice" office:Ghent type:video')
    assert "22:00 · Tue 24 Nov, 03:00" in seen.text


async def test_a_service_that_knows_is_asked(pexip: Scene) -> None:
    pexip.pexip.free = [pexip.at(9, days=3), pexip.at(10, 30, days=3)]
    typed = '/appt free mon subject:"Mortgage advice" office:Ghent type:video'
    text = (await pexip.says(pexip.asha, typed)).text
    assert "Mon 23 Nov 2026 (London)" in text
    assert "09:00 · 10:30" in text
    pexip.pexip.fails("timetable", 500, times=None)
    text = (await pexip.says(pexip.asha, typed)).text
    assert "08:00–18:00" in text
    assert "Pexip Engage told no free times; these are counted from the sessions that there are." in text


async def test_where_it_has_to_know_more_it_is_counted_by_office_and_said_how_to_ask(pexip: Scene) -> None:
    pexip.pexip.add(at=pexip.at(9, days=3), minutes=60)
    text = (await pexip.says(pexip.asha, "/appt free mon")).text
    assert "10:00–18:00" in text
    assert "name subject, office and type: /appt free tomorrow subject:" in text


@pytest.mark.parametrize(
    ("nation", "typed", "said"),
    [
        ("scotland", "free 30 nov", "It is a bank holiday: Saint Andrew's Day in Scotland."),
        ("england", "free 30 nov", "08:00–18:00"),
        ("scotland", "free easter monday", "08:00–18:00"),
        ("northern_ireland", "free easter monday", "It is a bank holiday: Easter Monday"),
        ("wales", "free bank holiday", "It is a bank holiday: Christmas Day."),
        ("scotland", "free bank holiday", "It is a bank holiday: Saint Andrew's Day in Scotland."),
        ("northern_ireland", "list bank holiday monday", "Mon 28 Dec"),
        ("scotland", "list bank holiday monday", "Mon 30 Nov"),
    ],
)
async def test_bank_holidays_are_those_of_the_desk_s_part_of_the_uk(
    tmp_path: Path, nation: str, typed: str, said: str
) -> None:
    async with scene(tmp_path, desk_nation=nation) as story:
        text = (await story.says(story.asha, f"/appt {typed}")).text
        assert said in " ".join(text.split())


async def test_the_next_open_day_is_the_desk_s_own(tmp_path: Path) -> None:
    async with scene(tmp_path, desk_nation="scotland") as story:
        story.clock.now = story.at(18, 30, days=7)
        assert "Tue 1 Dec 2026" in (await story.says(story.asha, "/appt free")).text
        form = await opened(story, "/appt book Jane Doe bank holiday monday 3pm")
        assert "Mon 30 Nov 2026, 15:00" in form.text


async def test_a_desk_that_is_open_all_night_has_free_times_across_midnight(tmp_path: Path) -> None:
    async with scene(tmp_path, desk_hours="Mon-Sun 00:00-24:00") as story:
        story.session("Lena Leeds", at=story.at(1, 30, days=1), minutes=60)
        story.clock.now = story.at(22, 20)
        form = await opened(story, "/appt book Jane Doe for 2h in Leeds")
        assert offered(form)[0] == "Free: Fri 20 Nov, 22:30 (London)"
        assert "Sat 21 Nov, 00:30" not in str(offered(form)), "Lena has it then"
