"""Move, edit, accept and cancel: only from the state that the person saw, one at a time, and read again where no answer came."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.appointments.deeds import Deed
from bot.appointments.errors import AppointmentError, NoAnswer, NoSuchWay, NotFound
from bot.appointments.jobs import Job
from bot.appointments.model import ENDED, Appointment, Status
from bot.appointments.service import Service
from bot.appointments.writes.after import LOOK_AGAIN, end, is_kept, redraw_job, settle_job
from bot.appointments.writes.ledger import Intent, Ledger, Stage
from bot.appointments.writes.notices import notice_jobs
from bot.appointments.writes.outcomes import (
    ChangedMeanwhile,
    NotDone,
    NothingToDo,
    StillWorking,
    Unclear,
    Written,
)
from bot.appointments.writes.silence import Silence

Send = Callable[[], Awaitable[Appointment]]
Differs = Callable[[Appointment], tuple[str, ...]]
"""Names what an appointment has otherwise than asked; nothing: it is as asked."""


_TO_A_STATUS = frozenset({Deed.CANCEL, Deed.ACCEPT, Deed.DECLINE, Deed.PROPOSE})


class Changing:
    """`patience`: how long after it was sent an attempt must have ended, if its process is alive."""

    def __init__(
        self,
        service: Service,
        ledger: Ledger,
        patience: timedelta,
        clock: Callable[[], datetime],
        silence: Silence,
    ) -> None:
        self._service = service
        self._silence = silence
        self._ledger = ledger
        self.patience = patience
        self._clock = clock

    async def change(self, asked: Intent, send: Send, differs: Differs) -> Written:
        deed, appointment = asked.deed, asked.appointment or ""
        intent, fresh = await self._ledger.begin(asked, self.patience)
        earlier = intent.stage
        if not fresh:
            if earlier is Stage.DONE:
                return await self._done_before(deed, appointment)
            again = None if earlier is Stage.SENDING else await self._ledger.resume(asked, self.patience)
            if again is None:
                raise StillWorking
            intent = again
        async with self._ledger.holding(intent.team, appointment):
            held = await self._ledger.resume(intent, self.patience, waiting=True)
            if held is None:
                raise StillWorking
            return await self._held(held, earlier, send, differs)

    async def _held(self, intent: Intent, earlier: Stage, send: Send, differs: Differs) -> Written:
        deed = intent.deed
        before = await self._as_seen(intent, earlier, differs)
        if isinstance(before, Written):
            return before
        try:
            got = await send()
        except NoAnswer as error:
            got = await self._after_silence(intent, before, differs, error)
        except AppointmentError as error:
            got = await self._after_refusal(intent, before, differs, error)
        if deed in _TO_A_STATUS and differs(got):
            got = await self._surely(intent, differs)
        jobs = self._following(intent, got, before)
        kept = await is_kept(end(self._ledger, intent, Stage.DONE, got, jobs, before=before))
        return Written(deed, got, differs(got), before=before, kept=kept)

    async def _as_seen(self, intent: Intent, earlier: Stage, differs: Differs) -> Appointment | Written:
        """Read again and let only the state that the person saw through."""
        deed = intent.deed
        try:
            now = await self._service.read(intent.appointment or "")
        except AppointmentError as error:
            raise await self._refused(intent, error) from error
        changed = now.version != intent.version_before
        if changed and earlier in {Stage.UNKNOWN, Stage.MISSING} and not differs(now):
            kept = await is_kept(end(self._ledger, intent, Stage.DONE, now, self._following(intent, now)))
            return Written(deed, now, kept=kept)
        why = pointless(deed, now, differs, self._clock())
        if why is None and not changed:
            return now
        await end(self._ledger, intent, Stage.REFUSED, jobs=[redraw_job(intent, now)])
        if why is not None and (not changed or why in {"cancelled", "accepted"}):
            raise NothingToDo(deed, now, why)
        raise ChangedMeanwhile(deed, now, await self._ledger.last_change(intent.team, now))

    async def _after_silence(
        self, intent: Intent, before: Appointment, differs: Differs, error: NoAnswer
    ) -> Appointment:
        async def look() -> Appointment | None:
            seen = await self._service.read(before.id)
            return seen if seen.version != before.version else None

        try:
            after = await self._silence.look(intent.form, look)
        except AppointmentError:
            await self._unknown(intent)
            raise Unclear(intent.deed, error) from error
        if after is None:
            job = settle_job(intent, Stage.MISSING, LOOK_AGAIN)
            await end(self._ledger, intent, Stage.MISSING, jobs=[job])
            raise NotDone(intent.deed, error, looked=True) from error
        if differs(after):
            await end(
                self._ledger, intent, Stage.REFUSED, jobs=[redraw_job(intent, after)], outcome="unknown"
            )
            by = await self._ledger.last_change(intent.team, after)
            raise ChangedMeanwhile(intent.deed, after, by) from error
        return after

    async def _after_refusal(
        self, intent: Intent, before: Appointment, differs: Differs, error: AppointmentError
    ) -> Appointment:
        """A refusal ends its own attempt only: an earlier one may have landed since, and be why it was refused."""
        if isinstance(error, NotFound):
            error = await self._why_not_found(before, error)
        if intent.may_land:
            try:
                now = await self._service.read(before.id)
            except AppointmentError:
                await self._unknown(intent.refused())
                raise Unclear(intent.deed, error) from error
            if now.version != before.version and not differs(now):
                return now
        raise await self._refused(intent, error) from error

    async def _why_not_found(self, before: Appointment, error: AppointmentError) -> AppointmentError:
        """Tell an appointment that is gone from a call that the service does not have."""
        try:
            await self._service.read(before.id)
        except AppointmentError:
            return error
        return NoSuchWay(str(error))

    async def _refused(self, intent: Intent, error: AppointmentError) -> NotDone:
        """Keep that this attempt was not carried out; an earlier one that may still be is looked for."""
        stage = Stage.MISSING if intent.may_land else Stage.REFUSED
        jobs = [settle_job(intent, stage, LOOK_AGAIN)] if intent.may_land else []
        await end(self._ledger, intent.refused(), stage, jobs=jobs)
        return NotDone(intent.deed, error, may_land=intent.may_land)

    async def _surely(self, intent: Intent, differs: Differs) -> Appointment:
        """The service took a cancel or an accept but did not show it: only what it shows afterwards counts."""
        error: AppointmentError = NoAnswer("done, but not shown so")
        try:
            got = await self._service.read(intent.appointment or "")
        except AppointmentError as failed:
            error = failed
        else:
            if not differs(got):
                return got
        await self._unknown(intent)
        raise Unclear(intent.deed, error)

    async def _done_before(self, deed: Deed, appointment: str) -> Written:
        try:
            return Written(deed, await self._service.read(appointment), repeated=True)
        except AppointmentError as error:
            raise Unclear(deed, error, done=True) from error

    def _following(self, intent: Intent, got: Appointment, before: Appointment | None = None) -> list[Job]:
        told = notice_jobs(self._service.tells, intent, got, self._clock(), before)
        return [redraw_job(intent, got), *told]

    async def _unknown(self, intent: Intent) -> None:
        await end(self._ledger, intent, Stage.UNKNOWN, jobs=[settle_job(intent, Stage.UNKNOWN)])


def pointless(deed: Deed, now: Appointment, differs: Differs, moment: datetime) -> str | None:
    """Say why a change would be none: the appointment is `cancelled`, `over`, `accepted`, or as asked (`same`); None: it would."""
    if now.status is Status.CANCELLED:
        return "cancelled"
    if now.status in ENDED or (deed is Deed.MOVE and now.is_over(moment)):
        return "over"
    if deed in {Deed.DECLINE, Deed.PROPOSE} and now.status is Status.SCHEDULED:
        return "accepted"
    if deed is Deed.ACCEPT and not differs(now):
        return "accepted"
    if deed is Deed.MOVE and not differs(now):
        return "same"
    return None
