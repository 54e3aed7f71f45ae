"""The workspaces of a process: each is made when somebody needs it, and let go when nobody has for long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Hashable
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol

import structlog
from msgspec import Struct

from bot.appointments.errors import NotKept
from bot.appointments.permission import NotAllowed
from bot.appointments.single_flight import Together
from bot.workspace.premises import Premises
from bot.workspace.workspace import Workspace

FRESH = 5.0
"""Seconds for which nobody asks whether its installation and its connection are still the same."""
UNUSED = 900.0
"""Seconds after which a workspace that nobody needed is let go."""
GRACE = 14.0
"""Seconds that what is under way in it has to finish then."""
Place = Workspace | Premises
log = structlog.get_logger(__name__)


class NotInstalled(Exception):
    """Frontdesk serves no such team: nothing is done for it, least of all in another one's workspace."""

    def __init__(self, team: str) -> None:
        super().__init__(f"no workspace of team {team[:32]!r}")
        self.team = team


class OutOfOrder(Exception):
    """What is kept of a workspace can't be used: sealed with a key that is gone, or settings that no longer hold. Its trouble alone."""

    def __init__(self, team: str) -> None:
        super().__init__(f"what is kept of team {team[:32]!r} can't be used")
        self.team = team


class NotConnected(Exception):
    """Frontdesk is installed there, and no service is connected."""

    def __init__(self, premises: Premises) -> None:
        super().__init__(f"no service for team {premises.team[:32]!r}")
        self.premises = premises


class Opener(Protocol):
    """Makes the workspaces of teams."""

    async def version(self, team: str, enterprise: str) -> Hashable | None:
        """What a workspace would be made of now; None: Frontdesk is not installed there."""
        ...

    async def open(self, team: str, enterprise: str) -> Place:
        """Make a workspace. Raises OutOfOrder where it can't be made of what is kept."""
        ...


class _Kept(Struct):
    place: Place
    version: Hashable
    looked: float
    used: float


class Life(Protocol):
    """Hears that Frontdesk was removed from a workspace, or given to one."""

    @property
    def events(self) -> Collection[str]: ...

    async def hear(self, body: dict[str, Any]) -> list[str]:
        """Gives the teams whose workspaces are no longer what they were."""
        ...


class Workspaces:
    def __init__(self, opener: Opener, timer: Callable[[], float] = time.monotonic) -> None:
        self._opener = opener
        self._timer = timer
        self._kept: dict[str, _Kept] = {}
        self._looking: Together[Place] = Together(FRESH, timer)
        self._closing: set[asyncio.Task[None]] = set()

    async def of(self, team: str, enterprise: str = "") -> Workspace:
        """Find a team's own workspace. Raises NotInstalled, NotConnected and OutOfOrder.

        `enterprise`: the organisation that has installed Frontdesk for all its workspaces, where Slack names it.
        """
        place = await self._place(team, enterprise)
        if isinstance(place, Premises):
            raise NotConnected(place)
        return place

    async def is_admin(self, team: str, user: str) -> bool:
        """Whether Slack says that somebody is an admin of a workspace, connected or not."""
        try:
            member = await (await self._place(team, "")).people.member(user)
        except (NotInstalled, OutOfOrder, NotAllowed):
            return False
        return member.is_admin and member.barred is None

    async def _place(self, team: str, enterprise: str) -> Place:
        kept, now = self._kept.get(team), self._timer()
        if kept is not None:
            kept.used = now
            if now - kept.looked < FRESH:
                return kept.place
        return await self._looking.ask(team, lambda: self._look(team, enterprise))

    async def _look(self, team: str, enterprise: str) -> Place:
        kept = self._kept.get(team)
        try:
            version = await self._opener.version(team, enterprise)
        except NotKept:
            if kept is None:
                raise
            return kept.place  # as it was last: what needs the database says so itself
        now = self._timer()
        if kept is not None and kept.version == version:
            kept.looked = now
            return kept.place
        if kept is not None:
            self.forget(team)
        if version is None:
            raise NotInstalled(team)
        place = await self._opener.open(team, enterprise)
        self._kept[team] = _Kept(place, version, now, now)
        return place

    def forget(self, team: str) -> None:
        """Let a workspace go: it is made anew when it is needed again."""
        kept = self._kept.pop(team, None)
        if kept is not None:
            closing = asyncio.create_task(close(kept.place, GRACE), name="close workspace")
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    def let_go(self) -> None:
        """Let those go that nobody has needed for long."""
        long_ago = self._timer() - UNUSED
        for team, kept in list(self._kept.items()):
            if kept.used < long_ago and not kept.place.background.busy:
                self.forget(team)

    @asynccontextmanager
    async def few(self) -> AsyncIterator[None]:
        """Go on letting go."""

        async def go_on() -> None:
            while True:
                await asyncio.sleep(UNUSED / 10)
                self.let_go()

        task = asyncio.create_task(go_on(), name="let workspaces go")
        try:
            yield
        finally:
            task.cancel()

    @property
    def busy(self) -> bool:
        """Whether anything is under way in one of them."""
        return any(kept.place.background.busy for kept in self._kept.values())

    @property
    def open(self) -> list[str]:
        """The teams whose workspaces are there now."""
        return list(self._kept)

    async def drain(self, seconds: float) -> None:
        """Let what is under way in all of them finish; what takes longer is cancelled."""
        await asyncio.gather(*(kept.place.background.drain(seconds) for kept in self._kept.values()))

    async def aclose(self, seconds: float) -> None:
        """Let what is under way finish, then let all of them go."""
        await self._looking.aclose()
        places = [kept.place for kept in self._kept.values()]
        self._kept.clear()
        await asyncio.gather(*(close(place, seconds) for place in places), *self._closing)


async def close(place: Place, seconds: float) -> None:
    """Let what is under way in a workspace finish, then close its connections."""
    await place.background.drain(seconds)
    await place.replies.aclose()
    if isinstance(place, Workspace):
        with suppress(Exception):
            await place.desk.aclose()


class Alone:
    """The one workspace of a process whose token is in its settings."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def version(self, team: str, enterprise: str) -> Hashable | None:
        return self._workspace.team if team == self._workspace.team else None

    async def open(self, team: str, enterprise: str) -> Place:
        return self._workspace
