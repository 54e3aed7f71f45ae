"""To which appointment service each workspace is connected, and the key of its own. What is secret is sealed."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, MetaData, String, Table

from bot.storage.desk_tables import Sealed, Utc

metadata = MetaData()

connections = Table(
    "connections",
    metadata,
    Column("team", String(32), primary_key=True),
    # Settings by their names in `.env`, as they are written there.
    Column("said", JSON, nullable=False),
    # The secret ones, together.
    Column("secrets", Sealed, nullable=False),
    # Another with every change.
    Column("version", String(16), nullable=False),
    Column("connected_by", String(32)),
    Column("connected_at", Utc, nullable=False),
)

workspace_keys = Table(
    "workspace_keys",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("key", Sealed, nullable=False),
)

connect_links = Table(
    "connect_links",
    metadata,
    # A fingerprint: whoever reads it here can't open the page with it.
    Column("link", String(64), primary_key=True),
    Column("team", String(32), nullable=False),
    Column("user", String(32), nullable=False),
    Column("until", Utc, nullable=False),
    # Of the browser that it was first used in.
    Column("browser", String(64)),
    Column("used", Utc),
    Index("connect_links_by_time", "until"),
)
