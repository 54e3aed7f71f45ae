"""SQOD (Involve Visual): list, get, create, update and cancel video appointments; also the built-in service's contract.

Source: https://docs.sqod.co.uk/api-reference
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from bot.apis.http.client import BUDGET, Credentials, Http
from bot.apis.http.connections import Transport
from bot.apis.http.deadline import Clock, Deadline
from bot.apis.http.exchange import CONNECTIONS
from bot.apis.http.refusal import laravel_refusal
from bot.apis.http.retry import AS_USUAL, Retry, Tries
from bot.apis.http.rows import Rows, adds_up
from bot.apis.sqod.asks import DESK_NAMES, ROOM, SqodOptions, as_form, booking, bound, editing, moment, moving
from bot.apis.sqod.reading import LONG, Reader, SqodPage
from bot.apis.sqod.wire import WireAppointment, appointment, wire_appointment
from bot.appointments.api import Field
from bot.appointments.asked import Change, NewAppointment
from bot.appointments.errors import (
    AppointmentError,
    NoAnswer,
    Refused,
    TooBusy,
    TooMany,
    Unreachable,
    Unreadable,
)
from bot.appointments.listing import Listing
from bot.appointments.model import Appointment, Window

LIST = "/api/v1/appointments"
ONE = "/api/v1/appointments/{id}"
DEFAULT_REASON = "Cancelled via Slack"
LONGEST_REASON = 255
READINGS = 4
"""How often the rows of one moment that are more than a page are read again."""
MOST_AT_ONCE = 500
"""Rows that are asked for on one page where there are several: a request costs as much as a hundred rows."""
SHORTEST_SPAN = timedelta(minutes=1)
PER_PAGE = "per_page"
_in_time = attrgetter("start", "id")
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
        self._most = MOST_AT_ONCE
        self._taken = 0
        """Rows of a longer page that it gave: so many are asked for at once from then on."""
        self._reader = Reader(ROOM, options.room_hosts)
        self._one_by_one = asyncio.Lock()

    async def find(self, window: Window) -> Listing:
        """List what starts in the window; what does not add up is read again, in parts, and then said to be missing."""
        found = await self._whole(window, self._http.deadline())
        for undated in [row.id for row in found.rows.values() if row.start is None]:
            found.set_aside(undated, "appointment_at")
        found.report(LIST)
        if len(found.rows) >= LONG:
            await asyncio.sleep(0)
        begins, ends = window.start, window.end
        sessions = [one for one in found.rows.values() if (start := one.start) and begins <= start < ends]
        sessions.sort(key=_in_time)
        return Listing(sessions, unread=len(found.unread), missing=found.missing)

    async def _whole(self, window: Window, deadline: Deadline) -> Rows[Appointment]:
        """Read until it adds up; where the time ends before that, give all that was read."""
        seen = Rows[Appointment]()
        for _ in range(2):
            per_page, pages = await self._pages(window, deadline, at_once=seen.total)
            if await self._adds_up(pages, per_page, window, deadline):
                alone = Rows[Appointment]()
                alone.take(pages)
                return alone
            seen.take(pages)
        try:
            return await self._in_parts(window, deadline)
        except (NoAnswer, TooBusy, Unreachable):
            return seen

    async def _adds_up(
        self, pages: Sequence[SqodPage], per_page: int, window: Window, deadline: Deadline
    ) -> bool:
        """Whether the pages hold every row once, and nothing moved between them while they were read."""
        told = adds_up(pages)
        if not told or len(pages) == 1:
            return told
        # A row that leaves the first page while another comes at the end leaves the total as it was, and one row unseen.
        again = await self._page(window, 1, per_page, deadline)
        return again is pages[0] or (again.ids == pages[0].ids and again.total == pages[0].total)

    async def _in_parts(self, window: Window, deadline: Deadline) -> Rows[Appointment]:
        """Read the window anew in spans that fit on one page each, where no order of rows can hide any."""
        whole = Rows[Appointment]()
        spans = [window]
        while spans:
            span = spans.pop()
            first = await self._page(span, 1, self._per_page, deadline)
            middle = span.start + (span.end - span.start) / 2
            if first.last_page > 1 and span.end - span.start > SHORTEST_SPAN:
                spans += [Window(start=span.start, end=middle), Window(start=middle, end=span.end)]
                continue
            part = Rows[Appointment]()
            part.take([first])
            for _ in range(READINGS):
                if not part.missing:
                    break
                part.take((await self._pages(span, deadline, at_once=part.total))[1])
            whole.add(part)
        return whole

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

    async def _pages(
        self, window: Window, deadline: Deadline, at_once: int = 0
    ) -> tuple[int, list[SqodPage]]:
        """Read every page, counted by ourselves, and tell how many rows each may hold; the links to the next one lose the filters.

        `at_once`: rows that had better stand on one page, if the service lets them.
        """
        while True:
            per_page = max(self._per_page, min(at_once or self._taken, self._most))
            try:
                first = await self._page(window, 1, per_page, deadline)
                rows = first.total or first.last_page * per_page
                if rows > self._options.max_pages * self._per_page:
                    raise TooMany(f"GET {LIST}: {rows} rows")
                if per_page > self._per_page:
                    self._taken = per_page
                if not at_once and first.total and first.last_page > 1 and self._most > per_page:
                    at_once = first.total
                    continue
                rest = range(2, first.last_page + 1)
                others = await self._at_once(window, rest, per_page, deadline) if rest else []
                return per_page, [first, *others]
            except Refused as refusal:
                if PER_PAGE not in refusal.fields:
                    raise
                if per_page > self._per_page:
                    self._most = per_page // 2
                    continue
                if per_page == 1:
                    raise Refused(str(refusal), others=tuple(refusal.fields.values())) from None
                self._per_page = self._most = min(self._per_page, per_page // 2)

    async def _at_once(
        self, window: Window, numbers: range, per_page: int, deadline: Deadline
    ) -> list[SqodPage]:
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

    async def _page(self, window: Window, number: int, per_page: int, deadline: Deadline) -> SqodPage:
        params = {
            "start_at": moment(window.start, "zulu_millis"),
            "end_at": bound(window.end),
            "page": str(number),
            PER_PAGE: str(per_page),
        }
        body = await self._http.request("GET", LIST, params=params, deadline=deadline, unread=True)
        try:
            async with self._one_by_one:
                page = self._reader.page(body if isinstance(body, bytes) else b"")
                if page.count >= LONG:
                    await asyncio.sleep(0)  # between two that came at once others are answered
                return page
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
    transport: Transport = None,
    clock: Clock = time.monotonic,
    retry: Retry = AS_USUAL,
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
        retry=retry,
    )
    return SqodApi(http, name=name, tells_claimant=tells_claimant, options=options or SqodOptions())


def _desk_name(key: str) -> str | None:
    return PER_PAGE if key == PER_PAGE else DESK_NAMES.get(key)
