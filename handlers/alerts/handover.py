"""The verb `handover` and *Taken*: what is open goes from one person at the desk to the next, and no restart loses it."""

from __future__ import annotations

from datetime import timedelta

from blocks import ids
from blocks.day.row import Place
from blocks.handover import Open, clock_of, handover_card, take_row
from blocks.kit import Card, say
from blocks.words import handover as words
from blocks.words.incomplete import incomplete_words
from bot.alerts.kinds.board import day_span
from bot.alerts.questions import may_be_asked
from bot.alerts.shifts import Shift
from bot.appointments.deeds import Deed
from bot.appointments.filter import Filter
from bot.appointments.folding import bare
from bot.appointments.interpreting import is_unconfirmed
from bot.appointments.jobs import PostHandover, RedrawHandover
from bot.appointments.listing import Listing
from bot.appointments.model import Appointment, Status, Window
from bot.appointments.need import is_late
from bot.appointments.permission import Act, Person
from bot.appointments.states import About, Register
from bot.jobs.courier import Dropped, Later
from bot.slack.channels import ARCHIVED
from bot.slack.posting import ChannelClosed
from bot.storage.claims import Claimed
from bot.workspace import Workspace, handovers
from handlers.answering import Ask

NOTED_SOON = timedelta(seconds=1)


async def hand_over(ws: Workspace, ask: Ask, person: Person, rest: str) -> Card | None:
    """Hand the desk of this channel over to whoever takes it."""
    await ws.desk.allow(person, Act.LOOK, Deed.HANDOVER)
    if bare(rest):
        return say(words.NO_NAME.format(command=ws.settings.appt_command))
    if ask.channel is None or ask.channel.startswith("D"):
        return say(words.NO_CHANNEL)
    if problem := (await ws.channels.get(ask.channel)).problem:
        return say(words.ARCHIVED if problem == ARCHIVED else words.NOT_HERE)
    shift, given = await ws.standing.shifts.give(ask.channel, person.id)
    ws.errands.wake()
    if given:
        return say(words.HANDED)
    by = await ws.people.name(shift.given_by)
    at = clock_of(ws.setting_for(person), shift.given_at)
    return say(words.STANDS.format(by=by, at=at), [take_row(shift.channel, shift.nr, by)])


async def take_over(ws: Workspace, ask: Ask) -> Card | None:
    """Take the desk whose hand-over was pressed."""
    pressed = ids.unpack(ids.DeskShift, ask.words)
    if pressed is None:
        return say(words.OLD.format(command=ws.settings.appt_command))
    person = await ws.people.person(ask.user, ask.channel)
    await ws.desk.allow(person, Act.LOOK, Deed.HANDOVER)
    shift, taken = await ws.standing.shifts.take(pressed.channel, pressed.nr, person.id)
    ws.errands.wake()
    if taken or (shift is not None and shift.taken_by == person.id):
        return say(words.YOU_HAVE)
    if shift is None or shift.nr != pressed.nr or shift.taken_by is None or shift.taken_at is None:
        return say(words.NEWER)
    at = clock_of(ws.setting_for(person), shift.taken_at)
    return say(words.HAS_IT.format(who=await ws.people.name(shift.taken_by), at=at))


async def post_handover(ws: Workspace, claim: Claimed[PostHandover]) -> None:
    """Post a hand-over with what is open now; where its channel takes no message, whoever gave it is told."""
    shift = await ws.standing.shifts.get(claim.job.channel, claim.job.nr)
    if shift is None:
        raise Dropped
    card = await _drawn(ws, shift)
    try:
        async with ws.posting.once(claim, shift.channel, card) as posted:
            await ws.standing.shifts.posted(shift, posted.ts, claim)
    except ChannelClosed:
        await ws.standing.shifts.unposted(shift)
        async with ws.posting.once(claim, shift.given_by, say(words.NOT_POSTED)):
            pass


async def redraw_handover(ws: Workspace, claim: Claimed[RedrawHandover]) -> None:
    """Have a hand-over say who has taken it, and what is open by now."""
    shift = await ws.standing.shifts.get(claim.job.channel, claim.job.nr)
    if shift is None:
        raise Dropped
    if not shift.ts:
        if shift.ts is not None:
            raise Dropped
        raise Later(NOTED_SOON)  # it is just being noted where it stands
    try:
        await ws.posting.redraw(shift.channel, shift.ts, await _drawn(ws, shift))
        now = await ws.standing.shifts.get(shift.channel, shift.nr)
        if now is None or not now.ts:  # what closed it meanwhile named no session, and no more may this
            await handovers.close(ws, now or shift, shift.ts)
    except ChannelClosed as closed:
        raise Dropped from closed


async def _drawn(ws: Workspace, shift: Shift) -> Card:
    now, zone = ws.clock(), ws.settings.zone
    begins, ends = day_span(zone, now.astimezone(zone).date())
    sessions = await ws.desk.list_unasked(Window(start=begins, end=ends).with_those_on(now))
    subscription = await ws.alerts.get(ws.team, shift.channel)
    usual = subscription.usual if subscription else ()
    only = Filter(departments=usual).among(ws.settings.known_departments)
    mine = sessions.of(one for one in sessions if only.takes(one))
    register = await ws.states.afresh(one.id for one in mine)
    channel = await ws.channels.get(shift.channel, sure=True)
    place = Place(zone, channel.openness, channel.links, ws.setting, await ws.waits(mine))
    return handover_card(await handovers.held(ws, shift), open_items(ws, mine, register), place)


def open_items(ws: Workspace, sessions: Listing, register: Register) -> Open:
    """Sort out what somebody has to see to; each session stands under one heading, but for its interpreter."""
    now = ws.clock()
    live = [one for one in sessions if not one.is_over(now)]
    waiting = [one for one in live if one.status is Status.WAITING]
    asked = [one for one in live if _is_unanswered(one, register) and may_be_asked(one, now)]
    late = [one for one in live if is_late(one, now, register) and one not in (*waiting, *asked)]
    return Open(
        [one for one in live if is_unconfirmed(one, register, now)],
        waiting,
        late,
        asked,
        incomplete_words(sessions) or "",
    )


def _is_unanswered(session: Appointment, register: Register) -> bool:
    asked, *answers = (register.of(session, about) for about in (About.ASKED, About.CAME, About.LATE))
    return asked is not None and not any(answers)
