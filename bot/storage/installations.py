"""Where Frontdesk is installed: each workspace's own token, or that of its organisation. Tokens are sealed here and opened here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from pydantic import SecretStr
from sqlalchemy import RowMapping, insert, or_, select, update

from bot.storage.asynchronous import AsyncConnection, AsyncEngine
from bot.storage.installation_tables import installations, org_teams
from bot.storage.transactions import insert_or_ignore, reading, writing
from bot.storage.vault import Vault

EARLIEST = timedelta(hours=2)
"""How long before its end a token is renewed at the earliest; one that lives for a short time, in its last quarter."""
TOKEN, REFRESH = "slack-token", "slack-refresh"
"""What is sealed: neither opens as the other."""


class Token(Struct, frozen=True):
    """What Slack gives for a code or for a refresh token: with rotation it ends, and another comes of `refresh`."""

    value: SecretStr
    refresh: SecretStr | None = None
    lives: timedelta | None = None


class Installed(Struct, frozen=True):
    """Frontdesk in one workspace, or in an organisation with all the workspaces that were given it."""

    holder: str
    """The id of the workspace, or that of the organisation."""
    enterprise: str
    is_org_wide: bool
    name: str
    app: str
    bot_user: str
    scopes: tuple[str, ...]
    installed_by: str


class Installation(Installed, frozen=True):
    """One as it is kept, its token opened."""

    token: SecretStr
    refresh: SecretStr | None
    expires: datetime | None
    due: datetime | None
    version: int
    """Another with every token that was kept."""
    installed_at: datetime


class Installations:
    def __init__(self, engine: AsyncEngine, clock: Callable[[], datetime], vault: Vault) -> None:
        self.engine = engine
        self._clock = clock
        self._vault = vault

    async def keep(self, installed: Installed, token: Token, teams: Sequence[str] = ()) -> None:
        """Keep an installation in place of the one before; `teams`: the workspaces of an organisation that were given it."""
        now = self._clock()
        row = {
            "enterprise": installed.enterprise,
            "is_org_wide": installed.is_org_wide,
            "name": installed.name[:255],
            "app": installed.app,
            "bot_user": installed.bot_user,
            "scopes": ",".join(installed.scopes),
            "installed_by": installed.installed_by,
            "installed_at": now,
            **self.sealed(installed.holder, token),
        }
        mine = installations.c.holder == installed.holder
        async with writing(self.engine) as connection:
            again = update(installations).where(mine).values(**row, version=installations.c.version + 1)
            if (await connection.execute(again)).rowcount == 0:
                first = {**row, "holder": installed.holder, "version": _first_version(now)}
                await connection.execute(insert(installations).values(**first))
            for team in teams:
                await _grant(connection, team, installed.enterprise)

    def sealed(self, holder: str, token: Token) -> dict[str, Any]:
        """A token as it stands in a row."""
        now, lives = self._clock(), token.lives
        return {
            "token": self._vault.seal(holder, TOKEN, token.value),
            "refresh": self._vault.seal(holder, REFRESH, token.refresh) if token.refresh else None,
            "expires": now + lives if lives else None,
            "due": now + lives - min(EARLIEST, lives / 4) if lives and token.refresh else None,
            "renewing_until": None,
        }

    async def of(self, team: str, enterprise: str = "") -> Installation | None:
        """Find the installation that serves a workspace: its own, else that of its organisation. Raises CannotOpen.

        `enterprise`: the organisation, where Slack has named it with a request from that workspace.
        """
        async with reading(self.engine) as connection:
            row = await _holding(connection, team, enterprise)
        return self.opened(row) if row is not None else None

    async def name_of(self, team: str) -> str:
        """What the installation that serves a workspace is called; empty where there is none."""
        async with reading(self.engine) as connection:
            row = await _holding(connection, team)
        return str(row["name"]) if row is not None else ""

    async def version(self, team: str, enterprise: str = "") -> str | None:
        """Which installation serves a workspace now; None: there is none. It is the same for all tokens that it has in turn."""
        async with reading(self.engine) as connection:
            row = await _holding(connection, team, enterprise)
        if row is None:
            return None
        if row["is_org_wide"] and enterprise:
            await self.grant(enterprise, [team])  # so that its jobs find it too
        return f"{row['holder']}:{row['installed_at'].timestamp():.6f}"

    async def org_wide(self) -> list[Installation]:
        """Those of whole organisations."""
        query = select(installations).where(installations.c.is_org_wide)
        async with reading(self.engine) as connection:
            return [self.opened(row) for row in (await connection.execute(query)).mappings()]

    async def grant(self, enterprise: str, teams: Sequence[str]) -> None:
        """Note that workspaces of an organisation were given the app that it has installed."""
        async with writing(self.engine) as connection:
            for team in teams:
                await _grant(connection, team, enterprise)

    async def teams_of(self, holder: str) -> list[str]:
        """The workspaces that an installation serves, as far as they are known."""
        if not holder.startswith("E"):
            return [holder]
        query = select(org_teams.c.team).where(org_teams.c.enterprise == holder).order_by(org_teams.c.team)
        async with reading(self.engine) as connection:
            return list((await connection.execute(query)).scalars())

    async def names(self) -> dict[str, str]:
        """What each workspace is called that is served; one of an organisation that alone knows its name by that one's."""
        query = select(installations.c.holder, installations.c.name).where(~installations.c.is_org_wide)
        theirs = select(org_teams.c.team, installations.c.name).join(
            installations, installations.c.holder == org_teams.c.enterprise
        )
        async with reading(self.engine) as connection:
            names = {row.team: row.name for row in await connection.execute(theirs)}
            return names | {row.holder: row.name for row in await connection.execute(query)}

    def opened(self, row: RowMapping) -> Installation:
        """Read a row, tokens too. Raises what opening a secret raises."""
        holder = row["holder"]
        return Installation(
            holder=holder,
            enterprise=row["enterprise"],
            is_org_wide=row["is_org_wide"],
            name=row["name"],
            app=row["app"],
            bot_user=row["bot_user"],
            scopes=tuple(one for one in row["scopes"].split(",") if one),
            installed_by=row["installed_by"],
            token=self._vault.open(holder, TOKEN, row["token"]),
            refresh=self._vault.open(holder, REFRESH, row["refresh"]) if row["refresh"] else None,
            expires=row["expires"],
            due=row["due"],
            version=row["version"],
            installed_at=row["installed_at"],
        )


async def _grant(connection: AsyncConnection, team: str, enterprise: str) -> None:
    if not await insert_or_ignore(connection, org_teams, {"team": team, "enterprise": enterprise}):
        await connection.execute(
            update(org_teams).where(org_teams.c.team == team).values(enterprise=enterprise)
        )


async def _holding(connection: AsyncConnection, team: str, enterprise: str = "") -> RowMapping | None:
    """A workspace's own installation goes before its organisation's."""
    its_org = select(org_teams.c.enterprise).where(org_teams.c.team == team)
    holder = installations.c.holder
    by = holder.in_([team, enterprise]) if enterprise else or_(holder == team, holder.in_(its_org))
    query = select(installations).where(by).order_by(installations.c.is_org_wide).limit(1)
    return (await connection.execute(query)).mappings().first()


def _first_version(now: datetime) -> int:
    """Later than any that was there under this name before: what is remembered of that one must not fit this one."""
    return int(now.timestamp()) % 2_000_000_000
