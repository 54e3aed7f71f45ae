"""Who tells the claimant of what: the service itself, messages of Frontdesk's own, or nobody."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from bot.appointments.deeds import Deed
from bot.appointments.folding import fold
from bot.appointments.model import Appointment, Claimant, Status


class Occasion(StrEnum):
    """What a claimant is told of; each has a template of the council's own."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REMINDER = "reminder"
    LATE = "late"
    """The session begins later than it was to."""


class Way(StrEnum):
    """How a claimant is told."""

    SMS = "sms"
    EMAIL = "email"


class Fault(StrEnum):
    """Why a message was not sent, or did not arrive."""

    NUMBER = "number"
    """No message goes to that number or address: it is wrong, or of a kind that is not served."""
    NO_ADDRESS = "no_address"
    """The service had one when it was planned, and has none any more."""
    GUEST_LIST = "guest_list"
    """The key sends to the team and its guest list alone."""
    TRIAL = "trial"
    ABROAD = "abroad"
    TEMPLATE = "template"
    """It is gone, of another kind, too long, or wants something that it is not given."""
    LIMIT = "limit"
    """So many were sent today that no more go."""
    KEY = "key"
    REFUSED = "refused"
    """For another reason, which is not told apart."""
    SILENCE = "silence"
    """No answer came for as long as the message was of use."""
    BEGUN = "begun"
    """No answer came before the session began."""
    TOO_LATE = "too_late"
    """Frontdesk itself was interrupted, and by then the session had begun."""
    WRONG = "wrong"
    """It was sent, and the number or the address turned out not to exist."""
    NOT_TAKEN = "not_taken"
    """It was sent, and the phone or the mailbox took nothing for three days."""
    NOT_CARRIED = "not_carried"
    """It was sent, and lost between the sender and the network."""


class NotSent(Exception):
    """A message was not sent, for certain, and nothing of it is on its way.

    `said`: the sender's own sentence for it, for whoever booked and never for a log.
    """

    def __init__(self, fault: Fault, detail: str, said: str = "") -> None:
        super().__init__(f"{detail}: {fault}")
        self.fault = fault
        self.said = said


class Sent(Struct, frozen=True):
    """A message that its sender has, by the sender's own id of it."""

    id: str
    ended: bool = False
    """Whether nothing more is to be learnt of it."""
    fault: Fault | None = None
    """Why it did not arrive."""


class Sender(Protocol):
    """Who sends our messages. All methods raise NotSent, and of the desk's errors NoAnswer, NotFound, TooBusy, Unreachable and Unreadable."""

    async def send(
        self, occasion: Occasion, way: Way, session: Appointment, reference: str, late: int = 0
    ) -> Sent:
        """Say how a session stands; `late`: by how many minutes it begins later. NoAnswer and Unreadable mean that it may be on its way."""
        ...

    async def look_for(self, reference: str) -> Sent | None: ...

    async def get(self, message: str) -> Sent: ...

    async def aclose(self) -> None: ...


_OCCASIONS = {
    Deed.BOOK: Occasion.BOOKED,
    Deed.ACCEPT: Occasion.BOOKED,
    Deed.MOVE: Occasion.MOVED,
    Deed.CANCEL: Occasion.CANCELLED,
}
_NOT_YET = frozenset({Status.REQUESTED, Status.INVITED, Status.ALTERNATIVE_REQUESTED})
_OVER = frozenset({Status.COMPLETED, Status.NO_SHOW, Status.CANCELLED})
_UK_MOBILE = re.compile(r"\+447(?:[1-57-9]\d{8}|624\d{6})")
"""Neither 070, which follows a person to whatever phone, nor 076, which pages; but the Isle of Man's mobiles."""
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+")


