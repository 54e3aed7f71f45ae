"""Hand-overs as they stand in channels: once their shift is over they name no session any more."""

from __future__ import annotations

import structlog
from slack_sdk.errors import SlackApiError

from blocks.handover import Held, clock_of, closed_handover
from bot.alerts.shifts import Shift
from bot.appointments.jobs import RedrawHandover
from bot.slack.client import error_code, is_passing
from bot.slack.posting import ChannelClosed
from bot.workspace.workspace import Workspace

AT_A_TIME = 20
"""Hand-overs that are closed before a pause."""
log = structlog.get_logger(__name__)


async def held(ws: Workspace, shift: Shift) -> Held:
    """A hand-over by plain names and the desk's clock."""
    at = shift.taken_at
    return Held(
        await ws.people.name(shift.given_by),
        clock_of(ws.setting, shift.given_at),
        shift.channel,
        shift.nr,
        await ws.people.name(shift.taken_by) if shift.taken_by else None,
        clock_of(ws.setting, at) if at else "",
    )


async def close_over(ws: Workspace) -> bool:
    """Close some of those whose shift is over; True: there may be more. Raises Later and Slack's trouble where that may pass."""
    over = await ws.standing.shifts.over(AT_A_TIME)
    for shift in over:
        await close(ws, shift, shift.ts or "")
        if not await ws.standing.shifts.unposted(shift):
            await ws.errands.add(
                RedrawHandover(channel=shift.channel, nr=shift.nr, cause="taken while closed")
            )
    return len(over) == AT_A_TIME


async def close(ws: Workspace, shift: Shift, ts: str) -> None:
    """Leave of a hand-over who gave and who took it; where its channel takes nothing it stays as it is."""
    try:
        await ws.posting.redraw(shift.channel, ts, closed_handover(await held(ws, shift)))
    except ChannelClosed as closed:
        log.warning("handover_not_closed", error=str(closed))
    except SlackApiError as error:
        if is_passing(error):
            raise
        log.warning("handover_not_closed", error=error_code(error))


async def draw_anew(ws: Workspace, cause: str) -> None:
    """Have those of the present shift show what is open by then, and nothing of what was."""
    standing = await ws.standing.shifts.standing()
    await ws.errands.add(*(RedrawHandover(channel=one.channel, nr=one.nr, cause=cause) for one in standing))
