"""The appointment service as the desk uses it: all that is read from it carries its version and nobody's own link."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from datetime import datetime, timedelta

from bot.appointments.api import (
    Accepts,
    AppointmentsApi,
    Books,
    Cancels,
    Declines,
    Edits,
    KeepsNames,
    Marks,
    Moves,
    Narrows,
    Proposes,
)
from bot.appointments.asked import Change, NewAppointment
from bot.appointments.choosing import By, Only
from bot.appointments.deeds import Deed
from bot.appointments.errors import NotFound, Unreadable, Unsupported
from bot.appointments.index import Index
from bot.appointments.later import Later
from bot.appointments.listing import Listing
from bot.appointments.model import Appointment, Meeting, Status, Window
from bot.appointments.notices import Sender, Tells
from bot.appointments.single_flight import Together
from bot.appointments.slices import Slices
from bot.appointments.versions import Stamp

_A_DAY = timedelta(days=1)


class Service:
    """Asks one service; raises the errors of `bot.appointments.errors` and no others."""

    def __init__(
        self,
        api: AppointmentsApi,
        stamp: Stamp,
        tells: Tells | None = None,
        sender: Sender | None = None,
    ) -> None:
        self.api = api
        self.stamp = stamp
        self.tells = tells or Tells(service=api.tells_claimant)
        self.sender = sender
        self.filters: frozenset[By] = api.filters if isinstance(api, Narrows) else frozenset()
        """By what the service itself can narrow a list."""
        self.index = Index()
        """Which sessions a name or a code may mean."""
        self._lists: Together[Listing] = Together()

    async def find(self, window: Window | None, only: Only | None = None) -> Listing:
        """List what starts in the window; only services that narrow can be asked without one, or for some only."""
        if window is not None and not only:
            listed = await self._lists.ask((window.start, window.end), lambda: self._list(window))
            return listed.of(listed)
        if not isinstance(self.api, Narrows):
            raise Unsupported("narrow")
        return await self._all_told(await self.api.find_only(window, only or {}))

    async def _list(self, window: Window) -> Listing:
        return await self._all_told(await self.api.find(window))

    async def read(self, appointment: str) -> Appointment:
        try:
            found = self._told(await self.api.get(appointment))
        except NotFound:
            self.index.forget(appointment)
            raise
        await self.index.see([found])
        return found

    async def read_anew(self, appointment: str) -> Appointment:
        """Read one appointment, and nothing of its claimant that was kept from before."""
        if not isinstance(self.api, KeepsNames):
            return await self.read(appointment)
        return self._told(await self.api.get_anew(appointment))

    async def read_as_host(self, appointment: str, employee: str) -> Appointment | None:
        """Read with the link of one host, as the appointment's own; None: the employee is no host of it."""
        found = await self.api.get(appointment)
        link = [host.link for host in found.hosts if host.id == employee]
        if not link:
            return None
        return self._told(found).model_copy(update={"meeting": Meeting(host_link=link[0])})

    async def look_for(self, reference: str, starts: Iterable[datetime]) -> list[Appointment]:
        """Find what stands under our own reference, around the times that it may have been made for.

        Raises Unreadable where it is not among what could be read, but not all could.
        """
        listed = Listing()
        if By.REFERENCE in self.filters:
            listed = await self.find(None, {By.REFERENCE: (reference,)})
        else:
            windows = [Window.around(start, _A_DAY, _A_DAY) for start in dict.fromkeys(starts)]
            for window in windows:
                listed = listed.also(await self.find(window))
        found = {one.id: one for one in listed if one.reference == reference}
        if not found and not listed.is_whole:
            raise Unreadable("not among the sessions that could be read")
        return list(found.values())

    async def book(self, new: NewAppointment) -> Appointment:
        if not isinstance(self.api, Books):
            raise Unsupported(Deed.BOOK)
        return await self._changed(self.api.book(new))

    async def move(self, appointment: str, change: Change) -> Appointment:
        if not isinstance(self.api, Moves):
            raise Unsupported(Deed.MOVE)
        return await self._changed(self.api.move(appointment, change))

    async def edit(self, appointment: str, change: Change) -> Appointment:
        if not isinstance(self.api, Edits):
            raise Unsupported(Deed.EDIT)
        return await self._changed(self.api.edit(appointment, change))

    async def cancel(self, appointment: str, reason: str) -> Appointment:
        if not isinstance(self.api, Cancels):
            raise Unsupported(Deed.CANCEL)
        return await self._changed(self.api.cancel(appointment, reason))

    async def accept(self, appointment: str) -> Appointment:
        if not isinstance(self.api, Accepts):
            raise Unsupported(Deed.ACCEPT)
        return await self._changed(self.api.accept(appointment))

    async def decline(self, appointment: str, reason: str) -> Appointment:
        if not isinstance(self.api, Declines):
            raise Unsupported(Deed.DECLINE)
        return await self._changed(self.api.decline(appointment, reason))

    async def propose(self, appointment: str, change: Change, words: str) -> Appointment:
        if not isinstance(self.api, Proposes):
            raise Unsupported(Deed.PROPOSE)
        return await self._changed(self.api.propose(appointment, change, words))

    async def mark(self, appointment: str, status: Status) -> Appointment:
        if not isinstance(self.api, Marks):
            raise Unsupported(f"mark as {status}")
        return await self._changed(self.api.mark(appointment, status))

    async def _changed(self, write: Awaitable[Appointment]) -> Appointment:
        """Wait for a write; however it ends, whoever asks for a list after it is told what is there after it."""
        try:
            changed = self._told(await write)
            await self.index.see([changed])
            return changed
        finally:
            self._lists.forget()

    async def _all_told(self, found: list[Appointment]) -> Listing:
        listed = found if isinstance(found, Listing) else Listing(found)
        told: list[Appointment] = []
        async for some in Slices(listed):
            told += [self._told(one) for one in some]
        await self.index.see(told)
        return listed.of(told)

    def _told(self, appointment: Appointment) -> Appointment:
        if isinstance(appointment, Later):
            appointment.stamped_by(self.stamp)
            return appointment
        if appointment.participants:
            without = tuple(one.model_copy(update={"link": None}) for one in appointment.participants)
            appointment = appointment.model_copy(update={"participants": without})
        return appointment if appointment.version else self.stamp.put_on(appointment)
