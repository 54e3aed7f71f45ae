"""What stands in channels and no longer shows what is: boards, cards, waiting alerts."""

from __future__ import annotations

from datetime import datetime

from bot.alerts.boards import Digests, Lines
from bot.alerts.compare import Sighting
from bot.alerts.kinds import Sight
from bot.alerts.snapshots import Snapshot
from bot.alerts.standing import Stands
from bot.appointments.jobs import Job, RedrawBoard, RedrawCards, RedrawWaiting
from bot.appointments.model import Status


def redraws(stands: Stands, snapshot: Snapshot, sight: Sight, lines: Lines) -> list[Job]:
    """Have boards and waiting alerts drawn anew that show what is no more. `lines`: as `Digests` takes them."""
    jobs: list[Job] = []
    digests = Digests(snapshot.sessions, sight.now, stands.waits, sight.said, lines)
    for place, subscription in stands.boards:
        if digests.of(subscription, place.day, stands.desks.get(place.channel)) != place.drawn:
            jobs.append(RedrawBoard(channel=place.channel, day=place.day, seen=snapshot.begun))
    for post in stands.posts:
        sighting = sight.seen.get(post.appointment)
        if sighting is None or sighting.status is not Status.WAITING or sighting.since != post.since:
            jobs.append(RedrawWaiting(channel=post.channel, ts=post.ts))
    return jobs


def redraw_cards(sighting: Sighting, now: datetime) -> RedrawCards:
    """Have the cards of a session drawn as a look saw it."""
    cause = f"{sighting.version}:looked:{now.timestamp():.0f}"
    return RedrawCards(appointment=sighting.appointment, cause=cause)
