"""The command line: what is wrong is told at once and by name; the audit; the service alone."""

from __future__ import annotations

import csv
import io
import socket
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.standins.slack import SlackServer, Workspace
from tests.edges.leaks import found_in
from tests.edges.test_nothing_leaks import JANE, a_whole_life
from tests.stories.process import BotProcess, run_once
from tests.stories.scene import SECRET, book, modal, outcome, scene

WRONG = {
    "SLACK_BOT_TOKEN": "abc-secret-one",
    "SLACK_APP_TOKEN": "xoxb-secret-two",
    "SLACK_API_URL": "slack.com",
    "APPOINTMENTS_PROVIDER": "sqod",
    "APPOINTMENTS_CLIENT_SECRET": "secret-three",
    "APPOINTMENTS_TIMEOUT_SECONDS": "0",
    "DATABASE_URL": "mysql://clerk:secret-four@db/desk",
    "PORT": "eighty",
    "DESK_TIMEZONE": "Europe/Leeds",
    "APPT_COMMAND": "appt",
    "CARD_PRIVACY": "none",
    "DEFAULT_MINUTES": "0",
    "LOOK_BACK_DAYS": "x",
    "SQOD_FORM_BOOLEANS": "maybe",
    "LOG_LEVEL": "loud",
}


async def test_everything_that_is_wrong_is_told_at_once_and_by_name(tmp_path: Path) -> None:
    code, out, err = await run_once(tmp_path, WRONG, "serve")

    assert (code, out) == (2, "")
    assert err.startswith("These settings need your attention:\n")
    told = {line.split(":")[0] for line in err.splitlines()[1:]}
    missing = {"APPOINTMENTS_API_URL", "APPOINTMENTS_CLIENT_ID"}
    right = {"APPOINTMENTS_PROVIDER", "APPOINTMENTS_CLIENT_SECRET"}
    assert told == WRONG.keys() - right | missing
    assert found_in(err, {"secret-one", "secret-two", "secret-three", "secret-four"}) == []
    assert "Traceback" not in err


async def test_a_misspelt_setting_is_named_and_does_not_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DESK_TIMEZON=Europe/Paris\nSLACK_SIGNING_SECRT=hush\n")
    stray = ".env: DESK_TIMEZON is no setting, and its line is passed over. Is DESK_TIMEZONE meant?\n"
    async with SlackServer(slack := Workspace()) as server:
        variables = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": server.api_url,
        }
        async with BotProcess(tmp_path, variables) as bot:
            await bot.start()
        told = bot.log.read_text()
    assert stray in told
    assert "Frontdesk connects to Slack at http:" in told
    assert "hush" not in told
    code, _, err = await run_once(tmp_path, {}, "serve")
    assert code == 2
    assert "Is SLACK_SIGNING_SECRET meant?" in err


async def test_nothing_set_at_all(tmp_path: Path) -> None:
    code, _, err = await run_once(tmp_path, {}, "serve")
    assert code == 2
    assert "SLACK_BOT_TOKEN: missing." in err
    assert "SLACK_SIGNING_SECRET: missing." in err


async def test_a_token_that_slack_refuses(tmp_path: Path) -> None:
    async with SlackServer(Workspace()) as server:
        variables = {
            "SLACK_BOT_TOKEN": "xoxb-of-another-app",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": server.api_url,
            "PORT": "0",
        }
        code, out, err = await run_once(tmp_path, variables, "serve")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == (
        "SLACK_BOT_TOKEN: Slack does not accept it (invalid_auth). "
        "Copy it again from the app's OAuth & Permissions page."
    )
    assert "Traceback" not in err


async def test_a_port_that_is_taken(tmp_path: Path) -> None:
    variables = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": SECRET}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, out, err = await run_once(tmp_path, variables | {"PORT": port}, "serve")
    assert (code, out) == (2, "")
    assert err == f"HOST=127.0.0.1 PORT={port} can't be listened on: Address already in use.\n"


@pytest.mark.parametrize("command", ["serve", "api", "audit"])
async def test_a_database_that_is_none_is_told_in_words(tmp_path: Path, command: str) -> None:
    tmp_path.joinpath("frontdesk.sqlite3").write_bytes(b"this is no database" * 100)
    async with SlackServer(slack := Workspace()) as server:
        variables = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": server.api_url,
            "PORT": "0",
        }
        code, out, err = await run_once(tmp_path, variables, command)
    assert (code, out) == (2, "")
    assert err.splitlines()[-1].startswith("DATABASE_URL: the database can't be used (DatabaseError). ")
    assert "Traceback" not in err


