"""Who answers which verb, and what is said to words that mean none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress

from blocks.cards import appointment_card
from blocks.help import cannot_card, help_all, help_verb
from blocks.kit import Card, clip, say
from blocks.words.incomplete import incomplete_words
from bot import when
from bot.appointments.deeds import Deed
from bot.appointments.folding import bare
from bot.appointments.model import Appointment
from bot.appointments.permission import Openness, Person
from bot.appointments.values import replace
from bot.verbs import verb_of, verbs_for
from bot.workspace import Workspace
from handlers.alerts.command import answer_alerts
from handlers.alerts.handover import hand_over
from handlers.alerts.here import set_here
from handlers.answering import Ask, View
from handlers.cards.accept import accept_now
from handlers.cards.buttons import Draw
from handlers.cards.forget import offer_forgetting
from handlers.cards.history import history_of
from handlers.cards.typed import form_for
from handlers.cards.which import called_today, the_first, the_one
from handlers.day import arrived, noshow
from handlers.forms.book import open_booking
from handlers.forms.cancel import cancel_view, decline_view
from handlers.forms.edit import edit_view
from handlers.forms.late import late_view, reads_as_delay
from handlers.forms.move import move_view, reads_as_time
from handlers.forms.propose import propose_view
from handlers.joining import join_now
from handlers.lists.filters import service_name, take_filters
from handlers.lists.free import free_times
from handlers.lists.lists import list_sessions, read_span
from handlers.lists.own import LATE
from handlers.lists.search import find
from handlers.lists.spans import SPANS, NotASpan, list_span, no_span
from handlers.lists.stats import answer_stats

Answer = Callable[[Workspace, Ask, Person, str], Awaitable[Card | None]]
_OF_TIME = frozenset(
    ("impossible", "recurring", "two_times", "contradiction", "past", "dst_gap", "dst_overlap", "too_long")
)
"""Why a text is refused that surely was meant for a time."""


async def called(ws: Workspace, person: Person, words: str, refusal: when.Refusal) -> Card:
    """Open what a name or a code means; several are a list to choose from."""
    if refusal.reason in _OF_TIME:
        return _unknown(ws, words, refusal)
    found = await ws.desk.named(person, words)
    if not found:
        return _unknown(ws, words, refusal)
    one = await the_one(ws, person, words, "show", found)
    return one if isinstance(one, Card) else appointment_card(one, Openness.PRIVATE, ws.setting)


def _unknown(ws: Workspace, words: str, refusal: when.Refusal) -> Card:
    command = ws.settings.appt_command
    first = bare(words.split()[0]) or words
    shown = first if len(first) <= 40 else first[:39] + "…"
    known = {name: verb for verb in verbs_for(ws.desk.can) for name in (verb.name, *verb.aliases)}
    from rapidfuzz import fuzz, process  # here: only whoever mistypes needs it

    close = process.extractOne(first.casefold(), known.keys(), scorer=fuzz.ratio, score_cutoff=70)
    if close is not None:
        verb = known[close[0]]
        return say(f"There is no {command} {shown}. Did you mean {verb.usage(command)}?")
    if refusal.phrase and refusal.reason not in {"none", "nothing"}:
        return say(f"{refusal.message} {command} help shows what else you can type.")
    return say(
        f"There is no {command} {shown}, and nobody is called so. To find a person or a reference: "
        f"{command} find {clip(words, 40)}. All commands: {command} help."
    )


async def _show(ws: Workspace, ask: Ask, person: Person, rest: str) -> Card | None:
    found = await the_one(ws, person, rest, "show")
    return found if isinstance(found, Card) else appointment_card(found, Openness.PRIVATE, ws.setting)


async def _find(ws: Workspace, ask: Ask, person: Person, rest: str) -> Card | None:
    return await find(ws, person, rest)


async def _book(ws: Workspace, ask: Ask, person: Person, rest: str) -> Card | None:
    return await open_booking(ws, replace(ask, words=rest), person)


async def book_new(ws: Workspace, ask: Ask) -> Card | None:
    person = await ws.people.person(ask.user, ask.channel)
    return await open_booking(ws, replace(ask, words=""), person)


def _with_words_behind(
    verb: str, deed: Deed, draw_form: Draw, reads: Callable[[Workspace, Person, str], bool]
) -> Answer:
    """Answer a verb that takes words behind the name, where they read as such; its form opens with them."""

    async def answer(ws: Workspace, ask: Ask, person: Person, rest: str) -> Card | None:
        async def draw(found: Appointment, behind: str) -> View:
            return await draw_form(ws, person, found, ask.channel, behind)

        first = the_first(ws, person, rest, verb, lambda words: reads(ws, person, words))
        return await form_for(ws, ask, deed, first, draw)

    return answer


def _any_words(*_: object) -> bool:
    return True


async def _accept(ws: Workspace, ask: Ask, person: Person, rest: str) -> Card | None:
    found = await the_one(ws, person, rest, "accept")
    return found if isinstance(found, Card) else await accept_now(ws, person, found)


async def _edit(ws: Workspace, ask: Ask, person: Person, rest: str) -> Card | None:
    async def draw(found: Appointment, _: str) -> View:
        return await edit_view(ws, person, found, ask.channel)

    async def whole() -> tuple[Appointment, str] | Card:
        found = await the_one(ws, person, rest, "edit")
        return found if isinstance(found, Card) else (found, "")

    return await form_for(ws, ask, Deed.EDIT, whole(), draw)


async def _late(ws: Workspace, ask: Ask, person: Person, rest: str) -> Card | None:
    """List who is late, where nobody is named; else have a session said to run late, and the later ones moved."""

    async def draw(found: Appointment, minutes: str) -> View:
        return await late_view(ws, person, found, ask.channel, minutes)

    is_day = bool(rest) and isinstance(read_span(ws, person, rest), when.Reading)
    named = await called_today(ws, person, rest, reads_as_delay) if is_day else None
    if named is None:
        with suppress(NotASpan):
            return await list_sessions(ws, person, rest or "today", no_span, own=(LATE,))
    first = the_first(ws, person, rest, "late", reads_as_delay, named)
    return await form_for(ws, ask, Deed.DELAY, first, draw)


async def _join(ws: Workspace, ask: Ask, person: Person, rest: str) -> Card | None:
    if rest:
        found = await the_one(ws, person, rest, "join")
        return found if isinstance(found, Card) else await join_now(ws, person, found.id)
    coming, mine, among = await ws.desk.next_for(person)
    incomplete = incomplete_words(among)
    if coming is None:
        none = "No session in the next seven days to join."
        return say(f"{none} {incomplete}" if incomplete else none)
    note = "Your next session:" if mine else "No session of yours is coming. Now at the desk:"
    return await join_now(ws, person, coming.id, f"{incomplete} {note}" if incomplete else note)


async def _here(ws: Workspace, ask: Ask, person: Person, rest: str) -> Card | None:
    if not rest:
        return await set_here(ws, ask, person, None)
    taken = take_filters(ws, rest if ":" in rest else f'dept:"{rest}"', bare=False)
    if isinstance(taken, Card):
        return taken
    filters, more = taken
    if more or not (filters.every or filters.only.departments):
        return help_card(ws, "here")
    return await set_here(ws, ask, person, () if filters.every else filters.only.departments)


async def _history(ws: Workspace, ask: Ask, person: Person, rest: str) -> Card | None:
    found = await the_one(ws, person, rest, "history")
    if isinstance(found, Card):
        return found
    return await history_of(ws, person, found)


async def _forget(ws: Workspace, ask: Ask, person: Person, rest: str) -> Card | None:
    return await offer_forgetting(ws, person, rest)


async def _help(ws: Workspace, _ask: Ask, _person: Person, rest: str) -> Card | None:
    return help_card(ws, rest)


def help_card(ws: Workspace, rest: str) -> Card:
    """Say what can be typed; it depends on nobody's identity, and so works when Slack tells none."""
    verbs = verbs_for(ws.desk.can)
    if not bare(rest):
        return help_all(verbs, ws.settings.appt_command)
    named = verb_of(rest.split()[0])
    if named is None:
        return _unknown(ws, rest, when.Refusal("nothing", ""))
    verb = next((one for one in verbs if one.name == named.name), None)
    if verb is None:
        return cannot_card(named, service_name(ws), ws.desk.can)
    return help_verb(verb, ws.settings.appt_command)


ANSWERS: dict[str, Answer] = {
    **dict.fromkeys(SPANS, list_span),
    "late": _late,
    "show": _show,
    "find": _find,
    "free": free_times,
    "stats": answer_stats,
    "book": _book,
    "move": _with_words_behind("move", Deed.MOVE, move_view, reads_as_time),
    "accept": _accept,
    "decline": _with_words_behind("decline", Deed.DECLINE, decline_view, _any_words),
    "propose": _with_words_behind("propose", Deed.PROPOSE, propose_view, reads_as_time),
    "arrived": arrived,
    "noshow": noshow,
    "edit": _edit,
    "cancel": _with_words_behind("cancel", Deed.CANCEL, cancel_view, _any_words),
    "join": _join,
    "history": _history,
    "here": _here,
    "alerts": answer_alerts,
    "handover": hand_over,
    "forget": _forget,
    "help": _help,
}
