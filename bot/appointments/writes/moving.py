"""Move several sessions from one form: each is a write of its own, and how they all ended is told once."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from bot.appointments.asked import Change
from bot.appointments.deeds import Deed, Why
from bot.appointments.errors import AppointmentError, NotFound, NotKept, Refused
from bot.appointments.jobs import TellDelay
from bot.appointments.model import Appointment
from bot.appointments.permission import Person
from bot.appointments.service import Service
from bot.appointments.single_flight import Together
from bot.appointments.values import replace
from bot.appointments.writes.after import is_kept
from bot.appointments.writes.ledger import PART, Ending, Intent, Ledger, Stage
from bot.appointments.writes.outcomes import (
    ChangedMeanwhile,
    How,
    NotDone,
    NothingToDo,
    Part,
    Several,
    StillWorking,
    Unclear,
    Written,
)
from bot.appointments.writes.settling import Settled, Settling

_HOW = {
    Stage.PLANNED: How.NOT_TRIED,
    Stage.DONE: How.MOVED,
    Stage.REFUSED: How.NOT_MOVED,
    Stage.MISSING: How.NOT_MOVED,
    Stage.UNKNOWN: How.UNSURE,
    Stage.SENDING: How.UNSURE,
}


class Step(Struct, frozen=True):
    """A session as it was seen, and when it is to begin."""

    seen: Appointment
    start: datetime


class Move(Protocol):
    """How one session is moved: `Writer.change`."""

    def __call__(
        self, person: Person, appointment: str, change: Change, *, deed: Deed, seen: str, form: str, why: Why
    ) -> Awaitable[Written]: ...


class Moving:
    """Moves the last one first, so that none is moved onto one that still stands where it was.

    Where the service itself fails, what is left is not tried. `patience`: how long after a process died it is still taken to be at it.
    """

    def __init__(
        self, service: Service, ledger: Ledger, settling: Settling, move: Move, patience: timedelta
    ) -> None:
        self._service = service
        self._ledger = ledger
        self._settling = settling
        self._move = move
        self._patience = patience
        self._running: Together[Several] = Together(math.inf)

    def __contains__(self, form: str) -> bool:
        return form in self._running

    async def move(
        self, person: Person, late: Appointment, minutes: int, steps: Sequence[Step], *, form: str
    ) -> Several:
        """Move once, however often the form is sent. Raises NotKept and StillWorking; what else fails is said of the part.

        `minutes`: by which the late session runs late.
        """
        return await self._running.ask(
            form, lambda: self._once(person, late, minutes, steps, form), f"move {form[-5:]}"
        )

    async def _once(
        self, person: Person, late: Appointment, minutes: int, steps: Sequence[Step], form: str
    ) -> Several:
        whole = Intent(
            form=form,
            deed=Deed.DELAY,
            team=person.team,
            user=person.id,
            channel=person.channel,
            appointment=late.id,
            start=late.start,
            minutes=minutes,
        )
        in_order = sorted(steps, key=lambda step: (step.start, step.seen.id))
        keys = [f"{form}{PART}{number}" for number in range(len(in_order))]
        parts = [
            replace(whole, form=key, deed=Deed.MOVE, appointment=step.seen.id, start=step.start, minutes=None)
            for key, step in zip(keys, in_order, strict=True)
        ]
        whole, fresh = await self._ledger.plan(whole, parts, self._patience)
        if not fresh:
            if whole.stage is Stage.SENDING:
                raise StillWorking
            try:
                return Several(await self._as_they_are(whole), repeated=True)
            except AppointmentError as error:
                raise Unclear(whole.deed, error, done=True) from error
        ended: list[Part] = []
        fails = False
        for key, step in reversed(list(zip(keys, in_order, strict=True))):
            part = Part(How.NOT_TRIED, step.seen) if fails else await self._one(person, step, key)
            fails = fails or _is_the_services(part.why)
            ended.insert(0, part)
        done = Several(tuple(ended))
        await is_kept(self._end(whole, done))
        return done

    async def _one(self, person: Person, step: Step, key: str) -> Part:
        change = Change(start=step.start, minutes=step.seen.minutes)
        try:
            written = await self._move(
                person,
                step.seen.id,
                change,
                deed=Deed.MOVE,
                seen=step.seen.version,
                form=key,
                why=Why.OVERRAN,
            )
        except (ChangedMeanwhile, NothingToDo) as other:
            return Part(How.NOT_MOVED, other.appointment, why=other)
        except NotDone as failed:
            how = How.UNSURE if failed.may_land else How.NOT_MOVED
            gone = isinstance(failed.error, NotFound)
            return Part(how, None if gone else step.seen, why=failed)
        except Unclear as unclear:
            return Part(How.UNSURE, step.seen, why=unclear)
        except AppointmentError as ours:
            return Part(How.NOT_MOVED, step.seen, why=ours)
        return Part(How.MOVED, written.appointment, written)

    async def settle(self, whole: Intent, late: timedelta) -> Settled | None:
        """Find out how each ended, of a form whose process did not live to tell it. Raises TooEarly and the service's errors."""
        for part in await self._ledger.parts(whole.team, whole.form):
            if part.stage is Stage.SENDING:
                await self._settling.settle(part, Stage.SENDING, self._patience, late)
                await self._ledger.told(part.team, part.form)
        done = Several(await self._as_they_are(whole))
        if whole.stage is Stage.SENDING and not await self._end(whole, done):
            return None
        return Settled(whole, Ending.KEPT, parts=done.parts)

    async def is_telling(self, part: Intent) -> bool:
        """Whether the end of a part is still to be told with the others'."""
        whole = await self._ledger.of_form(part.team, part.whole) if part.whole else None
        return whole is not None and not whole.told

    async def _as_they_are(self, whole: Intent) -> tuple[Part, ...]:
        found = []
        for part in await self._ledger.parts(whole.team, whole.form):
            how = How.UNSURE if part.ending is Ending.UNSURE else _HOW[part.stage]
            try:
                found.append(Part(how, await self._service.read(part.appointment or "")))
            except NotFound:
                found.append(Part(how, None))
        return tuple(found)

    async def _end(self, whole: Intent, done: Several) -> bool:
        """Keep that all have ended, and with it the note for those who read along."""
        moved = done.that(How.MOVED)
        stage = Stage.DONE if moved or done.that(How.UNSURE) else Stage.REFUSED
        jobs = (
            [TellDelay(appointment=whole.appointment or "", channel=whole.channel, form=whole.form)]
            if moved
            else []
        )
        return await self._ledger.settle(replace(whole, stage=stage), None, jobs, expecting=Stage.SENDING)


def _is_the_services(why: Exception | None) -> bool:
    """Whether the next would fare no better: the service itself fails, or our own database does."""
    if isinstance(why, NotDone):
        return not isinstance(why.error, Refused | NotFound)
    return isinstance(why, Unclear | NotKept)
