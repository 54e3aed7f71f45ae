"""Book once per form, under a reference of our own by which a lost booking is found again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.appointments.asked import NewAppointment
from bot.appointments.deeds import Deed
from bot.appointments.errors import AppointmentError, NoAnswer, Refused
from bot.appointments.model import Appointment
from bot.appointments.service import Service
from bot.appointments.writes.after import LOOK_AGAIN, card_jobs, end, is_kept, settle_job
from bot.appointments.writes.ledger import Intent, Ledger, Stage
from bot.appointments.writes.notices import notice_jobs
from bot.appointments.writes.outcomes import NotDone, StillWorking, Unclear, Written, differences
from bot.appointments.writes.silence import Silence


class Booking:
    """`patience`: how long after it began an attempt must have ended, if its process is alive."""

    def __init__(
        self,
        service: Service,
        ledger: Ledger,
        patience: timedelta,
        clock: Callable[[], datetime],
        silence: Silence,
    ) -> None:
        self._service = service
        self._ledger = ledger
        self._clock = clock
        self._silence = silence
        self.patience = patience

    async def book(self, asked: Intent, new: NewAppointment) -> Written:
        intent, fresh = await self._ledger.begin(asked, self.patience)
        if not fresh:
            done = await self._seen_before(intent, new)
            if done is not None:
                return done
            again = await self._ledger.resume(asked, self.patience)
            if again is None:
                raise StillWorking
            intent = again
        try:
            got = await self._service.book(new)
        except NoAnswer as error:
            got = await self._after_silence(intent, new, error)
        except AppointmentError as error:
            got = await self._after_refusal(intent, new, error)
        return await self._booked(intent, new, got)

    async def _seen_before(self, intent: Intent, new: NewAppointment) -> Written | None:
        """Decide what a form that was sent before may still do; None: it may be sent."""
        if intent.stage is Stage.SENDING:
            raise StillWorking
        if intent.stage is Stage.DONE and intent.appointment:
            try:
                got = await self._service.read(intent.appointment)
            except AppointmentError as error:
                raise Unclear(Deed.BOOK, error, done=True) from error
            return Written(Deed.BOOK, got, repeated=True)
        if not any(one.open for one in intent.attempts):
            return None  # every attempt was refused outright: nothing can be there
        try:
            found = await self._service.look_for(new.reference, (*intent.starts, new.start))
        except AppointmentError as error:
            job = settle_job(intent, Stage.UNKNOWN)
            await end(self._ledger, intent, Stage.UNKNOWN, jobs=[job], expecting=intent.stage)
            raise Unclear(Deed.BOOK, error) from error
        return await self._booked(intent, new, found[0]) if found else None

    async def _after_silence(self, intent: Intent, new: NewAppointment, error: NoAnswer) -> Appointment:
        async def look() -> Appointment | None:
            return await self._found(intent, new)

        try:
            found = await self._silence.look(intent.form, look)
        except AppointmentError:
            await end(self._ledger, intent, Stage.UNKNOWN, jobs=[settle_job(intent, Stage.UNKNOWN)])
            raise Unclear(Deed.BOOK, error) from error
        if found is None:
            job = settle_job(intent, Stage.MISSING, LOOK_AGAIN)
            await end(self._ledger, intent, Stage.MISSING, jobs=[job])
            raise NotDone(Deed.BOOK, error, looked=True) from error
        return found

    async def _after_refusal(
        self, intent: Intent, new: NewAppointment, error: AppointmentError
    ) -> Appointment:
        """A refusal ends its own attempt only; that our reference is taken proves that an earlier one landed."""
        refused = intent.refused()
        taken = isinstance(error, Refused) and "reference" in error.fields
        if not taken and not intent.may_land:
            await end(self._ledger, refused, Stage.REFUSED)
            raise NotDone(Deed.BOOK, error) from error
        try:
            found = await self._found(intent, new)
        except AppointmentError:
            found, taken = None, True
        if found is not None:
            return found
        stage = Stage.UNKNOWN if taken else Stage.MISSING
        job = settle_job(intent, stage, timedelta(0) if taken else LOOK_AGAIN)
        await end(self._ledger, refused, stage, jobs=[job])
        if taken:
            raise Unclear(Deed.BOOK, error) from error
        raise NotDone(Deed.BOOK, error, may_land=True) from error

    async def _found(self, intent: Intent, new: NewAppointment) -> Appointment | None:
        found = await self._service.look_for(new.reference, intent.starts)
        return found[0] if found else None

    async def _booked(self, intent: Intent, new: NewAppointment, got: Appointment) -> Written:
        jobs = [*card_jobs(intent, got.id), *notice_jobs(self._service.tells, intent, got, self._clock())]
        if intent.may_land:  # an earlier attempt may still land beside this one
            jobs.append(settle_job(intent, Stage.DONE, LOOK_AGAIN))
        kept = await is_kept(end(self._ledger, intent, Stage.DONE, got, jobs))
        return Written(Deed.BOOK, got, differences(new, got), kept=kept)
