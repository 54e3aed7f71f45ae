"""What follows from who came, and from who did not."""

from __future__ import annotations

from bot.appointments.jobs.job import AwaitedJob, Job, Lost, Moment, Number, seconds
from bot.appointments.model import Appointment, Status


class AskWhoCame(Job):
    """Ask once whether anybody came to a session that was to have begun, in the thread of its card or its board."""

    kind = "ask_came"
    posts = True

    appointment: str
    moment: Moment
    """When it begins: moved, it is asked about anew."""

    def name(self) -> tuple[str, ...]:
        return self.appointment, seconds(self.moment)

    def is_still(self, appointment: Appointment) -> bool:
        """Whether the session begins when it did when this was planned."""
        return appointment.start is not None and seconds(appointment.start) == seconds(self.moment)


class FollowMissed(Job):
    """Keep which missed session a booking is in place of, should the form's own process not live to do it."""

    kind = "follow"

    form: str
    missed: str
    user: str

    def name(self) -> tuple[str, ...]:
        return (self.form,)


class MarkThere(AwaitedJob):
    """Write what somebody noted of a session to the service too; that it did not take is told them."""

    kind = "mark"
    lost = Lost.MARK

    appointment: str
    status: Status
    nr: Number
    """Of the note: one that was corrected since is not written."""

    def name(self) -> tuple[str, ...]:
        return self.appointment, str(self.nr)
