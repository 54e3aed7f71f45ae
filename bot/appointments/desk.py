"""The desk: the only door to the appointment service. It asks who may, reads before it writes, and verifies after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.appointments.api import Books, Capability, Edits, Field, Hosts, ListsSlots, capabilities
from bot.appointments.asked import Change, NewAppointment
from bot.appointments.back_office import BackOffice
from bot.appointments.choosing import By, Choice, Menu, Only, Slots, SlotsFor
from bot.appointments.correlation import begin_action
from bot.appointments.deeds import Deed, Why
from bot.appointments.errors import AppointmentError, NotYours, TooBusy
from bot.appointments.filter import EVERYTHING, Filter, Known, departments_meant
from bot.appointments.listing import Listing
from bot.appointments.model import Appointment, Named, Status, Window
from bot.appointments.permission import Act, Gate, NotAllowed, Person
from bot.appointments.reads.called import Named as NamedFirst
from bot.appointments.reads.names import Meaning
from bot.appointments.reads.search import Found, Looking
from bot.appointments.service import Service
from bot.appointments.writes.ledger import Entry, Ledger
from bot.appointments.writes.outcomes import Written


class Desk(BackOffice):
    """One workspace's desk. What a person asks for takes that person first, and checks what they may."""

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

    async def sessions(self, person: Person, window: Window | None, only: Only | None = None) -> Listing:
        """List what starts in the window, and what is on now if the window is of now, by start. Raises NotAllowed and the service's errors.

        `only` is what `meant` made of typed filters. With it there may be no window, and invites, which have no time, come last.
        """
        await self.allow(person, Act.LOOK, Deed.LOOK)
        return await self._looking.in_span(window, only)

    async def meant(self, person: Person, typed: Mapping[By, Sequence[str]]) -> Only:
        """Read the names, ids and words of typed filters, "me" among them. Raises NotNamed and NoEmployee."""
        await self.allow(person, Act.LOOK, Deed.LOOK)
        return await self._meaning.only(person, typed)

    async def choices(self, person: Person, menu: Menu, text: str = "", limit: int = 100) -> list[Choice]:
        """List what a menu holds that has all the words of the text."""
        await self.allow(person, Act.LOOK, Deed.LOOK)
        return await self._meaning.choices(menu, text, limit)

    async def employee(self, person: Person) -> Named:
        """Tell which employee of the service's a person is. Raises NoEmployee."""
        await self.allow(person, Act.LOOK, Deed.LOOK)
        return await self._meaning.employee(person)

    async def slots(self, person: Person, window: Window, wanted: SlotsFor) -> Slots | None:
        """List the free times of the window; None where the service does not say: any time may be typed."""
        await self.allow(person, Act.LOOK, Deed.LOOK)
        if not isinstance(self._api, ListsSlots):
            return None
        try:
            return await self._api.slots(window, wanted)
        except TooBusy:
            raise
        except AppointmentError:
            return None

    async def get(self, person: Person, appointment: str) -> Appointment:
        """Read one appointment afresh."""
        await self.allow(person, Act.LOOK, Deed.LOOK, appointment)
        return await self._service.read(appointment)

    async def named(self, person: Person, text: str) -> Listing:
        """Find what an id, a reference, a reference's last characters or a claimant's name mean: none, one, or several.

        A reference is looked for from `look_back` ago until `look_ahead` from now, where the service can't look for it
        itself; an id has no such bounds.
        """
        await self.allow(person, Act.LOOK, Deed.LOOK)
        return await self._looking.named(text)

    async def mentioned(self, person: Person, text: str) -> Listing:
        """Find what a text names by references, ids, codes or links; names of people count for nothing."""
        await self.allow(person, Act.LOOK, Deed.LOOK)
        return await self._looking.mentioned(text)

    async def begins(self, person: Person, text: str) -> NamedFirst:
        """Find what the first words of a text name, and hand back the words behind them."""
        await self.allow(person, Act.LOOK, Deed.LOOK)
        return await self._looking.begins(text)

    async def search(
        self, person: Person, text: str, only: Only | None = None, among: Filter = EVERYTHING
    ) -> Found:
        """Find sessions whose claimant's name has all the words, or that the text names; the nearest in time first."""
        await self.allow(person, Act.LOOK, Deed.LOOK)
        return await self._looking.search(text, only, among)

    async def departments(self, person: Person, settled: Known, typed: Iterable[str], *, look: bool) -> Known:
        """Those that there are: settled ones, and those that were seen at the service lately.

        Where one of the typed is none of them, the service is looked through first; while none at all is known, only with `look`.
        """
        await self.allow(person, Act.LOOK, Deed.LOOK)
        known = {**self._looking.departments(), **settled}
        if (known or look) and any(not departments_meant(word, known) for word in typed):
            await self._looking.look_for_departments()
            known = {**self._looking.departments(), **settled}
        return known

    async def booked_by(self, person: Person) -> set[str]:
        """The ids of what a person booked here."""
        await self.allow(person, Act.LOOK, Deed.LOOK)
        return set(await self._ledger.booked_by(person.team, person.id))

    async def next_for(self, person: Person) -> tuple[Appointment | None, bool, Listing]:
        """Find the session to join now: one under way or the next to come, of those the person booked if there is one.

        The second value says whether it is one that they booked, the third is all that was looked through. Where the service knows its hosts, only one that they
        host, and NoEmployee is raised for whoever is no employee there.
        """
        await self.allow(person, Act.LOOK, Deed.LOOK)
        if isinstance(self._api, Hosts):
            me = (await self._meaning.employee(person)).id
            coming = await self._looking.coming({By.EMPLOYEE: (me,)} if By.EMPLOYEE in self.filters else None)
            hosted = (one for one in coming if any(host.id == me for host in one.hosts))
            return next((one for one in hosted if one.status is not Status.REQUESTED), None), True, coming
        coming = await self._looking.coming()
        mine = await self._ledger.booked_by(person.team, person.id)
        for appointment in coming:
            if appointment.id in mine:
                return appointment, True, coming
        return coming[0] if coming else None, False, coming

    async def join(self, person: Person, appointment: str) -> Appointment:
        """Read an appointment for its meeting link, and write into the audit who asked.

        Where each host has a link of their own it is the person's own. Raises NotYours and NoEmployee.
        """
        await self.allow(person, Act.LOOK, Deed.JOIN, appointment)
        if isinstance(self._api, Hosts):
            me = await self._meaning.employee(person)
            found = await self._service.read_as_host(appointment, me.id)
            if found is None:
                await self._record(person, Deed.JOIN, "refused", appointment)
                raise NotYours("not a host of it")
        else:
            found = await self._service.read(appointment)
        await self._record(person, Deed.JOIN, "done", appointment, found.code)
        return found

    async def details(self, person: Person, appointment: str) -> Appointment:
        """Read an appointment for its personal details; the look is written into the audit before they are shown."""
        await self.allow(person, Act.DETAILS, Deed.DETAILS, appointment)
        found = await self._service.read(appointment)
        await self._record(person, Deed.DETAILS, "done", appointment, found.code)
        return found

    async def hand_out(self, person: Person, appointment: str, deed: Deed) -> Appointment:
        """Read an appointment for a text to be passed on, which is written into the audit."""
        await self.allow(person, Act.LOOK, deed, appointment)
        found = await self._service.read(appointment)
        await self._record(person, deed, "done", appointment, found.code)
        return found

    async def takes(self, person: Person, act: Act, deed: Deed) -> None:
        """Write into the audit that a person takes a file of many sessions away. Raises NotAllowed."""
        await self.allow(person, act, deed)
        await self._record(person, deed, "done", None)

    async def shows_details(self, person: Person, found: Appointment) -> bool:
        """Whether a person may see the personal details of what was just read for them; that look is written down too."""
        if not await self.may(person, Act.DETAILS):
            return False
        await self._record(person, Deed.DETAILS, "done", found.id, found.code)
        return True

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

    async def history(self, person: Person, appointment: str) -> list[Entry]:
        """The audit of one appointment, newest first."""
        await self.allow(person, Act.LOOK, Deed.LOOK, appointment)
        return await self._ledger.history(self.team, appointment)

    async def alerts_set(self, person: Person, channel: str) -> None:
        """Write into the audit that a person set what a channel is told."""
        line = Entry(team=self.team, user=person.id, deed=Deed.ALERTS, outcome="done", channel=channel)
        await self._ledger.record(line)

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
