"""What the desk does with nobody before it: for channels that are told, cards that stand, forms that are under way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import datetime, timedelta

from bot.appointments.api import Marks
from bot.appointments.errors import NotFound, TooBusy
from bot.appointments.jobs import SettleWrite
from bot.appointments.listing import Listing
from bot.appointments.model import Appointment, Status, Window
from bot.appointments.notices import Fault, NotSent, Occasion, Sender, Sent, Way
from bot.appointments.reads.search import Looking
from bot.appointments.service import Service
from bot.appointments.writes.ledger import Entry, Intent, Ledger, Stage
from bot.appointments.writes.settling import Settled
from bot.appointments.writes.telling import Telling
from bot.appointments.writes.writer import Writer

MOST_TOLD = 4
"""Claimants who are told at once, in one process."""
LONGEST_HELD = 255
"""Characters of what is held."""


class BackOffice:
    """The part of a desk where no person asks, so that nobody's permission is looked at.

    What is read unasked is for channels: whoever draws it asks who can read there.
    """

    def __init__(
        self,
        team: str,
        service: Service,
        ledger: Ledger,
        clock: Callable[[], datetime],
        budget: timedelta,
        late: timedelta,
        looking: Looking,
    ) -> None:
        self.team = team
        self._service = service
        self._ledger = ledger
        self._looking = looking
        self._writer = Writer(service, ledger, clock, budget, late)
        self._telling = Telling(team, ledger, clock)
        self._claimants = 0

    async def ping(self) -> None:
        """See that the service answers. Raises its errors."""
        await self._service.api.ping()

    async def aclose(self) -> None:
        """Close the connections to the service, and to whoever sends messages."""
        if self._service.sender is not None:
            await self._service.sender.aclose()
        await self._service.api.aclose()

    async def read_unasked(self, appointment: str) -> Appointment:
        """Read one appointment afresh, for a channel that has it."""
        return await self._service.read(appointment)

    async def read_to_tell(self, appointment: str) -> Appointment:
        """Read one appointment for a message to its claimant, with the number and the address of this moment."""
        return await self._service.read_anew(appointment)

    @property
    def marks(self) -> frozenset[Status]:
        """Which statuses the service lets us write."""
        api = self._service.api
        return api.marks if isinstance(api, Marks) else frozenset()

    async def mark_noted(self, appointment: str, status: Status) -> Appointment:
        """Write what somebody was allowed to note, and give what the service says of it afterwards."""
        got = await self._service.mark(appointment, status)
        return got if got.status is status else await self._service.read(appointment)

    async def list_unasked(self, window: Window) -> Listing:
        """List what starts in the window, for a channel that is told of it."""
        return await self._service.find(window)

    async def named_unasked(self, text: str) -> Listing:
        """Find what `Desk.named` does, for what an admin was allowed already, and for whoever runs Frontdesk."""
        return await self._looking.named(text)

    async def same_claimants(self, appointments: Collection[Appointment]) -> list[Appointment]:
        """Other sessions of the same name and phone as one of these, as far as the service tells both."""
        return await self._looking.same_claimants(appointments)

    async def last_change(self, now: Appointment) -> Entry | None:
        """Find the desk's own write that made an appointment what it is; None: it was made so elsewhere."""
        return await self._ledger.last_change(self.team, now)

    async def booker(self, appointment: str) -> str | None:
        """Who booked it here."""
        return await self._ledger.booker(self.team, appointment)

    async def write_of(self, form: str) -> Intent | None:
        """What became of a form's write, as far as that is known; None: it was never begun."""
        return await self._ledger.of_form(self.team, form)

    async def began_since(self, user: str, since: datetime) -> bool:
        """Whether this person began to write anything since then."""
        return await self._ledger.began_since(self.team, user, since)

    async def has_begun(self, form: str) -> bool:
        """Whether a form's write was begun at all."""
        return await self.write_of(form) is not None

    async def delayed(self, form: str) -> tuple[int, list[tuple[Appointment, datetime]]]:
        """By how many minutes a form moved sessions, and which to when: for the note below the late one's card."""
        whole = await self._ledger.of_form(self.team, form)
        moved = [one for one in await self._ledger.parts(self.team, form) if one.stage is Stage.DONE]
        found = []
        for one in moved:
            with suppress(NotFound):
                session = await self._service.read(one.appointment or "")
                found += [(session, one.start)] if one.start else []
        return (whole.minutes or 0) if whole else 0, found

    def settling(self, form: str, left_at: str) -> AbstractAsyncContextManager[Settled | None]:
        """Find out how a form's write ended, and be the only one who tells it, as `Writer.settling` says."""
        return self._writer.settling(form, self.team, left_at)

    async def lost(self, form: str) -> None:
        """Wait until a form's answer is lost and is being looked for."""
        await self._writer.silence.lost(form)

    def watched(
        self, form: str, view: str, user: str, deed: str, about: str | None = None
    ) -> AbstractAsyncContextManager[SettleWrite]:
        """Have a form that says "being sent" told of its end, as `Telling.watched` does."""
        return self._telling.watched(form, view, user, deed, about)

    async def shown(self, form: str, view: str) -> None:
        """Keep in which view a form's end is about to be said, as `Telling.shown` does."""
        await self._telling.shown(form, view)

    async def sent_before(self, reference: str) -> Sent | None:
        """Look for a message to a claimant under our own reference. Raises as `Sender` does."""
        return await self._sender.look_for(reference)

    async def send(
        self, occasion: Occasion, way: Way, session: Appointment, reference: str, late: int = 0
    ) -> Sent:
        """Send a message to the claimant, once. Raises as `Sender` does."""
        return await self._sender.send(occasion, way, session, reference, late)

    async def became(self, message: str) -> Sent:
        """Read what became of a message. Raises as `Sender` does."""
        return await self._sender.get(message)

    @property
    def _sender(self) -> Sender:
        if self._service.sender is None:
            raise NotSent(Fault.KEY, "nobody sends messages")
        return self._service.sender

    @asynccontextmanager
    async def telling_claimant(self, appointment: str, way: Way) -> AsyncIterator[None]:
        """Be the only one, in all processes, who tells the claimant of an appointment in this way. Raises TooBusy.

        Only so many are told at once, so that a sender that hangs does not have all the hands.
        """
        if self._claimants >= MOST_TOLD:
            raise TooBusy("enough are told at this moment", retry_after=1)
        self._claimants += 1
        try:
            async with self._ledger.holding(self.team, f"notice:{way}:{appointment}"[:LONGEST_HELD]):
                yield
        finally:
            self._claimants -= 1

    async def told(self, form: str, watch: SettleWrite | None = None) -> None:
        """Keep that the person knows how a form's write stands; where it can't be kept they may be told twice."""
        await self._telling.done(form, watch)
