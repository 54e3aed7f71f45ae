"""Forget an appointment at a claimant's request: for admins alone, after a question, with a receipt."""

from __future__ import annotations

from blocks import ids
from blocks.forgetting import Row, forget_card, receipt_card
from blocks.kit import Card, clip, say
from blocks.words.forgetting import AWAY, NOTHING, WHICH
from bot.appointments.deeds import Deed
from bot.appointments.folding import bare
from bot.appointments.permission import Act, Person
from bot.workspace import Workspace
from bot.workspace.forgetting import MOST, Trace, code_of, forget, meant_by
from handlers.answering import Ask
from handlers.cards.which import OLD


async def offer_forgetting(ws: Workspace, person: Person, text: str) -> Card:
    """Say what is kept about what was meant, each with a button; nothing is done yet."""
    await ws.desk.allow(person, Act.ADMIN, Deed.FORGET)
    called = " ".join(filter(None, map(bare, text.split())))
    if not called:
        return say(WHICH.format(command=ws.settings.appt_command))
    meant = await meant_by(ws, called, MOST)
    if not meant.traces:
        nothing = NOTHING.format(text=clip(called, 40))
        return say(f"{nothing} {AWAY.format(why=meant.away)}" if meant.away else nothing)
    return forget_card(
        [_row(one) for one in meant.traces],
        [_row(one) for one in meant.others],
        meant.away,
        ws.setting_for(person),
        meant.more,
    )


async def forget_now(ws: Workspace, ask: Ask) -> Card:
    """Forget the one whose button was pressed."""
    seen = ids.unpack(ids.Seen, ask.words)
    if seen is None:
        return say(OLD)
    person = await ws.people.person(ask.user, ask.channel)
    await ws.desk.allow(person, Act.ADMIN, Deed.FORGET, seen.appointment)
    code = await code_of(ws, seen.appointment)
    done = await forget(ws, seen.appointment, person.id, person.channel)
    return receipt_card(code, done.cards, done.rows, done.shut, ours=done.ours)


def _row(trace: Trace) -> Row:
    return trace.id, trace.found, trace.kept.cards, trace.kept.rows, trace.kept.ours
