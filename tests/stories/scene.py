"""The scene of a story: the running bot over real HTTP, a Slack with people in it, and the vendor behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.apis.vendors import VENDORS
from bot.app import Bot, running_bot
from bot.appointments.jobs import APART
from bot.observe.logs import set_up_logs
from bot.serve.ports import serving
from bot.settings import Settings, given_settings
from bot.slack.manifest import manifest
from bot.standins.slack import Channel, Modal, Person, Seen, SlackServer, Workspace
from tests.databases import make_tables
from tests.standins.pexip import StandInPexip
from tests.standins.sqod import Session, StandInSqod

LONDON = ZoneInfo("Europe/London")
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
BUSY = 15.0
"""Seconds that the scene's Slack waits for an answer: what is measured is the bot, not how busy the machine is. Where a story is of Slack's three seconds, `slack.waits` says so."""


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Scene:
    """Who and what is there when a story begins: Friday 20 November 2026, ten past nine in London."""

    clock: SetClock
    slack: Workspace
    slack_server: SlackServer
    vendor: StandInSqod | StandInPexip | None
    settings: Settings
    asha: Person
    ben: Person
    chloe: Person
    gus: Person
    olga: Person
    desk: Channel
    lobby: Channel
    shared: Channel
    bots: list[Bot] = field(default_factory=list)

    @property
    def bot(self) -> Bot:
        return self.bots[-1]

    @property
    def sqod(self) -> StandInSqod:
        assert isinstance(self.vendor, StandInSqod), "this scene has another vendor, or none"
        return self.vendor

    @property
    def pexip(self) -> StandInPexip:
        assert isinstance(self.vendor, StandInPexip), "this scene has another vendor, or none"
        return self.vendor

    def at(self, hour: int, minute: int = 0, days: int = 0) -> datetime:
        """A time on the story's day (or days later) as London's clocks have it, in UTC."""
        day = self.clock.now.astimezone(LONDON).date() + timedelta(days=days)
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON).astimezone(UTC)

    def session(self, name: str = "Jane Doe", **said: Any) -> Session:
        """A session that stands at the vendor when the story begins: at 15:00, for 45 minutes, in Leeds."""
        kept: dict[str, Any] = {"at": self.at(15), "minutes": 45, "department": "Leeds", "name": name}
        return self.sqod.add(**(kept | said))

    async def opens(self, person: Person, text: str, in_: Channel | None = None) -> Modal:
        """Type a command and have the form that it opens."""
        await person.types(text, in_=in_ or self.desk)
        if person.modal is None or person.modal.submit_label is None:  # on a busy machine it comes later
            await self.delivered()
        return modal(person)

    async def says(self, person: Person, text: str, in_: Channel | None = None) -> Seen:
        """Type a command and have its answer."""
        channel = in_ or self.desk
        before = len(person.sees(channel))
        await person.types(text, in_=channel)
        await self.delivered()
        assert len(person.sees(channel)) > before, f"{text!r} was met with silence"
        return person.last(channel)

    async def delivered(self) -> None:
        """Wait until the bot has nothing in hand and nothing in its outbox that is due, or waits for its turn."""
        await self.at_rest()
        await self.slack.settled()

    async def at_rest(self) -> None:
        """The same, but for what Slack may still have to tell the bot."""
        try:
            async with asyncio.timeout(20):
                await asyncio.sleep(0.01)
                while not await self._rests():  # noqa: ASYNC110 - the end of all work is no single event
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError("the bot did not come to rest") from None

    async def _rests(self) -> bool:
        """Whether all is done. The second that the bot leaves between two messages in one channel is let pass."""
        due = None if self.bot.busy else await self.bot.outbox.next_due()
        if self.bot.busy:
            return False
        if due is None or due - self.clock.now > APART:
            return True
        if due > self.clock.now:
            self.clock.now = due
            self.bot.courier.wake()
        return False

    def cards(self, channel: Channel, reader: Person | None = None) -> list[Seen]:
        """The messages that everybody in a channel sees."""
        return [seen for seen in (reader or self.asha).sees(channel) if not seen.is_ephemeral]

    def everything_shown(self) -> str:
        """All that ever stood in any channel, as Slack got it."""
        return str(self.slack.everything_in_channels())


def modal(person: Person) -> Modal:
    """The form before a person's eyes."""
    found = person.modal
    assert found is not None, f"{person.user.name} has no form open"
    return found


