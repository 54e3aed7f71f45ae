"""One Slack workspace with its desk: what every handler works with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from blocks.day.row import Wait
from blocks.words.setting import Setting
from bot.alerts.rules import Subscription
from bot.alerts.standing import Standing
from bot.alerts.subscriptions import Subscriptions
from bot.alerts.watch import Watch
from bot.appointments.desk import Desk
from bot.appointments.jobs import LookOut, RedrawCards
from bot.appointments.model import Appointment, Status
from bot.appointments.permission import Person
from bot.appointments.states import Register
from bot.settings import Settings
from bot.slack.channels import Channels
from bot.slack.people import People
from bot.slack.posting import Posting
from bot.slack.replies import Replies
from bot.slack.talked import Talked
from bot.storage.states import States
from bot.workspace.background import Background
from bot.workspace.errands import Errands
from bot.workspace.searches import Searches


class Workspace(Struct, frozen=True):
    """Everything that belongs to one team. Several of them side by side share only the process."""

    team: str
    desk: Desk
    people: People
    channels: Channels
    standing: Standing
    replies: Replies
    background: Background
    settings: Settings
    errands: Errands
    searches: Searches
    watch: Watch
    posting: Posting
    clock: Callable[[], datetime]

    @property
    def setting(self) -> Setting:
        """What cards are drawn with at this moment."""
        return self._drawn_with(self.clock(), self.settings.zone)

    def setting_for(self, person: Person) -> Setting:
        """What is drawn for one person: days begin where that person is."""
        now, desk, own = self.clock(), self.settings.zone, person.zone
        elsewhere = own is not desk and now.astimezone(own).utcoffset() != now.astimezone(desk).utcoffset()
        return self._drawn_with(now, own, desk if elsewhere else None)

    @property
    def states(self) -> States:
        """What people said of the sessions: where it is kept."""
        return self.watch.states

    @property
    def said(self) -> Register:
        """The same out of memory, and read anew by the way where that is some seconds old."""
        if self.states.is_old:
            self.background.start(self.states.refresh(), "states")
        return self.states.current

    def _drawn_with(self, now: datetime, zone: ZoneInfo, desk_zone: ZoneInfo | None = None) -> Setting:
        return Setting(
            zone=zone,
            now=now,
            can=self.desk.can,
            desk_zone=desk_zone,
            has=self.desk.has,
            edits=self.desk.edits,
            tells=self.desk.tells,
            files=self.settings.ics,
            said=self.said,
        )

    @property
    def alerts(self) -> Subscriptions:
        """Which channel is told what."""
        return self.watch.subscriptions

    @property
    def talked(self) -> Talked:
        """The bookings that are being talked about."""
        return self.replies.talked

    async def waits(self, sessions: Iterable[Appointment]) -> dict[str, Wait]:
        """Since when those wait who wait, and who has gone to them, as far as the looks at the service know."""
        waits = Status.WAITING  # looked up once: a member costs 0.2 µs
        waiting = [one.id for one in sessions if one.status is waits]
        if not waiting:
            return {}
        found = await self.watch.waits(waiting)
        return {
            one.appointment: Wait(one.since, await self.people.name(one.taken_by) if one.taken_by else None)
            for one in found.values()
        }

    async def alerts_changed(self, subscription: Subscription) -> None:
        """Have what a channel gets now planned at once: a board that is due today is posted."""
        changed = subscription.set_at or self.clock()
        await self.look_out(f"set:{subscription.channel}:{changed.timestamp():.6f}")

    async def look_out(self, why: str) -> None:
        """LookOut at the service now, and go on looking for as long as a channel needs it."""
        await self.errands.add(LookOut(cause=why, on=True))

    async def redraw(self, appointment: str, version: str) -> None:
        """Have every copy of a card redrawn, because its appointment was seen in another state."""
        cause = f"{version}:seen:{self.clock().timestamp():.0f}"
        await self.errands.add(RedrawCards(appointment=appointment, cause=cause))
