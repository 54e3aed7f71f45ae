"""Reminders, gaps and changes: each is checked against what is, once more, before it is posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from blocks.alerts.cards import gap_card, reminder_card
from blocks.alerts.changes import changes_card
from bot.alerts.changes_seen import SeenChange
from bot.alerts.compare import Difference
from bot.alerts.plan import to_remind
from bot.alerts.rules import Subscription
from bot.appointments.jobs import Remind, TellChanges, TellGap
from bot.appointments.model import Appointment
from bot.jobs.courier import Dropped
from bot.storage.claims import Claimed
from bot.workspace import Workspace
from handlers.alerts.changes import Recognised
from handlers.alerts.telling import as_it_is, posted


async def remind(ws: Workspace, claim: Claimed[Remind], subscription: Subscription) -> None:
    """Remind of a session that is about to begin; not if it was moved, cancelled or began already."""
    appointment = await as_it_is(ws, claim.job.appointment)
    now = ws.clock()
    if appointment is None or appointment.start is None or not to_remind(appointment, now):
        raise Dropped
    if not claim.job.is_still(appointment) or not subscription.only.takes(appointment):
        raise Dropped
    if claim.job.rule not in subscription.rules.reminders:
        raise Dropped
    left = -int((now - appointment.start).total_seconds() // 60)
    channel = await ws.channels.get(subscription.channel, sure=True)
    card = reminder_card(
        appointment, left, openness=channel.openness, links=channel.links, setting=ws.setting
    )
    async with posted(ws, claim, subscription, card):
        pass


async def tell_gap(ws: Workspace, claim: Claimed[TellGap], subscription: Subscription) -> None:
    """Tell that a session still has no interpreter named."""
    appointment = await as_it_is(ws, claim.job.appointment)
    if appointment is None or appointment.start is None or appointment.start <= ws.clock():
        raise Dropped
    if not appointment.has_gap(ws.clock()) or not claim.job.is_still(appointment):
        raise Dropped
    if not subscription.rules.gaps or not subscription.only.takes(appointment):
        raise Dropped
    channel = await ws.channels.get(subscription.channel, sure=True)
    card = gap_card(appointment, openness=channel.openness, setting=ws.setting)
    async with posted(ws, claim, subscription, card):
        pass


async def tell_changes(ws: Workspace, claim: Claimed[TellChanges], subscription: Subscription) -> None:
    """Tell what changed in one minute in one message: what was and what is; what came to nothing is left out."""
    if not subscription.rules.changes:
        return
    rows = await ws.watch.kept.differences(claim.job.begins, claim.job.ends)
    if not rows:
        return
    newest = max(at for at, _ in rows)
    snapshot = await ws.watch.snapshots.since(newest)
    recognised = Recognised(ws.desk.service.stamp, snapshot.sessions, subscription.only)
    changes: list[SeenChange] = []
    for differences in _by_appointment([difference for _, difference in rows]):
        now_is = await as_it_is(ws, differences[0].appointment, newest)
        change = recognised.change(differences, now_is)
        if change is not None and recognised.concerns(differences, change):
            changes.append(replace(change, by=await _by_whom(ws, differences)))
    if not changes:
        return
    channel = await ws.channels.get(subscription.channel, sure=True)
    card = changes_card(
        changes, openness=channel.openness, setting=ws.setting, more=f"{ws.settings.appt_command} today"
    )
    async with posted(ws, claim, subscription, card):
        pass


def _by_appointment(differences: Sequence[Difference]) -> list[list[Difference]]:
    """The differences of each appointment, in the order in which they were seen."""
    of: dict[str, list[Difference]] = {}
    for one in differences:
        of.setdefault(one.appointment, []).append(one)
    return list(of.values())


async def _by_whom(ws: Workspace, differences: Sequence[Difference]) -> str | None:
    """Name those of the desk whose acts these were, without a mention: nobody is pinged. None: nobody's here."""
    names: list[str] = []
    for one in differences:
        seen = Appointment(id=one.appointment, version=one.version)
        entry = await ws.desk.ledger.last_change(ws.team, seen) if one.version else None
        if entry is not None:
            names.append(await ws.people.name(entry.user))
    return " and ".join(dict.fromkeys(names)) or None
