"""The desk: the only door to the appointment service. It asks who may, reads before it writes, and verifies after."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.appointments.api import AppointmentsApi, Capability, capabilities
from bot.appointments.errors import NotFound
from bot.appointments.ledger import Deed, Entry, Ledger
from bot.appointments.model import Appointment, Change, Department, NewAppointment, Window
from bot.appointments.outcomes import Written
from bot.appointments.service import Service
from bot.appointments.versions import Stamp
from bot.appointments.who import Act, Gate, NotAllowed, Person
from bot.appointments.writing import Writer

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_REMEMBERED = 4096
SHORTEST_CODE = 3


def new_reference() -> str:
    """Make a reference that nobody can guess and everybody can read out: 18 characters without 0, O, 1, I or L."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(18))


class Desk:
    """One workspace's desk. Every method that a person reaches takes that person and checks what they may."""

    def __init__(
        self,
        *,
        team: str,
        api: AppointmentsApi,
        gate: Gate,
        ledger: Ledger,
        stamp: Stamp,
        clock: Callable[[], datetime],
        budget: timedelta,
        look_back: timedelta,
        look_ahead: timedelta,
    ) -> None:
        self.team = team
        self.api = api
        self.can: frozenset[Capability] = capabilities(api)
        self.clock = clock
        self.ledger = ledger
        self.service = Service(api, stamp)
        self.writer = Writer(self.service, ledger, clock, budget)
        self._gate = gate
        self._look_back = look_back
        self._look_ahead = look_ahead
        self._ids: OrderedDict[str, str] = OrderedDict()
        self._departments: OrderedDict[str, Department] = OrderedDict()

    async def allow(self, person: Person, act: Act, deed: Deed, appointment: str | None = None) -> None:
        """Check that the person may do it now; a refusal is written into the audit. Raises NotAllowed."""
        try:
            await self._gate.check(person, act)
        except NotAllowed:
            await self._record(person, deed, "refused", appointment)
            raise

    async def sessions(self, person: Person, window: Window) -> list[Appointment]:
        """List what starts in the window, by start. Raises NotAllowed and the service's errors."""
        await self.allow(person, Act.LOOK, Deed.LOOK)
        return await self._find(window)

    async def get(self, person: Person, appointment: str) -> Appointment:
        """Read one appointment afresh."""
        await self.allow(person, Act.LOOK, Deed.LOOK, appointment)
        return await self.service.read(appointment)

    async def named(self, person: Person, word: str) -> list[Appointment]:
        """Find what an id, a reference or a reference's last characters name: none, one, or several.

        A reference is looked for from `look_back` ago until `look_ahead` from now; an id has no such bounds.
        """
        await self.allow(person, Act.LOOK, Deed.LOOK)
        word = word.strip().strip("`*_#")
        known = self._ids.get(word)
        if known or _UUID.fullmatch(word):
            try:
                return [await self.service.read(known or word)]
            except NotFound:
                return []
        return _named_in(await self._find(self._horizon()), word)

    async def search(self, person: Person, text: str) -> list[Appointment]:
        """Find sessions whose claimant's name has all the words, or that the text names; the nearest in time first."""
        await self.allow(person, Act.LOOK, Deed.LOOK)
        everything = await self._find(self._horizon())
        words = text.casefold().split()
        by_name = [a for a in everything if all(word in (a.claimant.name or "").casefold() for word in words)]
        found = {a.id: a for a in _named_in(everything, text.strip()) + by_name} if words else {}
        now = self.clock()
        return sorted(found.values(), key=lambda a: (abs((a.start or now) - now), a.id))

    async def next_for(self, person: Person) -> tuple[Appointment | None, bool]:
        """Find the session to join now: one under way or the next to come, of those the person booked if there is one.

        The second value says whether it is one that they booked.
        """
        await self.allow(person, Act.LOOK, Deed.LOOK)
        now = self.clock()
        coming = [
            a
            for a in await self._find(Window.around(now, timedelta(hours=12), timedelta(days=7)))
            if not a.is_over(now)
        ]
        mine = await self.ledger.booked_by(person.team, person.id)
        for appointment in coming:
            if appointment.id in mine:
                return appointment, True
        return (coming[0], False) if coming else (None, False)

    async def join(self, person: Person, appointment: str) -> Appointment:
        """Read an appointment for its meeting link, and write into the audit who asked."""
        await self.allow(person, Act.LOOK, Deed.JOIN, appointment)
        found = await self.service.read(appointment)
        await self._record(person, Deed.JOIN, "done", appointment, found.code)
        return found

    async def details(self, person: Person, appointment: str) -> Appointment:
        """Read an appointment for its personal details; the look is written into the audit before they are shown."""
        await self.allow(person, Act.DETAILS, Deed.DETAILS, appointment)
        found = await self.service.read(appointment)
        await self._record(person, Deed.DETAILS, "done", appointment, found.code)
        return found

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
        new = new.model_copy(update={"department": self._by_id(new.department)})
        written = await self.writer.book(person, new, form=form, card=card)
        self._remember(written.appointment)
        return written

    async def move(
        self, person: Person, appointment: str, change: Change, *, seen: str, form: str
    ) -> Written:
        """Give an appointment another time or length, from the state that was seen."""
        await self.allow(person, Act.WRITE, Deed.MOVE, appointment)
        return await self.writer.change(person, appointment, change, deed=Deed.MOVE, seen=seen, form=form)

    async def edit(
        self, person: Person, appointment: str, change: Change, *, seen: str, form: str
    ) -> Written:
        """Change anything but the time, from the state that was seen."""
        await self.allow(person, Act.WRITE, Deed.EDIT, appointment)
        if change.department is not None:
            change = change.model_copy(update={"department": self._by_id(change.department)})
        return await self.writer.change(person, appointment, change, deed=Deed.EDIT, seen=seen, form=form)

    async def cancel(self, person: Person, appointment: str, reason: str, *, seen: str, form: str) -> Written:
        """Cancel with a reason, from the state that was seen."""
        await self.allow(person, Act.WRITE, Deed.CANCEL, appointment)
        return await self.writer.cancel(person, appointment, reason, seen=seen, form=form)

    async def history(self, person: Person, appointment: str) -> list[Entry]:
        """The audit of one appointment, newest first."""
        await self.allow(person, Act.LOOK, Deed.LOOK, appointment)
        return await self.ledger.history(self.team, appointment)

    async def _find(self, window: Window) -> list[Appointment]:
        found = await self.service.find(window)
        for appointment in found:
            self._remember(appointment)
        return found

    def _by_id(self, department: Department | None) -> Department | None:
        """Give a department that was named the id that the service has for it, where one was seen."""
        if department is None or department.id is not None or department.name is None:
            return department
        return self._departments.get(department.name.casefold(), department)

    def _horizon(self) -> Window:
        return Window.around(self.clock(), self._look_back, self._look_ahead)

    def _remember(self, appointment: Appointment) -> None:
        """Keep which id a reference has, so that the next `show` need not read three months, and a department's name."""
        if appointment.department and appointment.department.id and appointment.department.name:
            self._departments[appointment.department.name.casefold()] = appointment.department
            while len(self._departments) > _REMEMBERED:
                self._departments.popitem(last=False)
        if not appointment.reference:
            return
        self._ids[appointment.reference] = appointment.id
        self._ids.move_to_end(appointment.reference)
        while len(self._ids) > _REMEMBERED:
            self._ids.popitem(last=False)

    async def _record(
        self,
        person: Person,
        deed: Deed,
        outcome: str,
        appointment: str | None,
        code: str | None = None,
    ) -> None:
        await self.ledger.record(
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


def _named_in(appointments: list[Appointment], word: str) -> list[Appointment]:
    exact = [a for a in appointments if word in {a.reference, a.id}]
    if exact or len(word) < SHORTEST_CODE:
        return exact
    ending = word.casefold()
    return [a for a in appointments if (a.reference or a.id).casefold().endswith(ending)]
