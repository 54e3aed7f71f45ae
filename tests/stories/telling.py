"""Channels that are told things, and time that goes by."""

from __future__ import annotations

from datetime import time
from typing import Any

from bot.alerts.rules import BoardRule, Rules, Subscription
from bot.standins.slack import Channel, Person, Seen
from tests.stories.scene import Scene

WEEK = frozenset(range(7))


def board(hour: int, minute: int = 0, **said: Any) -> BoardRule:
    """A board on every day, at this time in London."""
    return BoardRule(**{"at": time(hour, minute), "days": WEEK, "zone": "Europe/London", **said})


async def told(scene: Scene, channel: Channel, by: Person | None = None, **rules: Any) -> Subscription:
    """Have a channel told these things from now on."""
    workspace = scene.bot.workspace
    was = await workspace.alerts.get(workspace.team, channel.id)
    kept = await workspace.alerts.put(
        Subscription(
            team=workspace.team,
            channel=channel.id,
            rules=Rules(**rules),
            set_by=(by or scene.asha).user.id,
            set_at=was.set_at if was else None,
        )
    )
    await workspace.alerts_changed(kept)
    await scene.delivered()
    return kept


async def passes(scene: Scene, **time: float) -> None:
    """Let time go by, half a minute at a step as the bot looks at the service, and what is due be done."""
    until = scene.clock.now
    scene.clock.move(**time)
    until, scene.clock.now = scene.clock.now, until
    while scene.clock.now < until:
        left = (until - scene.clock.now).total_seconds()
        scene.clock.move(seconds=min(30.0 if left <= 1200 else 300.0, left))
        if not await scene.bot.idle():
            scene.bot.courier.wake()
            await scene.at_rest()
    await scene.delivered()


def messages(scene: Scene, channel: Channel) -> list[Seen]:
    """What stands in a channel for everybody, threads left out."""
    return scene.cards(channel)


def thread(scene: Scene, channel: Channel, nth: int = -1) -> list[str]:
    """The replies under a message of a channel, as text."""
    parent = scene.cards(channel)[nth]
    return [seen.text for seen in scene.asha.thread(parent)]
