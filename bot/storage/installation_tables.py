"""Where Frontdesk is installed, and the arrivals from Slack's consent page that are still awaited."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text

from bot.storage.desk_tables import Sealed, Utc

metadata = MetaData()

installations = Table(
    "installations",
    metadata,
    # The workspace, or the organisation whose workspaces share one token.
    Column("holder", String(32), primary_key=True),
    Column("enterprise", String(32), nullable=False),
    Column("is_org_wide", Boolean, nullable=False),
    Column("name", String(255), nullable=False),
    Column("app", String(32), nullable=False),
    Column("bot_user", String(32), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("token", Sealed, nullable=False),
    Column("refresh", Sealed),
    Column("expires", Utc),
    # From when on it is to be renewed; it is good until `expires`.
    Column("due", Utc),
    Column("version", Integer, nullable=False),
    Column("renewing_until", Utc),
    Column("installed_by", String(32), nullable=False),
    Column("installed_at", Utc, nullable=False),
)

org_teams = Table(
    "org_teams",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("enterprise", String(32), nullable=False),
    Index("org_teams_by_enterprise", "enterprise"),
)

arrivals = Table(
    "arrivals",
    metadata,
    # A fingerprint of the state: whoever reads it here can't come with it.
    Column("state", String(64), primary_key=True),
    Column("until", Utc, nullable=False),
    Index("arrivals_by_time", "until"),
)
