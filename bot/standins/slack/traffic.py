"""What goes over the wire: every request both ways, whether any is under way, and what Slack holds against the app."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from bot.standins.slack.model import Call, Clock, Complaint

Listener = Callable[[str, Any], None]


class Traffic:
    """The log of a workspace, and its pulse: `settled` waits until nothing is under way any more."""

    def __init__(self, clock: Clock) -> None:
        self.calls: list[Call] = []
        self.complaints: list[Complaint] = []
        self.listeners: list[Listener] = []
        """Called with what changed (`message`, `view`, `call`, `complaint`) and the thing itself."""
        self.busy: list[Callable[[], bool]] = []
        """Further signs of work: a test may add one for what the bot does without calling Slack."""
        self._clock = clock
        self._under_way: list[Call] = []
        self._last_stir = time.monotonic()

    @contextmanager
    def call(self, way: Literal["in", "out"], what: str, sent: Any) -> Iterator[Call]:
        """Log one request for as long as it takes."""
        call = Call(way=way, what=what, sent=sent, at=self._clock(), number=len(self.calls))
        started = self._last_stir = time.monotonic()
        self.calls.append(call)
        self._under_way.append(call)
        try:
            yield call
        finally:
            self._last_stir = time.monotonic()
            call.took = self._last_stir - started
            self._under_way.remove(call)
            self.tell("call", call)

    def complain(self, about: str, why: str, user_id: str | None = None) -> None:
        complaint = Complaint(about, why, user_id)
        self.complaints.append(complaint)
        self.tell("complaint", complaint)

    def tell(self, kind: str, thing: Any) -> None:
        for listener in self.listeners:
            listener(kind, thing)

    async def settled(self, quiet: float = 0.05, within: float = 10.0) -> None:
        """Wait until no request is under way and none has been for `quiet` seconds of real time."""
        deadline = time.monotonic() + within
        while True:
            rest = quiet - (time.monotonic() - self._last_stir)
            working = self._under_way or any(probe() for probe in self.busy)
            if rest <= 0 and not working:
                return
            if time.monotonic() > deadline:
                names = ", ".join(call.what for call in self._under_way) or "the bot"
                raise TimeoutError(f"not settled after {within} s: {names} still at work")
            await asyncio.sleep(max(rest, 0.005))
