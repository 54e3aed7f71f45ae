"""When SQOD fails: each failure has one meaning, reads are tried again, writes are not, and the time is kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.apis.sqod import SqodApi, sqod_api
from bot.appointments.errors import (
    AppointmentError,
    NoAnswer,
    NotFound,
    NotPermitted,
    NotSignedIn,
    Refused,
    TooBusy,
    Unreachable,
    Unreadable,
    Unsupported,
)
from bot.appointments.model import Change, Claimant, NewAppointment, Window
from tests.apis.conftest import TUESDAY, Clock
from tests.standins.sqod import StandInSqod
from tests.standins.sqod_faults import Operation

NINE = TUESDAY + timedelta(hours=9)
THE_DAY = Window(start=TUESDAY, end=TUESDAY + timedelta(days=1))
JANE = NewAppointment(reference="K7Q2M9XW4T8ZB1C", start=NINE, minutes=30, claimant=Claimant(name="Jane Doe"))
SESSION = "9fac14a0-4829-4b7b-b3d6-d2b189290409"
Connect = Callable[..., SqodApi]

ASKING: dict[Operation, Callable[[SqodApi], Awaitable[object]]] = {
    "list": lambda api: api.find(THE_DAY),
    "get": lambda api: api.get(SESSION),
    "create": lambda api: api.book(JANE),
    "update": lambda api: api.move(SESSION, Change(minutes=15)),
    "cancel": lambda api: api.cancel(SESSION, "x"),
}
WRITES: tuple[Operation, ...] = ("create", "update", "cancel")
every_operation = pytest.mark.parametrize("operation", list(ASKING))


@pytest.fixture(autouse=True)
def one_session(sqod: StandInSqod) -> None:
    sqod.add(at=NINE, id=SESSION)


async def failure(asking: Awaitable[object]) -> AppointmentError:
    with pytest.raises(AppointmentError) as failed:
        await asking
    assert failed.value.__cause__ is None
    return failed.value


@every_operation
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, NotSignedIn),
        (302, NotSignedIn),
        (400, Refused),
        (401, NotSignedIn),
        (403, NotPermitted),
        (405, Unsupported),
        (409, Refused),
        (413, Refused),
        (422, Refused),
        (419, Refused),
        (500, NoAnswer),
        (501, NoAnswer),
    ],
)
async def test_a_status_has_one_meaning(
    api: SqodApi, sqod: StandInSqod, operation: Operation, status: int, kind: type[AppointmentError]
) -> None:
    sqod.fails(operation, status)
    assert type(await failure(ASKING[operation](api))) is kind
    assert len(sqod.calls) == 1, "none of these gets better by asking again"


@every_operation
async def test_not_found_is_said_of_an_appointment_only(
    api: SqodApi, sqod: StandInSqod, operation: Operation
) -> None:
    sqod.fails(operation, 404)
    one = operation in ("get", "update", "cancel")
    assert type(await failure(ASKING[operation](api))) is (NotFound if one else Unreachable)


@every_operation
async def test_a_login_page_instead_of_an_answer(
    api: SqodApi, sqod: StandInSqod, operation: Operation
) -> None:
    sqod.answers(operation, "<html>Please sign in</html>")
    assert type(await failure(ASKING[operation](api))) is Unreadable


@pytest.mark.parametrize("operation", ["list", "get"])
@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_a_read_is_tried_three_times(
    api: SqodApi, sqod: StandInSqod, clock: Clock, operation: Operation, status: int
) -> None:
    sqod.fails(operation, status, times=2)
    await ASKING[operation](api)
    assert [call.status for call in sqod.asked(operation)] == [status, status, 200]
    assert clock.slept == [0.25, 0.5]


async def test_a_read_that_never_gets_better_ends(api: SqodApi, sqod: StandInSqod) -> None:
    sqod.fails("get", 503, times=None)
    assert type(await failure(api.get(SESSION))) is NoAnswer
    assert len(sqod.calls) == 3


async def test_a_cut_line_is_tried_again_for_a_read(api: SqodApi, sqod: StandInSqod) -> None:
    sqod.cuts("list", times=2)
    assert len(await api.find(THE_DAY)) == 1


async def test_pauses_are_spread(connect: Connect, sqod: StandInSqod, clock: Clock) -> None:
    sqod.fails("get", 503, times=None)
    for jitter in (0.0, 1.0):
        await failure(connect(jitter=lambda jitter=jitter: jitter).get(SESSION))
    assert clock.slept == [0.125, 0.25, 0.375, 0.75]


@pytest.mark.parametrize("operation", ["create", "cancel"])
@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_a_create_or_a_cancel_is_sent_once(
    api: SqodApi, sqod: StandInSqod, operation: Operation, status: int
) -> None:
    sqod.fails(operation, status, times=None, after_write=status != 429)
    assert type(await failure(ASKING[operation](api))) is (TooBusy if status == 429 else NoAnswer)
    assert len(sqod.asked(operation)) == 1


@pytest.mark.parametrize("operation", ["create", "cancel"])
async def test_a_lost_answer_to_a_create_or_a_cancel(
    api: SqodApi, sqod: StandInSqod, operation: Operation
) -> None:
    sqod.loses_answer(operation, times=None)
    assert type(await failure(ASKING[operation](api))) is NoAnswer
    assert len(sqod.asked(operation)) == 1
    if operation == "create":
        assert sqod.has(reference=JANE.reference).minutes == 30
    else:
        assert sqod.has(id=SESSION).cancelled_at is not None


async def test_an_update_with_a_lost_answer_is_sent_once_more(api: SqodApi, sqod: StandInSqod) -> None:
    sqod.loses_answer("update")
    assert (await api.move(SESSION, Change(minutes=15))).minutes == 15
    assert len(sqod.asked("update")) == 2
    sqod.loses_answer("update", times=None)
    assert type(await failure(api.move(SESSION, Change(minutes=20)))) is NoAnswer
    assert len(sqod.asked("update")) == 4


@pytest.mark.parametrize("then", [401, 403, 404, 422, 429])
async def test_an_update_that_may_have_happened_is_never_called_harmless(
    api: SqodApi, sqod: StandInSqod, then: int
) -> None:
    sqod.loses_answer("update")
    sqod.fails("update", then)
    assert type(await failure(api.move(SESSION, Change(minutes=15)))) is NoAnswer
    assert sqod.has(id=SESSION).minutes == 15


async def test_retry_after_in_seconds_is_obeyed(api: SqodApi, sqod: StandInSqod, clock: Clock) -> None:
    sqod.fails("get", 429, retry_after=4)
    sqod.fails("get", 503, retry_after=3)
    await api.get(SESSION)
    assert clock.slept == [4, 3]


async def test_retry_after_as_a_date_is_held_against_the_servers_clock(clock: Clock) -> None:
    def busy(request: httpx.Request) -> httpx.Response:
        headers = {
            "Retry-After": format_datetime(NINE + timedelta(seconds=90), usegmt=True),
            "Date": format_datetime(NINE, usegmt=True),
        }
        return httpx.Response(429, headers=headers)

    api = sqod_api(
        "https://sqod.example", SecretStr("t"), transport=httpx.MockTransport(busy), sleep=clock.sleep
    )
    failed = await failure(api.get(SESSION))
    assert isinstance(failed, TooBusy)
    assert failed.retry_after == 90
    assert failed.advice == "Try again in 90 seconds."
    assert clock.slept == [], "longer than the operation may take, so the person is told at once"


@pytest.mark.parametrize(
    "nonsense", ["soon", "-5", "1e9", "9" * 400, "nan", "Tue, 99 Foo 2026 25:00:00 GMT", ""]
)
async def test_a_senseless_retry_after_is_none(
    api: SqodApi, sqod: StandInSqod, clock: Clock, nonsense: str
) -> None:
    sqod.fails("create", 429, retry_after=nonsense)
    failed = await failure(api.book(JANE))
    assert isinstance(failed, TooBusy)
    assert failed.retry_after is None
    assert failed.advice == "Try again in a moment."


async def test_the_budget_holds_for_all_tries_together(api: SqodApi, sqod: StandInSqod, clock: Clock) -> None:
    sqod.fails("get", 429, retry_after=6, times=None)
    failed = await failure(api.get(SESSION))
    assert isinstance(failed, TooBusy)
    assert failed.retry_after == 6
    assert clock.slept == [6], "a second wait would have passed ten seconds"


@every_operation
async def test_a_service_that_never_answers(
    connect: Connect, sqod: StandInSqod, operation: Operation
) -> None:
    sqod.hangs(operation, times=None)
    begun = time.monotonic()
    failed = await failure(ASKING[operation](connect(budget=0.2, clock=time.monotonic)))
    assert type(failed) is NoAnswer
    assert time.monotonic() - begun < 2
    assert len(sqod.asked(operation)) == 1


async def test_an_answer_that_drips_in_is_cut_off_at_the_budget() -> None:
    hung_up = asyncio.Event()

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        with suppress(ConnectionError):
            while True:
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.02)
        writer.close()
        hung_up.set()

    async with await asyncio.start_server(drip, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        api = sqod_api(f"http://127.0.0.1:{port}", SecretStr("t"), budget=0.3)
        assert type(await failure(api.get(SESSION))) is NoAnswer
        await api.aclose()
        await hung_up.wait()


@every_operation
async def test_nobody_listens(connect: Connect, unused_tcp_port: int, operation: Operation) -> None:
    api = connect(url=f"http://127.0.0.1:{unused_tcp_port}")
    assert type(await failure(ASKING[operation](api))) is Unreachable


@pytest.mark.parametrize("url", ["http://no-such-host.invalid", "ftp://127.0.0.1", "127.0.0.1", "http://"])
async def test_an_address_that_leads_nowhere(clock: Clock, url: str) -> None:
    api = sqod_api(url, SecretStr("t"), sleep=clock.sleep)
    assert type(await failure(api.get(SESSION))) is Unreachable


def test_an_address_that_is_none_is_said_at_the_start() -> None:
    with pytest.raises(ValueError, match="not a web address"):
        sqod_api("http://[::1", SecretStr("t"))


@every_operation
async def test_nothing_is_sent_after_closing(api: SqodApi, sqod: StandInSqod, operation: Operation) -> None:
    await api.aclose()
    assert type(await failure(ASKING[operation](api))) is Unreachable
    assert sqod.calls == []


@pytest.mark.parametrize(
    "kind",
    [
        httpx.ReadError,
        httpx.WriteError,
        httpx.CloseError,
        httpx.RemoteProtocolError,
        httpx.ReadTimeout,
        httpx.WriteTimeout,
        httpx.DecodingError,
        httpx.TooManyRedirects,
    ],
)
async def test_whatever_breaks_after_sending_is_no_answer(
    clock: Clock, kind: type[httpx.RequestError]
) -> None:
    def break_(request: httpx.Request) -> httpx.Response:
        raise kind("Jane Doe was here", request=request)

    api = sqod_api(
        "https://x.example", SecretStr("t"), transport=httpx.MockTransport(break_), sleep=clock.sleep
    )
    failed = await failure(api.book(JANE))
    assert type(failed) is NoAnswer
    assert str(failed) == f"POST /api/v1/appointments: {kind.__name__}"


@pytest.mark.parametrize(
    "kind",
    [
        httpx.ConnectError,
        httpx.ConnectTimeout,
        httpx.PoolTimeout,
        httpx.ProxyError,
        httpx.UnsupportedProtocol,
        httpx.LocalProtocolError,
    ],
)
async def test_what_breaks_before_sending_changed_nothing(
    clock: Clock, kind: type[httpx.RequestError]
) -> None:
    def break_(request: httpx.Request) -> httpx.Response:
        raise kind("Jane Doe was here", request=request)

    api = sqod_api(
        "https://x.example", SecretStr("t"), transport=httpx.MockTransport(break_), sleep=clock.sleep
    )
    assert type(await failure(api.book(JANE))) is Unreachable


async def test_only_so_many_requests_are_under_way_at_once(connect: Connect, sqod: StandInSqod) -> None:
    under_way: list[int] = []
    now = 0

    class Counting(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            nonlocal now
            now += 1
            under_way.append(now)
            try:
                return await super().handle_async_request(request)
            finally:
                now -= 1

    api = connect(concurrency=3, transport=Counting())
    sqod.slows("get", 0.02)
    await asyncio.gather(*(api.get(SESSION) for _ in range(12)))
    assert max(under_way) == 3


async def test_a_queue_that_takes_too_long_sends_nothing(connect: Connect, sqod: StandInSqod) -> None:
    api = connect(concurrency=1, budget=0.3, clock=time.monotonic)
    sqod.hangs("get")
    stuck, queued = await asyncio.gather(api.get(SESSION), api.book(JANE), return_exceptions=True)
    assert type(stuck) is NoAnswer
    assert type(queued) is TooBusy
    assert sqod.asked("create") == []


async def test_a_service_in_this_very_process(clock: Clock) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["method"] == "POST":
            raise RuntimeError("Jane Doe broke it")
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"data":{"id":7}}'})

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    api = sqod_api("http://embedded", SecretStr("t"), transport=transport, sleep=clock.sleep)
    assert (await api.get("7")).id == "7"
    assert type(await failure(api.book(JANE))) is NoAnswer
