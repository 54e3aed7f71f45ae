"""Who carries which kind of job."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from bot.appointments import jobs
from bot.appointments.jobs import Job
from bot.storage.claims import Claimed
from bot.workspace import Workspace
from bot.workspace.closing import close_left, sweep
from handlers.alerts.boards import post_board, redraw_board, rest_board
from handlers.alerts.handover import post_handover, redraw_handover
from handlers.alerts.sessions import SESSION_ALERTS, tell_changes, tell_session
from handlers.alerts.telling import look, tell_answers, tell_closed, tell_silence, told
from handlers.alerts.waiting import redraw_waiting, tell_waiting
from handlers.cards.asking import ask_who_came
from handlers.cards.brief import follow_brief, remind_brief
from handlers.cards.late_note import tell_delay
from handlers.cards.marking import mark_there
from handlers.cards.missed import follow_missed
from handlers.cards.post import link_message, post_card, redraw_cards
from handlers.cards.settle import settle_write
from handlers.cards.tell import follow_notice, tell_claimant
from handlers.files import delete_file
from handlers.lists.home import redraw_opened
from handlers.promises import break_promise

J = TypeVar("J", bound=Job)
Carrier = Callable[[Workspace, Claimed[J]], Awaitable[None]]
"""Does a job of one kind in its workspace; raises as `Carry` does."""


def _by(kind: type[J], carrier: Carrier[J]) -> tuple[str, Carrier[Any]]:
    return kind.kind, carrier


async def look_about(ws: Workspace, claim: Claimed[jobs.LookOut]) -> None:
    """Look at the service for all channels, and draw those Homes anew that somebody may be looking at."""
    await look(ws, claim)
    await redraw_opened(ws)


async def sweep_kept(ws: Workspace, _: Claimed[jobs.Sweep]) -> None:
    """Close the cards and delete the rows that were kept long enough."""
    await sweep(ws)


CARRIERS: Mapping[str, Carrier[Any]] = dict(
    (
        _by(jobs.PostCard, post_card),
        _by(jobs.LinkMessage, link_message),
        _by(jobs.TellDelay, tell_delay),
        _by(jobs.DeleteFile, delete_file),
        _by(jobs.RedrawCards, redraw_cards),
        _by(jobs.SettleWrite, settle_write),
        _by(jobs.TellClaimant, tell_claimant),
        _by(jobs.FollowNotice, follow_notice),
        _by(jobs.AskWhoCame, ask_who_came),
        _by(jobs.FollowMissed, follow_missed),
        _by(jobs.MarkThere, mark_there),
        _by(jobs.FollowBrief, follow_brief),
        _by(jobs.RemindBrief, remind_brief),
        _by(jobs.Sweep, sweep_kept),
        _by(jobs.CloseMessage, close_left),
        _by(jobs.AnswerPromised, break_promise),
        _by(jobs.LookOut, look_about),
        _by(jobs.TellClosed, tell_closed),
        _by(jobs.TellSilence, told(tell_silence)),
        _by(jobs.TellAnswers, told(tell_answers)),
        _by(jobs.PostHandover, post_handover),
        _by(jobs.RedrawHandover, redraw_handover),
        _by(jobs.PostBoard, told(post_board)),
        _by(jobs.RedrawBoard, told(redraw_board)),
        _by(jobs.RestBoard, rest_board),
        _by(jobs.TellWaiting, told(tell_waiting)),
        _by(jobs.RedrawWaiting, redraw_waiting),
        _by(jobs.TellChanges, told(tell_changes)),
        *((kind, told(tell_session)) for kind in SESSION_ALERTS),
    )
)
