"""What an appointment is, in the desk's own words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, SecretStr, model_validator

from bot.appointments.folding import in_one_line, readable

Instant = Annotated[
    AwareDatetime, AfterValidator(lambda moment: moment if moment.tzinfo is UTC else moment.astimezone(UTC))
]
"""An aware time, kept in UTC whatever zone it came in."""
Words = Annotated[str, AfterValidator(readable)]
"""Words for people's eyes, without what can't be seen and what would turn a line around."""
Line = Annotated[Words, AfterValidator(in_one_line)]
"""Words that stand in a line with others: a name with an end of line in it would look like a line of ours."""

CODE_LENGTH = 5
SHORT_ID = 12
"""Characters up to which an id is its own short code: its last few would be another appointment's whole id."""
MAX_MINUTES = 24 * 60


class Status(StrEnum):
    """Where an appointment stands; a word of the vendor's that is none of these is `UNKNOWN`."""

    REQUESTED = "requested"
    INVITED = "invited"
    ALTERNATIVE_REQUESTED = "alternative_requested"
    SCHEDULED = "scheduled"
    WAITING = "waiting"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    __hash__ = str.__hash__  # in C: enum's own is asked for several times a session


class MeetingType(StrEnum):
    """How the claimant and the staff meet."""

    VIDEO = "video"
    PHONE = "phone"
    OFFICE = "office"
    ON_LOCATION = "on_location"
    """Where the claimant is, or wherever was agreed."""


class Role(StrEnum):
    """A participant's part: an appointment has one primary customer and one primary employee."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Kind(StrEnum):
    """What a participant is."""

    CUSTOMER = "customer"
    EMPLOYEE = "employee"


ENDED = frozenset({Status.COMPLETED, Status.NO_SHOW, Status.CANCELLED})
LONGEST_ON = timedelta(hours=12)
"""How long ago a session that is still on may have begun: it may run over midnight."""
UNDER_WAY = frozenset({Status.IN_PROGRESS, Status.ON_HOLD})


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


class Claimant(Frozen):
    """The person the appointment is for. Nothing of it is ever in a `repr`, so none of it can reach a log."""

    name: Line | None = Field(default=None, repr=False)
    phone: Line | None = Field(default=None, repr=False)
    email: Line | None = Field(default=None, repr=False)
    date_of_birth: date | None = Field(default=None, repr=False)


class Department(Frozen):
    """A department as the vendor tells it; the id is opaque, and may be a number written as text."""

    id: str | None = None
    name: Line | None = None


class Named(Frozen):
    """Something of the service's that has an id: a subject, an employee, a customer.

    `name` is None where the service would not tell it; what people then see is `called`.
    """

    id: str = Field(min_length=1)
    name: Line | None = Field(default=None, repr=False)

    def called(self, kind: str) -> str:
        """Give the name, or the kind with the id, e.g. "Customer 901"."""
        return self.name or f"{kind} {self.id}"


class Office(Named):
    """Where an appointment belongs and, for a meeting at the office, takes place; `zone` is an IANA name."""

    address: Words | None = None
    zone: str | None = None


class Participant(Named):
    """Somebody who takes part. `link` is an employee's own way into the video room: nobody else may have it."""

    kind: Kind
    role: Role = Role.SECONDARY
    link: SecretStr | None = None


class Interpreter(Frozen):
    needed: bool | None = None
    language: Line | None = None

    @property
    def is_needed(self) -> bool:
        """Whether one is: a language that is named is needed, unless that is denied."""
        return bool(self.needed) or (self.needed is None and bool(self.language))


class Meeting(Frozen):
    """The video room. A `host_link` with a key makes whoever holds it the host: it is a secret."""

    host_link: SecretStr | None = None
    host_link_has_key: bool = True
    claimant_link: SecretStr | None = None
    closes_at: Instant | None = None


class RoomOptions(Frozen):
    """What a room allows. `None` leaves a thing as the service has it."""

    call_recording: bool | None = None
    breakout_room: bool | None = None
    agent_webcam: bool | None = None
    claimant_webcam: bool | None = None
    background_blurring: bool | None = None
    microphone: bool | None = None
    screen_sharing: bool | None = None
    chat: bool | None = None
    participant_list: bool | None = None
    bandwidth: Literal["low", "medium", "high"] | None = None
    use_redirect: bool | None = None
    claimant_redirect: str | None = None
    agent_redirect: str | None = None


