"""`frontdesk doctor`: what is well, and of what is not, what to mend."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import create_engine, text

from bot.apis.vendors import VENDORS
from bot.ops.doctor import examine
from bot.settings import Settings, given_settings
from bot.slack.scopes import SCOPES
from bot.standins.slack import SlackServer, Workspace
from tests.standins.sqod import StandInSqod
from tests.stories.process import run_once

SECRET = "8f742231b10e8888abcd99ffeedd85a5"


@dataclass
class Office:
    """What the doctor looks at, all of it well to begin with."""

    slack: Workspace
    server: SlackServer
    sqod: StandInSqod
    folder: Path
    capsys: pytest.CaptureFixture[str]
    clock_off: timedelta = timedelta(0)

    async def told(self, **changed: Any) -> str:
        """What the doctor prints; "fix" is in it exactly where it is not content."""
        settings = given_settings(VENDORS, **(self.said | changed))
        well = await asyncio.to_thread(examine, settings)
        printed = self.capsys.readouterr().out
        assert well is ("fix   " not in printed)
        return printed

    @property
    def said(self) -> dict[str, Any]:
        return {
            "slack_bot_token": self.slack.bot_token,
            "slack_signing_secret": SECRET,
            "slack_api_url": self.server.api_url,
            "database_url": f"sqlite:///{self.folder / 'frontdesk.sqlite3'}",
            "appointments_provider": "sqod",
            "appointments_api_url": self.sqod.url,
            "appointments_api_token": self.sqod.token,
            "appointments_timeout_seconds": 1.0,
        }


@pytest.fixture
async def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Office]:
    slack = Workspace()
    server = SlackServer(slack, signing_secret=SECRET)
    with StandInSqod() as sqod:
        found = Office(slack, server, sqod, tmp_path, capsys)

        async def tell_the_time(_: web.Request, response: web.StreamResponse) -> None:
            response.headers["Date"] = format_datetime(datetime.now(UTC) + found.clock_off, usegmt=True)

        server.app.on_response_prepare.append(tell_the_time)
        async with server:
            yield found


async def test_a_token_of_a_whole_organisation(office: Office) -> None:
    office.slack.is_org_wide = True
    assert "fix   Bot token: accepted, but for a whole organisation" in await office.told()


async def test_files_that_others_may_read(office: Office) -> None:
    assert "Files" not in await office.told()
    database = office.folder / "frontdesk.sqlite3"
    assert database.stat().st_mode & 0o077 == 0
    database.chmod(0o640)
    told = await office.told()
    assert "fix   Files: others on this machine may read frontdesk.sqlite3" in told
    assert f"chmod 600 {database}" in told


async def test_settings_that_others_may_read(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    env = tmp_path / ".env"
    env.touch(mode=0o644)
    env.chmod(0o644)
    assert "others on this machine may read .env" in await office.told()
    env.chmod(0o600)
    assert "Files" not in await office.told()


async def test_all_well(office: Office) -> None:
    variables = {name.upper(): str(value) for name, value in office.said.items()}
    code, out, err = await run_once(office.folder, variables, "doctor")

    assert (code, err) == (0, "")
    assert [line.split(":")[0] for line in out.splitlines()] == [
        "ok    Bot token",
        "ok    Scopes",
        "ok    Clock",
        "ok    Signing secret",
        "ok    Database",
        "ok    Appointment service",
    ]
    assert "accepted, for Riverside Council as frontdesk" in out
    for secret in (office.slack.bot_token, SECRET, office.sqod.token):
        assert secret not in out


async def test_work_objects_are_picked_by_hand_and_slack_does_not_tell(office: Office) -> None:
    assert "Work Object" not in await office.told()
    told = await office.told(work_objects=True)
    assert "look  Work Objects: on; Slack does not tell whether their type is picked" in told
    assert "Work Object Previews: switch them on and pick Item." in told


async def test_several_things_broken_are_all_told_and_the_exit_code_is_1(office: Office) -> None:
    office.slack.scopes = frozenset({"commands"})
    office.sqod.fails("list", 401, times=None)
    variables = {name.upper(): str(value) for name, value in office.said.items()}
    code, out, _ = await run_once(office.folder, variables, "doctor")

    assert code == 1
    assert out.count("fix   ") == 2
    assert (
        "fix   Scopes: missing: chat:write, users:read, users:read.email, usergroups:read, channels:read, groups:read"
        in out
    )
    assert "frontdesk manifest" in out
    assert "fix   Appointment service: The appointment service does not accept our sign-in." in out
    assert "Check APPOINTMENTS_API_URL, APPOINTMENTS_API_TOKEN" in out


async def test_a_token_that_slack_does_not_know(office: Office) -> None:
    told = await office.told(slack_bot_token="xoxb-of-another-app")
    assert "fix   Bot token: Slack does not accept it (invalid_auth)" in told
    assert "SLACK_BOT_TOKEN: copy it again from the app's OAuth & Permissions page." in told
    assert "xoxb-of-another-app" not in told


async def test_a_scope_that_is_missing(office: Office) -> None:
    granted = office.slack.scopes
    for scope in SCOPES:
        office.slack.scopes = granted - {scope}
        assert f"fix   Scopes: missing: {scope}\n" in await office.told()


async def test_what_people_write_is_not_heard_without_its_scopes_and_the_doctor_says_so(
    office: Office,
) -> None:
    office.slack.scopes -= {"im:history", "app_mentions:read"}
    told = await office.told()
    assert "fix   Scopes: missing: im:history, app_mentions:read" in told
    assert "Or do without what needs them: DIRECT_MESSAGES=false, MENTIONS=false." in told
    assert "ok    Scopes" in await office.told(direct_messages=False, mentions=False)


async def test_a_scope_of_what_is_turned_off_is_not_missed(office: Office) -> None:
    office.slack.scopes -= {"files:write", "im:write"}
    assert "missing: files:write, im:write" in await office.told()
    assert "ok    Scopes" in await office.told(ics=False)


@pytest.mark.parametrize("minutes", [4, -4])
async def test_a_clock_that_is_wrong(office: Office, minutes: int) -> None:
    office.clock_off = timedelta(minutes=minutes)
    told = await office.told()
    assert "fix   Clock: " in told
    assert "seconds off Slack's" in told
    assert "Set this machine's clock" in told


async def test_a_signing_secret_that_looks_odd_is_said_to_look_odd(office: Office) -> None:
    assert "look  Signing secret: there, but unlike those that Slack makes" in await office.told(
        slack_signing_secret="hello"
    )


async def test_a_line_of_env_that_is_nearly_a_setting(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("SLACK_BOT_TOKN=xoxb-mine\nDESK_TIMEZON=Europe/Paris\nEDITOR=vi\n")
    told = await office.told()
    assert told.count("look  Settings: .env: ") == 2
    assert "SLACK_BOT_TOKN is no setting, and its line is passed over. Is SLACK_BOT_TOKEN meant?" in told
    assert "Is DESK_TIMEZONE meant?" in told
    assert "xoxb-mine" not in told


async def test_a_slack_that_is_not_reached_says_nothing_about_a_token(office: Office) -> None:
    for url, kind in (
        ("https://no-such-host.invalid/api", "no such host name"),
        (office.sqod.url, "not_json"),
    ):
        told = await office.told(slack_api_url=url, slack_app_token="xapp-1")
        assert told.count("can't be tried: Slack can't be reached at") == 2
        assert kind in told
        assert "does not accept it" not in told
        assert "HTTPS_PROXY" in told


async def test_slack_away(office: Office) -> None:
    told = await office.told(slack_api_url="http://127.0.0.1:9/api")
    assert "fix   Bot token: " in told
    assert (
        "can't be tried: Slack can't be reached at http://127.0.0.1:9/api (nothing listens at that port)"
        in told
    )


async def test_a_service_that_is_not_well(office: Office) -> None:
    for status, words in (
        (403, "does not let us do that"),
        (404, "can't be reached"),
        (429, "is too busy"),
        (500, "did not answer"),
    ):
        office.sqod.fails("list", status, times=None)
        assert f"fix   Appointment service: The appointment service {words}." in await office.told()
        office.sqod.recovers()


async def test_a_service_that_is_not_there(office: Office) -> None:
    told = await office.told(appointments_api_url="http://127.0.0.1:9")
    assert "fix   Appointment service: The appointment service can't be reached." in told


async def test_a_database_in_no_folder(office: Office) -> None:
    told = await office.told(database_url=f"sqlite:///{office.folder}/no/such/x.sqlite3")
    assert "fix   Database: its address can't be used" in told
    assert "there is no folder" in told


async def test_a_database_that_is_none(office: Office) -> None:
    office.folder.joinpath("frontdesk.sqlite3").write_bytes(b"this is no database" * 100)
    told = await office.told()
    assert "fix   Database: can't be used as it is" in told
    assert "DATABASE_URL: the database can't be used (DatabaseError). Check the address" in told


async def test_a_database_of_a_newer_version(office: Office) -> None:
    await office.told()
    await asyncio.to_thread(made_newer, office.said["database_url"])
    told = await office.told()
    assert "fix   Database: can't be used as it is" in told
    assert "Install the newest one." in told


def made_newer(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()


async def test_groups(office: Office) -> None:
    office.slack.group("bookers", [])
    assert "ok    User groups: all 1 there" in await office.told(booking_usergroups=("bookers",))
    told = await office.told(booking_usergroups=("bookers", "boookers"), details_usergroups=("nobody",))
    assert "fix   User groups: not in this workspace: @boookers, @nobody" in told
    assert "BOOKING_USERGROUPS and DETAILS_USERGROUPS: give handles that exist" in told


@pytest.mark.parametrize("setting", [name for name in Settings.model_fields if name.endswith("_usergroups")])
async def test_no_setting_that_names_a_group_is_left_out(office: Office, setting: str) -> None:
    told = await office.told(**{setting: ("no-such-group",)})
    assert "fix   User groups: not in this workspace: @no-such-group" in told
    assert f"{setting.upper()}: give handles that exist, without spaces." in told


async def test_socket_mode(office: Office) -> None:
    told = await office.told(slack_app_token=office.slack.app_token)
    assert "ok    App token: accepted; Socket Mode can be opened" in told
    assert "ok    Signing secret: not needed in Socket Mode" in told
    told = await office.told(slack_app_token="xapp-of-another-app")
    assert "fix   App token: Slack does not accept it (invalid_auth)" in told
    assert "connections:write" in told


async def test_a_slack_that_never_answers(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.client.LIMIT", 0.2)
    office.slack.faults.switch_on("auth.test", delay=5)
    assert "fix   Bot token: can't be tried: Slack can't be reached at" in (told := await office.told())
    assert "(no answer in time)" in told


async def test_each_trouble_on_the_way_to_the_service_has_its_own_mending(
    office: Office, unused_tcp_port: int
) -> None:
    for url, kind, mend in (
        (
            f"http://127.0.0.1:{unused_tcp_port}",
            "nothing listens at that port",
            "Check the port in its address",
        ),
        ("https://no-such-host.invalid", "no such host name", "this machine's DNS"),
        (
            office.sqod.url.replace("http:", "https:"),
            "it does not speak TLS at that port",
            "whether http:// is meant",
        ),
    ):
        # Its tries end by themselves: on a busy machine a second may be over before the last of them.
        told = await office.told(appointments_api_url=url, appointments_timeout_seconds=20.0)
        assert "fix   Appointment service: The appointment service can't be reached." in told
        assert kind in told
        assert mend in told


async def test_what_the_token_server_says_is_told(office: Office) -> None:
    office.sqod.answers(
        "token", {"error": "invalid_scope", "error_description": "No such scope."}, status=400
    )
    told = await office.told(
        appointments_api_token=None,
        appointments_client_id="id",
        appointments_client_secret="secret",
        appointments_token_url=office.sqod.token_url,
    )
    assert "(POST token: 400, invalid_scope)" in told
    assert "have it allowed for our client, or ask for fewer. It says: No such scope." in told


async def test_messages_to_claimants_are_looked_at_too(office: Office) -> None:
    key = "ours-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
    nowhere = {"notify_api_key": key, "notify_url": "http://127.0.0.1:9"}
    told = await office.told(**nowhere)
    assert "look  GOV.UK Notify: nothing is sent: SQOD tells claimants itself" in told
    told = await office.told(**nowhere, sqod_tells_claimant=False)
    assert "fix   GOV.UK Notify: does not answer" in told
    assert key not in told
