"""The menu *Open a session…* of a list, a board or Home: its lines, asked for as somebody opens it or types in it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from blocks import ids
from blocks.forms.inputs import NOTHING
from blocks.kit import OPTION_LIMIT, Block, option
from blocks.places import ListPlace
from blocks.words.rows import NOBODY, option_words
from bot.appointments.errors import AppointmentError
from bot.appointments.filter import folded, has_words
from bot.appointments.folding import fold
from bot.appointments.model import Appointment
from bot.appointments.need import in_order
from bot.appointments.permission import NotAllowed
from bot.appointments.slices import aside
from bot.workspace import Workspace
from handlers.forms.menus import IN_TIME, LATE
from handlers.lists.lists import sessions_of

MOST = 100
"""Lines that a menu of Slack's holds."""


async def offer(ws: Workspace, body: dict[str, Any]) -> list[Block]:
    """Offer the sessions that have what is typed, in the order of the list; where they can't be read, one line says why.

    The lines are plain text and so can't tell each reader's own time: they tell the desk's.
    """
    place = ListPlace.read(str(body.get("block_id") or "")) or ListPlace()
    typed = folded(fold(str(body.get("value") or ""))).split()
    try:
        async with asyncio.timeout(IN_TIME):
            person = await ws.people.person(body["user"]["id"])
            listed = await sessions_of(ws, person, place)
    except TimeoutError:
        return [option(LATE, NOTHING)]
    except AppointmentError as error:
        return [option(error.words, NOTHING)]
    except NotAllowed as no:
        return [option(no.words, NOTHING)]
    lines = await aside(len(listed), _lines, listed, ws.clock(), ws.settings.zone, typed)
    return lines or [option(NOBODY, NOTHING)]


def _lines(listed: Sequence[Appointment], now: datetime, zone: ZoneInfo, typed: Sequence[str]) -> list[Block]:
    """As many as a menu holds."""
    several_days = len({one.start.astimezone(zone).date() for one in listed if one.start}) > 1
    lines: list[Block] = []
    for one in in_order(listed, now):
        words = option_words(one, zone, with_day=several_days)
        value = ids.Seen(appointment=one.id).packed()
        if len(value) <= OPTION_LIMIT and has_words(f"{words} {one.code}", typed):
            lines.append(option(words, value))
            if len(lines) == MOST:
                break
    return lines
