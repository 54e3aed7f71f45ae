"""SQLAlchemy's engine for asyncio without its ORM, which nobody here uses and which is a third of what SQLAlchemy takes of a start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.libraries.partial import import_part

__all__ = ["AsyncConnection", "AsyncEngine", "create_async_engine"]

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
else:
    _found = import_part("sqlalchemy.ext.asyncio", "engine")
    AsyncConnection, AsyncEngine = _found.AsyncConnection, _found.AsyncEngine
    create_async_engine = _found.create_async_engine
