"""What can go wrong at a stand-in vendor, switched on for the next calls of one operation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

HTML = "<!DOCTYPE html><html><body><h1>Server Error</h1><p>secret stack trace</p></body></html>"


@dataclass
class Fault:
    """One thing that goes wrong: an answer (`status`), no answer ("hang"), a cut connection ("cut") or a wrong write."""

    operation: str
    how: Literal["answer", "hang", "cut", "alter"]
    times: int | None = 1
    after_write: bool = False
    status: int = 500
    body: Any = HTML
    headers: dict[str, str] | None = None
    alter: Callable[[Any], None] = lambda thing: None
    late: float | None = None
    """Seconds after the answer when it is carried out all the same, as behind a gateway that did not wait."""
    skip: int = 0
    """Calls that go well before it begins."""


class Faults:
    """The faults that are still to come, oldest first, and how slow each operation is."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self.seconds: dict[str, float] = {}

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def take(self, operation: str) -> Fault | None:
        for fault in self._waiting:
            if fault.operation == operation:
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._waiting.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        self._waiting.clear()
        self.seconds.clear()
