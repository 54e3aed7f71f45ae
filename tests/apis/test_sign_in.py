"""Signing in: one token for everybody, renewed in time, asked for again once when it is refused."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from urllib.parse import quote_plus

import httpx
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.apis.http.sign_in import ClientCredentials
from bot.apis.sqod.api import SqodApi, sqod_api
from bot.appointments.errors import AppointmentError, NotSignedIn, TooBusy, Unreachable
from tests.apis.story import NINE, REFERENCE, Clock, Connect, jane
from tests.standins.sqod import StandInSqod


@pytest.fixture
def credentials(sqod: StandInSqod) -> ClientCredentials:
    return ClientCredentials(sqod.token_url, sqod.client_id, SecretStr(sqod.client_secret))


@pytest.fixture
def api(connect: Connect, credentials: ClientCredentials) -> SqodApi:
    return connect(credentials=credentials)


async def test_one_token_serves_many_who_ask_at_once(api: SqodApi, sqod: StandInSqod) -> None:
    kept = sqod.add(at=NINE)
    sqod.slows("token", 0.02)
    await asyncio.gather(*(api.get(kept.id) for _ in range(10)))
    await api.get(kept.id)
    (asked,) = sqod.asked("token")
    assert asked.body == "grant_type=client_credentials"
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert len(sqod.asked("get")) == 11


async def test_it_is_renewed_a_minute_before_its_end(api: SqodApi, sqod: StandInSqod, clock: Clock) -> None:
    await api.ping()
    clock.now += 3600 - 61
    await api.ping()
    assert len(sqod.asked("token")) == 1
    clock.now += 1
    await api.ping()
    assert len(sqod.asked("token")) == 2


async def test_a_refused_token_is_renewed_once_even_for_a_create(api: SqodApi, sqod: StandInSqod) -> None:
    await api.ping()
    sqod.forgets_tokens()
    assert (await api.book(jane())).reference == REFERENCE
    assert [call.status for call in sqod.asked("create")] == [401, 201]
    assert len(sqod.asked("token")) == 2
    assert len(sqod.appointments) == 1


async def test_a_token_that_many_found_refused_is_renewed_once(api: SqodApi, sqod: StandInSqod) -> None:
    kept = sqod.add(at=NINE)
    await api.ping()
    sqod.forgets_tokens()
    sqod.slows("get", 0.02)
    await asyncio.gather(*(api.get(kept.id) for _ in range(6)))
    assert len(sqod.asked("token")) == 2


async def test_refused_with_a_fresh_token_too(api: SqodApi, sqod: StandInSqod) -> None:
    sqod.fails("create", 401, times=None)
    with pytest.raises(NotSignedIn):
        await api.book(jane())
    assert (len(sqod.asked("create")), len(sqod.asked("token"))) == (2, 2)


async def test_a_fixed_token_is_not_tried_twice(connect: Connect, sqod: StandInSqod) -> None:
    with pytest.raises(NotSignedIn):
        await connect(credentials=SecretStr("wrong")).ping()
    assert [call.status for call in sqod.calls] == [401]


@pytest.mark.parametrize("token", ["with\nnewline", "trailing\r", "naïve", "\x00"])
async def test_a_token_that_no_header_can_hold(connect: Connect, sqod: StandInSqod, token: str) -> None:
    with pytest.raises(NotSignedIn) as refused:
        await connect(credentials=SecretStr(token)).ping()
    assert token not in str(refused.value)
    assert sqod.calls == []


async def test_wrong_credentials(connect: Connect, sqod: StandInSqod) -> None:
    wrong = ClientCredentials(sqod.token_url, sqod.client_id, SecretStr("wrong"))
    with pytest.raises(NotSignedIn) as refused:
        await connect(credentials=wrong).ping()
    assert str(refused.value) == "POST token: 400, invalid_client"
    assert [call.operation for call in sqod.calls] == ["token"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (302, NotSignedIn),
        (401, NotSignedIn),
        (403, NotSignedIn),
        (404, Unreachable),
        (429, TooBusy),
        (500, Unreachable),
        (503, Unreachable),
    ],
)
async def test_without_a_token_nothing_was_asked_yet(
    api: SqodApi, sqod: StandInSqod, status: int, kind: type[AppointmentError]
) -> None:
    sqod.fails("token", status, times=None)
    with pytest.raises(AppointmentError) as failed:
        await api.book(jane())
    assert type(failed.value) is kind
    assert sqod.asked("create") == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "<html>",
        {"access_token": ""},
        {"access_token": None},
    ],
)
async def test_an_answer_without_a_token(api: SqodApi, sqod: StandInSqod, body: object) -> None:
    sqod.answers("token", body)
    with pytest.raises(NotSignedIn):
        await api.ping()


@pytest.mark.parametrize("seconds", [None, -1, 0, "", "soon", 3600.5, {}])
async def test_a_good_token_whose_end_is_not_told_is_used(
    api: SqodApi, sqod: StandInSqod, clock: Clock, seconds: object
) -> None:
    await api.ping()
    token = sqod.token
    clock.now += 9999
    sqod.answers("token", {"access_token": token, "expires_in": seconds})
    await api.ping()
    await api.ping()
    assert len(sqod.asked("token")) == 2


@pytest.mark.parametrize("secret", ["a:b", "a+b/c=", "50% off", "ünïcode", "a b"])
async def test_an_id_and_a_secret_of_any_signs(connect: Connect, sqod: StandInSqod, secret: str) -> None:
    sqod.client_id, sqod.client_secret = f"id:{secret}", secret
    await connect(credentials=ClientCredentials(sqod.token_url, sqod.client_id, SecretStr(secret))).ping()
    said = b64decode(sqod.asked("token")[0].headers["authorization"].removeprefix("Basic ")).decode()
    assert said == f"{quote_plus(f'id:{secret}')}:{quote_plus(secret)}", "RFC 6749, 2.3.1"


@pytest.mark.parametrize(
    "error", ["invalid_client", "invalid_scope", "unauthorized_client", "not_in_the_rfc"]
)
async def test_what_the_token_server_says_is_told_to_whoever_mends_it(
    api: SqodApi, sqod: StandInSqod, error: str
) -> None:
    said = f"Client {sqod.client_id} with {sqod.client_secret}: no"
    sqod.answers("token", {"error": error, "error_description": said}, status=400)
    with capture_logs() as logs, pytest.raises(NotSignedIn) as refused:
        await api.ping()
    assert str(refused.value) == f"POST token: 400, {error}"
    assert refused.value.mend.endswith("It says: Client … with …: no")
    (log,) = (one for one in logs if one["event"] == "token_refused")
    assert (log["error"], log["description"]) == (error, "Client … with …: no")


async def test_a_token_server_that_has_trouble_of_its_own_is_no_bad_sign_in(
    api: SqodApi, sqod: StandInSqod
) -> None:
    for _ in range(3):
        sqod.answers("token", {"error": "temporarily_unavailable"}, status=400)
    with pytest.raises(Unreachable):
        await api.ping()


async def test_a_token_server_that_stumbles_is_asked_again(api: SqodApi, sqod: StandInSqod) -> None:
    sqod.cuts("token")
    sqod.fails("token", 503)
    await api.ping()
    assert len(sqod.asked("token")) == 3


async def test_a_token_server_that_hangs_does_not_stop_the_next_try(
    connect: Connect, sqod: StandInSqod, credentials: ClientCredentials
) -> None:
    sqod.hangs("token")
    api = connect(credentials=credentials, budget=1)
    with pytest.raises(Unreachable):
        await api.book(jane())
    await api.ping()


async def test_a_scope_is_asked_for_where_there_is_one(clock: Clock) -> None:
    bodies: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/token":
            bodies.append(request.content.decode())
            return httpx.Response(200, json={"access_token": "t", "expires_in": "300"})
        return httpx.Response(200, json={"data": [], "meta": {"last_page": 1}})

    credentials = ClientCredentials("https://auth.example/token", "id", SecretStr("s"), scope="a b")
    api = sqod_api("https://x.example", credentials, transport=httpx.MockTransport(answer), clock=clock)
    await api.ping()
    assert bodies == ["grant_type=client_credentials&scope=a+b"]


def test_a_token_address_that_is_none_is_said_at_the_start() -> None:
    with pytest.raises(ValueError, match="not a web address"):
        sqod_api("https://x.example", ClientCredentials("http://[::1", "id", SecretStr("s")))
