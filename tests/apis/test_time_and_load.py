"""The time budget of an operation, and how many requests are under way at once."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

import httpx
import pytest
from pydantic import SecretStr

from bot.apis.http.client import Http
from bot.apis.http.deadline import Deadline
from bot.apis.http.refusal import laravel_refusal
from bot.apis.sqod.api import SqodApi, sqod_api
from bot.appointments.errors import NoAnswer, TooBusy
from tests.apis.story import ASKING, SESSION, Clock, Connect, every_operation, failure
from tests.standins.sqod import StandInSqod
from tests.standins.sqod_faults import Operation

pytestmark = pytest.mark.usefixtures("one_session")


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
    failed = await failure(ASKING[operation](connect(budget=1.0, clock=time.monotonic)))
    assert type(failed) is NoAnswer
    assert time.monotonic() - begun < 5
    assert len(sqod.asked(operation)) == 1


async def test_an_answer_that_drips_in_is_cut_off_at_the_budget() -> None:
    asked, hung_up = asyncio.Event(), asyncio.Event()

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # On a busy machine the time may be up before anything is asked; and uvloop says in its own way that a line is closed.
        with suppress(ConnectionError, EOFError, RuntimeError):
            await reader.readuntil(b"\r\n\r\n")
            asked.set()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while True:
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.02)
        writer.close()
        hung_up.set()

    async with await asyncio.start_server(drip, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        api = sqod_api(f"http://127.0.0.1:{port}", SecretStr("t"), budget=1.5)
        assert type(await failure(api.get(SESSION))) is NoAnswer
        await api.aclose()
        if asked.is_set():
            await hung_up.wait()


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


async def test_a_queue_that_takes_too_long_sends_nothing(sqod: StandInSqod) -> None:
    http = Http(sqod.url, SecretStr(sqod.token), refusal=laravel_refusal(lambda key: None), concurrency=1)
    sqod.hangs("get")
    stuck = asyncio.create_task(http.request("GET", f"/api/v1/appointments/{SESSION}"))
    await asyncio.sleep(0)  # it takes the one slot
    soon = Deadline.in_(0.1, time.monotonic)
    assert (
        type(await failure(http.request("POST", "/api/v1/appointments", form={}, deadline=soon))) is TooBusy
    )
    assert sqod.asked("create") == []
    stuck.cancel()
    await asyncio.wait([stuck])
    await http.aclose()


@every_operation
async def test_without_any_time_left_nothing_is_sent(
    connect: Connect, sqod: StandInSqod, operation: Operation
) -> None:
    assert type(await failure(ASKING[operation](connect(budget=0)))) is TooBusy
    assert sqod.calls == []
