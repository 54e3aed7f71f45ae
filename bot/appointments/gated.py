"""What the desk lets nobody do without leave: it asks who may, writes, and notes who did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.appointments.api import Books, Capability, Edits, Field, capabilities
from bot.appointments.asked import Change, NewAppointment
from bot.appointments.back_office import BackOffice
from bot.appointments.correlation import begin_action
from bot.appointments.deeds import Deed, Why
from bot.appointments.model import Appointment
from bot.appointments.permission import Act, Gate, NotAllowed, Person
from bot.appointments.reads.names import Meaning
from bot.appointments.reads.search import Looking
from bot.appointments.service import Service
from bot.appointments.writes.ledger import Entry, Ledger
from bot.appointments.writes.moving import Step
from bot.appointments.writes.outcomes import Several, Written


class Gated(BackOffice):
    """The part of a desk that decides and writes: who may, what is written, and the line of the audit for it."""

    def __init__(
        self,
        *,
        team: str,
        service: Service,
        gate: Gate,
        ledger: Ledger,
        clock: Callable[[], datetime],
        budget: timedelta,
        late: timedelta,
        look_back: timedelta,
        look_ahead: timedelta,
    ) -> None:
        looking = Looking(service, clock, look_back, look_ahead)
        super().__init__(team, service, ledger, clock, budget, late, looking)
        self._api = api = service.api
        self.name = api.name
        """The service's name within a sentence."""
        self.tells = service.tells
        """Who tells the claimant of a change."""
        self.can: frozenset[Capability] = capabilities(api)
        self.asks: frozenset[Field] = api.asks if isinstance(api, Books) else frozenset()
        """What the service has a booking form ask for."""
        self.needs: frozenset[Field] = api.needs if isinstance(api, Books) else frozenset()
        """Those of `asks` without which it books nothing."""
        self.edits: frozenset[Field] = api.edits if isinstance(api, Edits) else frozenset()
        """What the service lets one change afterwards, beside time and length."""
        self.has = self.asks | self.edits
        """What the service's appointments have at all."""
        self.filters = service.filters
        """By what the service narrows a list; what is not in it, nobody can be offered."""
        self._meaning = Meaning(api)
        self._gate = gate

    async def allow(self, person: Person, act: Act, deed: Deed, appointment: str | None = None) -> None:
        """Check that the person may do it now; a refusal is written into the audit. Raises NotAllowed.

        Everything at the desk begins with this.
        """
        begin_action()
        try:
            await self._gate.check(person, act)
        except NotAllowed:
            # A button's value may be forged, and who may do nothing has no words to leave in the audit.
            seen = appointment is not None and await self._ledger.knows(self.team, appointment)
            await self._record(person, deed, "refused", appointment if seen else None)
            raise

    async def may(self, person: Person, act: Act) -> bool:
        """Tell whether a person may do something, without a line in the audit."""
        try:
            await self._gate.check(person, act)
        except NotAllowed:
            return False
        return True

    async def book(self, person: Person, new: NewAppointment, *, form: str, card: str | None) -> Written:
        """Book once per form, verified; `card`: the channel that the card goes to. Raises NotAllowed and what `Writer.book` raises."""
        await self.allow(person, Act.WRITE, Deed.BOOK)
        new = new.model_copy(update={"department": self._looking.by_id(new.department)})
        written = await self._writer.book(person, new, form=form, card=card)
        self._looking.remember(written.appointment)
        return written

    async def move(
        self, person: Person, appointment: str, asked: Change, *, seen: str, form: str, why: Why | None = None
    ) -> Written:
        """Give an appointment another time or length, from the state that was seen."""
        await self.allow(person, Act.WRITE, Deed.MOVE, appointment)
        return await self._writer.change(
            person, appointment, asked, deed=Deed.MOVE, seen=seen, form=form, why=why
        )

    async def move_several(
        self, person: Person, late: Appointment, minutes: int, steps: Sequence[Step], *, form: str
    ) -> Several:
        """Move later sessions because one runs late by so many minutes, each from the state that was seen."""
        await self.allow(person, Act.WRITE, Deed.MOVE, late.id)
        return await self._writer.move_several(person, late, minutes, steps, form=form)

    async def edit(
        self, person: Person, appointment: str, change: Change, *, seen: str, form: str
    ) -> Written:
        """Change anything but the time, from the state that was seen."""
        await self.allow(person, Act.WRITE, Deed.EDIT, appointment)
        if change.department is not None:
            change = change.model_copy(update={"department": self._looking.by_id(change.department)})
        return await self._writer.change(person, appointment, change, deed=Deed.EDIT, seen=seen, form=form)

    async def undo(self, person: Person, now: Appointment, *, form: str) -> Written:
        """Take back one's own move or edit of the last minute. Raises TooLateToUndo."""
        await self.allow(person, Act.WRITE, Deed.EDIT, now.id)
        return await self._writer.undo(person, now, form=form)

    async def cancel(
        self, person: Person, appointment: str, reason: str, *, seen: str, form: str, why: Why | None = None
    ) -> Written:
        """Cancel with a reason, from the state that was seen."""
        await self.allow(person, Act.WRITE, Deed.CANCEL, appointment)
        return await self._writer.cancel(person, appointment, reason, seen=seen, form=form, why=why)

    async def accept(self, person: Person, appointment: str, *, seen: str, form: str) -> Written:
        """Confirm what a claimant asked for, from the state that was seen."""
        await self.allow(person, Act.WRITE, Deed.ACCEPT, appointment)
        return await self._writer.accept(person, appointment, seen=seen, form=form)

    async def decline(
        self, person: Person, appointment: str, reason: str, *, seen: str, form: str, why: Why | None = None
    ) -> Written:
        """Say no to what a claimant asked for, from the state that was seen."""
        await self.allow(person, Act.WRITE, Deed.DECLINE, appointment)
        return await self._writer.decline(person, appointment, reason, seen=seen, form=form, why=why)

    async def propose(
        self, person: Person, appointment: str, asked: Change, words: str, *, seen: str, form: str
    ) -> Written:
        """Propose another time for what a claimant asked for, from the state that was seen."""
        await self.allow(person, Act.WRITE, Deed.PROPOSE, appointment)
        return await self._writer.propose(person, appointment, asked, words, seen=seen, form=form)

    async def _record(
        self, person: Person, deed: Deed, outcome: str, appointment: str | None, code: str | None = None
    ) -> None:
        await self._ledger.record(
            Entry(
                team=person.team,
                user=person.id,
                deed=deed,
                outcome=outcome,
                appointment=appointment,
                code=code,
                channel=person.channel,
            )
        )
