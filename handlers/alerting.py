"""Reminders, gaps and changes: each is checked against what is, once more, before it is posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from blocks.alert_cards import gap_card, reminder_card
from blocks.change_cards import changes_card
from blocks.words import department_name, interpreter_words
from bot.alerts.changes_seen import Edit, Kind, SeenChange
from bot.alerts.compare import Difference, changed_parts
from bot.alerts.plan import to_remind
from bot.alerts.rules import Subscription
from bot.appointments.model import Appointment, Department, Interpreter, Status
from bot.appointments.versions import Stamp
from bot.courier import Carry
from bot.storage.outbox import Claimed
from bot.workspace import Workspace
from handlers.watching import as_it_is, posted, told


def session_carriers(ws: Workspace) -> dict[str, Carry]:
    """Who tells channels of single sessions."""
    return {"remind": told(ws, remind), "gap": told(ws, tell_gap), "changes": told(ws, tell_changes)}


async def remind(ws: Workspace, job: Claimed, subscription: Subscription) -> None:
    """Remind of a session that is about to begin; not if it was moved, cancelled or began already."""
    appointment = await as_it_is(ws, job.data["appointment"] or "")
    now = ws.clock()
    if appointment is None or appointment.start is None or not to_remind(appointment, now):
        return
    if not _is_still(appointment, job) or not subscription.rules.only.takes(appointment):
        return
    if int(job.data["rule"] or 0) not in subscription.rules.reminders:
        return
    left = -int((now - appointment.start).total_seconds() // 60)
    channel = await ws.channels.get(subscription.channel)
    card = reminder_card(
        appointment, left, openness=channel.openness, links=channel.links, setting=ws.setting
    )
    async with posted(ws, job, subscription, card):
        pass


async def tell_gap(ws: Workspace, job: Claimed, subscription: Subscription) -> None:
    """Tell that a session still has no interpreter named."""
    appointment = await as_it_is(ws, job.data["appointment"] or "")
    if appointment is None or appointment.start is None or appointment.start <= ws.clock():
        return
    if not appointment.has_gap(ws.clock()) or not _is_still(appointment, job):
        return
    if not subscription.rules.gaps or not subscription.rules.only.takes(appointment):
        return
    channel = await ws.channels.get(subscription.channel)
    card = gap_card(appointment, openness=channel.openness, setting=ws.setting)
    async with posted(ws, job, subscription, card):
        pass


async def tell_changes(ws: Workspace, job: Claimed, subscription: Subscription) -> None:
    """Tell what changed in one minute in one message: what was and what is; what came to nothing is left out."""
    if not subscription.rules.changes:
        return
    since, until = (datetime.fromtimestamp(int(job.data[end] or 0), UTC) for end in ("from", "to"))
    rows = await ws.watch.kept.differences(since, until)
    if not rows:
        return
    newest = max(at for at, _ in rows)
    snapshot = await ws.watch.snapshots.since(newest)
    memory = _Recognised(ws.desk.service.stamp, snapshot.sessions)
    changes: list[SeenChange] = []
    for first, cancelled in _by_appointment([difference for _, difference in rows]):
        now_is = await as_it_is(ws, first.appointment, newest)
        change = memory.change(first, now_is, cancelled=cancelled)
        if change is not None and memory.concerns(subscription, first, change):
            changes.append(await _by_whom(ws, change))
    if not changes:
        return
    channel = await ws.channels.get(subscription.channel)
    card = changes_card(
        changes, openness=channel.openness, setting=ws.setting, more=f"{ws.settings.appt_command} today"
    )
    async with posted(ws, job, subscription, card):
        pass


def _is_still(appointment: Appointment, job: Claimed) -> bool:
    """Whether it begins when it did when this was planned."""
    return appointment.start is not None and f"{appointment.start.timestamp():.0f}" == job.data["moment"]


def _by_appointment(differences: Sequence[Difference]) -> list[tuple[Difference, bool]]:
    """Each appointment's first difference, from what it was before all of them, and whether it was cancelled in any."""
    first: dict[str, Difference] = {}
    cancelled: set[str] = set()
    for one in differences:
        first.setdefault(one.appointment, one)
        if one.kind is Kind.CANCELLED:
            cancelled.add(one.appointment)
    return [(one, name in cancelled) for name, one in first.items()]


async def _by_whom(ws: Workspace, change: SeenChange) -> SeenChange:
    """Say whose act at the desk made it so, by name, without a mention: nobody is pinged."""
    if change.kind is Kind.GONE:
        return change
    entry = await ws.desk.ledger.last_change(ws.team, change.appointment)
    return replace(change, by=await ws.people.name(entry.user)) if entry else change


class _Recognised:
    """Finds out of a fingerprint what something was, where that is something which other sessions have now."""

    def __init__(self, stamp: Stamp, sessions: Sequence[Appointment]) -> None:
        self._stamp = stamp
        none = (Interpreter(), Interpreter(needed=False), Interpreter(needed=True))
        self._departments: Mapping[str, Department | None] = {
            self._print("department", department): department
            for department in {None, *(one.department for one in sessions)}
        }
        self._interpreters: Mapping[str, Interpreter] = {
            self._print("interpreter", interpreter): interpreter
            for interpreter in {*none, *(one.interpreter for one in sessions)}
        }

    def change(self, was: Difference, now_is: Appointment | None, *, cancelled: bool) -> SeenChange | None:
        """Put together what happened in all; None if in the end nothing did."""
        if now_is is None:
            gone = Appointment(id=was.appointment, department=self._department(was))
            return SeenChange(gone, Kind.GONE, was.was_start, was.was_minutes)
        edits = tuple(
            Edit(part, self._words(part, was))
            for part in changed_parts(was.was_parts, self._stamp.parts(now_is))
        )
        if was.kind is Kind.BOOKED:
            kind = None if now_is.status is Status.CANCELLED else Kind.BOOKED
        elif cancelled and now_is.status is Status.CANCELLED:
            kind = Kind.CANCELLED
        elif (was.was_start, was.was_minutes) != (now_is.start, now_is.minutes):
            kind = Kind.MOVED
        else:
            kind = Kind.EDITED if edits else None
        return SeenChange(now_is, kind, was.was_start, was.was_minutes, edits) if kind else None

    def concerns(self, subscription: Subscription, was: Difference, change: SeenChange) -> bool:
        """Whether a channel hears of it: its filter takes what is, or what was as far as that is known."""
        only = subscription.rules.only
        before = change.appointment.model_copy(update={"department": self._department(was)})
        return only.takes(change.appointment) or (bool(was.was_parts) and only.takes(before))

    def _words(self, part: str, was: Difference) -> str | None:
        if part == "department" and was.was_parts[part] in self._departments:
            return department_name(self._department(was))
        interpreter = self._interpreters.get(was.was_parts[part]) if part == "interpreter" else None
        return interpreter_words(interpreter) if interpreter else None

    def _department(self, was: Difference) -> Department | None:
        return self._departments.get(was.was_parts.get("department", ""))

    def _print(self, part: str, value: Department | Interpreter | None) -> str:
        return self._stamp.parts(Appointment(id="", **{part: value}))[part]
