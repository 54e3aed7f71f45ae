"""What the outbox delivers to channels: cards, and cards redrawn in the state that their appointment has now."""

from __future__ import annotations

from datetime import timedelta

import structlog

from blocks.cards import appointment_card, gone_card
from blocks.kit import Card, escape, plain, say, section
from blocks.words.facts import Openness, sentence
from bot.appointments.errors import NotFound
from bot.appointments.model import Appointment
from bot.appointments.writes.ledger import Job
from bot.jobs.courier import Carry
from bot.slack.posting import ChannelClosed
from bot.storage.cards import CardPlace
from bot.storage.outbox import Claimed
from bot.workspace import Workspace
from handlers.alerts.boards import board_carriers
from handlers.alerts.sessions import session_carriers
from handlers.alerts.telling import watch_carriers
from handlers.alerts.waiting import waiting_carriers
from handlers.cards.settle import settle_write

GONE = "gone"
"""The version of a card whose appointment the service no longer has."""
OVERRUN = timedelta(minutes=15)
"""How often a session that runs past its time is looked at for its end."""
POSTING = frozenset({"card", "board", "remind", "waiting", "changes", "gap", "closed", "stale"})
"""The kinds of jobs that post a message."""
log = structlog.get_logger(__name__)


def carriers(ws: Workspace) -> dict[str, Carry]:
    """Who does which kind of job."""

    async def card(job: Claimed) -> None:
        await post_card(ws, job)

    async def redraw(job: Claimed) -> None:
        await redraw_cards(ws, job)

    async def settle(job: Claimed) -> None:
        await settle_write(ws, job)

    return {
        "card": card,
        "redraw": redraw,
        "settle": settle,
        **watch_carriers(ws),
        **board_carriers(ws),
        **session_carriers(ws),
        **waiting_carriers(ws),
    }


async def tell_lost(ws: Workspace, job: Claimed) -> None:
    """Tell the person whose card or answer could not be delivered for a whole day."""
    words = {
        "card": "A card for a session that you booked could not be posted for a day. The booking itself stands.",
        "settle": "Frontdesk could not find out for a day how something that you sent ended. Look the appointment up.",
    }.get(job.kind)
    user = job.data.get("user")
    if words and user:
        await ws.replies.direct(user, say(words))


async def post_card(ws: Workspace, job: Claimed) -> None:
    """Post a new booking's card and remember where it stands, together with that the job is done."""
    channel, user = job.data["channel"] or "", job.data["user"] or ""
    appointment = await ws.desk.service.read(job.data["appointment"] or "")

    async def post(to: str, card: Card) -> None:
        version = shown_version(ws, appointment)
        async with ws.posting.once(job, to, card) as posted:
            place = CardPlace(job.team, posted.channel, posted.ts, appointment.id, version)
            await ws.places.remember(place, job)

    try:
        await post(channel, await drawn(ws, appointment, channel))
    except ChannelClosed as closed:
        log.warning("card_not_posted", error=str(closed))
        await post(user, _instead(ws, appointment))
    await _redraw_at_the_end(ws, appointment)


async def redraw_cards(ws: Workspace, job: Claimed) -> None:
    """Redraw every copy of an appointment's card in its present state."""
    key = job.data["appointment"] or ""
    try:
        appointment: Appointment | None = await ws.desk.service.read(key)
    except NotFound:
        appointment = None
    version = shown_version(ws, appointment) if appointment else GONE
    for place in await ws.places.of(job.team, key):
        if place.version == version:
            continue
        card = await drawn(ws, appointment, place.channel) if appointment else gone_card()
        try:
            there = await ws.posting.redraw(place.channel, place.ts, card)
        except ChannelClosed:
            continue  # it may be opened again
        await (ws.places.redrawn(place, version) if there else ws.places.forget(place))
    if appointment is not None:
        await _redraw_at_the_end(ws, appointment)


async def drawn(ws: Workspace, appointment: Appointment, channel: str) -> Card:
    """The card of an appointment as the readers of a channel may see it."""
    found = await ws.channels.get(channel)
    return appointment_card(appointment, found.openness, ws.setting, links=found.links)


def shown_version(ws: Workspace, appointment: Appointment) -> str:
    """What a card was drawn from: the appointment's version, and whether its time was over."""
    return f"{appointment.version}{'+' if appointment.is_over(ws.clock()) else ''}"


async def _redraw_at_the_end(ws: Workspace, appointment: Appointment) -> None:
    """Have the card lose Join and Reschedule when the session is over, whoever looks."""
    if appointment.end is None or appointment.is_over(ws.clock()):
        return
    wait = max(appointment.end - ws.clock(), OVERRUN if appointment.end <= ws.clock() else timedelta(0))
    due = (ws.clock() + wait).timestamp()
    key = f"redraw:{ws.team}:{appointment.id}:end:{due:.0f}"
    await ws.outbox.add(ws.team, [Job("redraw", key, {"appointment": appointment.id}, wait)])


def _instead(ws: Workspace, appointment: Appointment) -> Card:
    said = sentence(appointment, ws.settings.zone, ws.clock())
    words = (
        f"Booked: {said}. Its card could not be posted, because Frontdesk is not in that conversation, so here it is. "
        "For the next one, type /invite @Frontdesk in that channel."
    )
    card = appointment_card(appointment, Openness.PRIVATE, ws.setting)
    return Card(escape(words), (section(plain(words)), *card.blocks))
