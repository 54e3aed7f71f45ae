"""Write with care: an intent first, then one request, then a look at what became of it.

Neither vendor has idempotency keys, so a form's key does that work: it writes at most once, however often it is sent.
"""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from bot.appointments.asked import Change, NewAppointment
from bot.appointments.deeds import Deed, Why
from bot.appointments.model import Appointment
from bot.appointments.permission import Person
from bot.appointments.service import Service
from bot.appointments.single_flight import Together
from bot.appointments.values import replace
from bot.appointments.writes.booking import Booking
from bot.appointments.writes.changing import Changing
from bot.appointments.writes.ledger import Intent, Ledger, Stage
from bot.appointments.writes.moving import Moving, Step
from bot.appointments.writes.outcomes import Several, Written, accepted, cancelled, differences, proposed
from bot.appointments.writes.settling import Settled, Settling, TooEarly
from bot.appointments.writes.silence import Silence
from bot.appointments.writes.undoing import Undoing

MARGIN = timedelta(seconds=2)
"""Beyond its time budget, a request that got no answer never will."""


class Writer:
    """Carries out the writes of one workspace's desk. Who may write was decided before.

    `budget`: how long one operation of the service may take; `late`: how long after a lost answer it may still be carried out.
    """

    def __init__(
        self,
        service: Service,
        ledger: Ledger,
        clock: Callable[[], datetime],
        budget: timedelta,
        late: timedelta,
    ) -> None:
        self._service = service
        self._ledger = ledger
        self.silence = Silence(late)
        self._late = late
        self._booking = Booking(service, ledger, budget + MARGIN, clock, self.silence)
        # A change reads before it sends, and each has the whole budget.
        self._changing = Changing(service, ledger, 2 * budget + MARGIN, clock, self.silence)
        self._settling = Settling(service, ledger, clock)
        self._undoing = Undoing(ledger, clock)
        self._moving = Moving(service, ledger, self._settling, self.change, self._changing.patience)
        self._running: Together[Written] = Together(math.inf)

    async def book(self, person: Person, new: NewAppointment, *, form: str, card: str | None) -> Written:
        """Create once, however often the form is sent. Raises NotDone, Unclear or StillWorking."""
        intent = Intent(
            form=form,
            deed=Deed.BOOK,
            team=person.team,
            user=person.id,
            channel=person.channel,
            card=card,
            reference=new.reference,
            start=new.start,
            minutes=new.minutes,
        )
        return await self._once(form, lambda: self._booking.book(intent, new))

    async def change(
        self,
        person: Person,
        appointment: str,
        change: Change,
        *,
        deed: Deed,
        seen: str,
        form: str,
        why: Why | None = None,
    ) -> Written:
        """Move or edit, only from the state that was seen.

        Raises NotDone, Unclear, ChangedMeanwhile, NothingToDo or StillWorking.
        """
        intent = replace(_intent(person, appointment, deed, seen, form, change), why=why)

        async def send() -> Appointment:
            act = self._service.move if deed is Deed.MOVE else self._service.edit
            return await act(appointment, change)

        def work() -> Coroutine[Any, Any, Written]:
            return self._changing.change(intent, send, lambda got: differences(change, got))

        written = await self._once(form, work)
        self._undoing.keep(written)
        return written

    async def move_several(
        self, person: Person, late: Appointment, minutes: int, steps: Sequence[Step], *, form: str
    ) -> Several:
        """Move later sessions because one runs late, each only from the state that was seen. Raises NotKept and StillWorking."""
        return await self._moving.move(person, late, minutes, steps, form=form)

    async def undo(self, person: Person, now: Appointment, *, form: str) -> Written:
        """Take back this person's own change of the last minute, only from the state that it led to. Raises TooLateToUndo, and as `change` does."""
        deed, back = await self._undoing.back(person.team, person.id, now)
        return await self.change(person, now.id, back, deed=deed, seen=now.version, form=form, why=Why.UNDONE)

    async def cancel(
        self,
        person: Person,
        appointment: str,
        reason: str,
        *,
        seen: str,
        form: str,
        why: Why | None = None,
    ) -> Written:
        """Cancel, only from the state that was seen. Raises as `change` does."""
        intent = replace(_intent(person, appointment, Deed.CANCEL, seen, form), why=why)

        async def send() -> Appointment:
            return await self._service.cancel(appointment, reason)

        return await self._once(form, lambda: self._changing.change(intent, send, cancelled))

    async def accept(self, person: Person, appointment: str, *, seen: str, form: str) -> Written:
        """Confirm what was asked for, only from the state that was seen. Raises as `change` does."""
        intent = _intent(person, appointment, Deed.ACCEPT, seen, form)

        async def send() -> Appointment:
            return await self._service.accept(appointment)

        return await self._once(form, lambda: self._changing.change(intent, send, accepted))

    async def decline(
        self, person: Person, appointment: str, reason: str, *, seen: str, form: str, why: Why | None = None
    ) -> Written:
        """Say no to what was asked for, only from the state that was seen. Raises as `change` does."""
        intent = replace(_intent(person, appointment, Deed.DECLINE, seen, form), why=why)

        async def send() -> Appointment:
            return await self._service.decline(appointment, reason)

        return await self._once(form, lambda: self._changing.change(intent, send, cancelled))

    async def propose(
        self, person: Person, appointment: str, change: Change, words: str, *, seen: str, form: str
    ) -> Written:
        """Propose another time for what was asked for, only from the state that was seen. Raises as `change` does."""
        intent = _intent(person, appointment, Deed.PROPOSE, seen, form, change)

        async def send() -> Appointment:
            return await self._service.propose(appointment, change, words)

        written = await self._once(form, lambda: self._changing.change(intent, send, proposed))
        return replace(written, asked=change)

    @asynccontextmanager
    async def settling(self, form: str, team: str, left_at: str) -> AsyncIterator[Settled | None]:
        """Find out how a form's write ended; until the block ends nobody else finds it out or tells it.

        Raises TooEarly while it may be under way, or somebody else tells it, and the service's errors.
        """
        if form in self._running or form in self._moving or await self._ledger.is_telling(team, form):
            raise TooEarly(MARGIN)
        intent = await self._ledger.of_form(team, form)
        if intent is not None and intent.told and intent.stage not in {Stage.SENDING, left_at}:
            yield None
            return
        if intent is not None and await self._moving.is_telling(intent):
            raise TooEarly(MARGIN)
        async with self._ledger.telling(team, form):
            yield await self._settled(form, team, left_at)

    async def _settled(self, form: str, team: str, left_at: str) -> Settled | None:
        intent = await self._ledger.of_form(team, form)
        if intent is None:
            return None
        if intent.deed is Deed.DELAY:
            return None if intent.told else await self._moving.settle(intent, self._late)
        patience = self._booking.patience if intent.deed is Deed.BOOK else self._changing.patience
        return await self._settling.settle(intent, left_at, patience, self._late)

    async def _once(self, form: str, work: Callable[[], Coroutine[Any, Any, Written]]) -> Written:
        """Run one form's work once: a second submit at the same moment waits for the first one's end."""
        return await self._running.ask(form, work, f"write {form[-5:]}")


def _intent(
    person: Person, appointment: str, deed: Deed, seen: str, form: str, change: Change | None = None
) -> Intent:
    return Intent(
        form=form,
        deed=deed,
        team=person.team,
        user=person.id,
        channel=person.channel,
        appointment=appointment,
        start=change.start if change else None,
        minutes=change.minutes if change else None,
        version_before=seen,
    )
