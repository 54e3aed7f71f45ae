"""The root command: its first word is a verb, a day or a span; anything else gets a suggestion, never silence."""

from __future__ import annotations

from blocks.help import cannot_card
from blocks.kit import Card, say
from bot.appointments.filter import folded
from bot.appointments.folding import bare, fold, straight, undressed
from bot.appointments.values import replace
from bot.verbs import HINTS, cut, verb_of
from bot.workspace import Workspace
from handlers.answering import Ask
from handlers.lists.filters import service_name
from handlers.lists.lists import list_sessions, next_steps
from handlers.lists.own import LATE
from handlers.lists.spans import SPANS, NotASpan, list_span, no_span
from handlers.pasted import LONGEST, typed_words

TOO_LONG = (
    f"That is more than a command can be, {LONGEST:,} characters. Nothing was done. "
    "Type less: one booking, one search or one list at a time."
)


async def answer(ws: Workspace, ask: Ask) -> Card | None:
    """Answer what was typed after the command; None where a form was opened instead.

    What answers all but lists is imported with the first who types such a thing, for a start waits for lists alone.
    """
    if len(ask.words) > LONGEST:
        return say(TOO_LONG)
    words = await typed_words(ws, ask.words)
    first, rest = cut(words)
    verb = verb_of(first)
    rest = undressed(rest)
    # Who books may paste a whole letter, and its lines tell things apart
    if verb is None or verb.name != "book":
        rest = straight(fold(rest))
    ask = replace(ask, words=fold(words))
    if verb is not None and verb.name == "help":
        from handlers.verbs import help_card

        return help_card(ws, rest)
    person = await ws.people.person(ask.user, ask.channel)
    if not ask.words:
        return await list_sessions(ws, person, "today", tip=next_steps(ws))
    if verb is not None and verb.needs is not None and verb.needs not in ws.desk.can:
        return cannot_card(verb, service_name(ws), ws.desk.can)
    if verb is not None and verb.name in SPANS and verb.name != LATE:
        return await list_span(ws, ask, person, rest)
    if verb is not None:
        from handlers.verbs import ANSWERS

        return await ANSWERS[verb.name](ws, ask, person, rest)
    if hint := HINTS.get(folded(bare(first))):
        return say(hint.format(command=ws.settings.appt_command, typed=bare(first).casefold()))
    try:
        return await list_sessions(ws, person, ask.words, no_span)
    except NotASpan as none:
        from handlers.verbs import called

        return await called(ws, person, ask.words, none.refusal)
