"""Connect a workspace to its service: read what was given, try it as the doctor does, then keep it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime

from bot.apis.vendors import VENDORS
from bot.appointments.jobs import DeleteFile, LookOut, Sweep
from bot.connecting.finding import Finding
from bot.connecting.trial import try_service
from bot.settings import Settings
from bot.settings.desk import DeskSettings
from bot.settings.reading import PROVIDER
from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.connections import Connection, Connections, Told, erase_connection
from bot.storage.installations import Installations
from bot.storage.outbox import add_jobs, drop_jobs
from bot.storage.transactions import writing
from bot.storage.vault import CannotOpen, Vault
from bot.workspace.own_settings import own_settings

OF_THE_DESK = frozenset(name.upper() for name in DeskSettings.model_fields if name != PROVIDER)


class NotUsable(Exception):
    """The service can't be used like this; nothing was kept. `findings` say why, and what to mend."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.found for finding in findings))
        self.findings = findings


class Connecting:
    """`process`: its settings are every workspace's defaults."""

    def __init__(self, process: Settings, engine: AsyncEngine, clock: Callable[[], datetime]) -> None:
        self.process = process
        self.kept = Connections(engine, clock, Vault(process.secret_keys))
        self._installed = Installations(engine, clock, Vault(process.secret_keys))
        self._engine = engine
        self._clock = clock

    async def connect(
        self,
        team: str,
        given: Told,
        cleared: Collection[str] = (),
        *,
        by: str | None = None,
        within: Callable[[AsyncConnection], Awaitable[None]] | None = None,
    ) -> list[Finding]:
        """Connect a workspace, or change its connection; gives what was found. `cleared`: variables that are set no more.

        `within`: what else is done in the transaction that keeps it; if it raises, nothing is kept.

        Raises BadSettings, NotUsable, and CannotOpen where there is no key to seal with.
        """
        told = merged(await self.known(team), given, cleared)
        settings = own_settings(self.process, told.texts)
        findings = await try_service(settings, self._engine, self._clock, team)
        if findings[0].mend is not None:
            raise NotUsable(findings)
        provider = {PROVIDER.upper(): settings.appointments_provider}
        async with writing(self._engine) as connection:
            if within is not None:
                await within(connection)
            await self.kept.keep_within(connection, team, Told({**told.said, **provider}, told.secrets), by)
            look = LookOut(cause=f"connected:{self._clock().timestamp():.6f}", on=True)
            await add_jobs(connection, team, [look], self._clock())
        return findings

    async def disconnect(self, team: str) -> bool:
        """Erase a workspace's credentials and drop its jobs, but those that delete what is old; False: it was not connected."""
        async with writing(self._engine) as connection:
            was = await erase_connection(connection, team)
            await drop_jobs(connection, team, but=(DeleteFile.kind, Sweep.kind))
        return was

    async def called(self, team: str) -> str:
        """A workspace as its admins know it: by its name, and by its id, which no other has."""
        name = await self._installed.name_of(team)
        return f"{name} ({team})" if name else team

    async def known(self, team: str) -> Connection | None:
        """What a workspace was told so far; what can't be opened any more is as good as not told."""
        try:
            return await self.kept.of(team)
        except CannotOpen:
            return None

    async def how_it_is(self, team: str) -> list[Finding]:
        """Say how a workspace's connection is, as the doctor does. Raises BadSettings."""
        try:
            found = await self.kept.of(team)
        except CannotOpen as error:
            return [Finding("Connection", "can't be opened", str(error))]
        if found is None:
            mend = (
                f"frontdesk workspaces connect {team} …, or have one of its admins type the command in Slack."
            )
            return [Finding("Connection", "there is none", mend)]
        return await try_service(own_settings(self.process, found.texts), self._engine, self._clock, team)


def merged(kept: Told | None, given: Told, cleared: Collection[str] = ()) -> Told:
    """Lay what is given over what is kept. A service and all that it needs is told at once: of another nothing is left over."""
    if kept is None:
        return given
    names = {*given.said, *given.secrets, *cleared}
    again = bool(names - OF_THE_DESK)
    said = {
        name: text
        for name, text in kept.said.items()
        if name not in names and (name in OF_THE_DESK or not again)
    }
    hidden = {
        name: secret
        for name, secret in kept.secrets.items()
        if name not in names and (name in OF_THE_DESK or not again)
    }
    return Told({**said, **given.said}, {**hidden, **given.secrets})


def service_of(said: Told | Connection) -> str:
    """What a workspace's service is called in a sentence."""
    name = said.said.get(PROVIDER.upper(), "")
    return VENDORS.named(name).title
