"""Neither errors nor log lines hold anything of a person's, of a token's or of an answer's."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.apis.http.sign_in import ClientCredentials
from bot.apis.sqod.api import SqodApi
from bot.appointments.asked import Change, NewAppointment
from bot.appointments.errors import AppointmentError
from bot.appointments.model import Claimant, Window
from tests.apis.story import NINE, SESSION, TUESDAY, Clock, Connect
from tests.standins.sqod import StandInSqod
from tests.standins.sqod_faults import Operation

JANE = Claimant(
    name="Jane Doe", phone="+442071234567", email="jane@example.com", date_of_birth=date(1990, 1, 31)
)
NEW = NewAppointment(reference="K7Q2M9XW4T8ZB1C", start=NINE, minutes=30, claimant=JANE)
SECRETS = (
    "Jane",
    "442071234567",
    "jane@example.com",
    "1990",
    "K7Q2M9XW4T8ZB1C",
    "eyJ",
    "roomKey",
    "secret",
    "fixed-token",
    "fetched-",
    "2026-03-24",
    "start_at",
    SESSION,
)


@pytest.fixture
def lines() -> Iterator[list[EventDict]]:
    with capture_logs() as captured:
        yield captured


@pytest.fixture(params=["fixed", "fetched"])
def api(request: pytest.FixtureRequest, connect: Connect, sqod: StandInSqod) -> SqodApi:
    sqod.add(at=NINE, id=SESSION, name="Jane Doe", email="jane@example.com", reference="K7Q2M9XW4T8ZB1C0")
    fetched = ClientCredentials(sqod.token_url, sqod.client_id, SecretStr(sqod.client_secret))
    return connect(credentials=SecretStr(sqod.token) if request.param == "fixed" else fetched, budget=5)


async def every_operation(api: SqodApi) -> list[AppointmentError]:
    failures: list[AppointmentError] = []
    for asking in (
        api.find(Window(start=TUESDAY, end=TUESDAY + timedelta(days=1))),
        api.get(SESSION),
        api.book(NEW),
        api.edit(SESSION, Change(claimant=JANE)),
        api.cancel(SESSION, "Jane is ill"),
        api.ping(),
    ):
        try:
            await asking
        except AppointmentError as failed:
            failures.append(failed)
    return failures


def assert_clean(text: str) -> None:
    assert not [secret for secret in SECRETS if secret in text], text


async def test_a_good_day(
    api: SqodApi, lines: list[EventDict], caplog: pytest.LogCaptureFixture, clock: Clock
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert await every_operation(api) == []
    told = [line for line in lines if line["path"] != "token"]
    assert [(line["method"], line["path"], line["status"]) for line in told] == [
        ("GET", "/api/v1/appointments", 200),
        ("GET", "/api/v1/appointments/{id}", 200),
        ("POST", "/api/v1/appointments", 201),
        ("PATCH", "/api/v1/appointments/{id}", 200),
        ("POST", "/api/v1/appointments/{id}/cancel", 200),
        ("GET", "/api/v1/appointments", 200),
    ]
    assert all(line["ms"] == 0 and line["failure"] is None for line in told), "on a clock that stands still"
    assert_clean(repr(lines))
    assert_clean(caplog.text)


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 409, 418, 422, 429, 500, 503])
async def test_every_bad_answer(
    api: SqodApi, sqod: StandInSqod, lines: list[EventDict], caplog: pytest.LogCaptureFixture, status: int
) -> None:
    operations: tuple[Operation, ...] = ("list", "get", "create", "update", "cancel")
    for operation in operations:
        sqod.fails(operation, status, message="Jane Doe (jane@example.com) is secret", times=None)
    with caplog.at_level(logging.DEBUG):
        failures = await every_operation(api)
    assert len(failures) == 6
    for failed in failures:
        assert_clean(f"{failed} {failed!r} {failed.words} {failed.advice}")
        assert failed.__cause__ is None
        assert failed.__context__ is None
    assert_clean(repr(lines))
    assert_clean(caplog.text)


@pytest.mark.parametrize(
    "body", ['{"data": "Jane Doe', {"data": {"id": {"Jane": 1}}}, {"data": ["Jane"]}, "Jane"]
)
async def test_every_unreadable_answer(
    api: SqodApi, sqod: StandInSqod, lines: list[EventDict], body: object
) -> None:
    operations: tuple[Operation, ...] = ("list", "get", "create", "update", "cancel")
    for operation in operations:
        sqod.answers(operation, body, times=None)
    failures = await every_operation(api)
    assert len(failures) == 6
    for failed in failures:
        assert_clean(f"{failed} {failed!r}")
        assert failed.__suppress_context__ or failed.__context__ is None, "a traceback would show what came"
    assert_clean(repr(lines))


async def test_a_broken_line(api: SqodApi, sqod: StandInSqod, lines: list[EventDict]) -> None:
    sqod.cuts("create")
    (failed,) = await every_operation(api)
    assert str(failed).startswith("POST /api/v1/appointments: ")
    (line,) = [line for line in lines if line["failure"]]
    assert (line["method"], line["path"], line["status"], line["failure"]) == (
        "POST",
        "/api/v1/appointments",
        None,
        "no_answer",
    )
    assert_clean(f"{failed} {lines}")
