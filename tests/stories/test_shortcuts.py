"""Shortcuts: book from a message, open what a message names, and book, look and find from anywhere."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from blocks import ids
from bot.standins.slack import Channel, Person, Seen
from handlers.shortcuts.in_message import objects_linked
from tests.stories.scene import Scene, modal, scene

BOOK, FIND = "Book from this message", "Find this appointment"
ANEW, TODAY, LOOK = "Book an appointment", "Today's sessions", "Find an appointment"


async def said(story: Scene, text: str, in_: Channel | None = None, by: Person | None = None) -> Seen:
    """A message that stands in a channel."""
    author = by or story.ben
    await author.types(text, in_=in_ or story.desk)
    return author.last(in_ or story.desk)


async def uses(story: Scene, name: str, on: Seen | None = None, by: Person | None = None) -> None:
    assert await (by or story.asha).uses_shortcut(name, on=on)
    await story.delivered()


async def test_a_message_is_booked_as_it_reads_and_its_card_leads_back_to_it(story: Scene) -> None:
    message = await said(
        story, "Hi, could you please book Jane Doe\ntomorrow 3pm for 45 min in Leeds?\nInterpreter: Polish"
    )
    await uses(story, BOOK, message)
    form = modal(story.asha)
    assert form.title == "Book an appointment"
    assert (form.value("Claimant name"), form.value("When"), form.value("Duration")) == (
        "Jane Doe",
        "tomorrow 3pm",
        "45 min",
    )
    assert "Sat 21 Nov 2026, 15:00–15:45" in form.text
    assert "Jane" not in str(form.view.body["private_metadata"])
    await form.submit()
    await story.delivered()

    story.sqod.has(name="Jane Doe", at=story.at(15, days=1), minutes=45)
    (card,) = [seen for seen in story.cards(story.desk) if "Reference" in seen.text]
    (link,) = story.asha.thread(card)
    assert link.text == "Booked from this message."
    assert f"/archives/{story.desk.id}/p{message.ts.replace('.', '')}" in str(link.blocks)


async def test_where_frontdesk_is_not_in_it_a_message_is_booked_all_the_same(story: Scene) -> None:
    private = story.slack.channel("case-work", private=True)
    private.has_bot = False
    message = await said(story, "Jane Doe tomorrow 3pm", in_=private)
    await uses(story, BOOK, message)
    form = modal(story.asha)
    assert form.value("Claimant name") == "Jane Doe"
    await form.submit()
    await story.delivered()
    story.sqod.has(name="Jane Doe")
    assert [seen.text for seen in story.cards(private)] == ["Jane Doe tomorrow 3pm"]


async def test_a_card_that_goes_elsewhere_does_not_lead_to_the_message_but_the_booker_is_told(
    story: Scene,
) -> None:
    message = await said(story, "Jane Doe tomorrow 3pm", in_=story.lobby)
    await uses(story, BOOK, message)
    await modal(story.asha).fill("Post the card in", story.desk)
    await modal(story.asha).submit()
    await story.delivered()
    (card,) = story.cards(story.desk)
    assert story.asha.thread(card) == []
    line = story.asha.last(story.lobby)
    assert "Booked from this message." in line.text
    assert f"/archives/{story.lobby.id}/p{message.ts.replace('.', '')}" in line.links["this message"]


def _told(story: Scene) -> str:
    """All that Asha reads: in her form, in the channels, in her conversation with Frontdesk."""
    places = (story.desk, story.lobby, story.shared, story.asha.dm)
    form = story.asha.modal.text if story.asha.modal else ""
    return "\n".join([form, *(seen.text for place in places for seen in story.asha.sees(place))])


async def test_an_apps_message_is_read_from_its_blocks(story: Scene) -> None:
    webform = story.slack.add_user("Web form", is_bot=True)
    posted = story.slack.messages.post(
        story.desk,
        webform.id,
        "New request",
        [
            {"type": "header", "text": {"type": "plain_text", "text": "New booking request"}},
            {
                "type": "section",
                "fields": [
                    {"type": "mrkdwn", "text": "*Name:* Jane Doe"},
                    {"type": "mrkdwn", "text": "*When:* tomorrow 3pm"},
                    {"type": "mrkdwn", "text": "*Department:* Leeds"},
                ],
            },
        ],
        by_bot=False,
    )
    message = next(seen for seen in story.asha.sees(story.desk) if seen.ts == posted.ts)
    await uses(story, BOOK, message)
    form = modal(story.asha)
    assert (form.value("Claimant name"), form.value("When")) == ("Jane Doe", "tomorrow 3pm")
    assert form.value("Department") == "Leeds"


async def test_a_message_without_words_opens_an_empty_form_that_says_so(story: Scene) -> None:
    posted = story.slack.messages.post(
        story.desk,
        story.ben.user.id,
        blocks=[{"type": "image", "image_url": "https://x.example/a.png", "alt_text": "a scan"}],
        by_bot=False,
    )
    await uses(story, BOOK, next(seen for seen in story.asha.sees(story.desk) if seen.ts == posted.ts))
    form = modal(story.asha)
    assert "That message has no words that Frontdesk can read." in form.text
    assert form.value("Claimant name") is None


async def test_a_command_that_was_typed_into_a_thread_is_booked_from_there(story: Scene) -> None:
    parent = await said(story, "Anybody free for Jane?")
    reply = story.slack.messages.post(
        story.desk,
        story.ben.user.id,
        "/appt book Jane Doe tomorrow 3pm",
        thread_ts=parent.ts,
        by_bot=False,
    )
    (seen,) = story.asha.thread(parent)
    await uses(story, BOOK, seen)
    form = modal(story.asha)
    assert (form.value("Claimant name"), form.value("When")) == ("Jane Doe", "tomorrow 3pm")
    assert "not understood" not in form.text.lower()
    await form.submit()
    await story.delivered()
    (link,) = story.asha.thread(story.cards(story.desk)[-1])
    assert f"p{reply.ts.replace('.', '')}?thread_ts={parent.ts}" in str(link.blocks)


@pytest.mark.parametrize("name", [BOOK, FIND])
async def test_guests_and_strangers_are_told_no(story: Scene, name: str) -> None:
    for person in (story.gus, story.olga):
        message = await said(story, "Jane Doe tomorrow 3pm", in_=story.shared)
        await uses(story, name, message, by=person)
        told = modal(person).text
        assert "Frontdesk" in told
        assert modal(person).submit_label is None
        await modal(person).close()


@pytest.mark.parametrize("how", ["code", "reference", "link", "object", "permalink", "id", "card"])
async def test_what_a_message_names_is_opened(story: Scene, how: str) -> None:
    jane, john = story.session("Jane Doe"), story.session("John Roe", at=story.at(16))
    named = {
        "code": f"Can somebody look at {jane.reference[-5:]}, please?",
        "reference": f"ref. ({jane.reference})",
        "link": f"she can't get in: https://desk.example.org/join/{jane.reference}?x=1",
        "object": "https://slack.com/app_redirect?app=A1&team="
        f"{story.slack.team_id}&appointment={ids.object_name(story.slack.team_id, jane.id)}",
        "id": f"#{jane.id}",
        "card": "",
    }
    if how in ("card", "permalink"):
        await story.asha.types("/appt book Ann Lee tomorrow 3pm", in_=story.desk)
        await story.delivered()
        await modal(story.asha).submit()
        await story.delivered()
        card = story.cards(story.desk)[-1]
        reply = story.slack.messages.post(
            story.desk, story.ben.user.id, "running late", thread_ts=card.ts, by_bot=False
        )
        reply_seen = next(one for one in story.asha.thread(card) if one.ts == reply.ts)
        there = f"https://riverside.slack.com/archives/{story.desk.id}/p{card.ts.replace('.', '')}"
        linking = await said(story, f"see {there}", in_=story.lobby)
        for message in (card, reply_seen) if how == "card" else (linking,):
            await uses(story, FIND, message, by=story.ben)
            assert "Ann Lee" in modal(story.ben).text
            await modal(story.ben).close()
        return
    await uses(story, FIND, await said(story, named[how]), by=story.ben)
    assert "Jane Doe" in modal(story.ben).text
    assert john.reference not in modal(story.ben).text
    assert {"Reschedule", "Details"} <= set(modal(story.ben).buttons)


async def test_of_several_that_a_message_names_one_is_chosen_and_none_is_made_up(story: Scene) -> None:
    jane, john = story.session("Jane Doe"), story.session("John Roe", at=story.at(16))
    await uses(story, FIND, await said(story, f"{jane.reference[-5:]} or {john.reference[-5:]}?"))
    assert "Which one? 2 sessions for this message" in modal(story.asha).text
    await modal(story.asha).press("Open", nth=1)
    await story.delivered()
    assert "John Roe" in modal(story.asha).text
    await modal(story.asha).close(everything=True)

    await uses(story, FIND, await said(story, "Jane Doe is late, call 07700 900123 by 3pm"))
    assert "No reference, code or link of an appointment" in modal(story.asha).text


async def test_today_comes_in_a_window_whose_days_turn_in_it_and_whose_sessions_open_above_it(
    story: Scene,
) -> None:
    story.session("John Roe", at=story.at(15, days=1))
    await uses(story, TODAY)
    window = modal(story.asha)
    assert window.title == "Today's sessions"
    assert "No sessions." in window.text
    await window.press("Next day")
    await story.delivered()
    turned = modal(story.asha)
    assert turned.view.id == window.view.id
    assert "Tomorrow, Sat 21 Nov 2026" in turned.text
    assert "John Roe" in turned.text
    await turned.fill("Open a session…", "15:00 John Roe · Leeds")
    await story.delivered()
    assert modal(story.asha).view.previous_id == window.view.id
    assert "Reschedule" in modal(story.asha).buttons
    await modal(story.asha).press("Reschedule")
    await story.delivered()
    assert modal(story.asha).title == "Reschedule"
    assert story.asha.sees(story.asha.dm) == []


async def test_find_asks_and_shows_what_it_found_in_the_same_window(story: Scene) -> None:
    story.session("Jane Doe")
    await uses(story, LOOK)
    form = modal(story.asha)
    await form.fill("Name, code or reference", "jane")
    await form.submit()
    await story.delivered()
    found = modal(story.asha)
    assert "1 session for jane" in found.text
    assert "Jane Doe" in found.text
    assert "jane" not in str(found.view.body.get("private_metadata", ""))


async def test_where_nobody_is_found_what_was_looked_for_stays(story: Scene) -> None:
    await uses(story, LOOK)
    form = modal(story.asha)
    await form.fill("Name, code or reference", "nobody at all")
    await form.submit()
    await story.delivered()
    assert "Nobody was found for “nobody at all”" in str(modal(story.asha).errors)
    assert modal(story.asha).value("Name, code or reference") == "nobody at all"


async def test_a_message_between_two_people_is_booked_and_its_card_goes_nowhere_by_itself(
    story: Scene,
) -> None:
    between = story.slack.dm_between(story.asha, story.ben)
    await uses(story, BOOK, await said(story, "Jane Doe tomorrow 3pm", in_=between))
    assert modal(story.asha).value("Post the card in") is None
    await modal(story.asha).submit()
    await story.delivered()
    story.sqod.has(name="Jane Doe")
    assert "Booked: Jane Doe" in story.asha.last(between).text, "for her eyes alone, where she chose it"
    assert story.asha.last(between).is_ephemeral
    assert "Booked" not in str([seen.text for seen in story.ben.sees(between)])


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


async def test_nothing_of_a_message_is_kept_but_where_it_stands(
    story: Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    message = await said(story, "Zebedee Quagga tomorrow 3pm 07700 900123, xylophone is broken")
    await uses(story, BOOK, message)
    await modal(story.asha).submit()
    await story.delivered()
    await uses(story, FIND, message)
    kept = everything_in(tmp_path)
    logged = capsys.readouterr().err
    for word in ("Zebedee", "Quagga", "07700", "xylophone"):
        assert word.encode() not in kept
        assert word not in logged


async def test_a_booking_from_anywhere_has_no_channel_and_is_told_to_its_booker(story: Scene) -> None:
    await uses(story, ANEW)
    form = modal(story.asha)
    await form.fill("Claimant name", "Jane Doe")
    await form.fill("When", "tomorrow 3pm")
    await story.delivered()
    await modal(story.asha).submit()
    await story.delivered()
    story.sqod.has(name="Jane Doe", at=story.at(15, days=1))
    assert "Booked: Jane Doe" in _told(story)
    assert story.cards(story.desk) == []


@pytest.mark.parametrize("name", [BOOK, FIND, TODAY, ANEW])
async def test_a_service_that_takes_long_leaves_a_window_that_is_filled_later(
    story: Scene, name: str
) -> None:
    message = await said(story, "Jane Doe tomorrow 3pm") if name in (BOOK, FIND) else None
    story.slack.faults.switch_on("users.info", delay=1.5)
    assert await story.asha.uses_shortcut(name, on=message)
    await story.delivered()
    assert "One moment" not in modal(story.asha).text


@pytest.mark.parametrize("name", [BOOK, TODAY, LOOK])
async def test_where_slack_opens_no_window_it_is_said_in_words(story: Scene, name: str) -> None:
    message = await said(story, "Jane Doe tomorrow 3pm") if name == BOOK else None
    story.slack.faults.switch_on("views.open", error="internal_error")
    await uses(story, name, message)
    where = story.desk if name == BOOK else story.asha.dm
    assert "Slack did not take our answer. Nothing was changed." in story.asha.last(where).text


async def test_turned_off_they_are_not_offered_and_what_an_older_manifest_offers_says_so(
    tmp_path: Path,
) -> None:
    async with scene(tmp_path, shortcuts=False) as story:
        assert story.asha.shortcuts == []
        old = {"name": TODAY, "type": "global", "callback_id": "todays_sessions", "description": "-"}
        story.slack.shortcuts = [old]
        await uses(story, TODAY)
        assert "Shortcuts are turned off here. Type /appt instead." in modal(story.asha).text


def test_links_are_found_in_one_pass_however_many_lead_nowhere() -> None:
    def took(many: int) -> float:
        text = "/app_redirect?a=appointment" * many + " <https://x.org/app_redirect?a=1&appointment=T1-Q|x>"
        begun = time.process_time()
        assert objects_linked(text) == ["T1-Q"]
        return time.process_time() - begun

    few, many = (min(took(number) for _ in range(3)) for number in (1_000, 8_000))
    assert many < 24 * few, "read anew from each, eight times as many take sixty-four times as long"
