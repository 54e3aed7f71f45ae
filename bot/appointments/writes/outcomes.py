"""How a write can end, and the comparison of what was asked with what the service made of it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from bot.appointments.asked import Change, NewAppointment
from bot.appointments.deeds import Deed
from bot.appointments.errors import AppointmentError
from bot.appointments.model import Appointment, Claimant, Department, Interpreter, Status
from bot.appointments.writes.ledger import Entry


class Written(Struct, frozen=True):
    """It is done, and the service has said so itself."""

    deed: Deed
    appointment: Appointment
    differs: tuple[str, ...] = ()
    """The desk's names of what came back otherwise than asked (`start`, `minutes`, `department`, `status`…)."""
    before: Appointment | None = None
    asked: Change | None = None
    """What was proposed, where the service keeps the time that the claimant asked for."""
    repeated: bool = False
    """This form had been carried out already: nothing was sent again."""
    kept: bool = True
    """Our own database has it; else what follows from it, cards and boards, comes when it has."""


class How(StrEnum):
    """How one of several moves ended."""

    MOVED = "moved"
    NOT_MOVED = "not_moved"
    NOT_TRIED = "not_tried"
    UNSURE = "unsure"


class Part(Struct, frozen=True):
    """One of several moves."""

    how: How
    now: Appointment | None
    """As it was last read; None: the service no longer has it."""
    written: Written | None = None
    why: Exception | None = None
    """Why it was not moved, where that was heard."""


class Several(Struct, frozen=True):
    """How several moves from one form ended, by start."""

    parts: tuple[Part, ...]
    repeated: bool = False
    """This form had been carried out already: nothing was sent again."""

    def that(self, *how: How) -> list[Part]:
        """Those that ended so."""
        return [part for part in self.parts if part.how in how]


class NotDone(Exception):
    """Nothing was written by this attempt.

    `looked`: no answer came, and for as long as it can take a look found nothing.
    `may_land`: an earlier attempt of the same form got no answer and may still be carried out; it is looked for.
    """

    def __init__(
        self, deed: Deed, error: AppointmentError, looked: bool = False, may_land: bool = False
    ) -> None:
        super().__init__(f"{deed}: {error.code}")
        self.deed = deed
        self.error = error
        self.looked = looked
        self.may_land = may_land


class Unclear(Exception):
    """No answer came and the service can't be asked: the desk keeps looking and tells the person.

    `done`: it is known to be done; only how it looks now can't be read.
    """

    def __init__(self, deed: Deed, error: AppointmentError, done: bool = False) -> None:
        super().__init__(f"{deed}: {error.code}")
        self.deed = deed
        self.error = error
        self.done = done


class ChangedMeanwhile(Exception):
    """The appointment is no longer what the person saw; `by` is the desk's own change that made it so, if it was ours."""

    def __init__(self, deed: Deed | None, appointment: Appointment, by: Entry | None) -> None:
        super().__init__("changed meanwhile")
        self.deed = deed
        self.appointment = appointment
        self.by = by


class NothingToDo(Exception):
    """The appointment is already so, or too late for it. `why`: `cancelled`, `over`, `accepted`, `asked`, `another_day` or `same`."""

    def __init__(self, deed: Deed, appointment: Appointment, why: str) -> None:
        super().__init__(f"{deed}: {why}")
        self.deed = deed
        self.appointment = appointment
        self.why = why


class StillWorking(Exception):
    """The same form is being carried out at this moment."""


def differences(asked: NewAppointment | Change, got: Appointment) -> tuple[str, ...]:
    """Name what the service made otherwise than asked; a field that was not asked for is not compared."""
    found: list[str] = ["status"] if got.status is Status.CANCELLED else []
    if asked.start is not None and got.start != asked.start:
        found.append("start")
    if asked.minutes is not None and got.minutes != asked.minutes:
        found.append("minutes")
    if asked.department is not None and not _same_department(asked.department, got.department):
        found.append("department")
    if asked.interpreter is not None:
        found += _interpreter(asked.interpreter, got.interpreter)
    if asked.claimant is not None:
        found += _claimant(asked.claimant, got.claimant)
    if asked.notes is not None and _plain(asked.notes) != _plain(got.notes):
        found.append("notes")
    if isinstance(asked, NewAppointment):
        found += _things(asked, got)
    if asked.room is not None:
        wanted = asked.room.model_dump(exclude_none=True)
        found += [f"room.{name}" for name, value in wanted.items() if getattr(got.room, name) != value]
    return tuple(found)


def _things(asked: NewAppointment, got: Appointment) -> list[str]:
    """Compare by id what the service has ids for, and whom it is between by the primary participants."""
    found = ["meeting_type"] if asked.meeting_type and got.meeting_type is not asked.meeting_type else []
    pairs = {
        "subject": (asked.subject, got.subject),
        "office": (asked.office, got.office),
        "employee": (asked.employee, next(iter(got.hosts), None)),
        "customer": (asked.customer, next(iter(got.customers), None)),
    }
    return found + [
        name for name, (wanted, has) in pairs.items() if wanted and (has is None or has.id != wanted.id)
    ]


def _interpreter(asked: Interpreter, got: Interpreter) -> list[str]:
    found = []
    if asked.needed is not None and bool(got.needed) != asked.needed:
        found.append("interpreter.needed")
    if "language" in asked.model_fields_set and _plain(asked.language) != _plain(got.language):
        found.append("interpreter.language")
    return found


def _claimant(asked: Claimant, got: Claimant) -> list[str]:
    """Compare what was set; a phone number by its digits, as services space and prefix them their own way."""
    same = {
        "name": _plain(asked.name) == _plain(got.name),
        "phone": _digits(asked.phone)[-9:] == _digits(got.phone)[-9:],
        "email": _plain(asked.email) == _plain(got.email),
        "date_of_birth": asked.date_of_birth == got.date_of_birth,
    }
    return [f"claimant.{name}" for name in asked.model_fields_set if not same[name]]


def _digits(text: str | None) -> str:
    return "".join(character for character in text or "" if character.isdigit())


def cancelled(got: Appointment) -> tuple[str, ...]:
    """Name `status` if the service does not call the appointment cancelled."""
    return () if got.status is Status.CANCELLED else ("status",)


def accepted(got: Appointment) -> tuple[str, ...]:
    """Name `status` if the service does not call the appointment confirmed."""
    return () if got.status is Status.SCHEDULED else ("status",)


def proposed(got: Appointment) -> tuple[str, ...]:
    """Name `status` if the service does not say that another time is asked for; which one, it need not tell."""
    return () if got.status is Status.ALTERNATIVE_REQUESTED else ("status",)


def _same_department(asked: Department, got: Department | None) -> bool:
    if got is None:
        return False
    if asked.id is not None and asked.id == got.id:
        return True
    return asked.name is not None and _plain(asked.name) == _plain(got.name)


def _plain(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()