@dataclass(frozen=True)
class Outcome:
    """What a person reads when she has sent a form: the form itself, or the line that she has once it is closed."""

    form: Modal | None
    line: Seen | None

    @property
    def text(self) -> str:
        return self.form.text if self.form else self.line.text if self.line else ""

    async def close(self) -> None:
        if self.form is not None:
            await self.form.close()


def outcome(person: Person) -> Outcome:
    """What stands before a person's eyes now that she has sent a form."""
    if person.modal is not None:
        return Outcome(person.modal, None)
    shown = [seen for channel in person.workspace.channels.values() for seen in person.sees(channel)]
    own = [seen for seen in shown if seen.is_ephemeral or seen.channel_id == person.dm.id]
    return Outcome(None, max(own, key=lambda seen: float(seen.ts), default=None))


async def book(scene: Scene, text: str, by: Person | None = None, in_: Channel | None = None) -> Outcome:
    """Book by the command, with the form as it opens."""
    form = await scene.opens(by or scene.asha, f"/appt book {text}", in_)
    await form.submit()
    await scene.delivered()
    return outcome(by or scene.asha)


@asynccontextmanager
async def scene(
    tmp_path: Path,
    *,
    vendor: bool | Literal["pexip"] = True,
    workspace: dict[str, Any] | None = None,
    **changed: Any,
) -> AsyncIterator[Scene]:
    """Open the scene: with a stand-in vendor (SQOD unless another is named), or with the service that is part of the bot."""
    clock = SetClock(datetime(2026, 11, 20, 9, 10, tzinfo=UTC))
    slack = Workspace(clock, **(workspace or {}))
    slack.waits(BUSY)
    people = (
        slack.person("Asha Patel"),
        slack.person("Ben Duval", tz="Europe/Paris", locale="fr-FR"),
        slack.person("Chloe Evans"),
        slack.person("Gus Guest", guest=True),
        slack.person("Olga Outside", from_team="T0OTHER"),
    )
    channels = (
        slack.channel("front-desk", private=True),
        slack.channel("lobby"),
        slack.channel("with-partners", shared_with="T0OTHER"),
    )
    async with AsyncExitStack() as stack:
        stand_in: StandInSqod | StandInPexip | None = None
        if vendor == "pexip":
            stand_in = stack.enter_context(StandInPexip(now=clock))
        elif vendor:
            stand_in = stack.enter_context(StandInSqod(now=clock))
        slack_server = await stack.enter_async_context(SlackServer(slack, signing_secret=SECRET))
        said: dict[str, Any] = {
            "slack_bot_token": slack.bot_token,
            "slack_signing_secret": SECRET,
            "slack_api_url": slack_server.api_url,
            "database_url": f"sqlite:///{(database := tmp_path / 'frontdesk.sqlite3')}",
            "appointments_timeout_seconds": 1.0,
            "appointments_late_seconds": 0.0,
            "port": 0,
        }
        if stand_in:
            said |= {
                "appointments_provider": "pexip" if vendor == "pexip" else "sqod",
                "appointments_api_url": stand_in.url,
                "appointments_client_id": stand_in.client_id,
                "appointments_client_secret": stand_in.client_secret,
                "appointments_token_url": stand_in.token_url,
            }
        if isinstance(stand_in, StandInPexip):
            said["pexip_enterprise"] = stand_in.enterprise
            for employee, person in zip(("55", "56"), people, strict=False):
                stand_in.house["employees"][employee]["email"] = person.user.email
        settings = given_settings(VENDORS, **(said | changed))
        slack.shortcuts = manifest(settings, None)["features"].get("shortcuts", [])
        set_up_logs(settings)
        if "database_url" not in changed:
            await make_tables(database)
        found = Scene(clock, slack, slack_server, stand_in, settings, *people, *channels)
        await stack.enter_async_context(running(found))
        yield found
        assert [str(one) for one in slack.complaints] == [], "Slack complained"


@asynccontextmanager
async def running(scene: Scene) -> AsyncIterator[Bot]:
    """Run the bot on a free port, connected to the scene's Slack."""
    async with running_bot(scene.settings, scene.clock) as bot, serving(bot.web) as url:
        scene.bots.append(bot)
        scene.slack_server.connect(url)
        yield bot
