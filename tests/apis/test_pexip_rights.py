"""Signing in at Pexip Engage: scopes are always asked for, and what a token may do can be told."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from bot.apis.http.sign_in import ClientAuth, ClientCredentials, scopes_in
from bot.apis.pexip.api import PexipApi
from bot.apis.pexip.connect import token_url
from bot.apis.pexip.settings import SCOPES as PEXIP_SCOPES
from bot.appointments.errors import NotPermitted, NotSignedIn
from tests.apis.pexip_story import Connect
from tests.apis.story import NINE, THE_DAY, Clock, failure
from tests.apis.vendors import jane_at_pexip
from tests.standins.pexip import ALL_SCOPES, StandInPexip


@pytest.fixture
def credentials(pexip: StandInPexip) -> ClientCredentials:
    secret = SecretStr(pexip.client_secret)
    return ClientCredentials(pexip.token_url, pexip.client_id, secret, scope=" ".join(PEXIP_SCOPES))


def with_(credentials: ClientCredentials, scope: str, client_auth: ClientAuth = "basic") -> ClientCredentials:
    return ClientCredentials(
        credentials.token_url, credentials.client_id, credentials.client_secret, scope, client_auth
    )


async def test_what_is_asked_for_by_default_is_enough_for_everything(
    connect_pexip: Connect, pexip: StandInPexip, credentials: ClientCredentials
) -> None:
    api = connect_pexip(credentials=credentials)
    booked = await api.book(jane_at_pexip())
    assert booked.claimant.name == "Jane Doe"
    assert len(await api.find(THE_DAY)) == 1
    (asked,) = pexip.asked("token")
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert asked.headers["authorization"].startswith("Basic ")
    assert asked.sent == {"grant_type": "client_credentials", "scope": " ".join(PEXIP_SCOPES)}


async def test_the_secret_may_stand_in_the_body(
    connect_pexip: Connect, pexip: StandInPexip, credentials: ClientCredentials
) -> None:
    await connect_pexip(credentials=with_(credentials, " ".join(PEXIP_SCOPES), "body")).ping()
    (asked,) = pexip.asked("token")
    assert "authorization" not in asked.headers
    assert asked.sent["client_secret"] == pexip.client_secret


async def test_a_token_without_scopes_may_do_nothing(
    connect_pexip: Connect, credentials: ClientCredentials
) -> None:
    api = connect_pexip(credentials=with_(credentials, ""))
    assert type(await failure(api.ping())) is NotPermitted
    assert {right.granted for right in await api.rights()} == {False}


@pytest.mark.parametrize("fixed", [True, False])
async def test_each_right_is_told_by_the_token_or_tried_out(
    connect_pexip: Connect, pexip: StandInPexip, credentials: ClientCredentials, fixed: bool
) -> None:
    pexip.fixed_scopes = pexip.allowed_scopes = ALL_SCOPES - {"engage:customers:readOnly"}
    api = connect_pexip() if fixed else connect_pexip(credentials=credentials)
    granted = {right.name: right.granted for right in await api.rights()}
    write = granted.pop("engage:appointments:readWrite")
    assert write is (None if fixed else True), "writing is not tried out"
    assert [name for name, there in granted.items() if there is False] == ["engage:customers:readOnly"]
    assert pexip.asked("create") == []


async def test_a_short_lived_token_is_renewed_in_the_last_quarter_of_its_life(
    connect_pexip: Connect, pexip: StandInPexip, credentials: ClientCredentials, clock: Clock
) -> None:
    pexip.answers("token", {"access_token": pexip.token, "expires_in": 60}, times=None)
    api = connect_pexip(credentials=credentials)
    await api.ping()
    clock.now += 44
    await api.ping()
    assert len(pexip.asked("token")) == 1
    clock.now += 1
    await api.ping()
    assert len(pexip.asked("token")) == 2


async def test_a_refused_token_is_renewed_once(
    connect_pexip: Connect, pexip: StandInPexip, credentials: ClientCredentials
) -> None:
    api = connect_pexip(credentials=credentials)
    one = pexip.add(at=NINE)
    await api.ping()
    pexip.forgets_tokens()
    await api.get(one.id)
    pexip.fails("get", 401, times=None)
    assert type(await failure(api.get(one.id))) is NotSignedIn


async def test_the_token_server_counts_among_the_four(connect_pexip: Connect, pexip: StandInPexip) -> None:
    api: PexipApi = connect_pexip()
    await api.ping()
    assert pexip.most_at_once == 1


def test_where_tokens_are_asked_for() -> None:
    assert token_url("a/b") == ("https://auth.pexipengage.com/realms/a%2Fb/protocol/openid-connect/token")


@pytest.mark.parametrize(
    "token", ["", "opaque", "a.b.c", "a.e30.c", "a.W10.c", "..", "a.\u00e9.c", "a.bnVsbA.c"]
)
def test_a_token_that_names_no_scopes(token: str) -> None:
    assert scopes_in(token) is None
