"""What the outbox delivers: cards, redrawn cards, and the end of writes whose answer was lost."""

from __future__ import annotations

from datetime import timedelta

import structlog
from slack_sdk.errors import SlackApiError

from blocks.appointment import appointment_card, gone_card
from blocks.kit import say
from blocks.words import sentence, when_words
from bot.appointments.after import card_job, end, redraw_job
from bot.appointments.errors import NotFound
from bot.appointments.ledger import Deed, Intent, Stage
from bot.appointments.model import Appointment, Status
from bot.courier import Carry, Later
from bot.slack import error_code
from bot.storage.cards import CardPlace
from bot.storage.outbox import Claimed
from bot.workspace import Workspace

MARGIN = timedelta(seconds=2)
"""Beyond its time budget, a request that got no answer never will."""
GONE = "gone"
"""The version of a card whose appointment the service no longer has."""
_NO_POSTING = {
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "restricted_action",
    "ekm_access_denied",
    "team_access_not_granted",
    "messages_tab_disabled",
}
_NO_CARD_THERE = _NO_POSTING | {"message_not_found", "cant_update_message", "edit_window_closed"}

log = structlog.get_logger(__name__)


def carriers(ws: Workspace) -> dict[str, Carry]:
    """Who does which kind of job."""

    async def card(job: Claimed) -> None:
        await post_card(ws, job)

    async def redraw(job: Claimed) -> None:
        await redraw_cards(ws, job)

    async def settle(job: Claimed) -> None:
        await settle_intent(ws, job)

    return {"card": card, "redraw": redraw, "settle": settle}


async def post_card(ws: Workspace, job: Claimed) -> None:
    """Post a new booking's card and remember where it stands."""
    channel, user = job.data["channel"] or "", job.data["user"] or ""
    appointment = await ws.desk.writer.read(job.data["appointment"] or "")
    openness = (await ws.channels.get(channel)).openness
    card = appointment_card(appointment, openness, ws.setting)
    try:
        posted = await ws.slack.chat_postMessage(channel=channel, **card.message())
    except SlackApiError as error:
        if error_code(error) not in _NO_POSTING:
            raise _later(error) from error
        log.warning("card_not_posted", error=error_code(error))
        said = sentence(appointment, ws.settings.zone, ws.clock())
        await ws.replies.direct(
            user,
            say(
                f"Booked: {said}. Its card could not be posted, because Frontdesk is not in that conversation. "
                "The appointment itself is safe. For the next one, type /invite @Frontdesk there."
            ),
        )
        return
    place = CardPlace(
        job.team, str(posted["channel"]), str(posted["ts"]), appointment.id, appointment.version
    )
    await ws.places.remember(place)


async def redraw_cards(ws: Workspace, job: Claimed) -> None:
    """Redraw every copy of an appointment's card in its present state."""
    key = job.data["appointment"] or ""
    try:
        appointment: Appointment | None = await ws.desk.writer.read(key)
    except NotFound:
        appointment = None
    version = appointment.version if appointment else GONE
    for place in await ws.places.of(job.team, key):
        if place.version == version:
            continue
        openness = (await ws.channels.get(place.channel)).openness
        card = appointment_card(appointment, openness, ws.setting) if appointment else gone_card()
        try:
            await ws.slack.chat_update(
                channel=place.channel, ts=place.ts, text=card.text, blocks=list(card.blocks)
            )
        except SlackApiError as error:
            if error_code(error) not in _NO_CARD_THERE:
                raise _later(error) from error
            await ws.places.forget(place)
        else:
            await ws.places.redrawn(place, version)


async def settle_intent(ws: Workspace, job: Claimed) -> None:
    """Find out how a write ended whose answer was lost, keep it, and tell the person."""
    intent = await ws.desk.ledger.of_form(job.team, job.data["form"] or "")
    if (
        intent is None
        or intent.stage in {Stage.DONE, Stage.REFUSED}
        or ws.desk.writer.is_running(intent.form)
    ):
        return
    if intent.stage is Stage.SENDING and intent.created is not None:
        budget = timedelta(seconds=ws.settings.appointments_timeout_seconds)
        left = intent.created + budget + MARGIN - ws.clock()
        if left > timedelta(0):
            raise Later(left)
    if intent.deed is Deed.BOOK:
        await _settle_booking(ws, intent)
    else:
        await _settle_change(ws, intent)


async def _settle_booking(ws: Workspace, intent: Intent) -> None:
    starts = [intent.start] if intent.start else []
    found = await ws.desk.writer.look_for(intent.reference or "", *starts)
    if found is not None:
        jobs = [card_job(intent, found.id)] if intent.card else []
        await end(ws.desk.ledger, intent, Stage.DONE, found, jobs)
        said = sentence(found, ws.settings.zone, ws.clock())
        words = f"Booked after all: {said}. The answer had been lost on the way."
    else:
        told_already = intent.stage is Stage.MISSING
        await end(ws.desk.ledger, intent, Stage.REFUSED, None, [])
        if told_already:
            return
        words = (
            f"Not booked: your booking for {_time_of(ws, intent)} was interrupted, and nothing under our reference "
            "is there. Please book it again."
        )
    await _tell(ws, intent, words)


async def _settle_change(ws: Workspace, intent: Intent) -> None:
    try:
        now = await ws.desk.writer.read(intent.appointment or "")
    except NotFound:
        await end(ws.desk.ledger, intent, Stage.REFUSED, None, [])
        await _tell(
            ws, intent, "What you sent was interrupted, and the service no longer has that appointment."
        )
        return
    said = sentence(now, ws.settings.zone, ws.clock())
    if now.version == intent.version_before:
        await end(ws.desk.ledger, intent, Stage.REFUSED, None, [])
        if intent.stage is Stage.MISSING:
            return
        words = f"Not changed: what you sent was interrupted. It is still {said}. Please do it again."
    elif _came_about(intent, now):
        await end(ws.desk.ledger, intent, Stage.DONE, now, [redraw_job(intent, now)])
        words = f"Done after all: it is now {said}. The answer had been lost on the way."
    else:
        await end(ws.desk.ledger, intent, Stage.REFUSED, None, [redraw_job(intent, now)])
        words = (
            f"Check this: what you sent was interrupted, and the appointment has changed. It is now {said}."
        )
    await _tell(ws, intent, words)


def _came_about(intent: Intent, now: Appointment) -> bool:
    if intent.deed is Deed.CANCEL:
        return now.status is Status.CANCELLED
    if intent.deed is Deed.MOVE:
        return now.start == intent.start and (intent.minutes is None or now.minutes == intent.minutes)
    return False


def _time_of(ws: Workspace, intent: Intent) -> str:
    asked = Appointment(id="", start=intent.start, minutes=intent.minutes)
    return when_words(asked, ws.settings.zone, ws.clock())


async def _tell(ws: Workspace, intent: Intent, words: str) -> None:
    if not await ws.replies.direct(intent.user, say(words)):
        log.warning("person_not_told", user=intent.user, deed=intent.deed)


def _later(error: SlackApiError) -> Exception:
    """When Slack names a time to wait, wait as long; else the courier's own pauses."""
    wait = error.response.headers.get("Retry-After") if error.response.status_code == 429 else None
    return Later(timedelta(seconds=int(wait))) if wait and str(wait).isdigit() else error
