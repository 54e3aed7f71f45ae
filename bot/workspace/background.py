"""Work that goes on after the acknowledgement: every task is known, its faults are logged, and shutdown waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

from bot.workspace.turns import Turns

log = structlog.get_logger(__name__)
Result = TypeVar("Result")


class Background:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._turns = Turns()

    def has_turn(self, user: str) -> bool:
        """Whether a person may have one more thing under way."""
        return self._turns.free(user)

    def start(
        self,
        work: Coroutine[Any, Any, Result],
        name: str,
        *,
        awaited: bool = False,
        turn_of: str | None = None,
    ) -> asyncio.Task[Result]:
        """Start work that goes on by itself; `awaited`: somebody takes its result, and its faults with it.

        `turn_of`: the person for whom it counts as one of the things that they have under way.
        """
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard if awaited else self._ended)
        if turn_of is not None:
            self._turns.take(turn_of, task)
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
