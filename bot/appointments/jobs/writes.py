"""What follows from a write: its card, its copies, and word of how it ended."""

from __future__ import annotations

from bot.appointments.jobs.job import AwaitedJob, Job, Lost, stamp
from bot.appointments.model import Instant


class PostCard(AwaitedJob):
    """Post the card of a new booking."""

    kind = "card"
    posts = True
    lost = Lost.CARD

    appointment: str
    channel: str
    form: str = ""

    def name(self) -> tuple[str, ...]:
        return (self.form,)


class LinkMessage(Job):
    """Say below a new card which message of its conversation it was booked from; what that says is not in it."""

    kind = "link"
    posts = True

    appointment: str
    channel: str
    message: str
    form: str

    def name(self) -> tuple[str, ...]:
        return (self.form,)


class TellDelay(Job):
    """Say below a card which later sessions were moved because its own runs late."""

    kind = "delay"
    posts = True

    appointment: str
    channel: str | None = None
    """Where it was asked."""
    form: str

    def name(self) -> tuple[str, ...]:
        return (self.form,)


class DeleteFile(Job):
    """Delete a file that somebody was sent, by Slack's id of it: its time is over."""

    kind = "delete_file"

    file: str

    def name(self) -> tuple[str, ...]:
        return (self.file,)


class RedrawCards(Job):
    """Redraw all copies of an appointment's card in the state that it has by then."""

    kind = "redraw"
    passes = True

    appointment: str
    cause: str = ""
    """Each has its own: one that is under way may have looked before that."""

    def name(self) -> tuple[str, ...]:
        return self.appointment, self.cause


class SettleWrite(AwaitedJob):
    """Find out what became of an attempt whose end is not known, and tell who sent it."""

    kind = "settle"
    lost = Lost.ENDING

    form: str
    began: Instant | None = None
    """Which attempt with this form it is about."""
    stage: str = ""
    """Where the attempt was left; there is one look for each."""
    view: str | None = None
    """The form that says that it is being sent."""
    deed: str = ""
    """What it was to do, where nothing may have begun."""
    about: str | None = None
    """The appointment that something may have been noted of before that."""

    def name(self) -> tuple[str, ...]:
        return self.form, stamp(self.began), self.stage
