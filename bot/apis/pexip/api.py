"""Pexip Engage: list, get, create, reschedule, accept and annotate appointments; menus, hosts and free times.

Source: https://developer.pexipengage.com
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.apis.http.client import Http
from bot.apis.http.deadline import Deadline
from bot.apis.http.retry import Tries
from bot.apis.http.rows import Rows
from bot.apis.pexip.appointment import Listed, appointment, ids_in
from bot.apis.pexip.asks import PARAMETERS, PexipOptions, booking, listing, times
from bot.apis.pexip.directory import Directory
from bot.apis.pexip.pages import List, Pages
from bot.apis.pexip.scopes import rights
from bot.apis.pexip.slots import PATH as TIMETABLE
from bot.apis.pexip.slots import asking, slots
from bot.apis.pexip.wire import STATUSES, WireAppointment
from bot.appointments.api import Field, Right
from bot.appointments.asked import Change, NewAppointment
from bot.appointments.choosing import By, Choice, Menu, Only, Slots, SlotsFor, lets
from bot.appointments.correlation import one_action
from bot.appointments.errors import AppointmentError, NoAnswer, Refused, Unreadable
from bot.appointments.listing import Listing
from bot.appointments.model import Appointment, Named, Status, Window

LIST = "/appointments"
ONE = "/appointments/{id}"
RESCHEDULE = "/appointments/{id}/_actions/reschedule"
ACCEPT = "/appointments/{id}/_actions/accept"
WITHOUT_TIME = frozenset({Status.INVITED, Status.ALTERNATIVE_REQUESTED})
"""Statuses in which an appointment may have no time, so that no window finds it."""
WITH_TIME = frozenset({Status.SCHEDULED, Status.IN_PROGRESS, Status.COMPLETED, Status.NO_SHOW})
"""Statuses in which one without a time is one whose time can't be read."""
ONE_ROW = [("limit", "1")]


