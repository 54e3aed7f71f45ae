"""The pre-brief: that one is wanted, and the reminder of it."""

from __future__ import annotations

from bot.appointments.jobs.job import Job, Moment, seconds
from bot.appointments.model import Appointment


class RemindBrief(Job):
    """Remind of a pre-brief that is about to begin, under the session's card."""

    kind = "brief"
    posts = True

    appointment: str
    moment: Moment
    """When the session begins: moved, it is reminded of anew."""

    def name(self) -> tuple[str, ...]:
        return self.appointment, seconds(self.moment)

    def is_still(self, appointment: Appointment) -> bool:
        """Whether the session begins when it did when this was planned."""
        return appointment.start is not None and seconds(appointment.start) == seconds(self.moment)


class FollowBrief(Job):
    """Keep that a pre-brief was wanted with a booking, should the form's own process not live to do it."""

    kind = "follow_brief"

    form: str
    user: str

    def name(self) -> tuple[str, ...]:
        return (self.form,)
