"""What is tried again, how often and after how long; and what is not."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from functools import partial

import httpx
import pytest
from pydantic import SecretStr

from bot.apis.http.retry import Retry
from bot.apis.sqod.api import SqodApi, sqod_api
from bot.appointments.asked import Change
from bot.appointments.errors import NoAnswer, TooBusy
from tests.apis.story import ASKING, NINE, REFERENCE, SESSION, THE_DAY, Clock, Connect, failure, jane
from tests.standins.sqod import StandInSqod
from tests.standins.sqod_faults import Operation

pytestmark = pytest.mark.usefixtures("one_session")


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


async def test_what_a_read_was_told_stands_where_no_time_is_left_for_another_try(
    connect: Connect, sqod: StandInSqod
) -> None:
    sqod.fails("get", 429, retry_after=1)
    sqod.hangs("get")
    assert type(await failure(connect(budget=1.2).get(SESSION))) is TooBusy
    assert len(sqod.asked("get")) == 2


async def test_pauses_are_spread(connect: Connect, sqod: StandInSqod, clock: Clock) -> None:
    sqod.fails("get", 503, times=None)
    for jitter in (0.0, 1.0):
        await failure(connect(retry=Retry(clock.sleep, partial(float, jitter))).get(SESSION))
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
        assert sqod.has(reference=REFERENCE).minutes == 30
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
        "https://sqod.example", SecretStr("t"), transport=httpx.MockTransport(busy), retry=Retry(clock.sleep)
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
    failed = await failure(api.book(jane()))
    assert isinstance(failed, TooBusy)
    assert failed.retry_after is None
    assert failed.advice == "Try again in a moment."
