"""Close the cards of one workspace that were kept long enough, and hand-overs whose shift is over, at a pace, and go on another day with those that can't be."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from slack_sdk.errors import SlackApiError

from blocks.cards import closed_card
from bot.appointments.errors import AppointmentError, NoAnswer, NotFound, NotKept, TooBusy, Unreachable
from bot.appointments.jobs import CloseMessage
from bot.appointments.model import Appointment, Status
from bot.jobs.courier import Later
from bot.slack.client import SLACK_TROUBLE, error_code, is_passing
from bot.slack.posting import ChannelClosed
from bot.storage.cards import CardPlace
from bot.storage.claims import Claimed
from bot.workspace import handovers
from bot.workspace.workspace import Workspace

BATCH, PAUSE = 20, timedelta(seconds=30)
"""So many cards, and then a pause: Slack takes fifty redrawings a minute. https://docs.slack.dev/apis/web-api/rate-limits"""
_A_DAY = timedelta(days=1)
_A_MONTH = timedelta(days=30)
"""The longest that a card is left alone: the setting may have become shorter by then."""
_DOUBLED = 5
"""How often the pause grows until a message is tried again."""
_AWAY = (NoAnswer, NotKept, TooBusy, Unreachable)
"""What would be said of the next card too."""
log = structlog.get_logger(__name__)


async def sweep(ws: Workspace) -> None:
    """Close some cards and hand-overs and have the rest closed after a pause; once there are none more, delete what is old.

    Raises Later while there are more; what a process leaves undone is found again, for a card that is closed is kept no more.
    """
    kept, now = ws.standing.retention, ws.clock()
    before = now - ws.settings.retention
    more = await handovers.close_over(ws)
    places = await kept.old_cards(before, BATCH)
    closed = 0
    try:
        for place in places:
            closed += await _close_if_over(ws, place, before)
    finally:
        if closed:
            await kept.record(f"{closed} cards")
    if more or len(places) == BATCH:
        raise Later(PAUSE)
    await kept.delete_old(before, now - ws.settings.audit_kept)


async def close_message(ws: Workspace, place: CardPlace, code: str | None) -> bool:
    """Rewrite a message to an appointment's code; False where its channel takes none. Raises Later and Slack's trouble."""
    try:
        await ws.posting.redraw(place.channel, place.ts, closed_card(code))
    except ChannelClosed:
        return False
    return True


async def close_again(ws: Workspace, place: CardPlace, appointment: Appointment | None) -> None:
    """Close a message that was posted or drawn anew while it was to be closed: its code stays, and no name.

    Nothing else leads to it any more: where Slack does not take that at once, it is done as soon as it does.
    """
    code = appointment.code if appointment else await ws.standing.retention.code(place.appointment)
    try:
        await close_message(ws, place, code)
    except (Later, *SLACK_TROUBLE):
        await ws.errands.add(CloseMessage(channel=place.channel, ts=place.ts, code=code))


async def close_left(ws: Workspace, claim: Claimed[CloseMessage]) -> None:
    """Close a message that could not be closed before; while Slack fails it is tried again, for however many days."""
    job = claim.job
    try:
        await close_message(ws, CardPlace(claim.team, job.channel, job.ts, "", ""), job.code)
    except SLACK_TROUBLE as error:
        if not is_passing(error):
            raise
        # Else the courier would give up after a day, and a name would stay that nothing leads to.
        raise Later(PAUSE * (1 << min(claim.attempts, _DOUBLED)), tried=True) from error


async def close_dropped(ws: Workspace, place: CardPlace, appointment: Appointment) -> None:
    """Close a card whose job was dropped while Slack took it: its appointment was forgotten, and what closed the others did not see this one."""
    await close_again(ws, place, appointment)
    await ws.standing.cards.forget(place)


async def _close_if_over(ws: Workspace, place: CardPlace, before: datetime) -> bool:
    """Close it if its session was over before then; else look at it again when that may be so."""
    kept, now = ws.standing.retention, ws.clock()
    try:
        appointment = await ws.desk.read_unasked(place.appointment)
        over, code = _over_since(appointment), appointment.code
    except NotFound:
        over, code = before, await kept.code(place.appointment) or ""
    except _AWAY:
        raise
    except AppointmentError as error:
        log.warning("card_not_closed", error=error.code)
        over, code = None, ""
    if over is None or over > before:
        again = over + (now - before) if over else now + _A_DAY
        await kept.look_again(place, min(again, now + _A_MONTH))
        return False
    try:
        if await close_message(ws, place, code or None):
            await ws.standing.cards.forget(place)
            return True
        why = "its channel takes no message"
    except SlackApiError as error:
        if is_passing(error):
            raise
        why = error_code(error)
    log.warning("card_not_closed", error=why)
    await kept.look_again(place, now + _A_DAY)
    return False


def _over_since(appointment: Appointment) -> datetime | None:
    """When its session was to end; without a time, when it was cancelled. None: it may still come."""
    if appointment.start is None:
        return appointment.cancelled_at if appointment.status is Status.CANCELLED else None
    return appointment.end or appointment.start
