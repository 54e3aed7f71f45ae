"""A claimant waits: the alert, *Snooze*, *I have it*, and what it says when the wait is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from blocks import ids
from blocks.alert_cards import Snooze, waiting_card
from blocks.kit import Card, say
from bot.alerts.rules import Subscription
from bot.alerts.waiting import WaitingPost
from bot.appointments.ledger import Deed, Job
from bot.appointments.model import Appointment, Status
from bot.appointments.who import Act
from bot.courier import Carry
from bot.listening import Ask, answer_action, ask_of_action
from bot.posting import ChannelClosed
from bot.storage.outbox import Claimed
from bot.workspace import Workspace
from handlers.watching import as_it_is, pause, posted, redrawn, told

SNOOZE = timedelta(minutes=5)
OLD = "This button is from an older alert. Look at today's sessions for what is now."


def register(app: AsyncApp, ws: Workspace) -> None:
    """Listen to the buttons of waiting alerts."""

    async def snooze(ack: AsyncAck, body: dict[str, Any]) -> None:
        ask = ask_of_action(body)
        await answer_action(ws, ack, ask, _snooze(ws, ask, _ts(body)))

    async def have_it(ack: AsyncAck, body: dict[str, Any]) -> None:
        ask = ask_of_action(body)
        await answer_action(ws, ack, ask, _have_it(ws, ask))

    app.action(ids.SNOOZE)(snooze)
    app.action(ids.HAVE_IT)(have_it)


def waiting_carriers(ws: Workspace) -> dict[str, Carry]:
    """Who tells that a claimant waits, and that the wait is over."""

    async def waited(job: Claimed) -> None:
        await end_waiting(ws, job)

    return {"waiting": told(ws, tell_waiting), "waited": waited}


async def tell_waiting(ws: Workspace, job: Claimed, subscription: Subscription) -> None:
    """Tell that a claimant has been waiting; not if somebody went, or the wait is over."""
    appointment = await as_it_is(ws, job.data["appointment"] or "")
    since = datetime.fromtimestamp(int(job.data["moment"] or 0), UTC)
    if appointment is None or appointment.status is not Status.WAITING:
        return
    if job.data["rule"] != str(subscription.rules.waiting) or not subscription.rules.only.takes(appointment):
        return
    sighting = (await ws.watch.kept.memory()).sightings.get(appointment.id)
    if sighting is None or sighting.since != since:
        return
    if any(post.taken_by for post in await ws.watch.waiting.of(appointment.id, sighting.since)):
        return
    post = WaitingPost(subscription.channel, "", appointment.id, sighting.since)
    async with posted(ws, job, subscription, await _drawn(ws, appointment, post)) as (message, connection):
        await ws.watch.waiting.keep(connection, post.at(message.ts))


async def end_waiting(ws: Workspace, job: Claimed) -> None:
    """Redraw an alert whose claimant waits no longer."""
    post = await ws.watch.waiting.get(job.data["channel"] or "", job.data["ts"] or "")
    if post is None:
        return
    appointment = await as_it_is(ws, post.appointment)
    try:
        await redrawn(ws, post.channel, post.ts, await _drawn(ws, appointment, post, ended=True))
    except ChannelClosed:
        subscription = await ws.alerts.get(ws.team, post.channel)
        if subscription:
            await pause(ws, subscription)
    await ws.watch.waiting.close(post.channel, post.ts)


async def _snooze(ws: Workspace, ask: Ask, ts: str) -> Card | None:
    alert = ids.unpack(ids.WaitingAlert, ask.words)
    post = await ws.watch.waiting.get(ask.channel or "", ts)
    if alert is None or post is None:
        return say(OLD)
    person = await ws.people.person(ask.user, ask.channel)
    await ws.desk.allow(person, Act.LOOK, Deed.LOOK, alert.appointment)
    if post.taken_by:
        return say(f"{await ws.people.name(post.taken_by)} has it already.")
    until = ws.clock() + SNOOZE
    subscription = await ws.alerts.get(ws.team, post.channel)
    await ws.watch.waiting.snooze(post.channel, post.ts, person.id, until)
    await _redraw(ws, post.channel, post.ts)
    if subscription is not None and subscription.rules.waiting is not None:
        data = {
            "channel": post.channel,
            "appointment": post.appointment,
            "moment": str(alert.since),
            "rule": str(subscription.rules.waiting),
        }
        key = f"waiting:{ws.team}:{post.channel}:{post.appointment}:{post.ts}:snoozed"
        await ws.outbox.add(ws.team, [Job("waiting", key, data, SNOOZE)])
    return None


async def _have_it(ws: Workspace, ask: Ask) -> Card | None:
    alert = ids.unpack(ids.WaitingAlert, ask.words)
    if alert is None:
        return say(OLD)
    person = await ws.people.person(ask.user, ask.channel)
    await ws.desk.allow(person, Act.LOOK, Deed.LOOK, alert.appointment)
    posts = await ws.watch.waiting.of(alert.appointment, datetime.fromtimestamp(alert.since, UTC))
    if not posts:
        return say(OLD)
    if not await ws.watch.waiting.take(alert.appointment, posts[0].since, person.id):
        first = next((post.taken_by for post in posts if post.taken_by), None)
        return (
            None
            if first in {None, person.id}
            else say(f"{await ws.people.name(first or '')} has it already.")
        )
    for post in posts:
        await _redraw(ws, post.channel, post.ts)
    return None


async def _redraw(ws: Workspace, channel: str, ts: str) -> None:
    post = await ws.watch.waiting.get(channel, ts)
    if post is None:
        return
    appointment = await as_it_is(ws, post.appointment)
    ended = appointment is None or appointment.status is not Status.WAITING
    await redrawn(ws, channel, ts, await _drawn(ws, appointment, post, ended=ended))


async def _drawn(
    ws: Workspace, appointment: Appointment | None, post: WaitingPost, *, ended: bool = False
) -> Card:
    channel = await ws.channels.get(post.channel)
    snoozed = None
    if post.snoozed_by and post.snoozed_until:
        snoozed = Snooze(await ws.people.name(post.snoozed_by), post.snoozed_until)
    return waiting_card(
        appointment or Appointment(id=post.appointment),
        post.since,
        openness=channel.openness,
        links=channel.links,
        setting=ws.setting,
        taken_by=await ws.people.name(post.taken_by) if post.taken_by else None,
        snoozed=snoozed,
        ended=ended,
    )


def _ts(body: dict[str, Any]) -> str:
    """Which message a button stands in."""
    return str((body.get("message") or {}).get("ts") or (body.get("container") or {}).get("message_ts") or "")
