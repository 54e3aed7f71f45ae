"""Whoever goes through thousands lets others come in between."""

from __future__ import annotations

import asyncio
from threading import get_ident

from bot.appointments.slices import MANY, SLICE, aside, picked


class Others:
    """Somebody else, who is counted each time that the loop has a turn for them."""

    def __init__(self) -> None:
        self.turns = 0
        self._task = asyncio.create_task(self._ask())

    async def _ask(self) -> None:
        while True:
            await asyncio.sleep(0)
            self.turns += 1

    def leave(self) -> None:
        self._task.cancel()


async def test_others_have_a_turn_between_slices() -> None:
    others = Others()
    found = await picked(range(10 * SLICE), lambda number: number % 2 == 0)
    others.leave()
    assert found == list(range(0, 10 * SLICE, 2))
    assert others.turns >= 8


async def test_what_cannot_be_cut_goes_into_a_thread_where_there_is_much_of_it() -> None:
    assert await aside(MANY - 1, get_ident) == get_ident()
    assert await aside(MANY, get_ident) != get_ident()
