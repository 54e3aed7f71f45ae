"""Every kind of alert, in the order in which one thinks of them: planning, pace, typed rules and the form read this table."""

from __future__ import annotations

from collections.abc import Mapping

from bot.alerts.kinds.board import BOARD
from bot.alerts.kinds.changes import CHANGES
from bot.alerts.kinds.gaps import GAPS
from bot.alerts.kinds.kind import Ahead, AlertKind, SessionAlert, Shape, Sight
from bot.alerts.kinds.reminders import REMINDERS
from bot.alerts.kinds.waiting import WAITING

__all__ = ["ALERTS", "BOARD", "BY_NAME", "GAPS", "Ahead", "AlertKind", "SessionAlert", "Shape", "Sight"]

ALERTS: tuple[AlertKind, ...] = (BOARD, REMINDERS, WAITING, CHANGES, GAPS)
BY_NAME: Mapping[str, AlertKind] = {kind.name: kind for kind in ALERTS}
