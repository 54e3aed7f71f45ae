"""The house: what stays while stages come and go. It knows who watches, and passes on what happens."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bot.playground import sight
from bot.playground.stage import Stage
from bot.standins.slack import Call, Complaint, Person
from bot.standins.slack.model import Json, Message, View


@dataclass(frozen=True, slots=True)
class News:
    """Something that changed: `kind` is the stand-in Slack's word for it, or one of ours.

    `screen`: everything; `controls`: clock and weather; `end`: nothing more will come.
    """

    kind: str
    thing: Any = None


class House:
    """Holds the stage that is played on now, and everybody who watches it."""

    def __init__(self) -> None:
        self._stage: Stage | None = None
        self._watchers: set[asyncio.Queue[News]] = set()
        self.curtain = asyncio.Event()
        """Set when somebody wants everything to begin anew."""
        self.over = asyncio.Event()
        """Set when there will be no further stage."""
        self._raised = asyncio.Event()

    @contextmanager
    def playing(self, stage: Stage) -> Iterator[None]:
        """Show a stage to all who watch, for as long as it stands."""
        self._stage = stage
        stage.workspace.traffic.listeners.append(self.tell)
        if stage.claimants is not None:
            stage.claimants.listeners.append(lambda: self.tell("controls"))
        self.curtain.clear()
        self._raised.set()
        self.tell("screen")
        try:
            yield
        finally:
            self._raised.clear()
            stage.workspace.traffic.listeners.remove(self.tell)
            self._stage = None

    async def stage(self) -> Stage:
        """The stage that stands now; between two of them, the next."""
        await self._raised.wait()
        if self._stage is None:
            raise RuntimeError("the curtain is up and there is no stage")
        return self._stage

    async def begin_anew(self) -> None:
        """Throw everything away and wait until the new stage stands."""
        self._raised.clear()
        self.curtain.set()
        await self._raised.wait()

    def tell(self, kind: str, thing: Any = None) -> None:
        """Pass news on to all who watch; each draws them for herself when she comes to them."""
        for watcher in self._watchers:
            watcher.put_nowait(News(kind, thing))

    @contextmanager
    def watching(self) -> Iterator[asyncio.Queue[News]]:
        """Watch: the first news is the whole screen."""
        watcher: asyncio.Queue[News] = asyncio.Queue()
        watcher.put_nowait(News("screen"))
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)


def as_seen(news: News, stage: Stage, person: Person) -> Json | None:
    """Draw news for one person; None where they are nothing to her."""
    match news.thing:
        case Message() as message:
            return sight.message(message, person) if sight.sees(person, message) else None
        case View() as view:
            return sight.panes(person) if view.user_id == person.user.id else None
        case Call() as call:
            return sight.call(call)
        case Complaint() as complaint:
            return sight.complaint(complaint)
    return sight.controls(stage) if news.kind == "controls" else sight.screen(stage, person)
