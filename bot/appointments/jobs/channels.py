"""The looks at the service, and what a channel is told of its alerts themselves."""

from __future__ import annotations

from bot.appointments.jobs.job import ChannelJob, Flag, Job, Moment, Number, seconds, stamp
from bot.appointments.model import Instant


class LookOut(Job):
    """Look at the service for all channels of a workspace."""

    kind = "poll"
    passes = True

    on: Flag = False
    """Whether the next look is planned with it: the chain that goes on by itself."""
    cause: str = ""
    """All processes give the next look of the chain the same one, so there is one."""

    def name(self) -> tuple[str, ...]:
        return (self.cause,)


class TellClosed(ChannelJob):
    """Tell who set a channel's alerts up that they are paused, because it can't be written to."""

    kind = "closed"
    posts = True

    user: str
    set_at: Instant | None = None
    why: str = ""
    """Slack's own word for it."""

    def name(self) -> tuple[str, ...]:
        return self.channel, stamp(self.set_at)


class TellSilence(ChannelJob):
    """Tell that the service does not answer, so that nobody trusts a board that may be old."""

    kind = "stale"
    posts = True

    since: Moment

    def name(self) -> tuple[str, ...]:
        return self.channel, seconds(self.since)


class TellAnswers(ChannelJob):
    """Tell that the service answers again, where it was told that it was silent."""

    kind = "answers"
    posts = True

    since: Moment

    def name(self) -> tuple[str, ...]:
        return self.channel, seconds(self.since)


class PostHandover(ChannelJob):
    """Post that the desk of a channel is handed over, with all that is open there."""

    kind = "handover"
    posts = True

    nr: Number

    def name(self) -> tuple[str, ...]:
        return self.channel, str(self.nr)


class RedrawHandover(ChannelJob):
    """Have a hand-over say who has taken it, and what is open by then."""

    kind = "taken_over"
    passes = True

    nr: Number
    cause: str = ""
    """Empty: it was taken."""

    def name(self) -> tuple[str, ...]:
        return self.channel, str(self.nr), *filter(None, [self.cause])
