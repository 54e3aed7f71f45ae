"""The service as its own process: it keeps what it acknowledged, stops when told to, and lets no stranger in."""

import re
import signal
import socket
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.serve.api import run_api
from bot.serve.ports import CannotListen
from tests.service.conftest import APPOINTMENTS, BOOKING
from tests.service.running import TOKEN, running

SIGNED_IN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/service.sqlite3"


def read(url: str, appointment: str) -> dict[str, Any]:
    return dict(httpx.get(f"{url}{APPOINTMENTS}/{appointment}", headers=SIGNED_IN).json()["data"])


def test_what_was_acknowledged_outlives_a_kill_9(database: str) -> None:
    """Killed right after each kind of write, and started again."""
    kept: dict[str, dict[str, Any]] = {}
    for n in range(2):
        with running(database) as service:
            answer = httpx.post(
                f"{service.url}{APPOINTMENTS}",
                headers=SIGNED_IN,
                json={**BOOKING, "reference": f"R{n}", "department": "Leeds"},
            )
            service.process.send_signal(signal.SIGKILL)
        assert answer.status_code == 201
        kept[answer.json()["data"]["id"]] = answer.json()["data"]

    moved, cancelled = kept
    for method, address, body in (
        ("PATCH", f"{APPOINTMENTS}/{moved}", {"appointment_at": "2026-04-01T10:00:00Z"}),
        ("POST", f"{APPOINTMENTS}/{cancelled}/cancel", {"cancellation_reason": "Ill"}),
    ):
        with running(database) as service:
            answer = httpx.request(method, f"{service.url}{address}", headers=SIGNED_IN, json=body)
            service.process.send_signal(signal.SIGKILL)
        assert answer.status_code == 200
        kept[answer.json()["data"]["id"]] = answer.json()["data"]

    with running(database) as service:
        assert {appointment: read(service.url, appointment) for appointment in kept} == kept
    assert kept[moved]["appointment_at"] == "2026-04-01T10:00:00.000000Z"
    assert kept[cancelled]["status"] == "cancelled"


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_quietly_when_told_to(database: str, stop: signal.Signals) -> None:
    with running(database) as service:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d{4,5}", service.url)
        assert httpx.get(f"{service.url}{APPOINTMENTS}", headers=SIGNED_IN).status_code == 200
        assert httpx.get(f"{service.url}{APPOINTMENTS}").status_code == 401
        service.process.send_signal(stop)
        rest = service.process.communicate(timeout=20)
        assert (service.process.returncode, rest) == (0, ("", ""))


def test_it_describes_itself_to_programs_and_to_people(database: str) -> None:
    with running(database) as service:
        described = httpx.get(f"{service.url}/openapi.json").json()
        page = httpx.get(f"{service.url}/docs")
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
