"""Go through thousands of things without holding up everybody else: a slice at a time, or aside in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import ParamSpec, TypeVar

SLICE = 500
"""Things that are gone through at once: a few milliseconds."""
MANY = 2_000
"""Things from which on what can't be cut is done in a thread, where Python itself lets others come in between."""

Thing = TypeVar("Thing")
Made = TypeVar("Made")
How = ParamSpec("How")


async def slices(things: Sequence[Thing]) -> AsyncIterator[Sequence[Thing]]:
    """Give slice after slice; whoever waits is answered between two of them."""
    for begin in range(0, len(things), SLICE):
        if begin:
            await asyncio.sleep(0)
        yield things[begin : begin + SLICE]


async def picked(things: Sequence[Thing], takes: Callable[[Thing], bool]) -> list[Thing]:
    """Pick those that are taken."""
    found: list[Thing] = []
    async for some in slices(things):
        found += [one for one in some if takes(one)]
    return found


async def aside(count: int, work: Callable[How, Made], *args: How.args, **kwargs: How.kwargs) -> Made:
    """Do work on so many things: at once where they are few, else in a thread. It must change nothing that others see."""
    if count < MANY:
        return work(*args, **kwargs)
    return await asyncio.to_thread(work, *args, **kwargs)
