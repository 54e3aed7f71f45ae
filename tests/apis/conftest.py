"""The stand-in vendors, and a clock that is set."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from bot.apis.http.retry import Retry
from bot.apis.pexip.api import PexipApi
from bot.apis.pexip.connect import pexip_api
from bot.apis.sqod.api import SqodApi, sqod_api
from tests.apis.pexip_story import Connect as ConnectPexip
from tests.apis.story import NINE, SESSION, Clock, Connect
from tests.standins.pexip import StandInPexip
from tests.standins.sqod import StandInSqod


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sqod() -> Iterator[StandInSqod]:
    with StandInSqod() as vendor:
        yield vendor


@pytest.fixture
async def connect(sqod: StandInSqod, clock: Clock) -> AsyncIterator[Connect]:
    """Connect to the stand-in with the fixed token, or with whatever else is said."""
    opened: list[SqodApi] = []

    def open_(**said: Any) -> SqodApi:
        credentials = said.pop("credentials", SecretStr(sqod.token))
        url = said.pop("url", sqod.url)
        timing: dict[str, Any] = {"clock": clock, "retry": Retry(clock.sleep, lambda: 0.5)}
        opened.append(sqod_api(url, credentials, **(timing | said)))
        return opened[-1]

    yield open_
    for api in opened:
        await api.aclose()


@pytest.fixture
def api(connect: Connect) -> SqodApi:
    return connect()


@pytest.fixture
def one_session(sqod: StandInSqod) -> None:
    """Something to get, change and cancel."""
    sqod.add(at=NINE, id=SESSION)


@pytest.fixture
def pexip() -> Iterator[StandInPexip]:
    with StandInPexip() as vendor:
        yield vendor


@pytest.fixture
async def connect_pexip(pexip: StandInPexip, clock: Clock) -> AsyncIterator[ConnectPexip]:
    """Connect to the stand-in with the fixed token, or with whatever else is said."""
    opened: list[PexipApi] = []

    def open_(**said: Any) -> PexipApi:
        credentials = said.pop("credentials", SecretStr(pexip.token))
        url = said.pop("url", pexip.url)
        timing: dict[str, Any] = {"clock": clock, "retry": Retry(clock.sleep, lambda: 0.5)}
        opened.append(pexip_api(url, pexip.enterprise, credentials, **(timing | said)))
        return opened[-1]

    yield open_
    for api in opened:
        await api.aclose()


@pytest.fixture
def engage(connect_pexip: ConnectPexip) -> PexipApi:
    return connect_pexip()
