"""What is kept is not kept for ever."""

from __future__ import annotations

from bot.appointments.jobs.job import Job


class Sweep(Job):
    """Close the cards and delete the rows of a workspace that were kept long enough; one a day."""

    kind = "sweep"

    day: str
    """The desk's own day, as 2026-11-20."""

    def name(self) -> tuple[str, ...]:
        return (self.day,)
