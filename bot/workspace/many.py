"""Serve many workspaces: install into them, open them, hear when they are gone."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from pydantic import SecretStr
from starlette.routing import Route

from blocks.kit import say
from bot.slack.client import SLACK_TROUBLE, Refusals, error_code
from bot.slack.install.door import App, InstallDoor
from bot.slack.install.exchange import Exchange
from bot.slack.install.life import Life
from bot.slack.install.tokens import Tokens
from bot.slack.surfaces import asked_scopes
from bot.storage.arrivals import Arrivals
from bot.storage.connections import Connections
from bot.storage.departures import Departures
from bot.storage.installations import Installations, Installed
from bot.storage.renewals import Renewals
from bot.storage.vault import Vault
from bot.workspace.house import House
from bot.workspace.opening import ByInstallation, Link

log = structlog.get_logger(__name__)


class Many:
    """`link`: makes the one-time link to the page that connects a service."""

    def __init__(self, house: House, link: Link) -> None:
        settings = house.settings
        self._house = house
        self._app = App(
            client_id=settings.slack_client_id or "",
            authorize_url=settings.slack_authorize_url or "",
            public_url=settings.public_url or "",
            scopes=tuple(asked_scopes(settings)),
            allowed=settings.install_allowed,
            command=settings.appt_command,
        )
        self._client, _ = house.clients(Refusals())
        secret = settings.slack_client_secret or SecretStr("")
        exchange = Exchange(self._client, self._app.client_id, secret, self._app.redirect_url)
        vault = Vault(settings.secret_keys)
        self.installations = Installations(house.engine, house.clock, vault)
        self.connections = Connections(house.engine, house.clock, vault)
        self._renewals = Renewals(self.installations, house.clock, exchange.renew)
        self.opener = ByInstallation(house, self.installations, self._renewals, self.connections, link)
        self.life = Life(self.installations, Departures(house.engine), exchange)
        arrivals = Arrivals(house.engine, house.clock)
        self._door = InstallDoor(self._app, arrivals, exchange, self.installations, self._welcome)

    @property
    def install_url(self) -> str:
        return self._app.install_url

    @property
    def routes(self) -> Sequence[Route]:
        return self._door.routes

    async def _welcome(self, installed: Installed, words: str) -> None:
        """Tell whoever installed it what is next; a message that does not arrive stops nothing, for the page says the same."""
        installation = await self.installations.of(installed.holder)
        if installation is None or not installed.installed_by:
            return
        tokens = Tokens(installation, self._renewals, self._house.clock)
        client, _ = self._house.clients(Refusals(), tokens)
        try:
            await client.chat_postMessage(channel=installed.installed_by, **say(words).message())
        except SLACK_TROUBLE as error:
            log.warning("welcome_not_taken", holder=installed.holder, error=error_code(error))
