"""A stand-in SQOD, and a clock that is set."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr

from bot.apis.sqod import SqodApi, sqod_api
from tests.standins.sqod import StandInSqod

TUESDAY = datetime(2026, 3, 24, tzinfo=UTC)


@dataclass
class Clock:
    """Time that passes only when somebody sleeps through it."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sqod() -> Iterator[StandInSqod]:
    with StandInSqod() as vendor:
        yield vendor


@pytest.fixture
async def connect(sqod: StandInSqod, clock: Clock) -> AsyncIterator[Callable[..., SqodApi]]:
    """Connect to the stand-in with the fixed token, or with whatever else is said."""
    opened: list[SqodApi] = []

    def open_(**said: Any) -> SqodApi:
        credentials = said.pop("credentials", SecretStr(sqod.token))
        url = said.pop("url", sqod.url)
        timing = {"clock": clock, "sleep": clock.sleep, "jitter": lambda: 0.5}
        opened.append(sqod_api(url, credentials, **(timing | said)))
        return opened[-1]

    yield open_
    for api in opened:
        await api.aclose()


@pytest.fixture
def api(connect: Callable[..., SqodApi]) -> SqodApi:
    return connect()
