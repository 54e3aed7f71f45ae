"""Tell the claimant, where the service itself tells nobody: once, and what stands by then. Whoever booked hears of what fails."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta

import structlog

from blocks.kit import say
from blocks.words.notices import not_told_words
from bot.appointments.errors import NoAnswer, NotFound, TooBusy, Unreachable, Unreadable
from bot.appointments.jobs import FollowNotice, TellClaimant, to_the_second
from bot.appointments.jobs.job import seconds
from bot.appointments.jobs.notices import LOOKS
from bot.appointments.model import Appointment, Instant
from bot.appointments.notices import Fault, NotSent, Occasion, Sent, Way, address, is_worth_telling
from bot.appointments.states import About, Emailed, State, Texted
from bot.jobs.courier import Dropped, Later
from bot.slack.posting import ChannelClosed
from bot.storage.claims import Claim, Claimed
from bot.workspace import Workspace

FOR = timedelta(minutes=30)
"""How long a message is tried before whoever booked is told to do it in another way."""
LEAST = 2
"""Tries before that one, for what is taken up late: Frontdesk may have stood still for that half an hour."""
LOOK_FIRST = timedelta(seconds=20)
"""After a lost answer, before it is looked for: by then it is there, or it never will be."""
NEXT = timedelta(seconds=1)
AT_IT = 0.2
"""Seconds between two looks at a message that is under way."""
DOUBLED = 4
"""How often that pause is doubled, try by try."""
_KINDS: dict[Way, tuple[About, type[Texted] | type[Emailed]]] = {
    Way.SMS: (About.TEXT, Texted),
    Way.EMAIL: (About.EMAIL, Emailed),
}
_SAYS_WHEN = frozenset({"BOOKED", "MOVED", "REMINDER", "LATE"})
"""The messages from which a claimant knows when the session is."""
Told = TellClaimant | FollowNotice
log = structlog.get_logger(__name__)


async def tell_claimant(ws: Workspace, claim: Claimed[TellClaimant]) -> None:
    """Send one message, unless it went already, or says nothing that the claimant does not know."""
    job = claim.job
    if not _is_wanted(ws, job):
        raise Dropped
    try:
        while not await _told_in_turn(ws, claim):  # noqa: ASYNC110
            await asyncio.sleep(AT_IT)  # no event: it may be another process's
    except NotFound as gone:
        raise Dropped from gone
    except TooBusy as busy:
        raise Later(timedelta(seconds=busy.retry_after or 1)) from busy


async def _told_in_turn(ws: Workspace, claim: Claimed[TellClaimant]) -> bool:
    """Tell it, unless an older message to the same claimant may have gone: what they know is known only then. False: that one is under way."""
    job = claim.job
    async with ws.desk.telling_claimant(job.appointment, job.way):
        older = await ws.errands.in_doubt(claim, appointment=job.appointment, way=job.way)
        if older is None:
            await _tell(ws, claim, await ws.desk.read_to_tell(job.appointment))
            return True
    if not older.under_way:
        raise Later(max(older.due - ws.clock(), NEXT))
    return False


async def _tell(ws: Workspace, claim: Claimed[TellClaimant], session: Appointment) -> None:
    job = claim.job
    late = await _later_by(ws, job, session)
    in_doubt = bool(claim.attempts)  # what was tried before may have gone, until it was looked for
    try:
        if claim.attempts and (sent := await ws.desk.sent_before(_reference(claim, job))):
            await _keep(ws, job, session, sent, job.says or job.moment)
            return
        in_doubt = False
        if fault := await _why_not(ws, claim, session):
            await _not_told(ws, claim, session, fault)
        else:
            tried = job.model_copy(
                update={"says": session.start and to_the_second(session.start), "says_late": late}
            )
            if (tried.says, tried.says_late) != (job.says, job.says_late):
                await ws.errands.amend(claim, tried)
            reference = _reference(claim, tried)
            message = await ws.desk.send(job.occasion, job.way, session, reference, late)
            await _keep(ws, job, session, message, session.start)
    except NotSent as no:
        await _not_told(ws, claim, session, no.fault, no.said, in_doubt=in_doubt)
    except (NoAnswer, TooBusy, Unreachable, Unreadable) as error:
        if ws.clock() - claim.due_first >= FOR and claim.attempts >= LEAST:
            await _not_told(ws, claim, session, Fault.SILENCE, in_doubt=True)
            return
        wait = LOOK_FIRST * (1 << min(claim.attempts, DOUBLED))
        raise Later(max(wait, timedelta(seconds=error.retry_after or 0)), tried=True) from error


async def _later_by(ws: Workspace, job: TellClaimant, session: Appointment) -> int:
    """By how many minutes it begins later than it was to, as far as that was said; who hears that it is cancelled need not know."""
    late = (await ws.states.afresh([session.id])).of(session, About.LATE)
    if job.occasion is Occasion.LATE:
        return job.rule
    return (late and late.minutes) or 0 if job.occasion is not Occasion.CANCELLED else 0


async def _why_not(ws: Workspace, claim: Claimed[TellClaimant], session: Appointment) -> Fault | None:
    """Why it is too late for a message that somebody counts on; None: send it. Raises Dropped where nobody misses it."""
    job = claim.job
    if not await _is_news(ws, job, session):
        raise Dropped
    is_worth = is_worth_telling(job.occasion, session, ws.clock())
    if address(session.claimant, job.way) is None:
        if job.occasion is Occasion.REMINDER or not is_worth:
            raise Dropped
        return Fault.NO_ADDRESS
    if is_worth:
        return None
    if not _has_begun_meanwhile(ws, job, session):
        raise Dropped
    return Fault.BEGUN if claim.attempts else Fault.TOO_LATE


def _is_wanted(ws: Workspace, job: TellClaimant) -> bool:
    """Whether there is still a template for it, and for a reminder its hour."""
    tells = ws.desk.tells
    if job.way not in tells.can(job.occasion):
        return False
    return job.occasion is not Occasion.REMINDER or job.rule in tells.hours


async def _is_news(ws: Workspace, job: TellClaimant, session: Appointment) -> bool:
    """Whether it says something that is so, and that the claimant was not told before."""
    begins = to_the_second(session.start) if session.start else None
    states = (await ws.states.afresh([session.id])).states.get(session.id, {})
    if job.occasion is Occasion.CANCELLED:
        return True
    if job.occasion is Occasion.REMINDER:
        tells = ws.desk.tells
        return begins == job.moment and not tells.is_overtaken(job.rule, session, ws.clock())
    last = states.get(_KINDS[job.way][0])
    knows = last is not None and last.word.name in _SAYS_WHEN and last.stands_for(session.start)
    if job.occasion is Occasion.LATE:
        late = states.get(About.LATE)
        stands = late is None or (late.stands_for(session.start) and late.minutes == job.rule)
        knows_that = knows and last is not None and last.word.name == "LATE" and last.minutes == job.rule
        return begins == job.moment and stands and not knows_that
    return begins != job.was and not knows


def _has_begun_meanwhile(ws: Workspace, job: TellClaimant, session: Appointment) -> bool:
    """Whether it is too late for a message that somebody counts on."""
    if job.occasion is Occasion.REMINDER or session.start is None or session.start > ws.clock():
        return False
    return is_worth_telling(job.occasion, session, session.start - timedelta(seconds=1))


async def follow_notice(ws: Workspace, claim: Claimed[FollowNotice]) -> None:
    """Look at what became of a message, a few times; whoever booked hears of it if it did not arrive."""
    job = claim.job
    try:
        async with ws.desk.telling_claimant(job.appointment, job.way):
            session = await ws.desk.read_unasked(job.appointment)
            if not await _is_the_last(ws, job, session):
                return
            sent = await ws.desk.became(job.message)
            if sent.fault is not None:
                await _not_told(ws, claim, session, sent.fault)
    except (NotFound, NotSent) as no:
        log.info("notice_not_followed", why=str(no))
        return
    except TooBusy as busy:
        raise Later(timedelta(seconds=busy.retry_after or 1)) from busy
    if not sent.ended and job.look + 1 < len(LOOKS):
        look = job.look + 1
        await ws.errands.add(job.model_copy(update={"look": look, "delay": LOOKS[look]}))


async def _is_the_last(ws: Workspace, job: FollowNotice, session: Appointment) -> bool:
    """Whether nothing newer was told in the same way, and the session is still to come."""
    about, words = _KINDS[job.way]
    last = (await ws.states.afresh([session.id])).of(session, about)
    if last is None or (last.word, last.minutes or 0) != (words[job.occasion.name], job.rule):
        return False
    return session.start is not None and session.start > ws.clock()


async def _keep(
    ws: Workspace, job: TellClaimant, session: Appointment, sent: Sent, start: Instant | None
) -> None:
    """Keep that it was sent, of which start, and have it looked at later what became of it."""
    follow = FollowNotice(
        user=job.user,
        appointment=job.appointment,
        occasion=job.occasion,
        way=job.way,
        message=sent.id,
        rule=job.rule,
        delay=LOOKS[0],
    )
    await _note(ws, job, session, job.occasion.name, start, follow)


async def _not_told(
    ws: Workspace,
    claim: Claimed[TellClaimant] | Claimed[FollowNotice],
    session: Appointment,
    fault: Fault,
    said: str = "",
    *,
    in_doubt: bool = False,
) -> None:
    """Tell whoever booked that the claimant was not told, or may not have been, and keep it for the card."""
    job = claim.job
    log.warning("claimant_not_told", way=job.way, occasion=job.occasion, fault=fault)
    words = not_told_words(session, job.way, job.occasion, fault, ws.setting, said, in_doubt=in_doubt)
    end = "NOT_DELIVERED" if isinstance(job, FollowNotice) else "IN_DOUBT" if in_doubt else "NOT_SENT"
    try:
        async with ws.posting.once(claim, job.user, say(words)):
            await _note(ws, job, session, end, session.start)
    except ChannelClosed as closed:
        log.error("person_not_told", user=job.user, error=str(closed))
        await _note(ws, job, session, end, session.start)


async def _note(
    ws: Workspace, job: Told, session: Appointment, word: str, start: Instant | None, *jobs: FollowNotice
) -> None:
    about, words = _KINDS[job.way]
    state = State(
        appointment=session.id,
        about=about,
        word=words[word],
        start=start,
        by=job.user,
        at=ws.clock(),
        minutes=job.rule or None,
    )
    await ws.states.say(state, code=session.code, jobs=jobs)


def _reference(claim: Claim, job: TellClaimant) -> str:
    """Our key for it: the same whenever it says the same, and of no use to anybody else."""
    start = job.says or job.moment
    says = f"{claim.key} {seconds(start) if start else ''} {job.says_late}"
    return f"frontdesk-{hashlib.sha256(says.encode()).hexdigest()[:32]}"
