"""Which of the sessions channels hear of: those with the same filter hear of the same."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from bot.appointments.filter import Filter
from bot.appointments.model import Appointment


class Hearing:
    """Filters the sessions of one workspace once for each filter, however many channels have it."""

    def __init__(self, sessions: Iterable[Appointment]) -> None:
        self._sessions = sessions
        self._heard: dict[Hashable, Sequence[Appointment]] = {}

    def of(self, only: Filter) -> Sequence[Appointment]:
        """Give what such channels hear of."""
        key = alike(only)
        if key not in self._heard:
            self._heard[key] = [one for one in self._sessions if only.takes(one)]
        return self._heard[key]


def alike(only: Filter) -> Hashable:
    """What two filters of one workspace have in common that take the same: what departments mean is the same for both."""
    return only.departments, only.statuses, only.interpreter
