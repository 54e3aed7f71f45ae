"""A claimant waits: the alert, *Snooze*, *I have it*, and what it says when the wait is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from blocks import ids
from blocks.alerts.cards import Snooze, over_words, put_off_words, waiting_card
from blocks.kit import Card, say
from bot.alerts.rules import Subscription
from bot.alerts.waiting import Wait, WaitingPost
from bot.appointments.deeds import Deed
from bot.appointments.errors import AppointmentError
from bot.appointments.jobs import RedrawWaiting, TellWaiting
from bot.appointments.model import Appointment, Status
from bot.appointments.permission import Act
from bot.appointments.values import replace
from bot.jobs.courier import Dropped, Later
from bot.slack.posting import ChannelClosed
from bot.storage.cards import CardPlace
from bot.storage.claims import Claimed
from bot.workspace import Workspace
from bot.workspace.closing import close_again
from handlers.alerts.telling import pause, posted
from handlers.answering import Ask
from handlers.joining import join_now

SNOOZE = timedelta(minutes=5)
SAME_VISIT = timedelta(minutes=10)
"""Who is in the waiting room again so soon is no new alert: the connection broke, or the page was loaded again."""
OLD = "This button is from an older alert. Look at today's sessions for what is now."
NOT_TOLD = "This channel is no longer told of waiting claimants, so this would not come again."


async def tell_waiting(ws: Workspace, claim: Claimed[TellWaiting], subscription: Subscription) -> None:
    """Tell that a claimant has been waiting, once a visit, and anew where it was put off; not if somebody went."""
    job, rules, channel = claim.job, subscription.rules, subscription.channel
    sighting = await ws.watch.sighting(job.appointment)
    if sighting is None or sighting.status is not Status.WAITING:
        return
    appointment = await ws.watch.as_it_is(sighting.appointment)
    if appointment is None or appointment.status is not Status.WAITING:
        raise Later(ws.watch.by_day)  # that is newer than the last look; the next one settles it
    if rules.waiting is None or not subscription.only.takes(appointment):
        raise Dropped
    if job.put_off:
        before = await ws.standing.waiting.get(channel, job.put_off)
        if before is None or before.since != sighting.since:
            return
    else:
        if job.rule != rules.waiting:
            raise Dropped
        if sighting.since != job.moment:
            return
        if await _stands_again(ws, channel, appointment, sighting.since):
            return
    if await ws.standing.waiting.taken(appointment.id, sighting.since):
        return
    post = WaitingPost(channel, "", appointment.id, sighting.since)
    async with posted(ws, claim, subscription, await _drawn(ws, appointment, post)) as (message, connection):
        await ws.standing.waiting.keep(connection, post.at(message.ts), ws.clock())
    if claim.ending.dropped:  # what closed the others did not see this one
        await close_again(ws, _place(ws, post.at(message.ts)), appointment)
        await ws.standing.waiting.forget(message.channel, message.ts)
    ws.errands.wake()


async def redraw_waiting(ws: Workspace, claim: Claimed[RedrawWaiting]) -> None:
    """Draw an alert as it is now, whatever asked for it: somebody went or put it off, or the wait is over."""
    channel = claim.job.channel
    try:
        await _redraw(ws, channel, claim.job.ts)
    except ChannelClosed as closed:
        subscription = await ws.alerts.get(ws.team, channel)
        if subscription:
            await pause(ws, subscription, closed)


async def _stands_again(ws: Workspace, channel: str, appointment: Appointment, since: datetime) -> bool:
    """Have the channel's last message about this visit stand for the wait that began at `since`; False if it has none."""
    last = await ws.standing.waiting.newest(channel, appointment.id)
    if last is None or since - last.since > SAME_VISIT:
        return False
    await ws.standing.waiting.reopen(last, since, ws.clock())
    return await _redraw(ws, channel, last.ts)


async def snooze(ws: Workspace, ask: Ask) -> Card | None:
    """Put a waiting alert off for a few minutes."""
    post = await _pressed(ws, ask, ask.message)
    if isinstance(post, Card):
        return post
    if post.taken_by:
        return say(await _who_has_it(ws, ask, post.taken_by))
    subscription = await ws.alerts.get(ws.team, post.channel)
    if subscription is None or subscription.rules.waiting is None:
        return say(NOT_TOLD)
    until = ws.clock() + SNOOZE
    again = TellWaiting(
        channel=post.channel, appointment=post.appointment, put_off=post.ts, until=until, delay=SNOOZE
    )
    is_first = await ws.standing.waiting.snooze(post, ask.user, until, [again], ws.clock())
    ws.errands.wake()
    first = (
        None
        if is_first
        else await _put_off(ws, await ws.standing.waiting.get(post.channel, ask.message), ask.user)
    )
    return say(put_off_words(first, ws.setting)) if first else None


