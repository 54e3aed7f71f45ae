"""How a write can end, and the comparison of what was asked with what the service made of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.appointments.errors import AppointmentError
from bot.appointments.ledger import Deed, Entry
from bot.appointments.model import Appointment, Change, Department, NewAppointment, Status


@dataclass(frozen=True, slots=True)
class Written:
    """It is done, and the service has said so itself."""

    deed: Deed
    appointment: Appointment
    differs: tuple[str, ...] = ()
    """The desk's names of what came back otherwise than asked (`start`, `minutes`, `department`, `status`…)."""
    before: Appointment | None = None
    repeated: bool = False
    """This form had been carried out already: nothing was sent again."""


class NotDone(Exception):
    """Certainly nothing was written. `looked`: no answer came, and a look afterwards found nothing."""

    def __init__(self, deed: Deed, error: AppointmentError, looked: bool = False) -> None:
        super().__init__(f"{deed}: {error.code}")
        self.deed = deed
        self.error = error
        self.looked = looked


class Unclear(Exception):
    """No answer came and the service can't be asked: the desk keeps looking and tells the person."""

    def __init__(self, deed: Deed, error: AppointmentError) -> None:
        super().__init__(f"{deed}: {error.code}")
        self.deed = deed
        self.error = error


class ChangedMeanwhile(Exception):
    """The appointment is no longer what the person saw; `by` is the desk's own change that made it so, if it was ours."""

    def __init__(self, deed: Deed | None, appointment: Appointment, by: Entry | None) -> None:
        super().__init__("changed meanwhile")
        self.deed = deed
        self.appointment = appointment
        self.by = by


class NothingToDo(Exception):
    """The appointment is already so, or too late for it. `why`: `cancelled`, `over` or `same`."""

    def __init__(self, deed: Deed, appointment: Appointment, why: str) -> None:
        super().__init__(f"{deed}: {why}")
        self.deed = deed
        self.appointment = appointment
        self.why = why


class StillWorking(Exception):
    """The same form is being carried out at this moment."""


def differences(asked: NewAppointment | Change, got: Appointment) -> tuple[str, ...]:
    """Name what the service made otherwise than asked; a field that was not asked for is not compared."""
    found: list[str] = []
    if asked.start is not None and got.start != asked.start:
        found.append("start")
    if asked.minutes is not None and got.minutes != asked.minutes:
        found.append("minutes")
    if asked.department is not None and not _same_department(asked.department, got.department):
        found.append("department")
    if asked.interpreter is not None:
        if asked.interpreter.needed is not None and bool(got.interpreter.needed) != asked.interpreter.needed:
            found.append("interpreter.needed")
        wanted = asked.interpreter.language
        if wanted and (got.interpreter.language or "").casefold() != wanted.casefold():
            found.append("interpreter.language")
    if (
        asked.claimant is not None
        and asked.claimant.name
        and _plain(got.claimant.name) != _plain(asked.claimant.name)
    ):
        found.append("claimant.name")
    return tuple(found)


def cancelled(got: Appointment) -> tuple[str, ...]:
    """Name `status` if the service does not call the appointment cancelled."""
    return () if got.status is Status.CANCELLED else ("status",)


def _same_department(asked: Department, got: Department | None) -> bool:
    if got is None:
        return False
    if asked.id is not None and asked.id == got.id:
        return True
    return asked.name is not None and _plain(asked.name) == _plain(got.name)


def _plain(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()
