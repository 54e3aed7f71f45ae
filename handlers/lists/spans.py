"""Lists by the verbs that name a span or narrow one; what is no span may be what an appointment is called."""

from __future__ import annotations

from blocks.kit import Card
from bot import when
from bot.appointments.permission import Person
from bot.verbs import verb_of
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.lists.lists import list_sessions
from handlers.lists.own import OWN_VERBS

SPANS = ("today", "tomorrow", "week", "list", *OWN_VERBS)
"""The verbs that list; one of them, late, does something else where somebody is named."""


class NotASpan(Exception):
    """What was typed is no day and no span: it may be what an appointment is called."""

    def __init__(self, refusal: when.Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


def no_span(refusal: when.Refusal) -> Card:
    """Leave the words to who knows names. Raises NotASpan."""
    raise NotASpan(refusal)


async def list_span(ws: Workspace, ask: Ask, person: Person, rest: str) -> Card | None:
    """List what a verb of SPANS names, narrowed by the words behind it."""
    verb = verb_of(ask.words.split()[0])
    span = verb.name if verb else ""
    if span in OWN_VERBS:
        only, own = OWN_VERBS[span]
        return await list_sessions(ws, person, f"{rest or 'today'} {only}", own=own)
    span = {"week": "this week"}.get(span, span)
    if span == "list":
        return await list_sessions(ws, person, rest)
    return await list_sessions(ws, person, f"{span} {rest}".strip())