async def test_a_database_that_can_not_be_made_is_told_in_words(tmp_path: Path) -> None:
    variables = {"DATABASE_URL": f"sqlite:///{tmp_path / ('x' * 300)}"}
    told = "DATABASE_URL: the file can't be made: File name too long.\n"
    assert await run_once(tmp_path, variables, "api") == (2, "", told)


async def test_the_audit_as_text_and_as_csv(tmp_path: Path) -> None:
    async with scene(tmp_path) as story:
        variables = {"DATABASE_URL": story.settings.database_url}
        assert await run_once(tmp_path, variables, "audit") == (0, "Nothing was done at the desk yet.\n", "")
        session = await a_whole_life(story, JANE, story.desk)
        await story.says(story.gus, "/appt book Jane Doe tomorrow 3pm")
        text = await run_once(tmp_path, variables, "audit")
        code, table, err = await run_once(tmp_path, variables, "audit", "--csv")

    rows = list(csv.DictReader(io.StringIO(table)))
    assert (code, err) == (0, "")
    assert [row["deed"] for row in rows] == [
        *("book", "details", "join", "details", "edit", "move", "cancel"),
        "book",
    ]
    assert {row["appointment"] for row in rows[:-1]} == {session.id}
    assert {row["user"] for row in rows[:-1]} == {story.asha.user.id}
    assert (rows[-1]["user"], rows[-1]["outcome"]) == (story.gus.user.id, "refused")
    assert [row["outcome"] for row in rows[:-1]] == ["done"] * 7
    assert text[0] == 0
    assert len(text[1].splitlines()) == 8
    assert found_in(table + text[1], {*JANE.details, f"{JANE.mark}name", session.reference}) == []


async def test_the_manifest_for_a_host(tmp_path: Path) -> None:
    code, out, err = await run_once(tmp_path, {}, "manifest", "--url", "https://desk.example/")
    assert (code, err) == (0, "")
    manifest = yaml.safe_load(out)
    address = "https://desk.example/slack/events"
    assert manifest["settings"]["interactivity"]["request_url"] == address
    assert manifest["features"]["slash_commands"][0]["url"] == address
    assert manifest["settings"]["socket_mode_enabled"] is False

    code, out, err = await run_once(tmp_path, {}, "manifest", "--url", "http://desk.example")
    assert (code, out, err) == (2, "", "--url: Slack needs an address that starts with https://.\n")


async def test_the_service_alone_serves_a_bot_elsewhere(tmp_path: Path) -> None:
    variables = {
        "APPOINTMENTS_API_TOKEN": "a-token",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'service.sqlite3'}",
        "MEET_HOST": "meet.riverside.example",
    }
    async with BotProcess(tmp_path, variables, "api") as service:
        url = await service.start()
        connected: dict[str, Any] = {
            "appointments_provider": "sqod",
            "appointments_api_url": url,
            "appointments_api_token": "a-token",
            "room_hosts": ("meet.riverside.example",),
        }
        async with scene(tmp_path, vendor=False, **connected) as story:
            form = await book(story, "Jane Doe tomorrow 3pm for 45m in Leeds with a Polish interpreter")
            assert "Booked: Jane Doe, Sat 21 Nov, 15:00–15:45 (London)." in form.text
            await form.close()
            (card,) = story.cards(story.desk)
            assert card.links["Join"].startswith("https://meet.riverside.example/")
            await story.asha.clicks("Reschedule", on=card)
            await story.delivered()
            await modal(story.asha).press("+30 min")
            await story.delivered()
            await modal(story.asha).submit()
            await story.delivered()
            assert "Rescheduled: Jane Doe, Sat 21 Nov, 15:30–16:15" in outcome(story.asha).text
            reference = next(x for x in card.text.splitlines() if x.startswith("Reference: "))[11:]
            cancelling = await story.opens(story.asha, f"/appt cancel {reference} claimant asked")
            await cancelling.submit()
            await story.delivered()
            assert "Cancelled: Jane Doe" in outcome(story.asha).text
        await service.ask_to_stop()
        assert await service.ended() == 0


async def test_without_its_rooms_host_the_links_are_held_back(tmp_path: Path) -> None:
    variables = {
        "APPOINTMENTS_API_TOKEN": "a-token",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'service.sqlite3'}",
    }
    async with BotProcess(tmp_path, variables, "api") as service:
        connected: dict[str, Any] = {
            "appointments_provider": "sqod",
            "appointments_api_url": await service.start(),
            "appointments_api_token": "a-token",
        }
        async with scene(tmp_path, vendor=False, **connected) as story:
            await (await book(story, "Jane Doe tomorrow 3pm")).close()
            (card,) = story.cards(story.desk)
            assert "Join" not in card.links
            await story.asha.clicks("Join", on=card)
            await story.delivered()
            assert "no meeting link for it that Frontdesk may show" in story.asha.last(story.desk).text
