"""Cards in channels: posted once, and redrawn in the state that their appointment has now."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from blocks.alerts.cards import gap_card
from blocks.attendance import question_card
from blocks.cards import appointment_card, gone_card
from blocks.handing import booked_from_card
from blocks.kit import Card, escape, plain, section
from blocks.words.closed import card_not_posted
from blocks.words.facts import sentence
from bot.appointments.errors import NotFound
from bot.appointments.jobs import LinkMessage, PostCard, RedrawCards
from bot.appointments.model import Appointment
from bot.appointments.permission import Openness
from bot.appointments.states import About
from bot.appointments.values import replace
from bot.jobs.courier import Dropped, Later
from bot.slack.posting import ChannelClosed
from bot.storage.cards import CardPlace
from bot.storage.claims import Claimed
from bot.workspace import Workspace
from bot.workspace.closing import close_again, close_dropped
from bot.workspace.shown import GAP, QUESTION, mark_of, redraw_at_its_turn, shown_version
from handlers.cards.beside import as_object

GONE = "gone"
"""The version of a card whose appointment the service no longer has."""
CARD_COMES_WITHIN = timedelta(minutes=10)
LOOK_FOR_CARD = timedelta(seconds=1)
log = structlog.get_logger(__name__)


async def post_card(ws: Workspace, claim: Claimed[PostCard]) -> None:
    """Post a new booking's card and remember where it stands, together with that the job is done."""
    job = claim.job
    appointment = await ws.desk.read_unasked(job.appointment)
    await ws.states.afresh([appointment.id])
    version = shown_version(ws, appointment)

    async def post(to: str, card: Card) -> CardPlace | None:
        """Gives where it stands if the job was dropped meanwhile."""
        async with ws.posting.once(claim, to, card) as posted:
            place = CardPlace(claim.team, posted.channel, posted.ts, appointment.id, version)
            kept = await ws.standing.cards.remember(place, claim)
        return None if kept else place

    try:
        dropped = await post(job.channel, await drawn(ws, appointment, job.channel))
        ws.channels.took(job.channel)
    except ChannelClosed as closed:
        ws.channels.refused(job.channel)
        log.warning("card_not_posted", error=str(closed))
        dropped = await post(job.user, _instead(ws, appointment, str(closed), job.channel))
    if dropped is not None:
        await close_dropped(ws, dropped, appointment)
        return
    await ws.states.afresh([appointment.id])
    if shown_version(ws, appointment) != version:  # whoever said it meanwhile found no card to redraw
        await ws.errands.add(RedrawCards(appointment=appointment.id, cause=f"posted:{claim.id}"))
    await redraw_at_its_turn(ws, appointment)


async def link_message(ws: Workspace, claim: Claimed[LinkMessage]) -> None:
    """Say below a card which message it was booked from, once it stands; where it never comes to stand, nobody misses this."""
    job = claim.job
    places = await ws.standing.cards.of(claim.team, job.appointment)
    card = next((place for place in places if place.channel == job.channel and not mark_of(place)), None)
    if card is None:
        raise Dropped if ws.clock() - claim.due_first > CARD_COMES_WITHIN else Later(LOOK_FOR_CARD)
    link = await ws.replies.link_to(job.channel, job.message)
    if link is None:
        raise Dropped
    try:
        async with ws.posting.once(claim, job.channel, booked_from_card(link), card.ts):
            pass
    except ChannelClosed as closed:
        raise Dropped from closed


async def redraw_cards(ws: Workspace, claim: Claimed[RedrawCards]) -> None:
    """Redraw every copy of an appointment's card in its present state."""
    key = claim.job.appointment
    places = await ws.standing.cards.of(claim.team, key)
    if not places and About.BRIEF not in (await ws.states.afresh([key])).states.get(key, {}):
        return  # a card that is about to be posted reads its appointment itself
    try:
        appointment: Appointment | None = await ws.desk.read_unasked(key)
    except NotFound:
        appointment = None
    await ws.states.afresh([key])
    version = shown_version(ws, appointment) if appointment else GONE
    old = [place for place in places if place.version != mark_of(place) + version]
    # All at once: what is wrong with one channel holds up no other's card.
    ends = await asyncio.gather(
        *(_redraw(ws, appointment, place, version) for place in old), return_exceptions=True
    )
    if appointment is not None:
        await redraw_at_its_turn(ws, appointment)
    for fault in (end for end in ends if end is not None):
        raise fault  # the others are what they should be, and are not redrawn again


async def _redraw(ws: Workspace, appointment: Appointment | None, place: CardPlace, version: str) -> None:
    card = replace(gone_card(), objects=())
    if appointment is not None:
        card = await _DRAWN[mark_of(place)](ws, appointment, place.channel)
    version = mark_of(place) + version
    try:
        there = await ws.posting.redraw(place.channel, place.ts, card)
    except ChannelClosed:
        return  # it may be opened again
    if not there:
        await ws.standing.cards.forget(place)
    elif not await ws.standing.cards.redrawn(place, version):
        await close_again(ws, place, appointment)


async def drawn(ws: Workspace, appointment: Appointment, channel: str) -> Card:
    """The card of an appointment as the readers of a channel may see it."""
    found = await ws.channels.get(channel)
    card = appointment_card(appointment, found.openness, ws.setting, links=found.links)
    return as_object(ws, card, appointment, found.openness)


async def question_drawn(ws: Workspace, appointment: Appointment, channel: str) -> Card:
    """The question whether anybody came, or what was answered, as the readers of a channel may see it."""
    found = await ws.channels.get(channel)
    of = ws.states.current.of
    answer = of(appointment, About.CAME) or of(appointment, About.LATE)
    asked = of(appointment, About.ASKED)
    name = await ws.people.name(answer.by) if answer else None
    return question_card(
        appointment, found.openness, ws.setting, asked.by if asked and asked.by else None, name
    )


async def gap_drawn(ws: Workspace, appointment: Appointment, channel: str) -> Card:
    """The alert that no interpreter is confirmed, as it is by now."""
    found, setting = await ws.channels.get(channel), ws.setting
    state = setting.said.of(appointment, About.INTERPRETER)
    by = await ws.people.name(state.by) if state else None
    return gap_card(appointment, openness=found.openness, setting=setting, by=by)


_DRAWN = {"": drawn, QUESTION: question_drawn, GAP: gap_drawn}


def _instead(ws: Workspace, appointment: Appointment, code: str, channel: str) -> Card:
    words = card_not_posted(sentence(appointment, ws.settings.zone, ws.clock()), code, channel)
    card = appointment_card(appointment, Openness.PRIVATE, ws.setting)
    told = Card(escape(words), (section(plain(words)), *card.blocks))
    return as_object(ws, told, appointment, Openness.PRIVATE)
