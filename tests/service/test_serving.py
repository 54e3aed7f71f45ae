"""The service as its own process: it keeps what it acknowledged, stops when told to, and lets no stranger in."""

import os
import re
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.serve.api import run_api
from bot.serve.ports import CannotListen
from tests.service.conftest import APPOINTMENTS, BOOKING
from tests.service.running import TOKEN
from tests.stories.process import BotProcess

SIGNED_IN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[BotProcess]:
    """`frontdesk api`, to be started; what it keeps stands in the test's folder."""
    settings = {"APPOINTMENTS_API_TOKEN": TOKEN, "MEET_HOST": "meet.example"}
    async with BotProcess(tmp_path, settings, "api") as process:
        yield process


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/service.sqlite3"


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(headers=SIGNED_IN) as one:
        yield one


async def test_what_was_acknowledged_outlives_a_kill_9(
    service: BotProcess, client: httpx.AsyncClient
) -> None:
    """Killed right after each kind of write, and started again."""
    kept: dict[str, dict[str, Any]] = {}
    for n in range(2):
        body: dict[str, Any] = {**BOOKING, "reference": f"R{n}", "department": "Leeds"}
        answer = await client.post(f"{await service.start()}{APPOINTMENTS}", json=body)
        await service.kill()
        assert answer.status_code == 201
        kept[answer.json()["data"]["id"]] = answer.json()["data"]

    moved, cancelled = kept
    for method, address, body in (
        ("PATCH", f"{APPOINTMENTS}/{moved}", {"appointment_at": "2026-04-01T10:00:00Z"}),
        ("POST", f"{APPOINTMENTS}/{cancelled}/cancel", {"cancellation_reason": "Ill"}),
    ):
        answer = await client.request(method, f"{await service.start()}{address}", json=body)
        await service.kill()
        assert answer.status_code == 200
        kept[answer.json()["data"]["id"]] = answer.json()["data"]

    url = f"{await service.start()}{APPOINTMENTS}"
    assert {one: (await client.get(f"{url}/{one}")).json()["data"] for one in kept} == kept
    assert kept[moved]["appointment_at"] == "2026-04-01T10:00:00.000000Z"
    assert kept[cancelled]["status"] == "cancelled"


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
async def test_it_stops_quietly_when_told_to(
    service: BotProcess, client: httpx.AsyncClient, stop: signal.Signals
) -> None:
    url = await service.start()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d{4,5}", url)
    assert (await client.get(f"{url}{APPOINTMENTS}")).status_code == 200
    assert (await client.get(f"{url}{APPOINTMENTS}", headers={"Authorization": ""})).status_code == 401
    os.kill(service.pid, stop)
    assert (await service.ended(), service.log.read_text()) == (0, "")


async def test_it_describes_itself_to_programs_and_to_people(
    service: BotProcess, client: httpx.AsyncClient
) -> None:
    url = await service.start()
    described = (await client.get(f"{url}/openapi.json")).json()
    page = await client.get(f"{url}/docs")
    assert described["paths"][APPOINTMENTS]["post"]["responses"].keys() == {
        *("201", "400", "401", "413", "415", "422", "503")
    }
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for words in (
        "Cancel an appointment",
        "POST /api/v1/appointments/{appointment}/cancel",
        "claimant.name",
        "Unauth",
    ):
        assert (words in page.text) is (words != "Unauth")
    assert not re.search(r"<script|src=|href='http", page.text)


@pytest.mark.parametrize("token", [None, SecretStr("")])
def test_it_listens_to_strangers_only_with_a_token(database: str, token: SecretStr | None) -> None:
    with pytest.raises(CannotListen, match=r"HOST=0\.0\.0\.0 .* set APPOINTMENTS_API_TOKEN"):
        run_api(database, "0.0.0.0", 0, token, "meet.example")


def test_a_port_that_is_taken_is_told_in_words(database: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen, match=f"PORT={port} can't be listened on"):
            run_api(database, "127.0.0.1", port, SecretStr("t"), "meet.example")
