"""What a failure of SQOD's means: each has one meaning, and what may have happened is never called harmless."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.apis.http.retry import Retry
from bot.apis.sqod.api import SqodApi, sqod_api
from bot.appointments.errors import (
    AppointmentError,
    NoAnswer,
    NotFound,
    NotPermitted,
    NotSignedIn,
    Refused,
    Unreachable,
    Unreadable,
    Unsupported,
)
from tests.apis.story import ASKING, SESSION, Clock, Connect, every_operation, failure, jane
from tests.standins.sqod import StandInSqod
from tests.standins.sqod_faults import Operation

pytestmark = pytest.mark.usefixtures("one_session")


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


@every_operation
async def test_nobody_listens(connect: Connect, unused_tcp_port: int, operation: Operation) -> None:
    api = connect(url=f"http://127.0.0.1:{unused_tcp_port}")
    assert type(await failure(ASKING[operation](api))) is Unreachable


@pytest.mark.parametrize("url", ["http://no-such-host.invalid", "ftp://127.0.0.1", "127.0.0.1", "http://"])
async def test_an_address_that_leads_nowhere(connect: Connect, url: str) -> None:
    assert type(await failure(connect(url=url).get(SESSION))) is Unreachable


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
        "https://x.example", SecretStr("t"), transport=httpx.MockTransport(break_), retry=Retry(clock.sleep)
    )
    failed = await failure(api.book(jane()))
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
        "https://x.example", SecretStr("t"), transport=httpx.MockTransport(break_), retry=Retry(clock.sleep)
    )
    assert type(await failure(api.book(jane()))) is Unreachable


async def test_a_service_in_this_very_process(clock: Clock) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["method"] == "POST":
            raise RuntimeError("Jane Doe broke it")
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"data":{"id":7}}'})

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    api = sqod_api("http://embedded", SecretStr("t"), transport=transport, retry=Retry(clock.sleep))
    assert (await api.get("7")).id == "7"
    assert type(await failure(api.book(jane()))) is NoAnswer
