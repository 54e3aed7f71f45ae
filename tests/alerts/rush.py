"""A rush: thirty channels get their boards and a hundred reminders within seconds, from three processes on one PostgreSQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.alerts.rules import EVERY_DAY, BoardRule, Rules, Subscription
from bot.alerts.subscriptions import Subscriptions
from bot.appointments.filter import Filter
from bot.appointments.jobs import LookOut
from bot.standins.slack import Channel, Person, SlackServer, Workspace
from bot.storage.desk_tables import outbox
from bot.storage.engine import open_engine
from bot.storage.outbox import Outbox
from tests.standins.sqod import StandInSqod
from tests.stories.process import BotProcess, connected_to
from tests.stories.scene import SECRET
from tests.waiting import until

CHANNELS = 30
SESSIONS = 20
HEARD = (3, 3, 4)
"""Of how many departments, each with one session, the channels hear: a hundred reminders in all."""
REMINDERS = CHANNELS // len(HEARD) * sum(HEARD)
BEFORE = 15
"""Minutes before the start that reminders come."""
POSTED = ("board", "remind")


@dataclass
class Rush:
    """What outlives the processes: Slack, the vendor, the database. `seen` is read as a person reads."""

    slack: Workspace
    sqod: StandInSqod
    engine: AsyncEngine
    asha: Person
    channels: list[Channel]
    folder: Path
    settings: dict[str, str]
    zone: str
    bots: list[BotProcess] = field(default_factory=list)

    async def starts(self) -> None:
        """Start one more process."""
        folder = self.folder / f"process-{len(self.bots)}"
        folder.mkdir()
        bot = BotProcess(folder, self.settings)
        self.bots.append(bot)
        await bot.start()

    def books_sessions(self) -> None:
        """Have one session in each department, some hours from now."""
        start = datetime.now(UTC) + timedelta(hours=3)
        for number in range(SESSIONS):
            self.sqod.add(at=start, name=_claimant(number), department=_department(number))

    async def tells_channels(self) -> None:
        """Have all channels told of the day and of what is about to begin."""
        kept = Subscriptions(self.engine, lambda: datetime.now(UTC))
        for number in range(CHANNELS):
            await kept.put(self._subscription(number))
        await self._looked_at("told")

    async def brings_sessions_forward(self) -> None:
        """Move all sessions so near that channels are to be reminded of them in two seconds."""
        start = (datetime.now(UTC) + timedelta(minutes=BEFORE, seconds=2)).replace(microsecond=0)
        for one in self.sqod.appointments:
            self.sqod.change(one.id, at=start)
        await self._looked_at("moved")

    def hears(self, number: int) -> set[str]:
        """The claimants that a channel is reminded of."""
        return {_claimant(one) for one in self._heard(number)}

    def reminders(self, number: int) -> Counter[str]:
        """Of whom a channel was reminded, and how often, in the channel and in its threads."""
        found = Counter[str]()
        for seen in self._all(number):
            if "Starts in" in seen:
                found.update(name for name in map(_claimant, range(SESSIONS)) if name in seen)
        return found

    def boards(self, number: int) -> int:
        """How many boards stand in a channel."""
        return len([seen for seen in self._all(number) if "Starts in" not in seen])

    def posted(self) -> int:
        """How many messages stand anywhere."""
        return sum(len(self.slack.messages.seen_in(channel.id)) for channel in self.channels)

    async def comes_to_rest(self, within: float = 90) -> None:
        """Wait until all was carried, what dead processes had in hand included."""
        carried = select(func.count()).where(outbox.c.done.is_not(None), outbox.c.kind.in_(POSTED))

        async def done() -> bool:
            return await self._count(carried) >= CHANNELS + REMINDERS

        await until(done, within=within)

    async def _count(self, query: Select[Any]) -> int:
        async with self.engine.connect() as connection:
            found: int = (await connection.execute(query)).scalar_one()
        return found

    async def _looked_at(self, why: str) -> None:
        """Have the service looked at now, as when somebody sets or changes something in Slack."""
        look = LookOut(cause=why, on=True)
        await Outbox(self.engine, lambda: datetime.now(UTC)).add(self.slack.team_id, [look])

    def _heard(self, number: int) -> list[int]:
        return [(number + n) % SESSIONS for n in range(HEARD[number % len(HEARD)])]

    def _subscription(self, number: int) -> Subscription:
        rules = Rules(
            board=BoardRule(at=time(8), days=EVERY_DAY, zone=self.zone),
            reminders=(BEFORE,),
            only=Filter(departments=tuple(map(_department, self._heard(number)))),
        )
        return Subscription(
            team=self.slack.team_id,
            channel=self.channels[number].id,
            rules=rules,
            set_by=self.asha.user.id,
        )

    def _all(self, number: int) -> list[str]:
        standing = self.asha.sees(self.channels[number])
        return [one.text for seen in standing for one in (seen, *self.asha.thread(seen))]


@asynccontextmanager
async def rush(folder: Path, database: str, scopes: set[str]) -> AsyncIterator[Rush]:
    """Open the scene: no process runs yet, and no channel is told anything."""
    slack = Workspace()
    slack.scopes |= scopes
    asha = slack.person("Asha Patel")
    channels = [slack.channel(f"desk-{number}", private=True) for number in range(CHANNELS)]
    zone = _noon(datetime.now(UTC))
    async with AsyncExitStack() as stack:
        sqod = stack.enter_context(StandInSqod())
        server = await stack.enter_async_context(SlackServer(slack, signing_secret=SECRET))
        engine = open_engine(database)
        stack.push_async_callback(engine.dispose)
        settings = {
            **connected_to(server, sqod),
            "DATABASE_URL": database,
            "DESK_TIMEZONE": zone,
            "ALERTS_POLL_SECONDS": "5",
        }
        found = Rush(slack, sqod, engine, asha, channels, folder, settings, zone)
        try:
            yield found
        finally:
            for bot in found.bots:
                await bot.__aexit__()


def slow(slack: Workspace) -> None:
    """Have Slack take its time, before it does what it was asked or after; insist on its limits, and now and then for no reason seen."""
    slack.pace.strict = True
    slack.faults.switch_on("chat.postMessage", retry_after=1, share=0.05)
    slack.faults.switch_on("chat.postMessage", delay=0.6, after_work=True, share=0.04)
    slack.faults.switch_on("chat.postMessage", delay=0.05, after_work=True, share=0.5)
    slack.faults.switch_on("*", delay=0.02, share=0.5)
    slack.faults.switch_on("*", delay=0.04)


def _claimant(number: int) -> str:
    return f"Claimant {number:02}"


def _department(number: int) -> str:
    return f"Department {number:02}"


def _noon(now: datetime) -> str:
    """A zone where the day is far from its ends, whenever this runs: the clocks of these show about noon."""
    west = now.hour - 12  # POSIX counts to the west
    return f"Etc/GMT{west:+d}" if west else "Etc/GMT"
