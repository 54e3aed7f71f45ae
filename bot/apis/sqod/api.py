"""SQOD (Involve Visual): list, get, create, update and cancel video appointments; also the built-in service's contract.

Source: https://docs.sqod.co.uk/api-reference
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime

import httpx

from bot.apis.http.client import BUDGET, Credentials, Http
from bot.apis.http.deadline import Clock, Deadline
from bot.apis.http.exchange import CONNECTIONS
from bot.apis.http.refusal import laravel_refusal
from bot.apis.http.retry import Sleep, Tries
from bot.apis.sqod.asks import DESK_NAMES, ROOM, SqodOptions, as_form, booking, bound, editing, moment, moving
from bot.apis.sqod.wire import WireAppointment, WirePage, appointment, wire_appointment
from bot.appointments.api import Field
from bot.appointments.errors import AppointmentError, NoAnswer, Refused, TooMany, Unreadable
from bot.appointments.model import Appointment, Change, NewAppointment, Window

LIST = "/api/v1/appointments"
ONE = "/api/v1/appointments/{id}"
DEFAULT_REASON = "Cancelled via Slack"
LONGEST_REASON = 255
READINGS = 2
PER_PAGE = "per_page"
LONG_AGO = Window(start=datetime(2000, 1, 1, tzinfo=UTC), end=datetime(2000, 1, 2, tzinfo=UTC))


class SqodApi:
    """Lists, gets, books, moves, edits and cancels. `name` is what people read; `tells_claimant` whether it sends SMS."""

    asks = frozenset({Field.CLAIMANT, Field.CONTACT, Field.DEPARTMENT, Field.INTERPRETER, Field.ROOM})
    needs = frozenset({Field.CLAIMANT})
    edits = asks

    def __init__(self, http: Http, *, name: str, tells_claimant: bool, options: SqodOptions) -> None:
        self.name = name
        self.tells_claimant = tells_claimant
        self._http = http
        self._options = options
        self._per_page = options.per_page

    async def find(self, window: Window) -> list[Appointment]:
        deadline = self._http.deadline()
        for _ in range(READINGS):
            pages = await self._pages(window, deadline)
            # Totals that differ mean that something moved between two pages, so one may have slipped past.
            if len({page.meta.total for page in pages}) == 1:
                break
        found = {wire.id: self._told(wire) for page in pages for wire in page.data}
        dated = [(one.start, one.id, one) for one in found.values() if one.start and one.start in window]
        return [one for *_, one in sorted(dated, key=lambda entry: entry[:2])]

    async def get(self, appointment_id: str) -> Appointment:
        return await self._get(appointment_id, self._http.deadline())

    async def ping(self) -> None:
        await self._pages(LONG_AGO, self._http.deadline())

    async def book(self, new: NewAppointment) -> Appointment:
        asked = booking(new, self._options)
        if self._options.create_encoding == "form":
            body = await self._http.request("POST", LIST, form=as_form(asked, self._options))
        else:
            body = await self._http.request("POST", LIST, json=asked)
        return self._read(body, f"POST {LIST}")

    async def move(self, appointment_id: str, change: Change) -> Appointment:
        return await self._patch(appointment_id, moving(change, self._options))

    async def edit(self, appointment_id: str, change: Change) -> Appointment:
        return await self._patch(appointment_id, editing(change, self._options))

    async def cancel(self, appointment_id: str, reason: str) -> Appointment:
        deadline = self._http.deadline()
        asked = {self._options.cancel_key: reason.strip()[:LONGEST_REASON] or DEFAULT_REASON}
        form = self._options.cancel_encoding == "form"
        body = await self._http.request(
            "POST",
            self._options.cancel_path,
            path={"id": appointment_id},
            form=asked if form else None,
            json=None if form else asked,
            deadline=deadline,
        )
        try:
            return self._told(wire_appointment(body))
        except ValueError:
            pass  # what it answers is undocumented, and may be nothing at all
        try:
            return await self._get(appointment_id, deadline)
        except AppointmentError as error:
            # The cancel itself went through, so whatever stopped this look must not read as "nothing was changed".
            raise NoAnswer(f"after a cancel, {error}") from None

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _patch(self, appointment_id: str, asked: dict[str, object]) -> Appointment:
        if not asked:
            return await self.get(appointment_id)
        override = self._options.patch_override
        method = "POST" if override else "PATCH"
        body = await self._http.request(
            method,
            ONE,
            path={"id": appointment_id},
            params={"_method": "PATCH"} if override else None,
            json=asked,
            tries=Tries.ABSOLUTE_WRITE,
        )
        return self._read(body, f"{method} {ONE}")

    async def _get(self, appointment_id: str, deadline: Deadline) -> Appointment:
        body = await self._http.request("GET", ONE, path={"id": appointment_id}, deadline=deadline)
        return self._read(body, f"GET {ONE}")

    async def _pages(self, window: Window, deadline: Deadline) -> list[WirePage]:
        """Read every page, counted by ourselves: the links to the next one lose the filters."""
        while True:
            per_page = self._per_page
            try:
                first = await self._page(window, 1, per_page, deadline)
                if first.meta.last_page > self._options.max_pages:
                    raise TooMany(f"GET {LIST}: {first.meta.last_page} pages of {per_page}")
                rest = range(2, first.meta.last_page + 1)
                if not rest:
                    return [first]
                return [first, *await self._at_once(window, rest, per_page, deadline)]
            except Refused as refusal:
                if PER_PAGE not in refusal.fields:
                    raise
                if per_page == 1:
                    raise Refused(str(refusal), others=tuple(refusal.fields.values())) from None
                self._per_page = min(self._per_page, per_page // 2)

    async def _at_once(
        self, window: Window, numbers: range, per_page: int, deadline: Deadline
    ) -> list[WirePage]:
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [
                    group.create_task(self._page(window, number, per_page, deadline)) for number in numbers
                ]
        except* AppointmentError as failed:
            first = failed.exceptions[0]
        else:
            return [task.result() for task in tasks]
        raise first

    async def _page(self, window: Window, number: int, per_page: int, deadline: Deadline) -> WirePage:
        params = {
            "start_at": moment(window.start, "zulu_millis"),
            "end_at": bound(window.end),
            "page": str(number),
            PER_PAGE: str(per_page),
        }
        body = await self._http.request("GET", LIST, params=params, deadline=deadline)
        try:
            return WirePage.model_validate(body)
        except ValueError:
            raise Unreadable(f"GET {LIST}: not a page of appointments") from None

    def _read(self, body: object, label: str) -> Appointment:
        try:
            return self._told(wire_appointment(body))
        except ValueError:
            raise Unreadable(f"{label}: not an appointment") from None

    def _told(self, wire: WireAppointment) -> Appointment:
        return appointment(wire, ROOM, self._options.room_hosts)


def sqod_api(
    base_url: str,
    credentials: Credentials,
    *,
    name: str = "SQOD",
    tells_claimant: bool = True,
    options: SqodOptions | None = None,
    budget: float = BUDGET,
    concurrency: int = CONNECTIONS,
    transport: httpx.AsyncBaseTransport | None = None,
    clock: Clock = time.monotonic,
    sleep: Sleep = asyncio.sleep,
    jitter: Callable[[], float] = random.random,
) -> SqodApi:
    """Connect to a service that speaks SQOD's contract, at its base URL without `/api/v1`."""
    http = Http(
        base_url,
        credentials,
        refusal=laravel_refusal(_desk_name),
        budget=budget,
        concurrency=concurrency,
        transport=transport,
        clock=clock,
        sleep=sleep,
        jitter=jitter,
    )
    return SqodApi(http, name=name, tells_claimant=tells_claimant, options=options or SqodOptions())


def _desk_name(key: str) -> str | None:
    return PER_PAGE if key == PER_PAGE else DESK_NAMES.get(key)
