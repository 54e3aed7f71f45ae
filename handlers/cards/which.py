"""Find the appointment that somebody means, and show one that changed since they saw it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from blocks.cards import appointment_card
from blocks.kit import Card, escape, plain, say, section
from blocks.several import several_card
from blocks.words.facts import claimant_name
from blocks.words.incomplete import incomplete_words
from blocks.words.states import changed_words
from bot import when
from bot.appointments.errors import NotFound
from bot.appointments.filter import folded
from bot.appointments.folding import bare
from bot.appointments.listing import Listing
from bot.appointments.model import ENDED, Appointment, Window
from bot.appointments.need import is_due
from bot.appointments.permission import Openness, Person
from bot.appointments.reads.called import Named, first_called
from bot.workspace import Workspace
from handlers.here import of_here

MOST_BEHIND = 200
"""Characters that a choice keeps of what was typed behind a name."""
OLD = "This button is from an older card. Look the appointment up again for a fresh one."


Reads = Callable[[str], bool]
"""Whether the words behind a name can be what the verb takes: else they may be more of the name."""
_EVERY = frozenset({"dept:all", "department:all"})
_OPEN = frozenset({"move", "cancel", "accept", "decline", "propose", "join"})
"""What is done with sessions that are still to come, or on."""
_ASKED = frozenset({"late"})
"""What takes so few words behind a name that others are hardly more of it: whether that one is meant is asked."""
_DUE = frozenset({"arrived", "noshow", "late"})
"""What is said of a session when its time has come."""


async def the_one(
    ws: Workspace, person: Person, text: str, verb: str, named: Listing | None = None
) -> Appointment | Card:
    """Find the one appointment that a code, a reference or a name means; several are a list to choose from.

    `named`: what it means, where that was looked for already.
    """
    called = _bare_words(text)
    if not called:
        return say(
            f"Which appointment? Type {ws.settings.appt_command} {verb} and a name, a code or a reference."
        )
    every, called = _past_usual(called)
    meant = await ws.desk.named(person, called) if named is None else named
    found = _fitting(ws, meant if every else await of_here(ws, person, meant), verb)
    if len(found) == 1:
        return found[0]
    if not found and named is None:
        found = _fitting(ws, await _before_a_time(ws, person, called), verb) or found
    return (
        several_card(found, _shown(called), verb, ws.setting_for(person))
        if found
        else _nobody(ws, called, found)
    )


async def the_first(
    ws: Workspace, person: Person, text: str, verb: str, reads: Reads, named: Named | None = None
) -> tuple[Appointment, str] | Card:
    """Find the appointment that the first words name, and hand back those behind; with several, the choice keeps them.

    `named`: what they name, where that was looked for already.
    """
    text = text.strip()
    if not bare(text):
        return say(
            f"Which appointment? Type {ws.settings.appt_command} {verb} and a name, a code or a reference."
        )
    every, text = _past_usual(text)
    named = await ws.desk.begins(person, text) if named is None else named
    found = _fitting(ws, named.sessions if every else await of_here(ws, person, named.sessions), verb)
    unread = bool(named.words and named.rest) and not reads(named.rest)
    if not found or (unread and verb not in _ASKED):
        return _nobody(ws, _bare_words(text), named.sessions)
    a_guess = unread or (named.words == 1 and verb == "cancel" and bool(named.rest))
    if len(found) == 1 and not a_guess:
        return found[0], named.rest
    called = _bare_words(text.removesuffix(named.rest) if named.rest and not unread else text)
    sealed = ws.searches.keep(named.rest[:MOST_BEHIND]) if named.rest else ""
    return several_card(found, _shown(called), verb, ws.setting_for(person), sealed)


async def _before_a_time(ws: Workspace, person: Person, text: str) -> Listing:
    """Whom the words before a time name, for a verb that takes none: "Jane, 5 minutes ago". They are asked about, not taken for it."""
    named = await ws.desk.begins(person, text)
    rest = named.rest if named.words else ""
    if not rest:
        return Listing()
    nation = ws.settings.desk_nation
    read = when.find_time(rest, now=ws.clock(), zone=person.zone, locale=person.locale, nation=nation)
    return named.sessions if read is not None and not read.rest else Listing()


async def called_today(ws: Workspace, person: Person, text: str, reads: Reads) -> Named | None:
    """Whom of today the first words name, where they could be a day as well: June is a person, and 15 how late she is."""
    now, zone = ws.clock(), ws.settings.zone
    start = datetime.combine(now.astimezone(zone).date(), time(), zone)
    today = Window(start=start.astimezone(UTC), end=(start + timedelta(days=1)).astimezone(UTC))
    sessions = await ws.desk.sessions(person, today)
    not_ended = [one for one in sessions if one.status not in ENDED]
    return first_called(sessions.of(not_ended), text, reads)


def the_button(ws: Workspace, person: Person, found: tuple[Appointment, str], verb: str) -> Card:
    """Show the one that was meant with the button that opens its form, which keeps what was typed behind the name."""
    one, behind = found
    sealed = ws.searches.keep(behind[:MOST_BEHIND]) if behind else ""
    return several_card([one], claimant_name(one), verb, ws.setting_for(person), sealed)


def _past_usual(text: str) -> tuple[bool, str]:
    """Whether all departments are to be looked at, whatever is usual here, and the text without these words."""
    words = text.split()
    kept = [word for word in words if folded(word) not in _EVERY]
    return len(kept) < len(words), " ".join(kept)


def _fitting(ws: Workspace, found: Listing, verb: str) -> Listing:
    """Those with which it can be done, where there are any."""
    now = ws.clock()
    can = [one for one in found if not one.is_over(now)] if verb in _OPEN else []
    can = [one for one in found if is_due(one, now)] if verb in _DUE else can
    return found.of(can) if can else found


def _nobody(ws: Workspace, called: str, found: Listing) -> Card:
    days = f"the last {ws.settings.look_back_days} and the next {ws.settings.look_ahead_days} days"
    shown, command = _shown(called), ws.settings.appt_command
    if " " not in called:
        none = (
            f"No appointment with the reference or code “{shown}”, and none for anybody called so, in {days}. "
            f"Look for part of the name with {command} find, or by day with {command} list."
        )
    else:
        none = f"No appointment for “{shown}” in {days}. Type part of the name, or the code on its card."
    incomplete = incomplete_words(found)
    return say(f"{none} {incomplete}" if incomplete else none)


def _bare_words(text: str) -> str:
    return " ".join(filter(None, map(bare, text.split())))


def _shown(called: str) -> str:
    return called if len(called) <= 40 else called[:39] + "…"


async def changed_card(ws: Workspace, person: Person, appointment: Appointment) -> Card:
    """Say who or what changed an appointment since a card was drawn, and show it as it is now, with live buttons."""
    by = await ws.desk.last_change(appointment)
    name = await ws.people.name(by.user) if by and by.user != person.id else None
    return said_of(ws, changed_words(appointment, by, name, ws.setting), appointment)


def said_of(ws: Workspace, words: str, appointment: Appointment) -> Card:
    """Say something of an appointment, and show it as it is now."""
    card = appointment_card(appointment, Openness.PRIVATE, ws.setting)
    return Card(f"{escape(words)} {card.text}", (section(plain(words)), *card.blocks))


async def read_again(ws: Workspace, person: Person, appointment: str) -> Appointment:
    """Read afresh; where the service has it no longer, its cards are redrawn to say so."""
    try:
        found = await ws.desk.get(person, appointment)
    except NotFound:
        await ws.redraw(appointment, "gone")
        raise
    await ws.states.covering([found])
    return found
