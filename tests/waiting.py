"""Wait for what other tasks or processes do by themselves, and give up in time."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable

BETWEEN = 0.01
"""Seconds between two looks: what is waited for may be in another process, so that there is no event to wait for."""


async def until(condition: Callable[[], Awaitable[object] | object], within: float = 10) -> None:
    """Look until it holds. Raises TimeoutError."""

    async def holds() -> object:
        found = condition()
        return await found if inspect.isawaitable(found) else found

    async with asyncio.timeout(within):
        while not await holds():  # noqa: ASYNC110
            await asyncio.sleep(BETWEEN)
