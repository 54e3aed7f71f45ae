"""Work that goes on after the acknowledgement: every task is known, its faults are logged, and shutdown waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

log = structlog.get_logger(__name__)
Result = TypeVar("Result")


class Background:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(
        self, work: Coroutine[Any, Any, Result], name: str, *, awaited: bool = False
    ) -> asyncio.Task[Result]:
        """Start work that goes on by itself; `awaited`: somebody takes its result, and its faults with it."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard if awaited else self._ended)
        return task

    async def drain(self, seconds: float) -> bool:
        """Wait for all work to end; what is still running after `seconds` is cancelled. True if nothing was."""
        if not self._tasks:
            return True
        _, running = await asyncio.wait(set(self._tasks), timeout=seconds)
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=1)
        return not running

    @property
    def busy(self) -> bool:
        return bool(self._tasks)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("background_work_failed", task=task.get_name(), exc_info=task.exception())
