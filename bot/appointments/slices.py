"""Go through thousands of things without holding up everybody else: a slice at a time, or aside in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, ParamSpec, Self, TypeVar

SLICE = 500
"""Things that are gone through at once: a few milliseconds."""
MANY = 2_000
"""Things from which on what can't be cut is done in a thread, where Python itself lets others come in between."""

Thing = TypeVar("Thing")
Made = TypeVar("Made")
How = ParamSpec("How")


class Slices(Generic[Thing]):
    """Give slice after slice; whoever waits is answered between two of them. No generator: those cost the loop more than a short list does."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self._things = things
        self._next = 0

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Sequence[Thing]:
        begin, self._next = self._next, self._next + SLICE
        if begin >= len(self._things):
            raise StopAsyncIteration
        if begin:
            await asyncio.sleep(0)
        return self._things[begin : begin + SLICE]


async def picked(things: Sequence[Thing], takes: Callable[[Thing], bool]) -> list[Thing]:
    """Pick those that are taken."""
    found: list[Thing] = []
    async for some in Slices(things):
        found += [one for one in some if takes(one)]
    return found


async def aside(count: int, work: Callable[How, Made], *args: How.args, **kwargs: How.kwargs) -> Made:
    """Do work on so many things: at once where they are few, else in a thread. It must change nothing that others see."""
    if count < MANY:
        return work(*args, **kwargs)
    return await asyncio.to_thread(work, *args, **kwargs)
