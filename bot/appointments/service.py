"""The appointment service as the desk uses it: all that is read from it carries its version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.appointments.api import AppointmentsApi, Books, Cancels, Edits, Moves
from bot.appointments.errors import Unsupported
from bot.appointments.ledger import Deed
from bot.appointments.model import Appointment, Change, NewAppointment, Window
from bot.appointments.versions import Stamp

_A_DAY = timedelta(days=1)


class Service:
    """Asks one service; raises the errors of `bot.appointments.errors` and no others."""

    def __init__(self, api: AppointmentsApi, stamp: Stamp) -> None:
        self.api = api
        self.stamp = stamp

    async def find(self, window: Window) -> list[Appointment]:
        return [self.stamp.put_on(found) for found in await self.api.find(window)]

    async def read(self, appointment: str) -> Appointment:
        return self.stamp.put_on(await self.api.get(appointment))

    async def look_for(self, reference: str, starts: Iterable[datetime]) -> list[Appointment]:
        """Find what stands under our own reference, around the times that it may have been made for."""
        found: dict[str, Appointment] = {}
        for start in dict.fromkeys(starts):
            for appointment in await self.find(Window.around(start, _A_DAY, _A_DAY)):
                if appointment.reference == reference:
                    found[appointment.id] = appointment
        return list(found.values())

    async def book(self, new: NewAppointment) -> Appointment:
        if not isinstance(self.api, Books):
            raise Unsupported(Deed.BOOK)
        return self.stamp.put_on(await self.api.book(new))

    async def move(self, appointment: str, change: Change) -> Appointment:
        if not isinstance(self.api, Moves):
            raise Unsupported(Deed.MOVE)
        return self.stamp.put_on(await self.api.move(appointment, change))

    async def edit(self, appointment: str, change: Change) -> Appointment:
        if not isinstance(self.api, Edits):
            raise Unsupported(Deed.EDIT)
        return self.stamp.put_on(await self.api.edit(appointment, change))

    async def cancel(self, appointment: str, reason: str) -> Appointment:
        if not isinstance(self.api, Cancels):
            raise Unsupported(Deed.CANCEL)
        return self.stamp.put_on(await self.api.cancel(appointment, reason))
