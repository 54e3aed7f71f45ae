"""Make a workspace out of its installation, which has Slack's token, and of its connection, which says what service it has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable

import structlog

from bot.settings import BadSettings
from bot.slack.client import Refusals
from bot.slack.install.tokens import Tokens
from bot.slack.people import People
from bot.slack.replies import Replies
from bot.storage.connections import Connections
from bot.storage.installations import Installation, Installations
from bot.storage.renewals import Renewals
from bot.storage.vault import CannotOpen
from bot.workspace.connection import connect
from bot.workspace.furnish import furnish
from bot.workspace.house import House
from bot.workspace.nights import tonight
from bot.workspace.own_settings import own_settings
from bot.workspace.premises import Premises
from bot.workspace.workspaces import NotInstalled, OutOfOrder, Place

log = structlog.get_logger(__name__)
Link = Callable[[str, str], Awaitable[str]]
"""Makes the one-time link to the page that connects a service: for a team, and an admin of it."""


class ByInstallation:
    def __init__(
        self,
        house: House,
        installations: Installations,
        renewals: Renewals,
        connections: Connections,
        link: Link,
    ) -> None:
        self._house = house
        self._installations = installations
        self._renewals = renewals
        self._connections = connections
        self._link = link

    async def version(self, team: str, enterprise: str) -> Hashable | None:
        installed = await self._installations.version(team, enterprise)
        return (installed, await self._connections.version(team)) if installed is not None else None

    async def open(self, team: str, enterprise: str) -> Place:
        try:
            installation = await self._installations.of(team, enterprise)
            if installation is None:
                raise NotInstalled(team)
            return await self._furnished(team, installation)
        except (CannotOpen, BadSettings) as error:
            log.error("workspace_out_of_order", team=team, why=str(error))
            raise OutOfOrder(team) from error

    async def _furnished(self, team: str, installation: Installation) -> Place:
        house = self._house
        tokens = Tokens(installation, self._renewals, house.clock)
        clients = house.clients(Refusals(), tokens, team)
        connection = await self._connections.of(team)
        if connection is None:

            async def link(user: str) -> str:
                return await self._link(team, user)

            people = People(clients[0], team, zone=house.settings.zone, timer=house.timer, groups={})
            return Premises(team, people, Replies(clients[0]), house.settings, link)
        own = own_settings(house.settings, connection.texts)
        api = connect(own, house.engine, house.clock, house.transport_of, team)
        key = await self._connections.key(team)
        workspace = furnish(
            own,
            house.clock,
            clients,
            team,
            house.engine,
            api,
            house.wake,
            installation.scopes,
            house.timer,
            key,
        )
        workspace.posting.app = installation.app or None
        await workspace.states.refresh()
        night = tonight(house.clock(), own.zone)  # the first one; each plans the next
        workspace.background.start(workspace.errands.add(night), "sweep")
        return workspace
