"""Leases: what a process has taken is free again when it was not heard of for so long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, or_

Moment = datetime | BindParameter[Any]
"""A time, or the place of one in a statement that is composed once and used again."""
LEASE = timedelta(seconds=15)
"""How long after its last sign of life a process's jobs are taken up by another."""
CLOCKS_APART = timedelta(minutes=1)
"""How far the clocks of two machines may differ."""


def furthest(now: datetime, longest: timedelta) -> datetime:
    """Until when a lease of this length can last that was made by now; one beyond it was made before a clock was set back."""
    return now + longest + CLOCKS_APART


def is_free(until: ColumnElement[Any], now: Moment, furthest: Moment) -> ColumnElement[bool]:
    """Whether a lease has ended, or lies further ahead than one can."""
    return or_(until.is_(None), until < now, until > furthest)
