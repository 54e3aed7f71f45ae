"""Some minutes after a start with nobody in the room: ask once, in the thread, whether anybody came."""

from __future__ import annotations

from bot.alerts.questions import NO_LONGER, may_be_asked
from bot.appointments.errors import NotFound
from bot.appointments.jobs import AskWhoCame, RedrawCards
from bot.appointments.model import Appointment
from bot.appointments.states import About, Asked, State
from bot.jobs.courier import Dropped
from bot.slack.posting import ChannelClosed, Posted
from bot.storage.cards import CardPlace
from bot.storage.claims import Claimed
from bot.workspace import Workspace
from bot.workspace.closing import close_dropped
from bot.workspace.shown import QUESTION, mark_of, shown_version
from handlers.cards.post import question_drawn


async def ask_who_came(ws: Workspace, claim: Claimed[AskWhoCame]) -> None:
    """Ask whoever holds the desk there, else whoever booked it, unless it was moved, somebody is in the room, or somebody said already how it is."""
    job, now = claim.job, ws.clock()
    try:
        session = await ws.desk.read_unasked(job.appointment)
    except NotFound:
        raise Dropped from None
    if not job.is_still(session):
        raise Dropped
    if now > job.moment + ws.settings.ask_after + NO_LONGER or not may_be_asked(session, now):
        return
    register = await ws.states.afresh([session.id])
    if register.of(session, About.CAME) or register.of(session, About.LATE):
        return
    for place in await _threads(ws, session):
        try:
            await _ask(ws, claim, session, place)
        except ChannelClosed:
            continue  # another may stand where we can write
        return


async def _ask(ws: Workspace, claim: Claimed[AskWhoCame], session: Appointment, under: Posted) -> None:
    channel, now = under.channel, ws.clock()
    shift = await ws.standing.shifts.now(channel)
    whom = shift.taken_by if shift and shift.taken_by else await ws.desk.booker(session.id)
    asked = State(session.id, About.ASKED, Asked.ASKED, session.start, whom or "", now)
    await ws.states.say(asked, channel=channel, code=session.code)
    card, version = await question_drawn(ws, session, channel), shown_version(ws, session)
    async with ws.posting.once(claim, channel, card, under.ts) as posted:
        place = CardPlace(claim.team, posted.channel, posted.ts, session.id, f"{QUESTION}{version}")
        if not await ws.standing.cards.remember(place, claim):
            await close_dropped(ws, place, session)
            return
    await ws.states.afresh([session.id])
    if shown_version(ws, session) != version:  # whoever answered meanwhile found no question to redraw
        await ws.errands.add(RedrawCards(appointment=session.id, cause=f"asked:{claim.id}"))


async def _threads(ws: Workspace, session: Appointment) -> list[Posted]:
    """Where it may be asked: under its oldest card first, then under a board that shows it."""
    cards = await ws.standing.cards.of(ws.team, session.id)
    found = [Posted(one.channel, one.ts) for one in cards if not mark_of(one)]
    for one in await ws.watch.active():
        board = await ws.standing.boards.today(one, ws.clock()) if one.only.takes(session) else None
        if board is not None:
            found.append(Posted(board.channel, board.ts))
    return found
