"""The bot's own tables. Every row carries the Slack team that it belongs to."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    true,
)

metadata = MetaData()


class Utc(TypeDecorator[datetime]):
    """An aware time, stored in UTC; SQLite keeps no zones, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(TypeDecorator[str]):
    """A column of what the vault has sealed: `frontdesk keys rotate` finds what is to be sealed anew by this type."""

    impl = Text
    cache_ok = True


intents = Table(
    "intents",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("form", String(64), primary_key=True),
    Column("deed", String(16), nullable=False),
    Column("user", String(32), nullable=False),
    Column("channel", String(32)),
    Column("card", String(32)),
    Column("reference", String(255)),
    Column("appointment", String(255)),
    Column("start", Utc),
    Column("minutes", Integer),
    Column("version_before", String(32)),
    Column("version_after", String(32)),
    Column("stage", String(16), nullable=False),
    Column("created", Utc, nullable=False),
    Column("tried", JSON, nullable=False),
    Column("ending", String(16)),
    Column("told", Boolean, nullable=False, server_default=true()),
    Column("view", String(32)),
    Column("why", String(32)),
    Index("intents_by_stage", "team", "stage"),
    Index("intents_by_user", "team", "user", "deed"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Utc, nullable=False),
    Column("team", String(32), nullable=False),
    Column("user", String(32), nullable=False),
    Column("channel", String(32)),
    Column("deed", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("appointment", String(255)),
    Column("code", String(32)),
    Column("version", String(32)),
    Column("was", Utc),
    Column("was_minutes", Integer),
    Column("start", Utc),
    Column("minutes", Integer),
    Column("what", String(128)),
    Column("why", String(32)),
    Index("audit_by_appointment", "team", "appointment"),
)

cards = Table(
    "cards",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("ts", String(32), primary_key=True),
    Column("appointment", String(255), nullable=False),
    Column("version", String(32), nullable=False),
    Column("posted", Utc, nullable=False),
    Column("look_again", Utc),
    Index("cards_by_appointment", "team", "appointment"),
    Index("cards_by_age", "team", "posted"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String(255), nullable=False),
    Column("team", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("data", JSON, nullable=False),
    Column("due", Utc, nullable=False),
    Column("leased_until", Utc),
    Column("attempts", Integer, nullable=False),
    Column("created", Utc, nullable=False),
    Column("due_first", Utc, nullable=False),
    Column("done", Utc),
    UniqueConstraint("key", name="outbox_key"),
    Index("outbox_by_due", "done", "due"),
    Index("outbox_by_lease", "leased_until"),
)

holds = Table(
    "holds",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("appointment", String(255), primary_key=True),
    Column("holder", String(32), nullable=False),
    Column("until", Utc, nullable=False),
)

states = Table(
    "states",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("team", String(32), nullable=False),
    Column("appointment", String(255), nullable=False),
    Column("about", String(16), nullable=False),
    Column("nr", Integer, nullable=False),
    Column("word", String(32), nullable=False),
    Column("start", Utc),
    Column("minutes", Integer),
    Column("agency", String(80)),
    Column("other", String(255)),
    Column("by", String(32), nullable=False),
    Column("at", Utc, nullable=False),
    UniqueConstraint("team", "appointment", "about", "nr", name="states_nr"),
    Index("states_by_start", "team", "start"),
    Index("states_by_other", "team", "other"),
)
"""What people said of a session: the last of each kind stands, and of two who say something at once one is second."""
