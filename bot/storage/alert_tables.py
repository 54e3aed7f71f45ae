"""What is kept for alerts. Of an appointment: its id, times, status and fingerprints; nothing that names a person."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Index, Integer, MetaData, String, Table

from bot.storage.desk_tables import Utc

metadata = MetaData()

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("rules", JSON, nullable=False),
    Column("set_by", String(32), nullable=False),
    Column("set_at", Utc, nullable=False),
    Column("paused", String(16)),
    Column("paused_until", Utc),
    Column("here", JSON),
)

boards = Table(
    "boards",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("ts", String(32), nullable=False),
    Column("drawn", String(32), nullable=False),
    Column("posted", Utc, nullable=False),
    Column("was_due", Utc),
    Index("boards_by_day", "team", "day"),
)

watches = Table(
    "watches",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("at", Utc, nullable=False),
    Column("start", Utc, nullable=False),
    Column("end", Utc, nullable=False),
    Column("made_with", String(32), nullable=False),
    Column("failing_since", Utc),
)

seen = Table(
    "seen",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("appointment", String(255), primary_key=True),
    Column("version", String(32), nullable=False),
    Column("start", Utc),
    Column("minutes", Integer),
    Column("status", String(32), nullable=False),
    Column("since", Utc, nullable=False),
    Column("parts", JSON, nullable=False),
    Column("gap_since", Utc),
)

differences = Table(
    "differences",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("team", String(32), nullable=False),
    Column("at", Utc, nullable=False),
    Column("appointment", String(255), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("was_start", Utc),
    Column("was_minutes", Integer),
    Column("was_parts", JSON, nullable=False),
    Column("was_status", String(32)),
    Column("version", String(32), nullable=False),
    Index("differences_by_time", "team", "at"),
)

takes = Table(
    "takes",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("appointment", String(255), primary_key=True),
    Column("since", Utc, primary_key=True),
    Column("user", String(32), nullable=False),
)
"""Who has gone to a claimant that waits since then."""

waiting_posts = Table(
    "waiting_posts",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("ts", String(32), primary_key=True),
    Column("appointment", String(255), nullable=False),
    Column("since", Utc, nullable=False),
    Column("snoozed_by", String(32)),
    Column("snoozed_until", Utc),
    Column("open", Boolean, nullable=False),
    Index("waiting_posts_open", "team", "open", "appointment"),
)

shifts = Table(
    "shifts",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("nr", Integer, primary_key=True, autoincrement=False),
    Column("given_by", String(32), nullable=False),
    Column("given_at", Utc, nullable=False),
    Column("ts", String(32)),
    Column("taken_by", String(32)),
    Column("taken_at", Utc),
)
"""Who handed the desk of a channel over, and who has taken it."""
