"""Write what was noted of a session to the service too, where it lets us; whoever noted it is told if that did not take."""

from __future__ import annotations

from blocks.kit import say
from blocks.words.facts import sentence, status_words
from blocks.words.said import GONE_THERE, MOVED_SINCE, NOT_MARKED, OTHERWISE_THERE, REFUSED_THERE, noted_as
from bot.appointments.errors import AppointmentError, NoAnswer, NotFound, NotKept, TooBusy, Unreachable
from bot.appointments.jobs import LookOut, MarkThere
from bot.appointments.model import Appointment, Status
from bot.appointments.need import THERE
from bot.appointments.states import About
from bot.jobs.courier import Dropped
from bot.slack.posting import ChannelClosed
from bot.storage.claims import Claimed
from bot.workspace import Workspace

_AWAY = (NoAnswer, NotKept, TooBusy, Unreachable)
"""What may go well a while later: it is looked at first whether it did."""


async def mark_there(ws: Workspace, claim: Claimed[MarkThere]) -> None:
    """Write it, unless it was corrected since or is so no more, and believe only what the service says afterwards."""
    job = claim.job
    kinds = (await ws.states.afresh([job.appointment])).states.get(job.appointment, {})
    noted = kinds.get(About.CAME)
    if noted is None or noted.nr != job.nr:
        raise Dropped
    session: Appointment | None = None
    try:
        session = await ws.desk.read_unasked(job.appointment)
        if not noted.stands_for(session.start):
            await _tell(ws, claim, MOVED_SINCE.format(**_said(ws, session, noted.word)))
            return
        missed = job.status is Status.NO_SHOW
        if session.status is Status.CANCELLED or (missed and session.status is Status.WAITING):
            status = status_words(session).casefold()
            await _tell(ws, claim, OTHERWISE_THERE.format(**_said(ws, session, noted.word), status=status))
            return
        if not _is_so(session, job):
            session = await ws.desk.mark_noted(job.appointment, job.status)
    except _AWAY:
        raise
    except NotFound:
        words = GONE_THERE if session is None else REFUSED_THERE
        await _tell(ws, claim, words.format(**_said(ws, session, noted.word), why="It has no such call."))
        return
    except AppointmentError as error:
        said = _said(ws, session, noted.word)
        await _tell(ws, claim, REFUSED_THERE.format(**said, why=f"{error.words} {error.advice}"))
        return
    await ws.redraw(session.id, session.version)
    await ws.errands.add(LookOut(cause=f"marked:{session.id}:{job.nr}"))
    if not _is_so(session, job):
        status = status_words(session).casefold()
        await _tell(ws, claim, NOT_MARKED.format(**_said(ws, session, noted.word), status=status))


def _is_so(session: Appointment, job: MarkThere) -> bool:
    """Whether the service says it, or more: who is in session has arrived."""
    return session.status is job.status or (job.status is not Status.NO_SHOW and session.status in THERE)


def _said(ws: Workspace, session: Appointment | None, word: str) -> dict[str, str]:
    of = sentence(session, ws.settings.zone, ws.clock()) if session else ""
    return {"service": ws.desk.name, "said": of, "noted": noted_as(word)}


async def _tell(ws: Workspace, claim: Claimed[MarkThere], words: str) -> None:
    try:
        async with ws.posting.once(claim, claim.job.user, say(words)):
            pass
    except ChannelClosed as closed:
        raise Dropped from closed
