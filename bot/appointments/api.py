"""What the desk asks of an appointment service. Which of it a service can do is read off its methods."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol, runtime_checkable

from msgspec import Struct

from bot.appointments.asked import Change, NewAppointment
from bot.appointments.choosing import By, Choice, Menu, Only, Slots, SlotsFor
from bot.appointments.model import Appointment, Named, Status, Window


class Capability(StrEnum):
    BOOK = "book"
    MOVE = "move"
    EDIT = "edit"
    CANCEL = "cancel"
    ACCEPT = "accept"
    DECLINE = "decline"
    PROPOSE = "propose"
    NARROW = "narrow"
    CHOOSE = "choose"
    HOSTS = "hosts"
    SLOTS = "slots"
    MARK = "mark"


class Field(StrEnum):
    """What a form may ask for beside time and length."""

    CLAIMANT = "claimant"
    """A name that is typed."""
    CONTACT = "contact"
    """Phone, e-mail and date of birth."""
    DEPARTMENT = "department"
    INTERPRETER = "interpreter"
    ROOM = "room"
    SUBJECT = "subject"
    OFFICE = "office"
    MEETING_TYPE = "meeting_type"
    EMPLOYEE = "employee"
    CUSTOMER = "customer"
    """One of those that the service keeps, from its menu."""
    NOTES = "notes"


@runtime_checkable
class AppointmentsApi(Protocol):
    """What every service can do. All methods raise the errors of `bot.appointments.errors` and no others."""

    name: str
    """The service's name in a sentence, e.g. "Acme Meetings"."""
    tells_claimant: bool
    """Whether the service itself sends the claimant an SMS or e-mail after a write."""

    async def find(self, window: Window) -> list[Appointment]:
        """List every appointment that starts in the window, cancelled ones too, by start and then id."""
        ...

    async def get(self, appointment_id: str) -> Appointment:
        """Read one appointment afresh. Raises NotFound."""
        ...

    async def ping(self) -> None:
        """Ask for something small, to learn whether the service is there and accepts our sign-in."""
        ...

    async def aclose(self) -> None: ...


@runtime_checkable
class Books(Protocol):
    asks: frozenset[Field]
    """What the booking form asks for."""
    needs: frozenset[Field]
    """Those of `asks` without which nothing can be booked."""

    async def book(self, new: NewAppointment) -> Appointment:
        """Create; never repeated by itself. NoAnswer means that it may have been created."""
        ...


@runtime_checkable
class Moves(Protocol):
    async def move(self, appointment_id: str, change: Change) -> Appointment:
        """Change time and length only."""
        ...


@runtime_checkable
class Edits(Protocol):
    edits: frozenset[Field]
    """What can be changed afterwards."""

    async def edit(self, appointment_id: str, change: Change) -> Appointment:
        """Change everything but time and length."""
        ...


@runtime_checkable
class Cancels(Protocol):
    async def cancel(self, appointment_id: str, reason: str) -> Appointment: ...


@runtime_checkable
class Accepts(Protocol):
    async def accept(self, appointment_id: str) -> Appointment:
        """Confirm what a claimant asked for. Raises Refused where its status does not allow it."""
        ...


@runtime_checkable
class Declines(Protocol):
    async def decline(self, appointment_id: str, reason: str) -> Appointment:
        """Say no to what a claimant asked for. Raises Refused where its status does not allow it."""
        ...


@runtime_checkable
class Proposes(Protocol):
    async def propose(self, appointment_id: str, change: Change, words: str) -> Appointment:
        """Ask whether another time suits the claimant, in words that may be empty. Raises as `decline` does."""
        ...


@runtime_checkable
class Marks(Protocol):
    marks: frozenset[Status]
    """Which statuses can be written."""

    async def mark(self, appointment_id: str, status: Status) -> Appointment:
        """Write how a session went. What it says afterwards is what counts. Raises Refused where its status does not allow it."""
        ...


@runtime_checkable
class Narrows(Protocol):
    filters: frozenset[By]
    """By what `find_only` can narrow."""
    statuses: Mapping[str, Status]
    """The service's own words for statuses, in small letters, beside ours."""

    async def find_only(self, window: Window | None, only: Only) -> list[Appointment]:
        """List what starts in the window (None: whenever) and is of these kinds, by start and then id.

        Invites, which have no time, are in it where their status or a key was asked for; they come last.
        """
        ...


@runtime_checkable
class Chooses(Protocol):
    menus: frozenset[Menu]

    async def choices(self, menu: Menu, text: str, limit: int = 100) -> list[Choice]:
        """List what a menu holds that has all the words of the text, by name; an empty text means all.

        An id, an e-mail address or the like that is exactly one thing's finds that.
        """
        ...


@runtime_checkable
class Hosts(Protocol):
    async def employee(self, email: str) -> Named | None:
        """Find the employee that an e-mail address belongs to."""
        ...


@runtime_checkable
class ListsSlots(Protocol):
    async def slots(self, window: Window, wanted: SlotsFor) -> Slots:
        """List the free times that start in the window. A service's answer may be no list at all: Unreadable."""
        ...


class Right(Struct, frozen=True):
    """Something that our account at the service may be allowed; `granted`: None where that can't be told."""

    name: str
    what_for: str
    granted: bool | None


@runtime_checkable
class KeepsNames(Protocol):
    """Not a capability: a service of whose people we keep names and numbers for a while."""

    async def get_anew(self, appointment_id: str) -> Appointment:
        """Read one appointment with its claimant as the service has them now. Raises where they can't be looked up at the moment."""
        ...


@runtime_checkable
class TellsRights(Protocol):
    """Not a capability: for the doctor, who says what to mend."""

    async def rights(self) -> list[Right]: ...


_PROTOCOLS: dict[Capability, type] = {
    Capability.BOOK: Books,
    Capability.MOVE: Moves,
    Capability.EDIT: Edits,
    Capability.CANCEL: Cancels,
    Capability.ACCEPT: Accepts,
    Capability.DECLINE: Declines,
    Capability.PROPOSE: Proposes,
    Capability.NARROW: Narrows,
    Capability.CHOOSE: Chooses,
    Capability.HOSTS: Hosts,
    Capability.SLOTS: ListsSlots,
    Capability.MARK: Marks,
}


def capabilities(api: AppointmentsApi) -> frozenset[Capability]:
    """Read off its methods what a service can do; so the set cannot say what the code does not do."""
    return frozenset(can for can, protocol in _PROTOCOLS.items() if isinstance(api, protocol))
