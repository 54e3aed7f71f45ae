"""What the desk asks of an appointment service. Which of it a service can do is read off its methods."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol, runtime_checkable

from bot.appointments.model import Appointment, Change, NewAppointment, Window


class Capability(StrEnum):
    BOOK = "book"
    MOVE = "move"
    EDIT = "edit"
    CANCEL = "cancel"


@runtime_checkable
class AppointmentsApi(Protocol):
    """What every service can do. All methods raise the errors of `bot.appointments.errors` and no others."""

    name: str
    """The service's name in a sentence, e.g. "SQOD"."""
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
    async def edit(self, appointment_id: str, change: Change) -> Appointment:
        """Change everything but time and length."""
        ...


@runtime_checkable
class Cancels(Protocol):
    async def cancel(self, appointment_id: str, reason: str) -> Appointment: ...


_PROTOCOLS: dict[Capability, type] = {
    Capability.BOOK: Books,
    Capability.MOVE: Moves,
    Capability.EDIT: Edits,
    Capability.CANCEL: Cancels,
}


def capabilities(api: AppointmentsApi) -> frozenset[Capability]:
    """Read off its methods what a service can do; so the set cannot say what the code does not do."""
    return frozenset(can for can, protocol in _PROTOCOLS.items() if isinstance(api, protocol))
