"""Find out how a write ended whose answer was lost, be it on the way or with the process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from bot.appointments.deeds import Deed
from bot.appointments.errors import NotFound
from bot.appointments.jobs import Job
from bot.appointments.model import Appointment, Status
from bot.appointments.service import Service
from bot.appointments.values import replace
from bot.appointments.writes.after import LOOK_AGAIN, card_jobs, end, redraw_job, settle_job
from bot.appointments.writes.ledger import Ending, Intent, Ledger, Stage
from bot.appointments.writes.notices import notice_jobs
from bot.appointments.writes.outcomes import Part


class Settled(Struct, frozen=True):
    """How a write ended after all."""

    intent: Intent
    ending: Ending
    appointment: Appointment | None = None
    parts: tuple[Part, ...] = ()
    """How each of several writes ended, where the form sent several."""


class TooEarly(Exception):
    """The attempt may still be under way; ask again after `wait`."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("too early")
        self.wait = wait


class Settling:
    """Reads what the service has now, and says how the write must have ended."""

    def __init__(self, service: Service, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._service = service
        self._ledger = ledger
        self._clock = clock

    async def settle(
        self, intent: Intent, left_at: str, patience: timedelta, late: timedelta
    ) -> Settled | None:
        """Find out and keep it; None: there is nothing to tell. Raises TooEarly and the service's errors.

        `left_at`: the stage that this look was planned at; where the write has come further, others look for it.
        `patience`: how long after it began an attempt must have its answer, if its process is alive; `late`: how long
        after that it may still be carried out. What is there is told at once, that nothing is there only then.
        """
        async with self._ledger.holding(intent.team, intent.appointment or intent.form):
            # Nothing is decided from what was read before the hold: another look may have ended it meanwhile.
            now = await self._ledger.of_form(intent.team, intent.form)
            if now is None:
                return None
            if not now.told and now.stage in {Stage.DONE, Stage.REFUSED, Stage.MISSING} - {left_at}:
                return await self._untold(now)
            if now.stage not in {Stage.SENDING, left_at}:
                return None
            return await self._held(now, patience, late)

    async def _untold(self, intent: Intent) -> Settled:
        """Say what stands of a write whose end was kept, but never said."""
        if intent.stage is Stage.MISSING:
            return Settled(intent, Ending.NOT_DONE)
        ending = intent.ending or (Ending.KEPT if intent.stage is Stage.DONE else Ending.REFUSED)
        if ending in {Ending.REFUSED, Ending.NOT_DONE, Ending.GONE}:
            return Settled(intent, ending)
        try:
            return Settled(intent, ending, await self._service.read(intent.appointment or ""))
        except NotFound:
            return Settled(intent, Ending.GONE if intent.stage is Stage.REFUSED else ending)

    async def _held(self, intent: Intent, patience: timedelta, late: timedelta) -> Settled | None:
        certain = intent.stage is Stage.DONE and (intent.deed is not Deed.BOOK or not intent.may_land)
        if intent.stage is Stage.REFUSED or certain:
            return None
        certain_in = timedelta(0)
        if intent.stage is Stage.SENDING and intent.created is not None:
            left = intent.created + patience - self._clock()
            if left > timedelta(0):
                raise TooEarly(left)
            certain_in = left + late
        look = self._booking if intent.deed is Deed.BOOK else self._change
        return await look(intent, certain_in)

    async def _booking(self, intent: Intent, certain_in: timedelta) -> Settled | None:
        found = await self._service.look_for(intent.reference or "", intent.starts)
        if intent.stage is Stage.DONE:
            others = [
                one for one in found if one.id != intent.appointment and one.status is not Status.CANCELLED
            ]
            return Settled(intent, Ending.TWICE, others[0]) if others else None
        if found:
            jobs = [*card_jobs(intent, found[0].id), *self._told(intent, found[0])]
            return await self._end(intent, Stage.DONE, Ending.DONE, found[0], jobs)
        if certain_in > timedelta(0):
            raise TooEarly(certain_in)
        if intent.stage is Stage.MISSING:  # the person was told so a minute ago
            return await self._unless_told(await self._end(intent, Stage.REFUSED, Ending.NOT_DONE))
        job = settle_job(intent, Stage.MISSING, LOOK_AGAIN)
        return await self._end(intent, Stage.MISSING, Ending.NOT_DONE, jobs=[job])

    async def _change(self, intent: Intent, certain_in: timedelta) -> Settled | None:
        try:
            now = await self._service.read(intent.appointment or "")
        except NotFound:
            return await self._end(intent, Stage.REFUSED, Ending.GONE)
        if now.version == intent.version_before:
            if certain_in > timedelta(0):
                raise TooEarly(certain_in)
            if intent.stage is Stage.MISSING:
                return await self._unless_told(await self._end(intent, Stage.REFUSED, Ending.NOT_DONE))
            job = settle_job(intent, Stage.MISSING, LOOK_AGAIN)
            return await self._end(intent, Stage.MISSING, Ending.NOT_DONE, jobs=[job])
        redraw = [redraw_job(intent, now)]
        by = await self._ledger.last_change(intent.team, now)
        if by is not None:  # another write from here made it what it is
            ended = await self._end(intent, Stage.REFUSED, Ending.UNSURE, now, redraw, outcome="failed")
            return await self._unless_told(ended) if intent.stage is Stage.MISSING else ended
        if _came_about(intent, now):
            jobs = [*redraw, *self._told(intent, now)]
            return await self._end(intent, Stage.DONE, Ending.DONE, now, jobs)
        return await self._end(intent, Stage.REFUSED, Ending.UNSURE, now, redraw, outcome="unknown")

    def _told(self, intent: Intent, got: Appointment) -> list[Job]:
        return notice_jobs(self._service.tells, intent, got, self._clock())

    async def _unless_told(self, ended: Settled | None) -> Settled | None:
        """The same ending as the person was told a minute ago is not told again."""
        if ended is not None and ended.intent.told:
            await self._ledger.told(ended.intent.team, ended.intent.form)
            return None
        return ended

    async def _end(
        self,
        intent: Intent,
        stage: Stage,
        ending: Ending,
        got: Appointment | None = None,
        jobs: Sequence[Job] = (),
        outcome: str | None = None,
    ) -> Settled | None:
        """Keep it and say what is to be told; nothing if somebody else has ended or resumed it meanwhile."""
        untold = replace(intent, told=False)
        kept = await end(
            self._ledger, untold, stage, got, jobs, ending=ending, outcome=outcome, expecting=intent.stage
        )
        return Settled(intent, ending, got) if kept else None


def _came_about(intent: Intent, now: Appointment) -> bool:
    """Whether an appointment is what a move, an accept or a cancel would have made it; of an edit nobody can tell."""
    if intent.deed is Deed.ACCEPT:
        return now.status is Status.SCHEDULED
    if intent.deed is Deed.PROPOSE:
        return now.status is Status.ALTERNATIVE_REQUESTED
    if intent.deed in {Deed.CANCEL, Deed.DECLINE}:
        return now.status is Status.CANCELLED
    if intent.deed is Deed.MOVE:
        return now.start == intent.start and (intent.minutes is None or now.minutes == intent.minutes)
    return False
