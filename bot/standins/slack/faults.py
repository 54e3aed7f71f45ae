"""Faults to switch on: a method that is slow, down, limited, wrong, or that does its work and loses the answer."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass
class Fault:
    """What goes wrong with one method. `times` counts down; None is for as long as it is switched on.

    `delay` and `retry_after` are seconds. With `after_work`, the method does what it was asked at once, and then takes its
    time or fails. `share` of all calls meet the fault, the same ones in each run.
    """

    method: str
    error: str | None = None
    status: int | None = None
    retry_after: int | str | None = None
    delay: float = 0.0
    after_work: bool = False
    times: int | None = None
    share: float = 1.0
    body: str | None = None
    """What comes with a 200 instead of Slack's JSON."""


class Faults:
    def __init__(self) -> None:
        self._on: list[Fault] = []
        self._dice = Random(1)  # noqa: S311 - not for secrets

    def switch_on(
        self,
        method: str,
        *,
        error: str | None = None,
        status: int | None = None,
        retry_after: int | str | None = None,
        delay: float = 0.0,
        after_work: bool = False,
        times: int | None = None,
        share: float = 1.0,
        body: str | None = None,
    ) -> Fault:
        """Make `method` fail (`*`: every method; `response_url`: the answers to interactions)."""
        fault = Fault(method, error, status, retry_after, delay, after_work, times, share, body)
        self._on.append(fault)
        return fault

    def switch_off(self, method: str | None = None) -> None:
        self._on = [fault for fault in self._on if method not in (None, fault.method)]

    def take(self, method: str) -> Fault | None:
        """Take the fault that is due for this call of `method`."""
        for fault in self._on:
            if fault.method in (method, "*") and (fault.share >= 1 or self._dice.random() < fault.share):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._on.remove(fault)
                return fault
        return None