class PexipApi:
    """All that is documented; what is not stands in `bot.apis.pexip.undocumented`."""

    asks = frozenset(
        {Field.SUBJECT, Field.OFFICE, Field.MEETING_TYPE, Field.EMPLOYEE, Field.CUSTOMER, Field.NOTES}
    )
    needs = asks - {Field.NOTES}
    edits = frozenset({Field.NOTES})
    menus = frozenset(Menu)
    filters = frozenset(PARAMETERS)
    statuses: Mapping[str, Status] = MappingProxyType({word.lower(): one for word, one in STATUSES.items()})

    def __init__(self, http: Http, *, name: str, tells_claimant: bool, options: PexipOptions) -> None:
        self.name = name
        self.tells_claimant = tells_claimant
        self._http = http
        self._options = options
        self._pages = Pages(http, options.per_page, options.max_pages)
        self._directory = Directory(http, self._pages, options.names_kept)
        self._listed_lately = Listed()

    async def find(self, window: Window) -> Listing:
        return await self.find_only(window, {})

    async def find_only(self, window: Window | None, only: Only) -> Listing:
        with one_action():
            deadline = self._http.deadline()
            found = await self._listed(window, only, deadline)
            timeless = tuple(status for status in only.get(By.STATUS, ()) if status in WITHOUT_TIME)
            if window is not None and timeless:
                found.add(
                    await self._listed(None, {**only, By.STATUS: timeless}, deadline, without_time=True)
                )
            wires = found.rows.values()
            names = await self._directory.names(ids_in(wires), deadline)
        told = [one for one in self._listed_lately.told(wires, names) if lets(one, only)]
        told.sort(key=lambda one: (one.start is None, one.start, one.id))
        return Listing(told, unread=len(found.unread), missing=found.missing)

    async def get(self, appointment_id: str) -> Appointment:
        with one_action():
            return await self._get(appointment_id, self._http.deadline())

    async def get_anew(self, appointment_id: str) -> Appointment:
        with one_action():
            deadline = self._http.deadline()
            wire = await self._one(appointment_id, deadline)
            await self._directory.renew(Menu.CUSTOMER, ids_in([wire])[Menu.CUSTOMER], deadline)
            return (await self._told([wire], deadline))[0]

    async def ping(self) -> None:
        with one_action():
            await self._http.request("GET", LIST, params=ONE_ROW)

    async def book(self, new: NewAppointment) -> Appointment:
        asked = booking(new)
        with one_action():
            deadline = self._http.deadline()
            body = await self._http.request("POST", LIST, json=asked, deadline=deadline)
            try:
                wire = _read(body)
            except ValueError:
                raise Unreadable(f"POST {LIST}: not an appointment") from None
            return await self._after(f"POST {LIST}", wire.id, body, deadline)

    async def move(self, appointment_id: str, change: Change) -> Appointment:
        with one_action():
            deadline = self._http.deadline()
            start, minutes = change.start, change.minutes
            if start is None or minutes is None:
                now = await self._get(appointment_id, deadline)
                start, minutes = start or now.start, minutes or now.minutes
            if start is None or minutes is None:
                raise Refused(
                    "nothing was asked for", {"start": "Give a time and a length: it has none yet."}
                )
            return await self._act(RESCHEDULE, appointment_id, times(start, minutes), deadline)

    async def accept(self, appointment_id: str) -> Appointment:
        with one_action():
            return await self._act(ACCEPT, appointment_id, None, self._http.deadline())

    async def edit(self, appointment_id: str, change: Change) -> Appointment:
        with one_action():
            deadline = self._http.deadline()
            if "notes" not in change.model_fields_set:
                return await self._get(appointment_id, deadline)
            body = await self._http.request(
                "PATCH",
                ONE,
                path={"id": appointment_id},
                json={"internalNotes": change.notes or None},
                tries=Tries.ABSOLUTE_WRITE,
                deadline=deadline,
            )
            return await self._after(f"PATCH {ONE}", appointment_id, body, deadline)

    async def slots(self, window: Window, wanted: SlotsFor) -> Slots:
        with one_action():
            body = await self._http.request("GET", TIMETABLE, params=asking(window, wanted), optional=True)
        try:
            return slots(body, window)
        except ValueError:
            raise Unreadable(f"GET {TIMETABLE}: no list of times") from None

    async def choices(self, menu: Menu, text: str, limit: int = 100) -> list[Choice]:
        with one_action():
            return await self._directory.choices(menu, text, limit, self._http.deadline())

    async def employee(self, email: str) -> Named | None:
        with one_action():
            return await self._directory.employee(email, self._http.deadline())

    async def rights(self) -> list[Right]:
        with one_action():
            return await rights(self._http)

    async def aclose(self) -> None:
        await self._directory.aclose()
        await self._http.aclose()

    async def _listed(
        self, window: Window | None, only: Only, deadline: Deadline, *, without_time: bool = False
    ) -> Rows[WireAppointment]:
        """Read a list and keep what starts in the window: the vendor does not say how it compares."""
        whole = await self._pages.read(List(LIST, listing(window, only), WireAppointment), deadline)
        kept = Rows[WireAppointment]()
        kept.add(whole)
        for wire in whole.rows.values():
            if wire.start is None and wire.status_now in WITH_TIME:
                kept.set_aside(wire.id, "start")
            elif (without_time and wire.start) or (
                window and (wire.start is None or wire.start not in window)
            ):
                del kept.rows[wire.id]
        kept.report(LIST)
        return kept

    async def _get(self, appointment_id: str, deadline: Deadline) -> Appointment:
        return (await self._told([await self._one(appointment_id, deadline)], deadline))[0]

    async def _one(self, appointment_id: str, deadline: Deadline) -> WireAppointment:
        body = await self._http.request("GET", ONE, path={"id": appointment_id}, deadline=deadline)
        try:
            return _read(body)
        except ValueError:
            raise Unreadable(f"GET {ONE}: not an appointment") from None

    async def _act(
        self, template: str, appointment_id: str, asked: dict[str, object] | None, deadline: Deadline
    ) -> Appointment:
        body = await self._http.request(
            "POST", template, path={"id": appointment_id}, json=asked, deadline=deadline
        )
        return await self._after(f"POST {template}", appointment_id, body, deadline)

    async def _after(self, label: str, appointment_id: str, body: object, deadline: Deadline) -> Appointment:
        """Tell what a write answered; if that is not the appointment as it is now, look."""
        try:
            wire = _read(body)
        except ValueError:
            pass
        else:
            if wire.id == appointment_id and wire.status is not None:
                return (await self._told([wire], deadline))[0]
        try:
            return await self._get(appointment_id, deadline)
        except AppointmentError as error:
            # The write itself went through, so whatever stopped this look must not read as "nothing was changed".
            raise NoAnswer(f"after {label}, {error}") from None

    async def _told(self, wires: Sequence[WireAppointment], deadline: Deadline) -> list[Appointment]:
        names = await self._directory.names(ids_in(wires), deadline)
        return [appointment(wire, names) for wire in wires]


def _read(body: object) -> WireAppointment:
    data = body.get("data") if isinstance(body, dict) else None
    if isinstance(data, list) and len(data) == 1:
        [data] = data
    return WireAppointment.model_validate(data)
