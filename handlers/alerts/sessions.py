"""Alerts about one session, and changes: each is checked against what is, once more, before it is posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from blocks.alerts.changes import changes_card
from blocks.alerts.kinds import WORDS, SessionCard
from bot.alerts.changes_seen import SeenChange
from bot.alerts.compare import Difference
from bot.alerts.kinds import ALERTS, SessionAlert
from bot.alerts.rules import Subscription
from bot.appointments.errors import AppointmentError
from bot.appointments.jobs import RedrawCards, SessionJob, TellChanges
from bot.appointments.model import Appointment
from bot.appointments.values import replace
from bot.jobs.courier import Dropped
from bot.storage.cards import CardPlace
from bot.storage.claims import Claimed
from bot.workspace import Workspace
from bot.workspace.closing import close_dropped
from bot.workspace.shown import GAP, redraw_at_its_turn, shown_version
from handlers.alerts.changes import Recognised
from handlers.alerts.telling import posted

SESSION_ALERTS: Mapping[str, tuple[SessionAlert, SessionCard]] = {
    kind.session.job.kind: (kind.session, card)
    for kind in ALERTS
    if kind.session is not None and (card := WORDS[kind.name].card) is not None
}
"""Those that need no more than to be checked and drawn, by the kind of their job."""


async def tell_session(ws: Workspace, claim: Claimed[SessionJob], subscription: Subscription) -> None:
    """Post an alert about one session, if it begins when it did, the channel still hears of it and it still holds."""
    job, rules, now = claim.job, subscription.rules, ws.clock()
    alert, draw = SESSION_ALERTS[claim.kind]
    appointment = await ws.watch.as_it_is(job.appointment)
    if appointment is None or not job.is_still(appointment) or not subscription.only.takes(appointment):
        raise Dropped
    if not alert.holds(job, appointment, rules, now):
        raise Dropped
    if alert.settled(appointment, await ws.states.afresh([appointment.id]), now):
        raise Dropped
    channel = await ws.channels.get(subscription.channel, sure=True)
    version = shown_version(ws, appointment)
    card = draw(appointment, openness=channel.openness, links=channel.links, setting=ws.setting)
    async with posted(ws, claim, subscription, card) as (message, connection):
        place = CardPlace(ws.team, message.channel, message.ts, job.appointment, GAP + version)
        if alert.stays:
            await ws.standing.cards.keep(connection, place)
    if claim.ending.dropped:
        await close_dropped(ws, place, appointment)
    elif alert.stays:
        await _keep_current(ws, claim, version)


async def _keep_current(ws: Workspace, claim: Claimed[SessionJob], version: str) -> None:
    """Have an alert that stands show what was said or seen while it was being posted, and what can be done at its next turn."""
    job = claim.job
    try:
        now_is = await ws.watch.as_it_is(job.appointment)
    except AppointmentError:
        now_is = None  # it is asked again until it is told
    await ws.states.afresh([job.appointment])
    if now_is is None or shown_version(ws, now_is) != version:
        await ws.errands.add(RedrawCards(appointment=job.appointment, cause=f"posted:{job.key(ws.team)}"))
    else:
        await redraw_at_its_turn(ws, now_is)


async def tell_changes(ws: Workspace, claim: Claimed[TellChanges], subscription: Subscription) -> None:
    """Tell what changed in one minute in one message: what was and what is; what came to nothing is left out."""
    if not subscription.rules.changes:
        return
    rows = await ws.watch.differences(claim.job.begins, claim.job.ends)
    if not rows:
        return
    newest = max(at for at, _ in rows)
    snapshot = await ws.watch.sessions_since(newest)
    seen = ws.watch.departments_seen()
    recognised = Recognised(ws.watch.stamp, snapshot.sessions, subscription.only, seen)
    changes: list[SeenChange] = []
    for differences in _by_appointment([difference for _, difference in rows]):
        now_is = await ws.watch.as_it_is(differences[0].appointment, newest)
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
        entry = await ws.desk.last_change(seen) if one.version else None
        if entry is not None:
            names.append(await ws.people.name(entry.user))
    return " and ".join(dict.fromkeys(names)) or None
