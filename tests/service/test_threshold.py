"""The service on a port of its own believes no page of another site, and no name that somebody else makes lead to it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.service.conftest import APPOINTMENTS, BOOKING
from tests.service.running import TOKEN, running
from tests.stories.process import BotProcess

SIGNED_IN = {"Authorization": f"Bearer {TOKEN}"}
FORM = {
    "appointment_at": "2026-03-26T15:00:00Z",
    "duration_in_minutes": "30",
    "claimant[name]": "Jane Doe",
}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(f"sqlite:///{tmp_path_factory.mktemp('threshold')}/service.sqlite3") as service:
        yield service.url


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "["},
        {"Host": ""},
    ],
    ids=str,
)
def test_a_page_of_another_site_neither_books_nor_reads(url: str, headers: dict[str, str]) -> None:
    """Not even with the token, which such a page can't have."""
    posted = httpx.post(f"{url}{APPOINTMENTS}", data=FORM, headers={**SIGNED_IN, **headers})
    listed = httpx.get(f"{url}{APPOINTMENTS}", headers={**SIGNED_IN, **headers})
    assert {posted.status_code, listed.status_code} <= {400, 403}
    assert "Jane" not in listed.text
    assert httpx.get(f"{url}{APPOINTMENTS}", headers=SIGNED_IN).json()["meta"]["total"] == 0


def test_its_own_page_and_programs_are_answered(url: str) -> None:
    port = url.rsplit(":", 1)[1]
    for headers in ({"Host": f"localhost:{port}"}, {"Origin": url, "Sec-Fetch-Site": "same-origin"}):
        assert httpx.get(f"{url}{APPOINTMENTS}", headers={**SIGNED_IN, **headers}).status_code == 200


def test_links_start_with_where_it_listens_whatever_the_host_says(url: str) -> None:
    answer = httpx.get(f"{url}{APPOINTMENTS}", headers={**SIGNED_IN, "Host": "localhost:1"})
    assert answer.json()["links"]["first"].startswith(f"{url}{APPOINTMENTS}?")
    assert "localhost" not in answer.text


def test_how_it_is_may_be_asked_by_any_name(url: str) -> None:
    for host in ("127.0.0.1", "10.1.2.3:3000", "frontdesk"):
        assert httpx.get(f"{url}/healthz", headers={"Host": host}).text == "live"
        assert httpx.get(f"{url}/readyz", headers={"Host": host}).json() == {"ready": True, "problems": {}}


async def test_without_a_token_one_is_made_and_printed_at_once(tmp_path: Path) -> None:
    async with BotProcess(tmp_path, {}, "api") as service:
        url = await service.start()
        process = service._process
        assert process is not None
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        assert "token" in line
        token = line.split(" is ")[1].split()[0]
        async with httpx.AsyncClient(base_url=url) as somebody:
            assert (await somebody.get(APPOINTMENTS)).status_code == 401
            foreign = {"Origin": "https://evil.example"}
            assert (await somebody.post(APPOINTMENTS, data=FORM, headers=foreign)).status_code == 403
            assert (await somebody.post(APPOINTMENTS, data=FORM)).status_code == 401
            signed_in = {"Authorization": f"Bearer {token}"}
            assert (await somebody.post(APPOINTMENTS, json=BOOKING, headers=signed_in)).status_code == 201
        assert token not in service.log.read_text()


async def test_behind_tls_its_links_say_so(tmp_path: Path) -> None:
    told = {
        "APPOINTMENTS_API_TOKEN": TOKEN,
        "APPOINTMENTS_PUBLIC_URL": "https://desk.example/",
    }
    async with BotProcess(tmp_path, told, "api") as service, httpx.AsyncClient(headers=SIGNED_IN) as proxy:
        listing = f"{await service.start()}{APPOINTMENTS}"
        answer = await proxy.get(listing, headers={"Host": "desk.example"})
        assert answer.json()["links"]["first"].startswith(f"https://desk.example{APPOINTMENTS}?")
        assert (await proxy.get(listing, headers={"Host": "evil.example"})).status_code == 403


def test_it_is_within_the_same_bounds_as_the_bot(url: str) -> None:
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as stranger:
        stranger.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"y" * 60_000)
        assert stranger.recv(100).startswith(b"HTTP/1.1 431")
