"""What a channel's rules bring: its board, reminders, waiting, changes, gaps."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from bot.appointments.jobs.job import ChannelJob, Moment, Number, SessionJob, seconds, stamp
from bot.appointments.model import Instant


class PostBoard(ChannelJob):
    """Post a day's board."""

    kind = "board"
    posts = True

    day: date
    at: Moment
    """When the rule wanted it as this was planned."""

    def name(self) -> tuple[str, ...]:
        return self.channel, self.day.isoformat(), seconds(self.at)


class RedrawBoard(ChannelJob):
    """Redraw a board that no longer shows what is."""

    kind = "redraw_board"
    passes = True

    day: date
    seen: Instant
    """The look that saw it: a list that is older does not do."""

    def name(self) -> tuple[str, ...]:
        return self.channel, self.day.isoformat()


class RestBoard(ChannelJob):
    """Have a board that stands still from now on say so."""

    kind = "rest_board"

    day: date
    rules: str
    """What it was drawn by: the channel's rules until then, as JSON."""
    set_at: Instant | None = None

    def name(self) -> tuple[str, ...]:
        return self.channel, stamp(self.set_at)


class Remind(SessionJob):
    """Remind of a session that is about to begin; the rule is how many minutes before."""

    kind = "remind"


class TellGap(SessionJob):
    """Tell that an interpreter is needed and none is confirmed; the rule is how many hours before, 0 a quarter of one."""

    kind = "gap"

    since: Moment | None = None
    """A gap that was closed and is there again is another."""

    def name(self) -> tuple[str, ...]:
        return (*super().name(), seconds(self.since) if self.since else "")


class TellWaiting(ChannelJob):
    """Tell that a claimant has been waiting for as many minutes as the rule says, or waits still after *Snooze*."""

    kind = "waiting"
    posts = True

    appointment: str
    moment: Moment | None = None
    """Since when."""
    rule: Number | None = None
    put_off: str | None = None
    """The message that was put off."""
    until: Moment | None = None

    @model_validator(mode="after")
    def _is_either(self) -> Self:
        if not self.put_off and (self.moment is None or self.rule is None):
            raise ValueError("neither a wait nor a message that was put off")
        return self

    def name(self) -> tuple[str, ...]:
        if self.put_off:
            return self.channel, self.appointment, self.put_off, seconds(self.until) if self.until else ""
        return self.channel, self.appointment, seconds(self.moment) if self.moment else "", str(self.rule)


class RedrawWaiting(ChannelJob):
    """Draw an alert of a claimant who waits as it is by then."""

    kind = "waited"
    passes = True

    ts: str
    cause: str | None = None
    """What asked for it: one that is under way may have looked before that."""

    def name(self) -> tuple[str, ...]:
        return (self.channel, self.ts, self.cause) if self.cause else (self.channel, self.ts)


class TellChanges(ChannelJob):
    """Tell what changed within a span of seconds, in one message."""

    kind = "changes"
    posts = True

    begins: Moment = Field(alias="from")
    ends: Moment = Field(alias="to")

    def name(self) -> tuple[str, ...]:
        return self.channel, seconds(self.begins)
