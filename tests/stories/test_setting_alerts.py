"""Saying what a channel gets: in words, in the form, and by whom."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.slack.posting import ChannelClosed
from bot.standins.slack import Channel, Person, Seen
from handlers.alerts.telling import pause
from tests.stories.scene import Scene, modal, outcome, scene
from tests.stories.telling import messages, passes, told

ALL = "board 08:30 weekdays dept:Leeds reminders 15 waiting 3 changes"


async def says(story: Scene, person: Person, text: str, in_: Channel | None = None) -> Seen:
    """Type a command and have its answer, whatever else is posted meanwhile."""
    await story.says(person, text, in_)
    return [seen for seen in person.sees(in_ or story.desk) if seen.is_ephemeral][-1]


def typed_again(listed: Seen) -> str:
    """The words of a list that give the same elsewhere."""
    line = next(line for line in listed.text.splitlines() if line.startswith("The same elsewhere: "))
    return line.removeprefix("The same elsewhere: ")


async def test_typed_words_are_said_back_as_what_the_channel_gets(story: Scene) -> None:
    answer = await says(story, story.asha, f"/appt alerts {ALL}")

    assert answer.is_ephemeral
    for sentence in (
        "Board: weekdays 08:30 (London), also on empty days.",
        "Reminders: 15 min before each session.",
        "Waiting: after 3 min.",
        "Every booking, move, cancellation and edit is posted.",
        "Only sessions in Leeds.",
        "Messages go into the board's thread.",
        "The board's time today has passed, so today's board comes now.",
    ):
        assert sentence in answer.text
        assert sentence in answer.fallback


async def test_each_word_leaves_the_rest_as_it_was(story: Scene) -> None:
    await says(story, story.asha, f"/appt alerts {ALL}")
    answer = await says(story, story.ben, "/appt alerts no changes daily")

    assert answer.text.startswith("Saved. Changes are no longer posted.")
    assert answer.text.count("Board: every day 08:30 (London)") == 1, "what is set is said once"
    assert "Reminders: 15 min before each session." in answer.text
    assert "Every booking" not in answer.text
    again = await says(story, story.ben, "/appt alerts daily")
    assert "Nothing was changed: it was set like that already." in again.text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("board 8", "8 can be 08:00 or 20:00."),
        ("remindrs 15", "Did you mean reminders?"),
        ("board 08:30 daily waitting 3", "Did you mean waiting?"),
        ("hello", "For example: board 08:30 weekdays"),
    ],
)
async def test_what_is_not_understood_changes_nothing(story: Scene, words: str, said: str) -> None:
    await says(story, story.asha, "/appt alerts waiting 7")
    answer = await says(story, story.asha, f"/appt alerts {words}")
    assert said in answer.text
    assert "Nothing was changed." in answer.text
    assert typed_again(await says(story, story.asha, "/appt alerts list")) == "/appt alerts reset waiting 7"


async def test_what_the_list_shows_gives_the_same_in_another_channel(story: Scene) -> None:
    await says(story, story.asha, f'/appt alerts {ALL} dept:"Adult & Social, Care" no empty in channel')
    first = typed_again(await says(story, story.asha, "/appt alerts list"))
    await says(story, story.asha, "/appt alerts gaps status:waiting", in_=story.shared)
    await says(story, story.asha, first, in_=story.shared)
    assert typed_again(await says(story, story.asha, "/appt alerts list", in_=story.shared)) == first


async def test_the_form_says_what_the_channel_gets_and_sets_it(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt alerts")
    assert form.text.startswith("Nothing is set up here: no board, no reminders, no alerts.")
    assert form.value("Board time zone") == "Europe/London"

    await form.fill("Board time", "8.45am")
    await form.fill("The day's board", "Post the board")
    await story.delivered()
    assert "Board: weekdays 08:45 (London)." in form.text
    await form.fill("Board days", "Every day")
    await story.delivered()
    assert "Board: every day 08:45 (London)." in form.text
    await form.fill("Board days", "These days")
    await story.delivered()
    await form.fill("Which days", ["Monday", "Wednesday"])
    await story.delivered()
    assert "Board: Mondays and Wednesdays 08:45 (London)." in form.text
    await form.fill("Reminders before each session", "1 h, 15")
    await form.fill("Claimant in the waiting room", "0")
    await form.fill("Also post", ["Interpreter gaps"])
    await form.fill("Only these departments", "Leeds, Adult Social Care")
    await form.fill("Only these statuses", ["Scheduled", "In the waiting room"])
    await form.submit()
    await story.delivered()

    said = outcome(story.asha).text
    for sentence in (
        "Saved.",
        "Board: Mondays and Wednesdays 08:45 (London), also on empty days.",
        "Reminders: 1 h and 15 min before each session.",
        "Waiting: at once.",
        "Interpreter gaps: 24 h, 2 h and 15 min before",
        "Only sessions in Leeds and Adult Social Care.",
        "Only sessions with the status “Scheduled” or “In the waiting room”.",
    ):
        assert sentence in said


async def test_the_form_opens_with_what_is_set(story: Scene) -> None:
    await story.says(
        story.asha, '/appt alerts board 08:30 weekends reminders 60,15 dept:"A, B" dept:Leeds gaps'
    )
    form = await story.opens(story.ben, "/appt alerts")

    assert form.value("The day's board") == "Post the board"
    assert form.value("Board time") == "08:30"
    assert form.value("Board time zone") == "Europe/London", "the board's own, not the reader's"
    assert form.value("Board days") == "These days"
    assert form.value("Which days") == ["Saturday", "Sunday"]
    assert form.value("Reminders before each session") == "1 h, 15 min"
    assert form.value("Only these departments") == '"A, B", Leeds'
    assert "That is 09:30 (Paris) at present." in form.text
    await form.submit()
    await story.delivered()
    assert "Nothing was changed." in outcome(story.ben).text


async def test_faults_stand_under_their_fields_and_nothing_typed_is_lost(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt alerts")
    await form.fill("The day's board", "Post the board")
    await form.fill("Board time", "8")
    await form.fill("Board time zone", "Nowhere")
    await form.fill("Board days", "These days")
    await story.delivered()
    await form.fill("Reminders before each session", "soon")
    await form.fill("Claimant in the waiting room", "3, 4")
    await form.submit()
    await story.delivered()

    assert form.is_open
    assert form.errors["Board time"] == "8 can be 08:00 or 20:00. Type one of these."
    assert "Choose at least one day" in form.errors["Which days"]
    assert "“soon” is not a length." in form.errors["Reminders before each session"]
    assert "Type one number of minutes" in form.errors["Claimant in the waiting room"]
    await form.fill("Board time", "08:00")
    await form.submit()
    await story.delivered()
    assert "“Nowhere” is not a place" in form.errors["Board time zone"]
    assert form.value("Reminders before each session") == "soon"
    assert "no channel" in (await says(story, story.asha, "/appt alerts list")).text.casefold()


async def test_a_time_without_a_board_is_asked_about(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt alerts")
    await form.fill("Board time", "08:30")
    await story.delivered()
    assert "There will be no board, because that is what is chosen below." in form.text
    await form.submit()
    await story.delivered()
    assert "There is a time for it above." in form.errors["The day's board"]


async def test_known_departments_are_chosen_from_a_menu(tmp_path: Path) -> None:
    async with scene(tmp_path, departments=("Leeds=7", "Adult Social Care")) as story:
        form = await story.opens(story.asha, "/appt alerts")
        assert form.options("Only these departments") == ["Leeds", "Adult Social Care"]
        await form.fill("Only these departments", ["Adult Social Care"])
        await form.fill("Claimant in the waiting room", "3")
        await form.submit()
        await story.delivered()
        assert "Only sessions in Adult Social Care." in outcome(story.asha).text
        answer = await says(story, story.asha, "/appt alerts dept:Leds")
        assert "Leeds?" in answer.text


async def test_two_who_change_the_same_channel_hear_of_each_other(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt alerts")
    await form.fill("Claimant in the waiting room", "3")
    await says(story, story.chloe, "/appt alerts changes")
    await form.submit()
    await story.delivered()

    again = modal(story.asha)
    assert "Chloe Evans has changed this channel's alerts meanwhile" in again.text
    assert "• Every booking" in again.text
    assert again.value("Claimant in the waiting room") == "3"
    await again.submit()
    await story.delivered()
    assert "Changes are no longer posted." in outcome(story.asha).text
    assert "Waiting: after 3 min." in outcome(story.asha).text


async def test_two_who_type_at_once_are_both_heard(story: Scene) -> None:
    await asyncio.gather(
        story.asha.types("/appt alerts waiting 3", in_=story.desk),
        story.chloe.types("/appt alerts changes", in_=story.desk),
        story.ben.types("/appt alerts gaps", in_=story.desk),
    )
    await story.delivered()
    assert typed_again(await says(story, story.asha, "/appt alerts list")) == (
        "/appt alerts reset waiting 3 changes gaps"
    )


async def test_who_pauses_while_another_types_undoes_nothing(story: Scene) -> None:
    await says(story, story.asha, "/appt alerts waiting 3")
    await asyncio.gather(
        story.asha.types("/appt alerts pause 2h", in_=story.desk),
        story.chloe.types("/appt alerts changes", in_=story.desk),
    )
    await story.delivered()
    listed = await says(story, story.asha, "/appt alerts list")
    assert "Paused until Fri 20 Nov, 11:10 (London)." in listed.text
    assert typed_again(listed) == "/appt alerts reset waiting 3 changes"


async def test_a_form_that_is_saved_while_another_types_undoes_nothing(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt alerts")
    await form.fill("Claimant in the waiting room", "3")
    await asyncio.gather(form.submit(), story.chloe.types("/appt alerts changes", in_=story.desk))
    await story.delivered()
    if "Saved." not in outcome(story.asha).text:
        seen = modal(story.asha)
        assert "Chloe Evans has changed this channel's alerts meanwhile." in seen.text
        await seen.submit()
        await story.delivered()
        assert "Changes are no longer posted." in outcome(story.asha).text, "she knew it, and wanted it so"
        return
    listed = await says(story, story.chloe, "/appt alerts list")
    assert typed_again(listed) == "/appt alerts reset waiting 3 changes"


async def test_a_form_that_is_saved_while_another_pauses_is_nobodys_conflict(story: Scene) -> None:
    await says(story, story.chloe, "/appt alerts changes")
    form = await story.opens(story.asha, "/appt alerts")
    await form.fill("Claimant in the waiting room", "3")
    await says(story, story.chloe, "/appt alerts pause 2h")
    await form.submit()
    await story.delivered()
    assert "Waiting: after 3 min." in outcome(story.asha).text
    assert "Paused until Fri 20 Nov, 11:10 (London)." in outcome(story.asha).text


async def test_whoever_set_the_alerts_hears_that_the_channel_is_closed_not_who_paused_them(
    story: Scene,
) -> None:
    story.session("Jane Doe", at=story.at(9, 30))
    await says(story, story.asha, "/appt alerts reminders 15", in_=story.lobby)
    await says(story, story.chloe, "/appt alerts pause 1h", in_=story.lobby)
    await says(story, story.ben, "/appt alerts resume", in_=story.lobby)
    story.lobby.has_bot = False
    await passes(story, minutes=7)
    assert ["are paused" in seen.text for seen in story.asha.sees(story.asha.dm)] == [True]
    assert story.chloe.sees(story.chloe.dm) == story.ben.sees(story.ben.dm) == []


async def test_news_from_before_a_resume_that_the_channel_is_closed_pauses_nothing(story: Scene) -> None:
    """A message that failed is told of late: by then the channel was mended, and its alerts resumed."""
    workspace = story.bot.workspace
    was = await told(story, story.lobby, waiting=3)
    await pause(workspace, was, ChannelClosed("not_in_channel"))
    await story.delivered()
    assert len(story.asha.sees(story.asha.dm)) == 1
    await says(story, story.chloe, "/appt alerts resume", in_=story.lobby)
    await pause(workspace, was, ChannelClosed("not_in_channel"))
    await story.delivered()
    assert "Paused" not in (await says(story, story.asha, "/appt alerts list", in_=story.lobby)).text
    assert len(story.asha.sees(story.asha.dm)) == 1


async def test_a_double_click_saves_once_and_is_nobodys_conflict(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt alerts")
    await form.fill("Claimant in the waiting room", "3")
    await form.submit_twice()
    await story.delivered()
    assert "Saved." in outcome(story.asha).text
    assert "meanwhile" not in outcome(story.asha).text


async def test_the_button_under_an_answer_opens_the_form(story: Scene) -> None:
    answer = await says(story, story.asha, "/appt alerts waiting 3")
    await story.asha.clicks("Change in a form", on=answer)
    await story.delivered()
    assert modal(story.asha).value("Claimant in the waiting room") == "3"


async def test_a_pause_ends_when_it_was_said_or_when_somebody_resumes(story: Scene) -> None:
    await says(story, story.asha, "/appt alerts waiting 3")
    paused = await says(story, story.asha, "/appt alerts pause 2h")
    assert "Paused until Fri 20 Nov, 11:10 (London). After that this channel gets:" in paused.text
    assert "To end the pause early, type /appt alerts resume." in paused.text
    changed = await says(story, story.asha, "/appt alerts waiting 5")
    assert "Paused until Fri 20 Nov, 11:10 (London)." in changed.text
    assert "Paused until" in (await says(story, story.asha, "/appt alerts list")).text

    resumed = await says(story, story.asha, "/appt alerts resume")
    assert "Alerts are on again." in resumed.text
    assert "Paused" not in resumed.text
    await says(story, story.ben, "/appt alerts pause until 2pm")
    assert (
        "Paused until Fri 20 Nov, 14:00 (Paris), which is Fri 20 Nov, 13:00 (London). After that this channel gets:"
        in story.ben.last(story.desk).text
    )
    story.clock.move(hours=4)
    assert "are not paused" in (await says(story, story.asha, "/appt alerts resume")).text
    assert "Paused" not in (await says(story, story.asha, "/appt alerts gaps")).text


async def test_a_board_that_stands_already_is_not_promised_again(story: Scene) -> None:
    story.session("Jane Doe")
    await says(story, story.asha, "/appt alerts board 08:30 daily")
    off = await says(story, story.asha, "/appt alerts board off")
    assert "Today's board stays where it is, but is no longer kept up to date." in off.text

    again = await says(story, story.asha, "/appt alerts board 08:30 daily")
    assert "Today's board was posted already and is kept up to date again." in again.text
    assert "comes now" not in again.text
    assert "Today's board" not in (await says(story, story.asha, "/appt alerts weekdays")).text
    await passes(story, minutes=2)
    assert len(messages(story, story.desk)) == 1


async def test_no_empty_board_is_promised_for_now(story: Scene) -> None:
    answer = await says(story, story.asha, "/appt alerts board 08:30 daily no empty")
    assert "today's board comes as soon as there is a session today." in answer.text
    assert messages(story, story.desk) == []
    story.session("Walk In", at=story.at(16))
    await passes(story, minutes=1)
    assert "Walk In" in messages(story, story.desk)[0].text


async def test_the_form_too_says_what_becomes_of_todays_board(story: Scene) -> None:
    await says(story, story.asha, "/appt alerts board 10:00 daily")
    form = await story.opens(story.asha, "/appt alerts")
    await form.fill("Board time", "08:30")
    await form.submit()
    await story.delivered()
    assert "The board's time today has passed, so today's board comes now." in outcome(story.asha).text
    assert len(messages(story, story.desk)) == 1


async def test_whoever_resumes_is_told_of_the_board_that_the_pause_held_back(story: Scene) -> None:
    await says(story, story.asha, "/appt alerts board 09:30 daily")
    await says(story, story.asha, "/appt alerts pause 3h")
    await passes(story, minutes=30)
    assert messages(story, story.desk) == []
    resumed = await says(story, story.asha, "/appt alerts resume")
    assert (
        "Alerts are on again. The board's time today has passed, so today's board comes now." in resumed.text
    )
    assert len(messages(story, story.desk)) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("pause", "How long?"),
        ("pause 30", "It is not clear how long “30” is."),
        ("pause 2pm", "Did you mean pause until 2pm?"),
        ("pause until yesterday", "That time has passed."),
    ],
)
async def test_a_pause_that_is_not_clear_is_asked_about(story: Scene, words: str, said: str) -> None:
    assert "nothing to pause" in (await says(story, story.asha, f"/appt alerts {words}")).text
    await says(story, story.asha, "/appt alerts waiting 3")
    assert said in (await says(story, story.asha, f"/appt alerts {words}")).text
    assert "are not paused" in (await says(story, story.asha, "/appt alerts pause off")).text


async def test_off_is_off(story: Scene) -> None:
    await says(story, story.asha, f"/appt alerts {ALL}")
    answer = await says(story, story.asha, "/appt alerts off")

    assert "The day's board is no longer posted. Reminders are no longer posted." in answer.text
    assert "Nothing is set up here" in answer.text
    assert (
        "No channel that you can see has alerts." in (await says(story, story.asha, "/appt alerts list")).text
    )


async def test_the_list_names_public_channels_and_no_private_one_but_where_it_was_asked(story: Scene) -> None:
    quiet = story.slack.channel("grievances", private=True)
    for channel, minutes in ((story.desk, 1), (story.lobby, 2), (story.shared, 3), (quiet, 4)):
        await says(story, story.asha, f"/appt alerts waiting {minutes}", in_=channel)
    await says(story, story.chloe, "/appt alerts waiting 5", in_=story.chloe.dm)

    listed = await says(story, story.asha, "/appt alerts list")
    assert "Alerts in 3 channels" in listed.text
    lines = [line for line in listed.text.splitlines() if "Waiting: after" in line]
    assert [line.split(":")[0] for line in lines] == ["This channel", "#lobby", "#with-partners"]
    assert "grievances" not in listed.text
    for minutes in (4, 5):
        assert f"waiting {minutes}" not in listed.text
    assert "waiting 4" in (await says(story, story.asha, "/appt alerts list", in_=quiet)).text


async def test_forty_channels_are_turned_through_where_the_list_stands(story: Scene) -> None:
    for number in range(44):
        await told(story, story.slack.channel(f"office-{number:02}"), waiting=number)
    listed = await says(story, story.asha, "/appt alerts list")
    assert "Page 1 of 3" in listed.text
    assert "#office-19: Waiting: after 19 min." in listed.text
    assert "#office-20" not in listed.text
    for page, first, last in ((2, 20, 39), (3, 40, 43)):
        await story.asha.clicks("Next", on=story.asha.last(story.desk))
        await story.delivered()
        turned = [seen for seen in story.asha.sees(story.desk) if seen.is_ephemeral]
        assert len(turned) == 1, "it is redrawn where it stands"
        assert f"Page {page} of 3" in turned[0].text
        assert f"#office-{first}:" in turned[0].text
        assert f"#office-{last}:" in turned[0].text


async def test_a_channel_without_the_bot_is_told_to_invite_it_and_then_works_at_once(story: Scene) -> None:
    away = story.slack.channel("bot-not-here", has_bot=False)
    for words in ("", "board 08:30", "off"):
        answer = await says(story, story.asha, f"/appt alerts {words}", in_=away)
        assert "Type /invite @Frontdesk" in answer.text
        assert "Nothing was changed." in answer.text
        assert story.asha.modal is None
    away.has_bot = True
    assert "Waiting: after 3 min" in (await says(story, story.asha, "/appt alerts waiting 3", in_=away)).text


async def test_a_form_outlives_neither_the_bots_place_nor_the_persons_right(tmp_path: Path) -> None:
    async with scene(tmp_path, alerts_usergroups=("leads",)) as story:
        leads = story.slack.group("leads", [story.asha])
        form = await story.opens(story.asha, "/appt alerts", in_=story.lobby)
        await form.fill("Claimant in the waiting room", "3")
        story.lobby.has_bot = False
        story.clock.move(seconds=61)
        await form.submit()
        await story.delivered()
        assert "Type /invite @Frontdesk" in outcome(story.asha).text
        story.lobby.has_bot = True
        leads.members.remove(story.asha.user.id)
        story.clock.move(seconds=61)
        await modal(story.asha).submit()
        await story.delivered()
        assert "Only members of @leads may set what channels are told." in outcome(story.asha).text
        assert modal(story.asha).value("Claimant in the waiting room") == "3"


async def test_only_the_group_that_is_set_may_set_alerts_and_others_see_them(tmp_path: Path) -> None:
    async with scene(tmp_path, alerts_usergroups=("leads",)) as story:
        story.slack.group("leads", [story.chloe])
        await says(story, story.chloe, "/appt alerts waiting 3")
        for words in ("off", "waiting 5", "pause 2h", "resume"):
            answer = await says(story, story.asha, f"/appt alerts {words}")
            assert "Only members of @leads may set what channels are told. Ask one of them." in answer.text
        shown = await says(story, story.asha, "/appt alerts")
        assert "Waiting: after 3 min." in shown.text
        assert shown.buttons == []
        assert story.asha.modal is None
        assert "waiting 3" in (await says(story, story.asha, "/appt alerts list")).text
        entries = [
            (entry.user, entry.outcome)
            async for entry in story.bot.workspace.desk._ledger.whole_audit()  # type: ignore[attr-defined]
            if entry.deed == "alerts"
        ]
        assert (story.chloe.user.id, "done") in entries
        assert entries.count((story.asha.user.id, "refused")) == 5


async def test_a_guest_sets_and_sees_nothing(story: Scene) -> None:
    await says(story, story.asha, "/appt alerts waiting 3")
    for words in ("", "list", "off", "waiting 9", "pause 2h"):
        answer = await says(story, story.gus, f"/appt alerts {words}")
        assert "Guests can't use Frontdesk here." in answer.text
        assert "waiting" not in answer.text
    assert story.gus.modal is None


async def test_the_persons_own_messages_with_the_bot_can_have_a_board(story: Scene) -> None:
    answer = await says(story, story.asha, "/appt alerts board 08:30 daily", in_=story.asha.dm)
    assert "Board: every day 08:30 (London)" in answer.text
    assert any("is posted in this conversation" in seen.text for seen in story.asha.sees(story.asha.dm))
    listed = await says(story, story.asha, "/appt alerts list", in_=story.asha.dm)
    assert "This channel: Board: every day" in listed.text


async def test_help_and_aliases(story: Scene) -> None:
    assert "/appt alerts board 08:30 weekdays" in (await says(story, story.asha, "/appt help alerts")).text
    assert "/appt alerts board 08:30 weekdays" in (await says(story, story.asha, "/appt alerts help")).text
    assert "Waiting: after 2 min" in (await says(story, story.asha, "/appt subscribe waiting 2")).text


async def test_the_command_may_have_another_name(tmp_path: Path) -> None:
    async with scene(tmp_path, appt_command="/desk") as story:
        for words in ("waiting 3", "list", "pause 2h", "resume", "off", "pause"):
            answer = await says(story, story.asha, f"/desk alerts {words}")
            assert "/appt" not in answer.text
        form = await story.opens(story.asha, "/desk alerts")
        assert "/appt" not in form.text
