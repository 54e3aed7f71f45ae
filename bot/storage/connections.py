"""Each workspace's connection to its service, as it is kept; secrets are sealed here and opened here."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from pydantic import SecretStr
from sqlalchemy import RowMapping, delete, select, update

from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.connection_tables import connect_links, connections, workspace_keys
from bot.storage.transactions import insert_or_ignore, reading, writing
from bot.storage.vault import CannotOpen, Vault

CREDENTIALS, FINGERPRINTS = "credentials of its appointment service", "key of its fingerprints"
"""What is sealed: neither opens as the other."""
_KEY = 32
"""Bytes."""


class Told(Struct, frozen=True):
    """What a workspace was told, by variables in capitals: what is not secret as it would stand in `.env`."""

    said: Mapping[str, str]
    secrets: Mapping[str, SecretStr] = {}

    @property
    def texts(self) -> dict[str, str]:
        """All of it. Holds secrets in the clear: only to be read into settings."""
        return {**self.said, **{name: secret.get_secret_value() for name, secret in self.secrets.items()}}


class Connection(Told, frozen=True):
    """A workspace's connection as it is kept."""

    version: str = ""
    """Another with each change."""
    connected_by: str | None = None
    connected_at: datetime | None = None


class Connections:
    def __init__(self, engine: AsyncEngine, clock: Callable[[], datetime], vault: Vault) -> None:
        self._engine = engine
        self._clock = clock
        self._vault = vault

    async def keep(self, team: str, told: Told, by: str | None = None) -> None:
        """Keep a workspace's connection, in place of the one before. Raises CannotOpen where there is no key to seal with."""
        async with writing(self._engine) as connection:
            await self.keep_within(connection, team, told, by)

    async def keep_within(
        self, connection: AsyncConnection, team: str, told: Told, by: str | None = None
    ) -> None:
        """The same, within somebody's transaction."""
        await self._mend_key(connection, team)
        hidden = json.dumps({name: secret.get_secret_value() for name, secret in told.secrets.items()})
        row: dict[str, Any] = {
            "said": dict(told.said),
            "secrets": self._vault.seal(team, CREDENTIALS, SecretStr(hidden)),
            "version": secrets.token_hex(8),
            "connected_by": by,
            "connected_at": self._clock(),
        }
        if not await insert_or_ignore(connection, connections, {"team": team, **row}):
            await connection.execute(update(connections).where(connections.c.team == team).values(**row))

    async def of(self, team: str) -> Connection | None:
        """Find a workspace's connection; None: it has none. Raises CannotOpen."""
        query = select(connections).where(connections.c.team == team)
        async with reading(self._engine) as connection:
            row = (await connection.execute(query)).mappings().first()
        return self._opened(row) if row is not None else None

    async def version(self, team: str) -> str | None:
        """Which connection a workspace has now; None: it has none."""
        query = select(connections.c.version).where(connections.c.team == team)
        async with reading(self._engine) as connection:
            found: str | None = (await connection.execute(query)).scalar()
        return found

    async def said_by_all(self) -> dict[str, Mapping[str, str]]:
        """What is not secret of every connection, by team."""
        query = select(connections.c.team, connections.c.said).order_by(connections.c.team)
        async with reading(self._engine) as connection:
            return {row.team: row.said for row in await connection.execute(query)}

    async def erase(self, team: str) -> bool:
        """Erase a workspace's connection, credentials included; False: it had none."""
        async with writing(self._engine) as connection:
            return await erase_connection(connection, team)

    async def key(self, team: str) -> SecretStr:
        """The workspace's own random key, by which fingerprints are made; made when it is first asked for. Raises CannotOpen."""
        query = select(workspace_keys.c.key).where(workspace_keys.c.team == team)
        async with reading(self._engine) as connection:
            sealed: str | None = (await connection.execute(query)).scalar()
        if sealed is None:
            made = self._vault.seal(team, FINGERPRINTS, SecretStr(secrets.token_hex(_KEY)))
            async with writing(self._engine) as connection:
                await insert_or_ignore(connection, workspace_keys, {"team": team, "key": made})
                sealed = (await connection.execute(query)).scalar_one()
        return self._vault.open(team, FINGERPRINTS, sealed)

    async def _mend_key(self, connection: AsyncConnection, team: str) -> None:
        """Let go of a key that can't be opened any more: the next one makes other fingerprints, but it makes some."""
        mine = workspace_keys.c.team == team
        sealed = (await connection.execute(select(workspace_keys.c.key).where(mine))).scalar()
        try:
            if sealed is not None:
                self._vault.open(team, FINGERPRINTS, sealed)
        except CannotOpen:
            await connection.execute(delete(workspace_keys).where(mine))

    def _opened(self, row: RowMapping) -> Connection:
        opened = self._vault.open(row["team"], CREDENTIALS, row["secrets"])
        try:
            hidden = json.loads(opened.get_secret_value())
        except ValueError as error:
            raise CannotOpen(row["team"], CREDENTIALS) from error
        return Connection(
            said=row["said"],
            secrets={name: SecretStr(secret) for name, secret in hidden.items()},
            version=row["version"],
            connected_by=row["connected_by"],
            connected_at=row["connected_at"],
        )


async def erase_connection(connection: AsyncConnection, team: str) -> bool:
    """Erase a workspace's credentials and the links to its page within somebody's transaction; False: it had none.

    The key of its fingerprints stays: it opens nothing, and what is kept of the desk is fingerprinted with it.
    """
    await connection.execute(delete(connect_links).where(connect_links.c.team == team))
    gone = await connection.execute(delete(connections).where(connections.c.team == team))
    return gone.rowcount > 0
