"""One desk's messages to claimants: which template says what, and sending one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.appointments.model import Appointment
from bot.appointments.notices import Fault, NotSent, Occasion, Sent, Tells, Way, address
from bot.notify.api import NotifyApi
from bot.notify.key import Key
from bot.notify.wire import Became, Message
from bot.notify.words import personalisation
from bot.settings import Settings

Templates = Mapping[tuple[Occasion, Way], str]


def templates_of(settings: Settings) -> Templates:
    """The ids of the templates that are set, by what they say and how it goes."""
    ids = {
        (occasion, way): getattr(settings, f"notify_{way}_{occasion}") for occasion in Occasion for way in Way
    }
    return {what: id for what, id in ids.items() if id}


def tells(settings: Settings, *, service: bool) -> Tells:
    """Who tells the claimants of a desk; `service`: whether its appointment service does, and then nobody else."""
    if service or settings.notify_api_key is None:
        return Tells(service=service)
    return Tells(False, frozenset(templates_of(settings)), settings.notify_reminder_hours)


class Notify(Struct, frozen=True):
    """A `Sender`: raises as `NotifyApi` does."""

    api: NotifyApi
    templates: Templates
    zone: ZoneInfo
    welsh: bool = False

    async def send(
        self, occasion: Occasion, way: Way, session: Appointment, reference: str, late: int = 0
    ) -> Sent:
        """Send one message that says how a session stands; `late`: by how many minutes it begins later."""
        to, template = address(session.claimant, way), self.templates.get((occasion, way))
        if to is None or template is None:
            raise NotSent(Fault.NUMBER if to is None else Fault.TEMPLATE, "nothing was asked")
        given = personalisation(session, self.zone, late=late, welsh=self.welsh)
        return _sent(await self.api.send(way, to, template, given, reference))

    async def look_for(self, reference: str) -> Sent | None:
        found = await self.api.look_for(reference)
        return _sent(found) if found else None

    async def get(self, message: str) -> Sent:
        return _sent(await self.api.get(message))

    async def aclose(self) -> None:
        await self.api.aclose()


_FAULTS = {
    Became.PERMANENT_FAILURE: Fault.WRONG,
    Became.TEMPORARY_FAILURE: Fault.NOT_TAKEN,
    Became.TECHNICAL_FAILURE: Fault.NOT_CARRIED,
}


def _sent(message: Message) -> Sent:
    fault = _FAULTS.get(message.status)
    ended = fault is not None or message.status in {Became.DELIVERED, Became.SENT}
    return Sent(message.id, ended, fault)


def notify_of(settings: Settings, clock: Callable[[], datetime]) -> Notify | None:
    """Connect to GOV.UK Notify, where a key is set."""
    if settings.notify_api_key is None:
        return None
    api = NotifyApi(
        Key.read(settings.notify_api_key),
        settings.notify_url or "",
        now=lambda: clock().timestamp(),
        budget=settings.appointments_timeout_seconds,
    )
    return Notify(api, templates_of(settings), settings.zone, settings.notify_welsh)
