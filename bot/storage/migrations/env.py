"""Run alembic on the connection that `bot.storage.migrate` hands over, inside its transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

config = context.config


def as_in_the_database(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write a type of ours as what it is in the database: a released step must not change with our code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


context.configure(
    connection=config.attributes["connection"],
    target_metadata=config.attributes["metadatas"],
    transactional_ddl=True,  # SQLite's DDL takes part in transactions, though alembic does not assume so
    render_as_batch=True,
    render_item=as_in_the_database,
)
context.run_migrations()
