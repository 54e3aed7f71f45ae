"""What is counted: a nameless row for each session of late, and the sums of the days before."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table

from bot.storage.desk_tables import Utc

metadata = MetaData()

counted = Table(
    "counted",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("appointment", String(255), primary_key=True),
    Column("day", String(10), nullable=False),
    Column("start", Utc, primary_key=True),
    Column("status", String(32), nullable=False),
    Column("department_id", String(64), nullable=False),
    Column("department", String(255), nullable=False),
    Column("language", String(64), nullable=False),
    Column("waited", Integer, nullable=False),
    Column("began", Utc),
    Column("moved", Boolean, nullable=False),
    Index("counted_by_day", "team", "day"),
)

sums = Table(
    "sums",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("department_id", String(64), primary_key=True),
    Column("department", String(255), primary_key=True),
    Column("measure", String(16), primary_key=True),
    Column("which", String(64), primary_key=True),
    Column("number", Integer, nullable=False),
)
