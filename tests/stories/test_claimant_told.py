"""The claimant is told by GOV.UK Notify where the service tells nobody: once, what stands by then; whoever booked hears of what fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest

from bot.appointments.back_office import MOST_TOLD
from bot.appointments.model import Window
from bot.appointments.states import About, Late, State
from bot.appointments.writes.notices import late_jobs
from bot.standins.slack import Seen, SlackServer, Workspace
from tests.edges.leaks import own_tables
from tests.standins.notify import StandInNotify
from tests.standins.sqod import StandInSqod
from tests.stories.process import BotProcess, connected_to, lies_dead
from tests.stories.scene import SECRET, Scene, modal, outcome, running, scene
from tests.stories.test_crashes import until

START = datetime(2026, 11, 20, 9, 10, tzinfo=UTC)
WHOM = {"Phone": "07911 123456", "E-mail": "jane@example.org"}
SMS = {
    "booked": "Dear ((name)), your appointment is on ((when)). ((link)) ((reference))",
    "moved": "New time: ((when))",
    "cancelled": "Cancelled: ((when))",
    "reminder": "Reminder: ((when))",
    "late": "We begin later: ((when))",
}


@dataclass
class Desk:
    """A story with a GOV.UK Notify beside it."""

    story: Scene
    notify: StandInNotify

    @property
    def texts(self) -> list[str]:
        return [one.body for one in self.notify.sent]

    @property
    def card(self) -> Seen:
        return self.story.cards(self.story.desk)[-1]

    @property
    def told(self) -> list[str]:
        """What Asha was told of messages that did not go or arrive."""
        story = self.story
        return [
            seen.text
            for seen in story.asha.sees(story.asha.dm)
            if "sent:" in seen.text or "delivered:" in seen.text
        ]

    async def books(self, text: str = "Jane Doe 3pm", **fields: str) -> str:
        """Book by the form; gives what the person reads."""
        story = self.story
        form = await story.opens(story.asha, f"/appt book {text}")
        for label, words in (fields or {"Phone": WHOM["Phone"]}).items():
            await form.fill(label, words)
        await form.submit()
        await story.delivered()
        return outcome(story.asha).text

    async def later(self, **time: float) -> None:
        """Let this much time go by at once."""
        self.story.clock.move(**time)
        self.story.bot.courier.wake()
        await self.story.delivered()

    async def changes(self, command: str, **fields: str) -> str:
        story = self.story
        form = await story.opens(story.asha, command)
        for label, words in fields.items():
            await form.fill(label, words)
        await form.submit()
        await story.delivered()
        return outcome(story.asha).text


@asynccontextmanager
async def desk_of(
    tmp_path: Path,
    *,
    key: str = "live",
    vendor: bool | Literal["pexip"] = False,
    email: dict[str, str] | None = None,
    **changed: Any,
) -> AsyncIterator[Desk]:
    now = [lambda: START]
    with StandInNotify(now=lambda: now[0]()) as notify:
        said = {f"notify_sms_{name}": notify.account.write("sms", body) for name, body in SMS.items()}
        said |= {
            f"notify_email_{name}": notify.account.write("email", body)
            for name, body in (email or {}).items()
        }
        said |= {"notify_url": notify.url, "notify_api_key": notify.account.key(key)}
        async with scene(tmp_path, vendor=vendor, **(said | changed)) as story:
            now[0] = story.clock
            yield Desk(story, notify)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk_of(tmp_path) as found:
        yield found


async def test_who_has_a_mobile_number_is_texted_and_the_card_says_when(desk: Desk) -> None:
    story = desk.story
    form = await story.opens(story.asha, "/appt book Jane Doe 3pm")
    assert "The claimant will be told by SMS, where you give a mobile number." in form.text
    await form.fill("Phone", "07911 123456")
    await form.submit()
    await story.delivered()
    assert "The claimant is told by SMS." in outcome(story.asha).text

    (text,) = desk.notify.sent
    assert text.to == "+447911123456"
    assert text.body.startswith(
        "Dear Jane Doe, your appointment is on Friday 20 November 2026 at 3pm. https://"
    )
    assert set(text.given) == {"name", "when", "link", "reference"}
    assert "Text sent 09:10" in desk.card.text


async def test_it_is_told_of_a_new_time_and_of_a_cancel_too(desk: Desk) -> None:
    await desk.books()
    said = await desk.changes("/appt move jane doe 16:00")
    assert "The claimant is told by SMS." in said
    assert "Undo" not in said
    said = await desk.changes("/appt cancel jane doe", Reason="Booked twice")
    assert "The claimant is told by SMS." in said
    assert desk.texts[1:] == [
        "New time: Friday 20 November 2026 at 4pm",
        "Cancelled: Friday 20 November 2026 at 4pm",
    ]
    told = (await desk.story.says(desk.story.asha, "/appt history jane doe")).text
    assert "Noted by Frontdesk at 09:10: text sent (new time)." in told


async def test_who_has_no_mobile_number_is_not_and_the_form_says_so(desk: Desk) -> None:
    said = await desk.books(Phone="020 7946 0958")
    assert "No SMS was sent: the service has no mobile number for the claimant. Please tell them." in said
    assert desk.notify.asked() == []
    assert "Text" not in desk.card.text


@pytest.mark.parametrize("tells", [True, False])
async def test_a_service_that_tells_by_itself_is_left_to_it(tmp_path: Path, tells: bool) -> None:
    async with desk_of(tmp_path, vendor=True, sqod_tells_claimant=tells) as desk:
        said = await desk.books()
        assert "The claimant is told by SMS." in said
        assert len(desk.texts) == (0 if tells else 1)
        kept = own_tables(desk.story)
        assert "tell_claimant" not in kept if tells else "text_booked" in kept
        for personal in ("Jane", "7911", "Dear", "your appointment is"):
            assert personal not in kept, "nothing personal is kept by us"


async def test_e_mails_go_beside_texts(tmp_path: Path) -> None:
    email = {"booked": "((name)), ((when)), ((when_cy))"}
    async with desk_of(tmp_path, email=email, notify_welsh=True) as desk:
        said = await desk.books(**WHOM)
        assert "The claimant is told by SMS and e-mail." in said
        (sent,) = [one for one in desk.notify.sent if one.type == "email"]
        assert (sent.to, len(desk.texts)) == ("jane@example.org", 2)
        assert sent.body.endswith("at 3pm, dydd Gwener 20 Tachwedd 2026 am 3pm")
        assert "Text sent 09:10. E-mail sent 09:10" in desk.card.text


async def test_one_whose_answer_is_lost_is_looked_for_and_not_sent_again(desk: Desk) -> None:
    desk.notify.loses_answer("sms")
    await desk.books()
    assert "Text sent" not in desk.card.text
    await desk.later(seconds=30)
    assert len(desk.texts) == 1
    assert "Text sent 09:10" in desk.card.text
    assert len(desk.notify.asked("list")) == 1


async def test_one_that_never_arrived_is_sent_again_with_what_stands_by_then(desk: Desk) -> None:
    desk.notify.hangs("sms")
    await desk.books()
    await desk.changes("/appt move jane doe 16:00")
    await desk.later(minutes=1)
    (text,) = desk.texts
    assert text.startswith("Dear Jane Doe, your appointment is on Friday 20 November 2026 at 4pm.")


async def test_what_is_cancelled_before_it_goes_is_not_told_as_booked(desk: Desk) -> None:
    desk.notify.fails("sms", 503)
    await desk.books()
    await desk.changes("/appt cancel jane doe", Reason="Booked twice")
    await desk.later(minutes=2)
    assert desk.texts == ["Cancelled: Friday 20 November 2026 at 3pm"]


async def test_one_that_is_moved_there_and_back_meanwhile_is_not_told_of_it(desk: Desk) -> None:
    await desk.books()
    desk.notify.fails("sms", 503, times=2)
    await desk.changes("/appt move jane doe 16:00")
    await desk.changes("/appt move jane doe 15:00")
    await desk.later(minutes=2)
    assert len(desk.texts) == 1, "the claimant knows that it is at three"


@pytest.mark.parametrize("lost", ["booked", "moved"])
async def test_what_a_text_said_whose_answer_was_lost_is_set_right(desk: Desk, lost: str) -> None:
    if lost == "booked":
        desk.notify.loses_answer("sms")
    await desk.books()
    if lost == "moved":
        desk.notify.loses_answer("sms")
    await desk.changes("/appt move jane doe 16:00")
    if lost == "booked":
        await desk.later(seconds=30)
    await desk.changes("/appt move jane doe 15:00")
    await desk.later(seconds=30)
    assert desk.texts[-2:] == [
        "New time: Friday 20 November 2026 at 4pm",
        "New time: Friday 20 November 2026 at 3pm",
    ]
    assert len(desk.texts) == 3
    assert "Text sent" in desk.card.text


async def test_a_lost_text_of_a_time_that_it_has_no_more_is_set_right(desk: Desk) -> None:
    desk.notify.fails("sms", 503)
    await desk.books()
    await desk.changes("/appt move jane doe 16:00")
    desk.notify.loses_answer("sms")
    await desk.later(seconds=21)
    await desk.changes("/appt move jane doe 15:00")
    await desk.later(minutes=2)
    assert [one.given["when"][-3:] for one in desk.notify.sent] == ["4pm", "3pm"]


async def test_a_lost_text_that_told_neither_the_first_nor_the_last_time_is_set_right(desk: Desk) -> None:
    await desk.books()
    desk.notify.fails("sms", 503)
    await desk.changes("/appt move jane doe 16:00")
    await desk.changes("/appt move jane doe 17:00")
    desk.notify.loses_answer("sms")
    await desk.later(seconds=21)
    await desk.changes("/appt move jane doe 15:00")
    await desk.later(minutes=2)
    await desk.later(minutes=2)
    assert [one.given["when"][-3:] for one in desk.notify.sent] == ["3pm", "5pm", "3pm"]


async def test_who_books_reads_why_a_text_was_refused(tmp_path: Path) -> None:
    async with desk_of(tmp_path, key="team") as desk:
        await desk.books()
        (told,) = desk.told
        assert told.startswith(
            "Text not sent: Jane Doe, Fri 20 Nov, 15:00–15:30 (London). It was about the booking."
        )
        assert "sends to the council's team and guest list only. Please tell the claimant yourself" in told
        assert "Text not sent" in desk.card.text
        desk.notify.account.guests.add("+447911123456")
        await desk.changes("/appt move jane doe 16:00")
        assert "Text sent 09:10" in desk.card.text
        await desk.later(minutes=20)
        assert len(desk.told) == 1


async def test_a_key_that_is_refused_while_a_lost_text_is_looked_for_says_no_more_than_is_certain(
    desk: Desk,
) -> None:
    desk.notify.loses_answer("sms")
    await desk.books()
    desk.notify.fails("list", 403, {"errors": [{"error": "AuthError", "message": "Invalid token"}]})
    await desk.later(minutes=1)
    (told,) = desk.told
    assert told.startswith("A text may not have been sent: Jane Doe, Fri 20 Nov, 15:00–15:30 (London).")
    assert "does not accept Frontdesk's key. Please tell the claimant yourself" in told
    assert "Text may not have been sent" in desk.card.text
    assert len(desk.texts) == 1
    assert (
        "text may not have been sent" in (await desk.story.says(desk.story.asha, "/appt history Jane")).text
    )


async def test_a_key_that_is_refused_after_a_lost_text_was_looked_for_in_vain_is_certain(desk: Desk) -> None:
    desk.notify.hangs("sms")
    await desk.books()
    desk.notify.fails("sms", 403, {"errors": [{"error": "AuthError", "message": "Invalid token"}]})
    await desk.later(minutes=1)
    (told,) = desk.told
    assert told.startswith("Text not sent: Jane Doe")
    assert "Text not sent" in desk.card.text


async def test_a_number_that_is_taken_away_before_the_text_goes_is_told(desk: Desk) -> None:
    desk.notify.fails("sms", 503)
    await desk.books()
    await desk.changes("/appt edit jane doe", Phone="020 7946 0958")
    await desk.later(minutes=1)
    (told,) = desk.told
    assert "It was about the booking. The service has no mobile number for the claimant any more." in told
    assert desk.texts == []


async def test_an_answer_that_can_t_be_read_is_no_refusal(desk: Desk) -> None:
    desk.notify.fails("sms", 201, "<h1>Created</h1>")
    await desk.books()
    assert desk.told == []
    await desk.later(minutes=1)
    assert (len(desk.texts), desk.told) == (1, [])


async def test_who_books_is_told_when_nothing_goes_for_half_an_hour(desk: Desk) -> None:
    desk.notify.fails("sms", 503, times=None)
    await desk.books()
    await desk.later(minutes=25)
    assert desk.told == []
    await desk.later(minutes=10)
    (told,) = desk.told
    assert "GOV.UK Notify did not answer for half an hour, and Frontdesk tries no longer." in told
    assert "Text may not have been sent" in desk.card.text
    desk.notify.faults.clear()
    await desk.later(minutes=30)
    assert (len(desk.told), desk.texts) == (1, [])


async def test_a_text_that_did_not_go_before_the_session_began_is_said_with_why(desk: Desk) -> None:
    desk.notify.fails("sms", 503, times=None)
    await desk.books("Jane Doe 9:20")
    await desk.later(minutes=15)
    (told,) = desk.told
    assert told.startswith("Text not sent: Jane Doe")
    assert "GOV.UK Notify did not answer before the session began. Please tell the claimant yourself." in told


async def test_a_number_that_does_not_exist_is_found_out_later(desk: Desk) -> None:
    await desk.books()
    desk.notify.account.messages[0].status = "permanent-failure"
    await desk.later(minutes=3)
    (told,) = desk.told
    assert told.startswith("Text not delivered: Jane Doe, Fri 20 Nov, 15:00–15:30 (London).")
    assert "There is no such phone number." in told
    assert "Text not delivered" in desk.card.text
    await desk.later(hours=2)
    assert len(desk.notify.asked("get")) == 1


async def test_what_became_of_it_is_looked_at_a_few_times_and_no_more(desk: Desk) -> None:
    await desk.books("Jane Doe in 6 days 3pm")
    desk.notify.account.messages[0].status = "sending"
    for hours in (1, 1, 2, 8, 26, 46, 48, 50):
        await desk.later(hours=hours)
    assert len(desk.notify.asked("get")) == 6
    assert desk.told == []


async def test_reminders_go_at_their_hours_for_the_time_that_stands(tmp_path: Path) -> None:
    async with desk_of(tmp_path, notify_reminder_hours=(24, 2)) as desk:
        await desk.books("Jane Doe on Sunday 3pm")
        await desk.changes("/appt move jane doe on Sunday 4pm")
        await desk.later(hours=32)
        await desk.later(hours=1)
        assert desk.texts[2:] == ["Reminder: Sunday 22 November 2026 at 4pm"]
        assert "Text sent 17:10" in desk.card.text
        await desk.changes("/appt cancel jane doe", Reason="Booked twice")
        await desk.later(hours=20)
        assert desk.texts[3:] == ["Cancelled: Sunday 22 November 2026 at 4pm"]


async def test_after_a_standstill_it_is_reminded_of_once(tmp_path: Path) -> None:
    async with desk_of(tmp_path, notify_reminder_hours=(24, 2)) as desk:
        await desk.books("Jane Doe on Sunday 3pm")
        await desk.later(hours=52)
        await desk.later(minutes=1)
        assert desk.texts[1:] == ["Reminder: Sunday 22 November 2026 at 3pm"]


async def test_one_that_is_taken_up_late_is_tried_more_than_once(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        await desk.books("Jane Doe on Sunday 3pm")
        desk.notify.fails("sms", 503)
        await desk.later(hours=31)
        assert desk.told == []
        await desk.later(minutes=1)
        assert desk.texts[1:] == ["Reminder: Sunday 22 November 2026 at 3pm"]


async def test_two_processes_send_one_text(desk: Desk) -> None:
    async with running(desk.story):
        desk.notify.faults.seconds["sms"] = 0.3
        await desk.books()
        for bot in desk.story.bots:
            bot.courier.wake()
        await desk.story.delivered()
    assert len(desk.texts) == 1


async def test_killed_between_sending_and_keeping_it_is_sent_once(tmp_path: Path) -> None:
    slack = Workspace()
    asha, channel = slack.person("Asha Patel"), slack.channel("front-desk", private=True)
    with StandInSqod() as sqod, StandInNotify() as notify:
        async with SlackServer(slack, signing_secret=SECRET) as server:
            settings = {
                **connected_to(server, sqod),
                "SQOD_TELLS_CLAIMANT": "false",
                "NOTIFY_URL": notify.url,
                "NOTIFY_API_KEY": notify.account.key(),
                "NOTIFY_SMS_BOOKED": notify.account.write("sms", SMS["booked"]),
                "DATABASE_URL": f"sqlite:///{tmp_path / 'frontdesk.sqlite3'}",
            }
            async with BotProcess(tmp_path, settings) as bot:
                server.connect(await bot.start())
                await asha.types("/appt book Jane Doe tomorrow 3pm", in_=channel)
                await modal(asha).fill("Phone", "07911 123456")
                notify.hangs("sms", after_write=True)
                await modal(asha).submit()
                await until(lambda: notify.sent)
                await asyncio.sleep(0.2)
                await bot.kill()
                lies_dead(tmp_path / "frontdesk.sqlite3")
                server.connect(await bot.start())
                await until(lambda: any("Text sent" in seen.text for seen in asha.sees(channel)), within=40)
                log = bot.log.read_text()
    assert len(notify.sent) == 1
    for personal in ("Jane", "7911123456", "Dear", "rooms.example"):
        assert personal not in log


async def test_a_session_that_runs_late_is_told_with_when_it_begins_now(desk: Desk) -> None:
    story, ws = desk.story, desk.story.bot.workspace
    await desk.books("Jane Doe 9:30")
    session = (await ws.desk.named_unasked("jane doe"))[0]

    async def late(minutes: int) -> None:
        state = State(session.id, About.LATE, Late.RUNNING_LATE, session.start, "U1", ws.clock(), minutes)
        jobs = late_jobs(ws.desk.tells, story.asha.user.id, session, minutes, ws.clock())
        await ws.states.say(state, jobs=jobs)

    await late(10)
    await story.delivered()
    desk.notify.fails("sms", 503)
    await late(15)
    await story.delivered()
    await late(30)
    await desk.later(minutes=21)
    assert desk.texts[1:] == [
        "We begin later: Friday 20 November 2026 at 9:40am",
        "We begin later: Friday 20 November 2026 at 10am",
    ], "of a quarter of an hour nobody speaks any more"


async def test_a_delay_that_grows_and_shrinks_is_told_each_time_and_taking_it_back_says_what_is_left(
    tmp_path: Path,
) -> None:
    async with desk_of(tmp_path, notify_reminder_hours=(1,)) as desk:
        story = desk.story
        await desk.books("Jane Doe 10:30")
        for minutes in ("15", "30", "15", "15"):
            await desk.changes(f"/appt late jane doe {minutes}")
        line = story.asha.last(story.desk)
        await desk.later(minutes=21)
        assert [one.split(" at ")[1] for one in desk.texts[1:]] == ["10:45am", "11am", "10:45am", "10:45am"]
        assert desk.texts[-1].startswith("Reminder"), "it says when it begins now"
        await story.asha.clicks("Take back", on=line)
        await story.delivered()
        said = story.asha.last(story.desk).text
        assert "Jane Doe was told that it begins later: please tell them that it does not." in said


async def test_an_address_that_is_corrected_at_a_service_that_keeps_people_apart_counts_at_once(
    tmp_path: Path,
) -> None:
    email = {"booked": "((when))", "moved": "((when))"}
    async with desk_of(tmp_path, vendor="pexip", pexip_tells_claimant=False, email=email) as desk:
        story = desk.story
        session = story.pexip.add(at=story.at(15), status="INCOMING_REQUEST")
        await story.says(story.asha, f"/appt show {session.id}")
        story.pexip.house["customers"]["901"]["email"] = "jane@new.example"
        await story.says(story.asha, f"/appt accept {session.id}")
        await story.delivered()
        assert [one.to for one in desk.notify.sent] == ["jane@new.example"]

        story.pexip.fails("customers", 500, times=None)
        await desk.changes(f"/appt move {session.id} mon 10am")
        assert len(desk.notify.sent) == 1, "nobody is written to at an address of before"
        story.pexip.recovers()
        await desk.later(minutes=1)
        assert (len(desk.notify.sent), desk.told) == (2, [])


async def test_a_notify_that_hangs_leaves_hands_for_everything_else(tmp_path: Path) -> None:
    async with desk_of(tmp_path, vendor=True, sqod_tells_claimant=False) as desk:
        story, ws = desk.story, desk.story.bot.workspace
        desk.notify.hangs("sms", times=None)
        for hour in range(10, 18):
            story.session(f"Jane {hour}", at=story.at(hour), phone="+447911123456")
        for session in await ws.desk.list_unasked(Window(start=story.at(0), end=story.at(23))):
            await ws.errands.add(*late_jobs(ws.desk.tells, story.asha.user.id, session, 10, ws.clock()))
        await asyncio.sleep(0.5)
        assert len(desk.notify.asked("sms")) == MOST_TOLD
        desk.notify.faults.clear()
        await desk.later(minutes=1)
        await desk.later(minutes=1)
        assert len(desk.texts) == 8


async def test_the_ripple_of_a_delay_tells_each_claimant_once(tmp_path: Path) -> None:
    async with desk_of(tmp_path, vendor=True, sqod_tells_claimant=False) as desk:
        story = desk.story
        late = story.session("Jane Doe", at=story.at(9, 15), phone="+447911123456")
        story.session("John Roe", at=story.at(10), phone="07911 654321")
        form = await story.opens(story.asha, f"/appt late {late.reference}")
        assert "Jane Doe will be told by SMS that it begins later." in form.text
        await form.submit()
        await story.delivered()
        said = outcome(story.asha).text
        assert "Jane Doe is told by SMS that it begins later." in said
        assert "The claimant is told by SMS." in said
        assert sorted((one.to[-6:], one.body) for one in desk.notify.sent) == [
            ("123456", "We begin later: Friday 20 November 2026 at 9:25am"),
            ("654321", "New time: Friday 20 November 2026 at 10:10am"),
        ]


async def test_a_card_that_is_slow_to_come_says_what_was_sent_meanwhile(desk: Desk) -> None:
    desk.story.slack.faults.switch_on("chat.postMessage", delay=0.7)
    await desk.books()
    assert "Text sent 09:10" in desk.card.text
