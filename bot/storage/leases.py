"""Leases: what a process has taken is free again when it was not heard of for so long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_

CLOCKS_APART = timedelta(minutes=1)
"""How far the clocks of two machines may differ."""


def is_free(until: ColumnElement[Any], now: datetime, longest: timedelta) -> ColumnElement[bool]:
    """Whether a lease has ended, or lies further ahead than one of this length can: then a clock was set back since."""
    return or_(until.is_(None), until < now, until > now + longest + CLOCKS_APART)
