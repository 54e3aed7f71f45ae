"""Slash commands over HTTP: what is sent, what is shown, and what Slack says when nobody answers in time."""

from __future__ import annotations

import pytest

from bot.standins.slack import NotThere
from tests.playground.conftest import Stage, staged

FORM_FIELDS = {
    *(
        "token",
        "team_id",
        "team_domain",
        "channel_id",
        "channel_name",
        "user_id",
        "user_name",
        "command",
        "text",
    ),
    *("api_app_id", "is_enterprise_install", "response_url", "trigger_id"),
}


async def test_the_answer_in_the_acknowledgement_is_seen_by_the_typist_alone(stage: Stage) -> None:
    await stage.asha.types("/say hello", in_=stage.desk)

    assert stage.asha.last(stage.desk).text == "hello"
    assert stage.asha.last(stage.desk).is_ephemeral
    assert stage.ben.sees(stage.desk) == []
    assert stage.workspace.complaints == []


async def test_what_people_type_arrives_as_slack_sends_it(stage: Stage) -> None:
    await stage.asha.types("/say a < b & @ben.duval in #front-desk: j@x.org https://x.org/a", in_=stage.desk)

    sent = stage.heard["command"]
    assert sent["text"] == (
        f"a &lt; b &amp; <@{stage.ben.user.id}|ben.duval> in <#{stage.desk.id}|front-desk>: <mailto:j@x.org|j@x.org> <https://x.org/a>"
    )
    assert stage.asha.last(stage.desk).text == "a < b & @Ben Duval in #front-desk: j@x.org https://x.org/a"


async def test_the_form_has_slacks_fields(stage: Stage) -> None:
    await stage.asha.types("/say it", in_=stage.desk)
    await stage.asha.types("/say it", in_=stage.asha.dm)
    public = stage.workspace.channel("general")
    await stage.asha.types("/say it", in_=public)

    private, direct, open_to_all = stage.heard.bodies[-3:]
    assert set(private) == FORM_FIELDS
    assert [one["channel_name"] for one in (private, direct, open_to_all)] == [
        "privategroup",
        "directmessage",
        "general",
    ]


async def test_an_answer_after_three_seconds_is_too_late(stage: Stage) -> None:
    await stage.asha.types("/slow", in_=stage.desk)

    assert stage.asha.last(stage.desk).text == '/slow failed with the error "operation_timeout"'
    assert [str(one) for one in stage.workspace.complaints] == ["/slow: operation_timeout"]


async def test_a_command_that_nobody_knows_fails_aloud(stage: Stage) -> None:
    await stage.asha.types("/nonsense", in_=stage.desk)

    assert stage.asha.last(stage.desk).text == '/nonsense failed with the error "dispatch_failed"'
    assert [str(one) for one in stage.workspace.complaints] == ["/nonsense: http_404"]


async def test_a_bot_that_is_not_there_fails_aloud() -> None:
    async with staged() as stage:
        stage.server.connect("http://127.0.0.1:9")
        await stage.asha.types("/say hello", in_=stage.desk)

        assert "dispatch_failed" in stage.asha.last(stage.desk).text


async def test_five_answers_go_to_a_response_url_and_no_sixth(stage: Stage) -> None:
    await stage.asha.types("/later", in_=stage.desk)
    await stage.workspace.settled()

    assert [seen.text for seen in stage.asha.sees(stage.desk)] == [
        "answer 1",
        "answer 2",
        "answer 3",
        "answer 4",
    ]
    assert [str(one) for one in stage.workspace.complaints] == ["response_url: used_url"]


async def test_a_response_url_lives_half_an_hour(stage: Stage) -> None:
    await stage.asha.types("/say hello", in_=stage.desk)
    stage.clock.move(minutes=31)
    path = stage.heard["command"]["response_url"].removeprefix(stage.server.url)

    with pytest.raises(Exception, match="expired_url"):
        stage.workspace.tickets.use(path)


async def test_an_answer_for_all_shows_the_command_too(stage: Stage) -> None:
    await stage.asha.types("/whisper in_channel", in_=stage.desk)

    said, answer = stage.ben.sees(stage.desk)
    assert (said.author, said.text) == ("Asha Patel", "/whisper in_channel")
    assert (answer.author, answer.text) == ("Frontdesk", "It is quiet")


async def test_nobody_types_or_reads_in_a_channel_that_she_is_not_in(stage: Stage) -> None:
    back_office = stage.workspace.channel("back-office", private=True, members=[stage.ben])

    with pytest.raises(NotThere, match="Asha Patel is not in back-office"):
        await stage.asha.types("/say hello", in_=back_office)
    await stage.ben.types("Between us", in_=back_office)
    assert stage.asha.sees(back_office) == []
    with pytest.raises(NotThere, match="sees no 'Between us'"):
        await stage.asha.sees_soon(back_office, containing="Between us", within=0)


async def test_plain_words_are_said_in_the_channel(stage: Stage) -> None:
    await stage.asha.types("Good morning", in_=stage.desk)

    assert (stage.ben.last(stage.desk).author, stage.ben.last(stage.desk).text) == (
        "Asha Patel",
        "Good morning",
    )


async def test_slack_itself_refuses_a_command_that_the_app_does_not_have(stage: Stage) -> None:
    stage.workspace.commands = frozenset({"/say"})
    await stage.asha.types("/sya hello", in_=stage.desk)

    assert stage.asha.last(stage.desk).author == "Slackbot"
    assert stage.asha.last(stage.desk).text == "/sya is not a valid command."
    assert stage.heard.bodies == []


async def test_without_escaping_names_and_links_arrive_as_typed(stage: Stage) -> None:
    stage.workspace.should_escape = False
    await stage.asha.types("/say @ben.duval & https://x.org/a", in_=stage.desk)

    assert stage.heard["command"]["text"] == "@ben.duval &amp; https://x.org/a"
