"""What the claimant is told by Frontdesk itself: one message, and later what became of it. Ids, times and no more."""

from __future__ import annotations

from datetime import timedelta

from bot.appointments.jobs.job import AwaitedJob, Job, Lost, Moment, Number, seconds
from bot.appointments.notices import Occasion, Way

LOOKS = (
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
    timedelta(hours=44),
)
"""The pauses before each look at what became of a message: together a little more than the three days for which networks try."""


class TellClaimant(AwaitedJob):
    """Tell a claimant one thing in one way; to whom, and what stands by then, is read when it goes."""

    kind = "tell_claimant"
    lost = Lost.NOTICE

    appointment: str
    occasion: Occasion
    way: Way
    form: str = ""
    """The write that it follows from."""
    moment: Moment | None = None
    """When the session began as this was planned."""
    was: Moment | None = None
    """When it began before it was moved."""
    rule: Number = 0
    """How many hours before it reminds, or how many minutes later the session begins."""
    says: Moment | None = None
    """Of which start the last try told, and by how many minutes later it was to begin; kept before it is sent."""
    says_late: Number = 0
    said: Number = 0
    """That it runs late: as how many-th this was said of it."""

    def name(self) -> tuple[str, ...]:
        if self.form:
            return self.form, self.way
        begins = seconds(self.moment) if self.moment else ""
        again = (str(self.said),) if self.said else ()
        return self.appointment, self.occasion, self.way, begins, str(self.rule), *again


class FollowNotice(Job):
    """Look at what became of a message; it is told if it did not arrive."""

    kind = "follow_notice"

    user: str
    appointment: str
    occasion: Occasion
    way: Way
    message: str
    """The sender's own id of it."""
    rule: Number = 0
    look: Number = 0
    """How many looks were before this one."""

    def name(self) -> tuple[str, ...]:
        return self.message, str(self.look)
