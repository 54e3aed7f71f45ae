"""`frontdesk doctor` and the connection to Pexip Engage: what each scope is for, and which are missing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.apis.pexip.settings import SCOPES
from bot.apis.vendors import VENDORS
from bot.appointments.api import Capability, capabilities
from bot.appointments.model import Window
from bot.ops.doctor import examine
from bot.settings import given_settings
from bot.standins.slack import SlackServer, Workspace
from bot.storage.engine import open_engine
from bot.workspace.connection import connect
from tests.standins.pexip import ALL_SCOPES, StandInPexip

SECRET = "8f742231b10e8888abcd99ffeedd85a5"
NAMES = [
    "engage:appointments:readOnly",
    "engage:appointments:readWrite",
    "engage:customers:readOnly",
    "engage:employees:readOnly",
    "engage:offices:readOnly",
    "engage:subjects:readOnly",
    "engage:availability:readOnly",
]


class Office:
    def __init__(self, slack: Workspace, server: SlackServer, pexip: StandInPexip, folder: Path) -> None:
        self.pexip = pexip
        self.said: dict[str, Any] = {
            "slack_bot_token": slack.bot_token,
            "slack_signing_secret": SECRET,
            "slack_api_url": server.api_url,
            "database_url": f"sqlite:///{folder / 'frontdesk.sqlite3'}",
            "appointments_provider": "pexip",
            "pexip_enterprise": pexip.enterprise,
            "appointments_api_url": pexip.url,
            "appointments_token_url": pexip.token_url,
            "appointments_client_id": pexip.client_id,
            "appointments_client_secret": pexip.client_secret,
            "appointments_timeout_seconds": 1.0,
        }

    async def lines(self, capsys: pytest.CaptureFixture[str], **changed: Any) -> list[str]:
        """What the doctor says of the service and our rights there."""
        await asyncio.to_thread(examine, given_settings(VENDORS, **(self.said | changed)))
        printed = capsys.readouterr().out
        assert self.pexip.client_secret not in printed
        return printed[printed.index("Appointment service") - 6 :].splitlines()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    slack = Workspace()
    with StandInPexip() as pexip:
        async with SlackServer(slack, signing_secret=SECRET) as server:
            yield Office(slack, server, pexip, tmp_path)


async def test_all_well(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    service, *rights = await office.lines(capsys)
    assert service == "ok    Appointment service: Pexip Engage answers and accepts our sign-in"
    assert [line.split(": ")[0] for line in rights] == [f"ok    Right {name}" for name in NAMES]
    assert rights[2].endswith("there, for claimants' names and the customer menu")


async def test_a_token_without_rights(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.pexip.allowed_scopes = frozenset()
    service, check, rights, mend = await office.lines(capsys)
    assert service.startswith("fix   Appointment service: The appointment service does not let us do that.")
    assert "Check" in check
    assert rights.startswith("fix   Rights: the token may do nothing. It needs ")
    assert all(name in rights for name in NAMES)
    assert "PEXIP_SCOPES" in mend


async def test_one_scope_that_is_missing(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.pexip.allowed_scopes = ALL_SCOPES - {"engage:offices:readOnly"}
    lines = await office.lines(capsys)
    assert [line for line in lines if line.startswith("fix")] == [
        "fix   Right engage:offices:readOnly: missing, and needed for offices' names, addresses and menu"
    ]


async def test_a_fixed_token_is_tried_out(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.pexip.fixed_scopes = ALL_SCOPES - {"engage:subjects:readOnly"}
    lines = await office.lines(capsys, appointments_api_token=office.pexip.token)
    assert "fix   Right engage:subjects:readOnly: missing, and needed for subjects' names and menu" in lines
    assert any(
        line.startswith("ok    Right engage:appointments:readWrite: shows when it is used") for line in lines
    )
    assert office.pexip.asked("create") == []


async def test_credentials_that_are_refused(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    service, check = await office.lines(capsys, appointments_client_id="somebody")
    assert "does not accept our sign-in" in service
    assert "APPOINTMENTS_CLIENT_ID" in check


async def test_the_settings_reach_the_vendor(office: Office, tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    more = {"pexip_accept_language": "nl", "pexip_per_page": 7, "pexip_client_auth": "body"}
    api = connect(given_settings(VENDORS, **(office.said | more)), engine, lambda: datetime.now(UTC))
    await api.find(Window.around(datetime.now(UTC), timedelta(hours=1), timedelta(hours=1)))
    assert Capability.CANCEL not in capabilities(api)
    (token,), (listed,) = office.pexip.asked("token"), office.pexip.asked("list")
    assert token.sent["scope"].split() == list(SCOPES)
    assert "client_secret" in token.sent
    assert (listed.headers["accept-language"], listed.query["limit"]) == ("nl", "7")
    await api.aclose()

    cancel = {"pexip_cancel": "POST /appointments/{id}/_actions/cancel message"}
    api = connect(given_settings(VENDORS, **(office.said | cancel)), engine, lambda: datetime.now(UTC))
    assert Capability.CANCEL in capabilities(api)
    await api.aclose()
    await engine.dispose()
