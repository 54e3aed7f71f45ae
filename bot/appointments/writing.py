"""Write with care: an intent first, then one request, then a look at what became of it.

Neither vendor has idempotency keys. So a booking carries our own reference and is looked for by it before anything is sent
again; a change is made only from the state that the person saw, and read again when no answer came.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from bot.appointments.after import LOOK_AGAIN, card_job, end, redraw_job, settle_job
from bot.appointments.api import AppointmentsApi, Books, Cancels, Edits, Moves
from bot.appointments.errors import AppointmentError, NoAnswer, Unsupported
from bot.appointments.ledger import Deed, Entry, Intent, Job, Ledger, Stage
from bot.appointments.model import Appointment, Change, NewAppointment, Status, Window
from bot.appointments.outcomes import (
    ChangedMeanwhile,
    NotDone,
    NothingToDo,
    StillWorking,
    Unclear,
    Written,
    cancelled,
    differences,
)
from bot.appointments.versions import Stamp
from bot.appointments.who import Person

_A_DAY = timedelta(days=1)


class Writer:
    """Carries out the writes of one workspace's desk. Who may write was decided before."""

    def __init__(
        self, api: AppointmentsApi, ledger: Ledger, stamp: Stamp, clock: Callable[[], datetime]
    ) -> None:
        self._api = api
        self._ledger = ledger
        self._stamp = stamp
        self._clock = clock
        self._running: dict[str, asyncio.Task[Written]] = {}

    async def book(self, person: Person, new: NewAppointment, *, form: str, card: str | None) -> Written:
        """Create once, however often the form is submitted. Raises NotDone, Unclear or StillWorking."""
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
        return await self._once(form, self._book(intent, new))

    async def change(
        self, person: Person, appointment: str, change: Change, *, deed: Deed, seen: str, form: str
    ) -> Written:
        """Move or edit, only from the state that was seen.

        Raises NotDone, Unclear, ChangedMeanwhile, NothingToDo or StillWorking.
        """
        intent = self._intent(person, appointment, deed, seen, form, change)

        async def send() -> Appointment:
            if deed is Deed.MOVE and isinstance(self._api, Moves):
                return await self._api.move(appointment, change)
            if deed is Deed.EDIT and isinstance(self._api, Edits):
                return await self._api.edit(appointment, change)
            raise Unsupported(deed)

        return await self._once(form, self._change(intent, send, lambda got: differences(change, got)))

    async def cancel(self, person: Person, appointment: str, reason: str, *, seen: str, form: str) -> Written:
        """Cancel, only from the state that was seen. Raises as `change` does."""
        intent = self._intent(person, appointment, Deed.CANCEL, seen, form)

        async def send() -> Appointment:
            if isinstance(self._api, Cancels):
                return await self._api.cancel(appointment, reason)
            raise Unsupported(Deed.CANCEL)

        return await self._once(form, self._change(intent, send, cancelled))

    async def look_for(self, reference: str, *starts: datetime) -> Appointment | None:
        """Find an appointment by our own reference, around the times that it may have been made for."""
        for start in dict.fromkeys(starts):
            window = Window.around(start, _A_DAY, _A_DAY)
            for appointment in await self._api.find(window):
                if appointment.reference == reference:
                    return self._stamp.put_on(appointment)
        return None

    async def read(self, appointment: str) -> Appointment:
        """Read one appointment afresh, with its version."""
        return self._stamp.put_on(await self._api.get(appointment))

    def is_running(self, form: str) -> bool:
        """Whether this process is carrying out this form right now."""
        return form in self._running

    async def _once(self, form: str, work: Coroutine[Any, Any, Written]) -> Written:
        """Run one form's work once: a second submit at the same moment waits for the first one's end."""
        running = self._running.get(form)
        if running is None:
            running = self._running[form] = asyncio.create_task(work, name=f"write {form[-5:]}")
            running.add_done_callback(lambda _: self._running.pop(form, None))
        else:
            work.close()
        return await asyncio.shield(running)

    async def _book(self, intent: Intent, new: NewAppointment) -> Written:
        if not isinstance(self._api, Books):
            raise NotDone(Deed.BOOK, Unsupported("book"))
        kept, fresh = await self._ledger.begin(intent)
        if not fresh:
            done = await self._book_again(kept, intent, new)
            if done is not None:
                return done
        try:
            got = self._stamp.put_on(await self._api.book(new))
        except NoAnswer as error:
            got = await self._after_silence(intent, new, error)
        except AppointmentError as error:
            await self._end(intent, Stage.REFUSED)
            raise NotDone(Deed.BOOK, error) from error
        return await self._booked(intent, new, got)

    async def _book_again(self, kept: Intent, intent: Intent, new: NewAppointment) -> Written | None:
        """Decide what a form that was submitted before may still do; None: it may be sent."""
        if kept.stage is Stage.DONE and kept.appointment:
            return Written(Deed.BOOK, await self._reread(Deed.BOOK, kept.appointment), repeated=True)
        if kept.stage is Stage.SENDING:
            raise StillWorking
        if kept.stage is not Stage.REFUSED:
            starts = [start for start in (kept.start, new.start) if start]
            try:
                found = await self.look_for(new.reference, *starts)
            except AppointmentError as error:
                raise Unclear(Deed.BOOK, error) from error
            if found is not None:
                return await self._booked(intent, new, found)
        if not await self._ledger.resume(intent):
            raise StillWorking
        return None

    async def _after_silence(self, intent: Intent, new: NewAppointment, error: NoAnswer) -> Appointment:
        try:
            found = await self.look_for(new.reference, new.start)
        except AppointmentError:
            await self._end(intent, Stage.UNKNOWN, jobs=[settle_job(intent)])
            raise Unclear(Deed.BOOK, error) from error
        if found is None:
            await self._end(intent, Stage.MISSING, jobs=[settle_job(intent, LOOK_AGAIN)])
            raise NotDone(Deed.BOOK, error, looked=True) from error
        return found

    async def _booked(self, intent: Intent, new: NewAppointment, got: Appointment) -> Written:
        await self._end(intent, Stage.DONE, got, jobs=[card_job(intent, got.id)] if intent.card else [])
        return Written(Deed.BOOK, got, differences(new, got))

    async def _change(
        self,
        intent: Intent,
        send: Callable[[], Awaitable[Appointment]],
        differs: Callable[[Appointment], tuple[str, ...]],
    ) -> Written:
        deed, appointment = intent.deed, intent.appointment or ""
        kept, fresh = await self._ledger.begin(intent)
        if not fresh:
            if kept.stage is Stage.DONE:
                return Written(deed, await self._reread(deed, appointment), repeated=True)
            if kept.stage is Stage.SENDING or not await self._ledger.resume(intent):
                raise StillWorking
        async with self._ledger.holding(intent.team, appointment):
            before = await self._as_seen(intent, kept, differs)
            if not isinstance(before, Appointment):
                return before
            try:
                got = self._stamp.put_on(await send())
                if deed is Deed.CANCEL and differs(got):
                    got = await self.read(appointment)
            except NoAnswer as error:
                got = await self._after_silent_change(intent, before, differs, error)
            except AppointmentError as error:
                await self._end(intent, Stage.REFUSED)
                raise NotDone(deed, error) from error
            await self._end(intent, Stage.DONE, got, jobs=[redraw_job(intent, got)])
        return Written(deed, got, differs(got), before=before)

    async def _as_seen(
        self, intent: Intent, kept: Intent, differs: Callable[[Appointment], tuple[str, ...]]
    ) -> Appointment | Written:
        """Read again and let only the state that the person saw through."""
        deed = intent.deed
        try:
            now = await self.read(intent.appointment or "")
        except AppointmentError as error:
            await self._end(intent, Stage.REFUSED)
            raise NotDone(deed, error) from error
        if kept.stage in {Stage.UNKNOWN, Stage.MISSING} and not differs(now):
            await self._end(intent, Stage.DONE, now, jobs=[redraw_job(intent, now)])
            return Written(deed, now)
        why = _pointless(deed, now, differs, self._clock())
        if now.version != intent.version_before:
            await self._end(intent, Stage.REFUSED, jobs=[redraw_job(intent, now)])
            if deed is Deed.CANCEL and why == "cancelled":
                raise NothingToDo(deed, now, why)
            raise ChangedMeanwhile(deed, now, await self.who_changed(intent.team, now))
        if why:
            await self._end(intent, Stage.REFUSED)
            raise NothingToDo(deed, now, why)
        return now

    async def _after_silent_change(
        self,
        intent: Intent,
        before: Appointment,
        differs: Callable[[Appointment], tuple[str, ...]],
        error: NoAnswer,
    ) -> Appointment:
        try:
            after = await self.read(before.id)
        except AppointmentError:
            await self._end(intent, Stage.UNKNOWN, jobs=[settle_job(intent)])
            raise Unclear(intent.deed, error) from error
        if after.version != before.version and not differs(after):
            return after
        if after.version == before.version:
            await self._end(intent, Stage.MISSING)
            raise NotDone(intent.deed, error, looked=True) from error
        await self._end(intent, Stage.REFUSED, jobs=[redraw_job(intent, after)])
        raise ChangedMeanwhile(intent.deed, after, await self.who_changed(intent.team, after)) from error

    async def who_changed(self, team: str, appointment: Appointment) -> Entry | None:
        """Find the desk's own write that made this state; None: it was made elsewhere."""
        for entry in await self._ledger.history(team, appointment.id):
            if entry.version is not None:
                return entry if entry.version == appointment.version else None
        return None

    async def _reread(self, deed: Deed, appointment: str) -> Appointment:
        try:
            return await self.read(appointment)
        except AppointmentError as error:
            raise Unclear(deed, error) from error

    async def _end(
        self, intent: Intent, stage: Stage, got: Appointment | None = None, jobs: list[Job] | None = None
    ) -> None:
        await end(self._ledger, intent, stage, got, jobs or [])

    def _intent(
        self,
        person: Person,
        appointment: str,
        deed: Deed,
        seen: str,
        form: str,
        change: Change | None = None,
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


def _pointless(
    deed: Deed,
    now: Appointment,
    differs: Callable[[Appointment], tuple[str, ...]],
    moment: datetime,
) -> str | None:
    if now.status is Status.CANCELLED:
        return "cancelled"
    if deed in {Deed.MOVE, Deed.CANCEL} and now.is_over(moment):
        return "over"
    if deed is Deed.MOVE and not differs(now):
        return "same"
    return None
