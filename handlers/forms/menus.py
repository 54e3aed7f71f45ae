"""The menus of forms: what the service has, searched as somebody types. Slack waits 3 s for it."""

from __future__ import annotations

import asyncio
from typing import Any

from blocks import ids
from blocks.forms.inputs import MENUS, NOTHING
from blocks.kit import OPTION_LIMIT, Block, option, plain
from bot.appointments.choosing import Choice, Menu
from bot.appointments.errors import AppointmentError
from bot.appointments.folding import fold
from bot.appointments.permission import NotAllowed, Person
from bot.workspace import Workspace

IN_TIME = 2.5
"""Seconds."""
LATE = "No answer in time. Type again."


async def offer(ws: Workspace, body: dict[str, Any]) -> list[Block]:
    """Offer the lines of a menu; where they can't be read, one line says why, and is no choice.

    https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
    """
    name = str(body.get("action_id") or "").rpartition(".")[2]
    if name not in MENUS:
        return []
    try:
        async with asyncio.timeout(IN_TIME):
            person = await ws.people.person(body["user"]["id"])
            found = await _found(
                ws, person, Menu(name), fold(str(body.get("value") or "")), _begins(ws, body, name)
            )
    except TimeoutError:
        return [option(LATE, NOTHING)]
    except AppointmentError as error:
        return [option(error.words, NOTHING)]
    except NotAllowed as no:
        return [option(no.words, NOTHING)]
    return [_line(name, choice) for choice in found if len(choice.id) <= OPTION_LIMIT]


async def _found(ws: Workspace, person: Person, menu: Menu, typed: str, begins: str) -> list[Choice]:
    """What has the words that are typed; in a menu that was only opened, those that were typed for it before."""
    if not typed and begins:
        found = await ws.desk.choices(person, menu, begins)
        if found:
            return found
    return await ws.desk.choices(person, menu, typed)


def _begins(ws: Workspace, body: dict[str, Any], name: str) -> str:
    view = body.get("view") or {}
    state = ids.unpack(ids.FormState, view.get("private_metadata"))
    token = state.meant.get(name) if state else None
    return (ws.searches.text(token) or "") if token else ""


def _line(name: str, choice: Choice) -> Block:
    line = option(choice.called(MENUS[name]), choice.id)
    return {**line, "description": plain(choice.note, OPTION_LIMIT)} if choice.note else line
