"""The verb `here`: which department a channel is about."""

from __future__ import annotations

from collections.abc import Sequence

from blocks.kit import Card, say
from bot.appointments.api import Field
from bot.appointments.deeds import Deed
from bot.appointments.permission import Act, Person
from bot.workspace import Workspace
from handlers.alerts.set_rules import set_up
from handlers.answering import Ask
from handlers.here import unknown_department, usual

NOT_IN_A_CHANNEL = "Type that in the channel that it is about. Nothing was changed."
NO_DEPARTMENTS = (
    "The appointment service has no departments, so there is nothing to set. Nothing was changed."
)


async def set_here(ws: Workspace, ask: Ask, person: Person, departments: Sequence[str] | None) -> Card:
    """Set which departments a channel is about, empty for all; None only says which it is."""
    command = ws.settings.appt_command
    if Field.DEPARTMENT not in ws.desk.has:
        return say(NO_DEPARTMENTS)
    if ask.channel is None:
        return say(NOT_IN_A_CHANNEL)
    if departments is None:
        return say(_said(await usual(ws, person), command))
    await ws.desk.allow(person, Act.ALERTS, Deed.ALERTS)
    if words := await unknown_department(ws, person, departments):
        return say(f"{words} Nothing was changed.")
    before = await set_up(ws, person, ask.channel)
    kept = await ws.alerts.put(before.model_copy(update={"here": tuple(departments)}))
    await ws.desk.alerts_set(person, ask.channel)
    return say(_said(kept.usual, command, by_alerts=not kept.here))


def _said(own: Sequence[str], command: str, *, by_alerts: bool = False) -> str:
    if not own:
        return f"What is typed here is about all departments. To make it one: {command} here dept:Leeds."
    names = " and ".join(own)
    why = " That is what its alerts are about." if by_alerts else ""
    return (
        f"What is typed here is about {names}: lists, searches and new bookings.{why} "
        f"Add dept:all to look past it. To take it off: {command} here dept:all."
    )
