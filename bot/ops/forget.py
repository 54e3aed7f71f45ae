"""`frontdesk forget`: forget an appointment at a claimant's request, after a yes on standard input."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from blocks.words.facts import when_words
from blocks.words.forgetting import (
    AGREE_OURS,
    AWAY,
    NOTHING,
    OTHERS,
    OUT_OF_REACH,
    OUT_OF_REACH_OURS,
    kept_words,
    receipt_words,
)
from bot.app import CannotStart, now_utc, one_workspace
from bot.ops.command import stop, with_database
from bot.settings import Settings
from bot.storage.asynchronous import AsyncEngine
from bot.workspace import Workspace
from bot.workspace.forgetting import NotForgotten, Trace, code_of, forget, meant_by
from bot.workspace.workspaces import NotConnected, NotInstalled, OutOfOrder

BY = "command line"
"""Who the audit says did it."""


def forget_appointment(settings: Settings, text: str, team: str | None) -> bool:
    """Ask, and forget; True if all that was agreed to is done."""
    return with_database(settings, lambda engine: _forget(settings, engine, text.strip(), team))


async def _forget(settings: Settings, engine: AsyncEngine, text: str, team: str | None) -> bool:
    if settings.many and team is None:
        stop("Say which workspace: --team T…. `frontdesk workspaces` names them.")
    try:
        async with one_workspace(settings, engine, team) as ws:
            meant = await meant_by(ws, text) if text else None
            if meant is None or not meant.traces:
                print(NOTHING.format(text=text))
                return False
            if meant.away:
                print(AWAY.format(why=meant.away))
            done = await _agreed(ws, meant.traces)
            if meant.others:
                print(OTHERS)
                done = await _agreed(ws, meant.others) and done
            return done
    except CannotStart as error:
        stop(str(error))
    except (NotInstalled, NotConnected, OutOfOrder):
        stop(
            f"{team or 'This workspace'} is not served here, or has no appointment service. `frontdesk workspaces` says how each is.",
            "Nothing was forgotten. `frontdesk workspaces forget` deletes everything of a workspace that is gone.",
        )


async def _agreed(ws: Workspace, traces: Sequence[Trace]) -> bool:
    """Print what is kept of each and ask once for all of them."""
    for one in traces:
        when = (
            f"{one.found.code}, {when_words(one.found, ws.settings.zone, now_utc())}" if one.found else one.id
        )
        print(f"{when}: {kept_words(one.kept.cards, one.kept.rows)}.")
    if any(one.kept.ours for one in traces):
        print(AGREE_OURS)
    print("Type yes to forget it for good: ", end="", flush=True)
    if sys.stdin.readline().strip().casefold() != "yes":
        print("Nothing was forgotten.")
        return False
    for one in traces:
        code = await code_of(ws, one.id)
        try:
            done = await forget(ws, one.id, BY)
        except NotForgotten as error:
            stop(f"{error.words} ({error})", error.advice)
        print(receipt_words(code, done.cards, done.rows, done.shut))
    print(OUT_OF_REACH_OURS if any(one.kept.ours for one in traces) else OUT_OF_REACH)
    return True
