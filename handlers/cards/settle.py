"""Tell a person how a write ended: where its answer was lost, and where nobody came to say it."""

from __future__ import annotations

from contextlib import suppress

import structlog
from slack_sdk.errors import SlackApiError

from blocks.forms import modals as forms
from blocks.kit import say
from blocks.words.delays import stands_late_words
from blocks.words.results import TITLES
from blocks.words.settled import nothing_began_words, settled_words
from bot.appointments.deeds import Deed
from bot.appointments.errors import AppointmentError
from bot.appointments.jobs import SettleWrite
from bot.appointments.states import About
from bot.appointments.writes.ledger import Ending
from bot.appointments.writes.settling import Settled, TooEarly
from bot.appointments.writes.telling import WATCHED
from bot.jobs.courier import Later
from bot.slack.client import error_code
from bot.slack.posting import ChannelClosed, trouble
from bot.storage.claims import Claimed
from bot.workspace import Workspace

log = structlog.get_logger(__name__)


async def settle_write(ws: Workspace, claim: Claimed[SettleWrite]) -> None:
    """Find out, and say it once: in the form if that still stands, else in a direct message."""
    job = claim.job
    try:
        async with ws.desk.settling(job.form, job.stage) as settled:
            await _say(ws, claim, settled)
    except TooEarly as early:
        raise Later(early.wait) from early


async def _say(ws: Workspace, claim: Claimed[SettleWrite], settled: Settled | None) -> None:
    job = claim.job
    if settled is not None:
        intent = settled.intent
        log.info("write_settled", deed=intent.deed, ending=settled.ending)
        if settled.ending in {Ending.DONE, Ending.UNSURE}:
            ws.errands.wake()
        view = intent.view or job.view
        noted = await _noted(ws, intent.appointment) if intent.deed is Deed.DELAY else ""
        await _tell(ws, claim, intent.deed, settled_words(settled, ws.setting, noted), view)
    elif job.stage == WATCHED and not await ws.desk.has_begun(job.form):
        noted = await _noted(ws, job.about) if job.about else ""
        await _tell(ws, claim, Deed(job.deed), nothing_began_words(job.deed, noted), job.view)


async def _noted(ws: Workspace, appointment: str | None) -> str:
    """Say whether it stands that a session runs late: that is noted before anything is moved. Empty: it is not known which."""
    with suppress(AppointmentError):
        session = await ws.desk.read_unasked(appointment or "")
        said = await ws.states.afresh([session.id])
        return stands_late_words(session, said.of(session, About.LATE), ws.setting)
    return ""


async def _tell(ws: Workspace, claim: Claimed[SettleWrite], deed: Deed, words: str, view: str | None) -> None:
    if view is not None and await _shown(ws, view, deed, words):
        await ws.desk.told(claim.job.form)
        return
    try:
        async with ws.posting.once(claim, claim.job.user, say(words)):
            await ws.desk.told(claim.job.form)
    except ChannelClosed as closed:
        log.error("person_not_told", user=claim.job.user, deed=deed, error=str(closed))


async def _shown(ws: Workspace, view: str, deed: Deed, words: str) -> bool:
    """Say it where the form says that it is being sent; False if nobody has that form open any more."""
    title = TITLES.get(deed, "Alerts")
    try:
        await ws.replies.replace(view, forms.notice(title, [words]))
    except SlackApiError as error:
        if error_code(error) in {"not_found", "view_not_found", "invalid_arguments"}:
            return False
        raise trouble(error) from error
    return True