async def have_it(ws: Workspace, ask: Ask) -> Card | None:
    """Take a claimant who waits, and join: from an alert, a board or a list."""
    alert = ids.unpack(ids.WaitingAlert, ask.words)
    if alert is None:
        return say(OLD)
    person = await ws.people.person(ask.user, ask.channel)
    await ws.desk.allow(person, Act.LOOK, Deed.LOOK, alert.appointment)
    post = await _as_it_stands(ws, ask.channel or "", ask.message)
    wait = post if post is not None else await _wait_of(ws, alert)
    if wait is None or (post is not None and not post.open):
        return await _nobody_waits(ws, ask, alert, post)
    first = await ws.standing.waiting.take(wait, ask.user, ws.clock())
    await ws.look_out(f"taken:{alert.appointment}:{alert.since}")  # boards say so too
    if first:
        return say(await _who_has_it(ws, ask, first))
    if not alert.joins:
        return None
    try:
        return await join_now(ws, person, alert.appointment)
    except AppointmentError as error:
        return say(f"You have it. {error.words} {error.advice}")


async def _wait_of(ws: Workspace, alert: ids.WaitingAlert) -> Wait | None:
    """The wait that a button was drawn from, if it is still that one."""
    wait = (await ws.watch.waits([alert.appointment])).get(alert.appointment)
    return wait if wait is not None and int(wait.since.timestamp()) == alert.since else None


async def _pressed(ws: Workspace, ask: Ask, ts: str) -> WaitingPost | Card:
    """The alert that a button stands in, if it may be pressed and its claimant still waits; else what is now, in words."""
    alert = ids.unpack(ids.WaitingAlert, ask.words)
    if alert is None:
        return say(OLD)
    person = await ws.people.person(ask.user, ask.channel)
    await ws.desk.allow(person, Act.LOOK, Deed.LOOK, alert.appointment)
    post = await _as_it_stands(ws, ask.channel or "", ts)
    if post is not None and post.open:
        return post
    return await _nobody_waits(ws, ask, alert, post)


async def _nobody_waits(ws: Workspace, ask: Ask, alert: ids.WaitingAlert, post: WaitingPost | None) -> Card:
    """Say what is now, and have the alert that was pressed say so too."""
    if post is not None:
        await ws.standing.waiting.redraw(post, f"pressed:{ask.user}", ws.clock())
        ws.errands.wake()
    went = await ws.people.name(post.taken_by) if post and post.taken_by else None
    return say(over_words(await ws.watch.as_it_is(alert.appointment), went))


async def _who_has_it(ws: Workspace, ask: Ask, user: str) -> str:
    return "You have it already." if user == ask.user else f"{await ws.people.name(user)} has it already."


async def _redraw(ws: Workspace, channel: str, ts: str) -> bool:
    """Redraw an alert until it shows what is; False if the message is no longer there. Raises as posting does.

    Several may redraw it at once, and the last to reach Slack may have looked first: so each looks again afterwards.
    """
    shown: WaitingPost | None = None
    appointment: Appointment | None = None
    while (post := await _as_it_stands(ws, channel, ts)) is not None and post != shown:
        if not post.open:
            await ws.standing.waiting.close(post)
        appointment = await ws.watch.as_it_is(post.appointment)
        card = await _drawn(ws, appointment, post)
        if not await ws.posting.redraw(channel, ts, card):
            await ws.standing.waiting.close(post)
            return False
        shown = post
    if post is None and shown is not None:  # it was forgotten while it was drawn
        await close_again(ws, _place(ws, shown), appointment)
    return shown is not None


def _place(ws: Workspace, post: WaitingPost) -> CardPlace:
    return CardPlace(ws.team, post.channel, post.ts, post.appointment, "")


async def _as_it_stands(ws: Workspace, channel: str, ts: str) -> WaitingPost | None:
    """A message as it should be by now: open while its claimant waits."""
    post = await ws.standing.waiting.get(channel, ts)
    if post is None or not post.open:
        return post
    return replace(post, open=await ws.watch.still_waits(post.appointment, post.since))


async def _drawn(ws: Workspace, appointment: Appointment | None, post: WaitingPost) -> Card:
    channel = await ws.channels.get(post.channel)
    return waiting_card(
        appointment or Appointment(id=post.appointment),
        post.since,
        openness=channel.openness,
        links=channel.links,
        setting=ws.setting,
        taken_by=await ws.people.name(post.taken_by) if post.taken_by else None,
        snoozed=await _put_off(ws, post),
        ended=not post.open,
    )


async def _put_off(ws: Workspace, post: WaitingPost | None, reader: str | None = None) -> Snooze | None:
    """Who put an alert off, as all read it, or one of them."""
    if post is None or post.snoozed_by is None or post.snoozed_until is None:
        return None
    name = "You" if post.snoozed_by == reader else await ws.people.name(post.snoozed_by)
    return Snooze(name, post.snoozed_until)
