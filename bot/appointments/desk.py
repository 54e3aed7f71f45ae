"""The desk: the only door to the appointment service. It asks who may, reads before it writes, and verifies after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.appointments.api import Hosts, ListsSlots
from bot.appointments.choosing import By, Choice, Menu, Only, Slots, SlotsFor
from bot.appointments.deeds import Deed
from bot.appointments.errors import AppointmentError, NotYours, TooBusy
from bot.appointments.filter import EVERYTHING, Filter, Known, departments_meant
from bot.appointments.gated import Gated
from bot.appointments.listing import ALL, Listing, Shown
from bot.appointments.model import Appointment, Named, Status, Window
from bot.appointments.permission import Act, Person
from bot.appointments.reads.called import Named as NamedFirst
from bot.appointments.reads.found import Found
from bot.appointments.writes.ledger import Entry


class Desk(Gated):
    """One workspace's desk. What a person asks for takes that person first, and checks what they may."""

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
        self, person: Person, text: str, only: Only | None = None, by: Filter = EVERYTHING, page: Shown = ALL
    ) -> Found:
        """Find sessions whose claimant's name has all the words, or that the text names; the nearest in time first."""
        await self.allow(person, Act.LOOK, Deed.LOOK)
        return await self._looking.search(text, only, by, page)

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

    async def history(self, person: Person, appointment: str) -> list[Entry]:
        """The audit of one appointment, newest first."""
        await self.allow(person, Act.LOOK, Deed.LOOK, appointment)
        return await self._ledger.history(self.team, appointment)

    async def alerts_set(self, person: Person, channel: str) -> None:
        """Write into the audit that a person set what a channel is told."""
        line = Entry(team=self.team, user=person.id, deed=Deed.ALERTS, outcome="done", channel=channel)
        await self._ledger.record(line)
