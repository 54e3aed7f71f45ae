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


class CloseMessage(Job):
    """Close a message that showed a session of which nothing is kept any more, and that Slack did not take at once."""

    kind = "close_message"
    passes = True

    channel: str
    ts: str
    code: str | None = None
    """What is left on it."""

    def name(self) -> tuple[str, ...]:
        return self.channel, self.ts
