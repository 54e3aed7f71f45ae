"""What the stories about the vendors' APIs share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.apis.sqod.api import SqodApi
from bot.appointments.asked import Change, NewAppointment
from bot.appointments.errors import AppointmentError
from bot.appointments.model import Claimant, Window
from tests.standins.sqod_faults import Operation

TUESDAY = datetime(2026, 3, 24, tzinfo=UTC)
NINE = TUESDAY + timedelta(hours=9)
THE_DAY = Window(start=TUESDAY, end=TUESDAY + timedelta(days=1))
SESSION = "9fac14a0-4829-4b7b-b3d6-d2b189290409"
REFERENCE = "K7Q2M9XW4T8ZB1C"

Connect = Callable[..., SqodApi]
"""Makes a client of the stand-in; takes what `sqod_api` takes."""


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


def jane(**said: Any) -> NewAppointment:
    """Jane Doe's half hour at nine, unless something else is said."""
    asked: dict[str, Any] = {"reference": REFERENCE, "start": NINE, "minutes": 30}
    return NewAppointment(**({"claimant": Claimant(name="Jane Doe")} | asked | said))


ASKING: dict[Operation, Callable[[SqodApi], Awaitable[object]]] = {
    "list": lambda api: api.find(THE_DAY),
    "get": lambda api: api.get(SESSION),
    "create": lambda api: api.book(jane()),
    "update": lambda api: api.move(SESSION, Change(minutes=15)),
    "cancel": lambda api: api.cancel(SESSION, "x"),
}
every_operation = pytest.mark.parametrize("operation", list(ASKING))


async def failure(asking: Awaitable[object]) -> AppointmentError:
    """Give the error that this ends with."""
    with pytest.raises(AppointmentError) as failed:
        await asking
    return failed.value
