"""The pre-brief: wanted or not from a card, kept for a booking whose process died, and reminded of in time."""

from __future__ import annotations

from blocks import ids
from blocks.alerts.cards import session_card
from blocks.kit import Card, say
from blocks.words.briefing import NO_BRIEF, UNCONFIRMED, dropped_words, reminder_words, wanted_words
from blocks.words.facts import sentence
from bot.appointments.briefing import can_be_wanted, reminders
from bot.appointments.deeds import Deed
from bot.appointments.errors import NotFound
from bot.appointments.interpreting import is_unconfirmed, needs_interpreter
from bot.appointments.jobs import FollowBrief, RemindBrief
from bot.appointments.model import Appointment
from bot.appointments.permission import Act, Openness
from bot.appointments.states import About, Brief, State
from bot.jobs.courier import Dropped
from bot.slack.posting import ChannelClosed
from bot.storage.claims import Claimed
from bot.workspace import Workspace
from bot.workspace.shown import mark_of
from handlers.answering import Ask
from handlers.cards.missed import booked_under
from handlers.cards.which import OLD, read_again
from handlers.forms.brief import want_brief


async def press(ws: Workspace, ask: Ask) -> Card:
    """Note whether a pre-brief is wanted, of the session that a button was drawn from."""
    saying, word = ids.unpack(ids.Saying, ask.words), ask.action.rpartition(".")[2]
    if saying is None or word not in set(Brief):
        return say(OLD)
    person = await ws.people.person(ask.user, ask.channel)
    session = await read_again(ws, person, saying.appointment)
    await ws.desk.allow(person, Act.WRITE, Deed.SAY, session.id)
    now, setting = ws.clock(), ws.setting_for(person)
    if word == Brief.WANTED and not can_be_wanted(session, now):
        return say(NO_BRIEF.format(said=sentence(session, ws.settings.zone, now)))
    jobs = reminders(session, now) if word == Brief.WANTED else []
    state = State(session.id, About.BRIEF, Brief(word), session.start, person.id, now)
    said = await ws.states.say(state, channel=person.channel, code=session.code, jobs=jobs)
    if word == Brief.UNSAID or said.now is None:
        return say(dropped_words(session, setting, kept=said.kept))
    name = None if said.now.by == person.id else await ws.people.name(said.now.by)
    return say(wanted_words(session, said.now, name, setting, kept=said.kept))


async def follow_brief(ws: Workspace, claim: Claimed[FollowBrief]) -> None:
    """Keep that one is wanted once it is known what was booked."""
    booked = await booked_under(ws, claim, claim.job.form)
    said = await ws.states.afresh([booked.id])
    if About.BRIEF in said.states.get(booked.id, {}):
        return  # it was kept already, and somebody may have said since that none is wanted
    await want_brief(ws, booked, claim.job.user)


async def remind_brief(ws: Workspace, claim: Claimed[RemindBrief]) -> None:
    """Remind of it under the session's oldest card, else whoever wanted it; not where it was moved, has begun or is not wanted any more."""
    job, now = claim.job, ws.clock()
    try:
        session = await ws.desk.read_unasked(job.appointment)
    except NotFound:
        raise Dropped from None
    if not job.is_still(session):
        raise Dropped
    register = await ws.states.afresh([session.id])
    state = register.of(session, About.BRIEF)
    if state is None or now >= job.moment or not needs_interpreter(session, now):
        raise Dropped
    title, words = reminder_words(session, ws.setting)
    notes = [words, *([UNCONFIRMED] if is_unconfirmed(session, register, now) else [])]
    places = [one for one in await ws.standing.cards.of(ws.team, session.id) if not mark_of(one)]
    for place in places:
        channel = await ws.channels.get(place.channel, sure=True)
        card = _card(ws, session, title, notes, channel.openness, channel.links)
        try:
            async with ws.posting.once(claim, place.channel, card, place.ts):
                return
        except ChannelClosed:
            continue  # another copy may stand where we can write
    card = _card(ws, session, title, notes, Openness.PRIVATE, Openness.PRIVATE)
    try:
        async with ws.posting.once(claim, state.by, card):
            pass
    except ChannelClosed as closed:
        raise Dropped from closed


def _card(
    ws: Workspace, session: Appointment, title: str, notes: list[str], openness: Openness, links: Openness
) -> Card:
    return session_card(session, title, notes, openness=openness, links=links, setting=ws.setting)
