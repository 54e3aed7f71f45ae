"""Pasting: out of Slack, Word, Outlook and telephones come spaces, marks and signs that nobody types."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.appointments.folding import bare, fold, unwrapped
from bot.verbs import BY_NAME
from handlers.pasted import LONGEST, MOST_NAMED, typed_words
from tests.stories.scene import Scene, book


@pytest.mark.parametrize("space", ["\u00a0", "\t", "\n", "\u202f", "\u3000", "\r\n", " \u200b"])
async def test_any_white_space_parts_the_verb_and_the_reference(story: Scene, space: str) -> None:
    form = await story.opens(story.asha, f"/appt book{space}Jane Doe tomorrow 3pm")
    assert form.value("Claimant name") == "Jane Doe"
    await form.submit()
    await story.delivered()
    code = story.sqod.has(name="Jane Doe", at=story.at(15, days=1)).reference[-5:]

    moved = await story.opens(story.asha, f"/appt move {code}{space}fri 10am")
    assert moved.title == "Reschedule"
    assert moved.value("When") == "fri 10am"


@pytest.mark.parametrize(
    "typed",
    ["\u200etoday", "today\u200b", "\ufefftoday", "today.", "“today”", "*today*", "`today`", "(today),"],
)
async def test_a_verb_is_a_verb_whatever_stands_round_it(story: Scene, typed: str) -> None:
    assert "Today, Fri 20 Nov 2026" in (await story.says(story.asha, f"/appt {typed}")).text


async def test_help_with_a_full_stop_is_help(story: Scene) -> None:
    whole = (await story.says(story.asha, "/appt help")).text
    assert (await story.says(story.asha, "/appt help.")).text == whole
    assert (await story.says(story.asha, "/appt “help book”")).text == (
        await story.says(story.asha, "/appt help\u00a0book.")
    ).text


@pytest.mark.parametrize(
    "date",
    [
        "10‑12‑2026",
        "10\u200e/\u200e12\u200e/\u200e2026",
        "10⁄12⁄2026",
        "10 Dec\u00adember 2026",
        "１０/12/2026",
    ],
)
async def test_a_pasted_date_is_that_date(story: Scene, date: str) -> None:
    await book(story, f"Jane Doe {date} 15:00")
    story.sqod.has(name="Jane Doe", at=story.at(15, days=20))


@pytest.mark.parametrize(
    "wrapped", ["“{}”", "({})", "{},", "*{}*", "'{}'", "‘{}’.", "`{}`", "~{}~", "#{}", "\u2068{}\u2069"]
)
async def test_a_code_is_found_without_the_marks_round_it(story: Scene, wrapped: str) -> None:
    code = story.session("Jane Doe").reference[-5:]
    assert "Jane Doe" in (await story.says(story.asha, f"/appt show {wrapped.format(code)}")).text


@pytest.mark.parametrize(
    "typed",
    ["*jane*", "“jane doe”", "jane,", "(jane)", "ja\u200bne", "“jane” dept:“Leeds”", "jane dept:*Leeds*."],
)
async def test_a_name_is_found_without_the_marks_round_it(story: Scene, typed: str) -> None:
    story.session("Jane Doe")
    assert "Jane Doe" in (await story.says(story.asha, f"/appt find {typed}")).text


@pytest.mark.parametrize(
    "value", ["“Leeds”", "*Leeds*", "'Leeds'", "Leeds,", "_Leeds_", "„Leeds“", "`Leeds`"]
)
async def test_a_filter_s_value_is_meant_without_its_marks(story: Scene, value: str) -> None:
    story.session("Jane Doe")
    story.session("Carl Cardiff", department="Cardiff")
    listed = await story.says(story.asha, f"/appt list today dept:{value}")
    assert "Jane Doe" in listed.text
    assert "Carl" not in listed.text
    answer = await story.says(story.asha, f"/appt alerts waiting 3 dept:{value}")
    assert "Leeds" in answer.text
    listed = await story.says(story.asha, "/appt alerts list")
    assert "dept:Leeds" in listed.text


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("```\nshow CODE\n```", "Jane Doe"),
        ("show <CODE>", "Jane Doe"),
        ("show\u00a0• {CODE}", "Jane Doe"),
        ("ѕhow CODE", "Jane Doe"),
        ("tоday", "Jane Doe"),
        ("–today", "Jane Doe"),
        ("‹today›", "Jane Doe"),
        ("find jane:", "1 session"),
        (": find jane", "1 session"),
        ("list *today* (dept:Leeds)", "(department Leeds)"),
        ("list today: «dеpt:Leeds»", "(department Leeds)"),
        ("list today dept:‘Children’s Services’", "No department is called Children’s Services."),
        ("alerts “pause” 2h", "nothing to pause"),
        ("alerts (resume),", "not paused"),
        ("alerts “waiting” “3”", "Waiting: after 3 min"),
        ("alerts waiting, 3", "Waiting: after 3 min"),
        ("alerts “board” ‘09:30’ *weekdays*", "Board: weekdays 09:30"),
        ("alerts “list”", "channel"),
        ("help {book}", "Open the booking form"),
    ],
)
async def test_marks_of_other_programs_stand_round_nothing(story: Scene, typed: str, answered: str) -> None:
    code = story.session("Jane Doe").reference[-5:]
    assert answered in (await story.says(story.asha, f"/appt {typed.replace('CODE', code)}")).text


@pytest.mark.parametrize(
    "time", ["*tomorrow* *3pm*", "{tomorrow} {3pm", "|tomorrow 3pm|", "“tomorrow” `3pm`"]
)
async def test_no_figure_of_a_time_is_lost_between_marks(story: Scene, time: str) -> None:
    form = await story.opens(story.asha, f"/appt book Jane Doe {time}")
    assert (form.value("Claimant name"), form.value("When").replace("” “", " ")) == (
        "Jane Doe",
        "tomorrow 3pm",
    )


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("*Jane Doe*", "Jane Doe"),
        ("~Jane~", "Jane"),
        ("“Jane Doe”,", "Jane Doe"),
        ("Jane\u202e Doe\x00", "Jane Doe"),
        ("Ja\u200bne\u00a0 Doe", "Jane Doe"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("’t Hooft Jr.", "’t Hooft Jr."),
        ("Jane (Janey)", "Jane (Janey)"),
        ("Siân O\x92Brien", "Siân O’Brien"),
        ("Nguye\u0302\u0303n D’Arcy-Griﬃths", "Nguyễn D’Arcy-Griffiths"),
    ],
)
async def test_a_name_keeps_its_letters_and_no_marks(story: Scene, name: str, kept: str) -> None:
    form = await story.opens(story.asha, "/appt book tomorrow 3pm")
    await form.fill("Claimant name", name)
    await form.submit()
    await story.delivered()
    story.sqod.has(name=kept)


async def test_every_input_of_a_form_takes_what_is_pasted(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe")
    await form.fill("When", "\u200e10‑12‑2026\u00a015:00\u200b")
    await form.fill("Date of birth", "3⁄4⁄1980\u200e")
    await form.fill("Phone", "\u202a020\u00a07946‑0958\u202c")
    await story.delivered()  # the time stands read back
    await form.submit()
    await story.delivered()
    kept = story.sqod.has(name="Jane Doe", at=story.at(15, days=20))
    assert (kept.phone, str(kept.date_of_birth)) == ("+442079460958", "1980-04-03")


async def test_people_and_channels_go_by_their_names(story: Scene) -> None:
    """Slack sends `<@U2>` or `<@U2|old.name>`, by how the command was set up and when."""
    ws, ben, lobby, desk = story.bot.workspace, story.ben.user.id, story.lobby.id, story.desk.id
    assert await typed_words(ws, f"book <@{ben}>\u00a0tomorrow") == "book Ben Duval tomorrow"
    assert await typed_words(ws, f"book <@{ben}|old.name> &lt;3 &amp;amp;") == "book Ben Duval <3 &amp;"
    assert await typed_words(ws, f"list host:<@{ben}>") == 'list host:"Ben Duval"'
    assert await typed_words(ws, "book <@U0NOBODY> <@U0NOBODY|jane>") == "book @U0NOBODY jane"
    assert await typed_words(ws, f"<#{lobby}> <#{lobby}|> <#{lobby}|hall>") == "#lobby #lobby #hall"
    assert await typed_words(ws, f"<#{desk}> <#C0NONE>") == "#private channel #private channel"
    assert await typed_words(ws, "<mailto:j@x.org|j@x.org> <tel:+4420|020> <https://x.org/a?b&amp;c>") == (
        "j@x.org 020 https://x.org/a?b&c"
    )
    assert await typed_words(ws, "<!subteam^S1|@desk> <!here>") == "@desk @here"


async def test_a_command_is_no_longer_than_slacks_own_field(story: Scene) -> None:
    said = (await story.says(story.asha, f"/appt list {'x' * LONGEST}")).text
    assert said.startswith("That is more than a command can be, 12,000 characters. Nothing was done.")
    assert "looked for at once" in (await story.says(story.asha, f"/appt find {'x' * (LONGEST - 5)}")).text


async def test_many_who_are_mentioned_cost_few_questions(story: Scene) -> None:
    ws, asked = story.bot.workspace, len(story.slack.calls)
    told = await typed_words(ws, " ".join(f"<@U0STRANGER{n % 300}>" for n in range(900)))
    assert told.startswith("@U0STRANGER0 @U0STRANGER1")
    assert len(story.slack.calls) - asked == MOST_NAMED


async def test_filters_without_end_cost_little(story: Scene) -> None:
    said = await story.says(story.asha, "/appt list " + "dept:x " * 1500)
    assert "too long for a time" in said.text


@pytest.mark.parametrize("name", ["lobby", "leeds-10", "2pm", "c2"])
async def test_a_channel_that_is_mentioned_is_no_time(story: Scene, name: str) -> None:
    form = await story.opens(story.asha, f"/appt book Jane Doe #{name} tomorrow 3pm")
    assert form.value("Claimant name") == "Jane Doe"
    assert form.value("When") == "tomorrow 3pm"


async def test_who_is_mentioned_is_booked_by_name(story: Scene) -> None:
    form = await story.opens(story.asha, f"/appt book @{story.ben.user.name} tomorrow 3pm")
    assert form.value("Claimant name") == "Ben Duval"


async def test_a_name_of_the_service_s_can_t_turn_a_line_round(story: Scene) -> None:
    story.session("Jane\u202e Doe\x00\u2028\u2066x\u2069", department="Le\n\u202eeds")
    story.session("علی\u200cرضا", at=story.at(16))
    text = (await story.says(story.asha, "/appt today")).text
    assert "Jane Doe x" in text
    assert "علی\u200cرضا" in text
    assert "Jane Doe x · Le eds" in text
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00")


async def test_a_colleague_s_name_can_t_either(story: Scene) -> None:
    story.ben.user.real_name = "Ben\u202e\u2028Duval\x00"
    assert await story.bot.workspace.people.name(story.ben.user.id) == "Ben Duval"


_DIRT = st.sampled_from([*"“”\"'().,*~_` ", "\u200b", "\u200e", "\ufeff", "\u00a0", "\t", "\n", "\u00ad"])


@settings(
    max_examples=60,
    deadline=timedelta(seconds=5),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(_DIRT, max_size=4), st.text(_DIRT, max_size=4), st.sampled_from(sorted(BY_NAME)))
def test_no_verb_is_said_to_be_none(before: str, after: str, verb: str) -> None:
    words = unwrapped(fold(f"{before}{verb}{after}", lines=True)).split()
    assert verb in [bare(word) for word in words]
