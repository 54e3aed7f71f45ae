"""What of ours stands in the channels of one workspace, and where, so that it can be drawn anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.alerts.boards import BoardPlaces
from bot.alerts.shifts import Shifts
from bot.alerts.waiting import WaitingPosts
from bot.storage.about import About
from bot.storage.cards import CardPlaces
from bot.storage.retention import Retention


class Standing:
    """Cards, boards and waiting alerts, each kept where it was posted; and how long."""

    def __init__(self, engine: AsyncEngine, team: str, clock: Callable[[], datetime]) -> None:
        self.cards = CardPlaces(engine, clock)
        self.boards = BoardPlaces(engine, team)
        self.shifts = Shifts(engine, team, clock)
        self.waiting = WaitingPosts(engine, team)
        self.about = About(engine, team, clock)
        self.retention = Retention(engine, team, clock)
