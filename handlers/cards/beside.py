"""Cards as Slack's Work Objects: what everybody sees of one, and the details that one person opens beside the conversation."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import structlog
from msgspec import Struct

from blocks import ids
from blocks.kit import Block, Card, say
from blocks.words.installing import AN_ADMIN_HAS_TO
from blocks.words.looks import NOT_OURS, NOT_TAKEN, TOO_SLOW
from blocks.work_object import Thing, details_object, public_object, refusal, thing
from bot.appointments.errors import NotFound
from bot.appointments.model import Appointment
from bot.appointments.permission import Openness
from bot.appointments.values import replace
from bot.slack.client import SLACK_TROUBLE, error_code
from bot.slack.replies import Replies
from bot.workspace import Workspace
from bot.workspace.premises import Premises
from bot.workspace.turns import WAIT
from handlers.answering import in_words, spoken

WITHIN = 2.0
"""Seconds in which the details are there, or something is said instead: the trigger lives for 3."""
_SHOWN_ALREADY = {"exchanged_trigger_id", "trigger_exchanged"}
log = structlog.get_logger(__name__)


class Opened(Struct, frozen=True):
    """Who opened what, and where. The channel is absent where it was opened from a search."""

    user: str
    trigger: str
    of: Thing
    channel: str | None


def as_object(ws: Workspace, card: Card, appointment: Appointment, openness: Openness) -> Card:
    """Have a card be a Work Object too, with what it shows anyway; and no longer be one, where that is turned off."""
    ref = ids.object_name(ws.team, appointment.id)
    app = ws.posting.app if ws.settings.work_objects else None
    of = thing(app, ws.team, ref) if app else None
    shown = (public_object(appointment, openness, ws.setting, of),) if of else ()
    return replace(card, objects=shown)


async def opened(ws: Workspace, event: Mapping[str, Any]) -> None:
    """Show the details to whoever opened them, if they may see them. https://docs.slack.dev/reference/events/entity_details_requested"""
    asked = _asked(event)
    if asked is None:
        return
    if not ws.background.has_turn(asked.user):
        ws.background.start(_refuse(ws.replies, asked, WAIT), "details refused")
        return
    ws.background.start(_answer(ws, asked), "details beside", turn_of=asked.user)


async def opened_unconnected(premises: Premises, event: Mapping[str, Any]) -> None:
    """Say where no service is connected any more why there is nothing to show."""
    asked = _asked(event)
    if asked is not None:
        premises.background.start(
            _refuse(premises.replies, asked, AN_ADMIN_HAS_TO), "details without a service"
        )


def _asked(event: Mapping[str, Any]) -> Opened | None:
    """Read the event; a search leaves the name out, and then it stands in the address."""
    url = str(event.get("entity_url") or "")
    named = (event.get("external_ref") or {}).get("id") or parse_qs(urlsplit(url).query).get(
        "appointment", [""]
    )[0]
    if not event.get("user") or not event.get("trigger_id"):
        return None
    return Opened(
        str(event["user"]), str(event["trigger_id"]), Thing(str(named), url), event.get("channel") or None
    )


async def _answer(ws: Workspace, asked: Opened) -> None:
    details: Block | None = None

    async def look() -> Card | None:
        nonlocal details
        try:
            async with asyncio.timeout(WITHIN):
                details = await _details(ws, asked)
        except TimeoutError:
            return say(TOO_SLOW)
        return None if details else say(NOT_OURS.format(command=ws.settings.appt_command))

    said = await in_words(look())
    if said is not None or details is None:
        await _refuse(ws.replies, asked, spoken(said or say(TOO_SLOW)))
        return
    try:
        await ws.replies.present(asked.trigger, details)
    except SLACK_TROUBLE as error:
        await _not_taken(ws.replies, asked, error)


async def _details(ws: Workspace, asked: Opened) -> Block | None:
    """Read them for this person; the look is in the audit before they are shown."""
    appointment = ids.named_object(ws.team, asked.of.ref)
    if appointment is None:
        return None
    person = await ws.people.person(asked.user, asked.channel)
    try:
        found = await ws.desk.details(person, appointment)
    except NotFound:
        await ws.redraw(appointment, "gone")
        raise
    return details_object(found, ws.setting, asked.of)


async def _refuse(replies: Replies, asked: Opened, words: str) -> None:
    try:
        await replies.refuse(asked.trigger, refusal(words))
    except SLACK_TROUBLE as error:
        await _not_taken(replies, asked, error)


async def _not_taken(replies: Replies, asked: Opened, error: BaseException) -> None:
    """Tell whoever looks at an empty pane; Slack may have delivered the event twice, and then it is full already."""
    if error_code(error) in _SHOWN_ALREADY:
        return
    log.warning("details_not_taken", error=error_code(error))
    await replies.to_person(asked.user, asked.channel, say(NOT_TAKEN))