class Tells(Struct, frozen=True):
    """Who tells the claimants of one desk: `service`, or messages of which `sends` has the templates."""

    service: bool
    sends: frozenset[tuple[Occasion, Way]] = frozenset()
    hours: tuple[int, ...] = ()
    """How long before its start a session is reminded of, in hours."""

    def can(self, occasion: Occasion | None) -> frozenset[Way]:
        """How Frontdesk can tell of it at all; in no way where the service tells."""
        return frozenset(way for what, way in self.sends if what is occasion and not self.service)

    def of(self, deed: Deed) -> frozenset[Way]:
        """How Frontdesk can tell of such a deed."""
        return self.can(_OCCASIONS.get(deed))

    def ways(self, occasion: Occasion, appointment: Appointment, now: datetime) -> tuple[Way, ...]:
        """How Frontdesk tells this claimant of it: nothing is told of what is over, or not agreed yet."""
        if not is_worth_telling(occasion, appointment, now):
            return ()
        can = self.can(occasion)
        return tuple(way for way in Way if way in can and address(appointment.claimant, way))

    def after(
        self, deed: Deed, got: Appointment, before: Appointment | None, now: datetime
    ) -> tuple[Way, ...]:
        """How Frontdesk tells of a write that was done; of one that changed neither time nor status it tells nothing."""
        occasion = _OCCASIONS.get(deed)
        if occasion is None or not self.would(deed, got, before, now):
            return ()
        return self.ways(occasion, got, now)

    def would(self, deed: Deed, got: Appointment, before: Appointment | None, now: datetime) -> bool:
        """Whether Frontdesk tells of such a write, if it has a number or an address."""
        occasion = _OCCASIONS.get(deed)
        as_it_was = deed is Deed.MOVE and before is not None and before.start == got.start
        return bool(self.can(occasion)) and not as_it_was and is_worth_telling(occasion, got, now)

    def is_overtaken(self, rule: int, session: Appointment, now: datetime) -> bool:
        """Whether a later reminder is due as well, because nobody was there to send this one in time."""
        nearer = [hours for hours in self.hours if hours < rule]
        return session.start is not None and any(
            session.start - timedelta(hours=one) <= now for one in nearer
        )

    def occasion(self, deed: Deed) -> Occasion | None:
        return _OCCASIONS.get(deed)


BY_SERVICE = Tells(service=True)
BY_NOBODY = Tells(service=False)


def is_worth_telling(occasion: Occasion | None, appointment: Appointment, now: datetime) -> bool:
    """Whether the claimant still has something of it, as the appointment stands now."""
    start = appointment.start
    if start is None or occasion is None:
        return False
    if occasion is Occasion.CANCELLED:
        return appointment.status is Status.CANCELLED and start > now
    if appointment.status in _OVER or appointment.status in _NOT_YET:
        return False
    if occasion is Occasion.LATE:
        return not appointment.is_over(now)
    return start > now


def address(claimant: Claimant, way: Way) -> str | None:
    """Where a message goes: the number of a mobile phone as E.164 writes it, or the e-mail address."""
    if way is Way.SMS:
        return mobile(claimant.phone)
    email = fold(claimant.email or "")
    return email if _ADDRESS.fullmatch(email) else None


def mobile(phone: str | None) -> str | None:
    """Read a number as it is written in the UK; None where no text reaches it, as on a landline."""
    if not phone:
        return None
    import phonenumbers  # large, and many desks never text

    try:
        number = phonenumbers.parse(fold(phone), "GB")
    except phonenumbers.NumberParseException:
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if number.country_code == 44:
        return written if _UK_MOBILE.fullmatch(written) else None
    kinds = phonenumbers.PhoneNumberType
    texts = {kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE}
    return written if phonenumbers.number_type(number) in texts else None


def reminders(hours: Collection[int], start: datetime, now: datetime) -> list[tuple[int, datetime]]:
    """When a session is to be reminded of, as far as that is still to come: each rule with its moment."""
    return [(one, at) for one in sorted(set(hours)) if (at := start - timedelta(hours=one)) > now]