class Appointment(Frozen):
    """One video appointment, as the service last told it."""

    id: str
    reference: Words | None = Field(default=None, repr=False)
    status: Status = Status.UNKNOWN
    raw_status: Line | None = None
    start: Instant | None = None
    minutes: int | None = None
    claimant: Claimant = Claimant()
    department: Department | None = None
    interpreter: Interpreter = Interpreter()
    meeting: Meeting | None = None
    room: RoomOptions = RoomOptions()
    created_at: Instant | None = None
    cancelled_at: Instant | None = None
    cancel_reason: Words | None = Field(default=None, repr=False)
    meeting_type: MeetingType | None = None
    subject: Named | None = None
    office: Office | None = None
    location: Words | None = Field(default=None, repr=False)
    """The address of a meeting that is neither at an office nor by video; it may be the claimant's own."""
    participants: tuple[Participant, ...] = ()
    """Empty where the service has no such thing. The claimant is then told in the appointment itself."""
    hybrid: bool | None = None
    """Some take part in the room and some by video."""
    buffer_minutes: int | None = None
    """Kept free after the end."""
    notes: Words | None = Field(default=None, repr=False)
    """The staff's own, for Details alone."""
    updated_at: Instant | None = None
    session_started_at: Instant | None = None
    session_ended_at: Instant | None = None
    version: str = ""
    """A fingerprint of all that may change; the desk sets it on everything that it hands out."""

    @property
    def end(self) -> datetime | None:
        """The planned end in UTC, where start and length are known."""
        if self.start is None or self.minutes is None:
            return None
        return self.start + timedelta(minutes=self.minutes)

    @property
    def code(self) -> str:
        """The short code that a public channel may see: the reference's last characters, too few to guess it from."""
        reference = (self.reference or "").strip()
        if not reference and len(self.id) <= SHORT_ID:
            return self.id
        reference = reference or self.id
        return reference[-min(CODE_LENGTH, max(3, len(reference) // 3)) :]

    @property
    def hosts(self) -> tuple[Participant, ...]:
        """The employees who take part, the primary one first."""
        return self._taking_part(Kind.EMPLOYEE)

    @property
    def customers(self) -> tuple[Participant, ...]:
        """The customers who take part, the primary one first: the claimant."""
        return self._taking_part(Kind.CUSTOMER)

    def _taking_part(self, kind: Kind) -> tuple[Participant, ...]:
        found = [one for one in self.participants if one.kind is kind]
        return tuple(sorted(found, key=lambda one: one.role is not Role.PRIMARY))

    def has_gap(self, now: datetime) -> bool:
        """Whether an interpreter is still to be found: one is needed, no language is named, and it has not begun."""
        if not self.interpreter.needed or self.interpreter.language:
            return False
        return self.status not in UNDER_WAY and not self.is_over(now)

    def own_zone(self, desk: ZoneInfo) -> ZoneInfo | None:
        """The zone of the office that it is held at, where its clocks then show another time than the desk's."""
        if self.start is None or self.office is None or self.meeting_type is not MeetingType.OFFICE:
            return None
        try:
            zone = ZoneInfo(self.office.zone) if self.office.zone else desk
        except (KeyError, ValueError, OSError):
            return None
        return (
            None
            if self.start.astimezone(zone).utcoffset() == self.start.astimezone(desk).utcoffset()
            else zone
        )

    def is_over(self, now: datetime) -> bool:
        """Whether nobody can join any more: ended or cancelled, or its time passed and nobody is in the room."""
        if self.status in ENDED:
            return True
        if self.start is None or self.start > now:
            return False
        end = self.end
        return end is not None and end <= now and self.status not in UNDER_WAY

    def is_in(self, span: Window, now: datetime) -> bool:
        """Whether it belongs to a span: it starts there, or it began before and is still on, now that the span has come."""
        if self.start is None or self.start in span:
            return self.start is not None
        if now not in span or self.start > now or self.is_over(now):
            return False
        return self.status in UNDER_WAY or (self.end is not None and self.end > span.start)


class Window(Frozen):
    """A half-open span of time: `start` belongs to it, `end` does not."""

    start: Instant
    end: Instant

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a window ends after it starts")
        return self

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def with_those_on(self, now: datetime) -> Window:
        """The same with the beginnings of all that may still be on, where the span is of the present."""
        if now not in self:
            return self
        return Window(start=min(self.start, now - LONGEST_ON), end=self.end)

    @classmethod
    def around(cls, moment: datetime, before: timedelta, after: timedelta) -> Self:
        return cls(start=moment - before, end=moment + after)
