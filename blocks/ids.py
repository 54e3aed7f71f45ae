"""Every id that Slack hands back to us, and the typed values that travel with buttons and modals."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from typing import Annotated, TypeVar

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

# Buttons of an appointment; each carries a Seen.
JOIN = "appointment.join"
MOVE = "appointment.move"
EDIT = "appointment.edit"
CANCEL = "appointment.cancel"
LATE = "appointment.late"
ACCEPT = "appointment.accept"
DECLINE = "appointment.decline"
PROPOSE = "appointment.propose"
UNDO = "appointment.undo"
DETAILS = "appointment.details"
SHOW = "appointment.show"
OPEN_LINK = "appointment.open_link"
HISTORY = "appointment.history"
COPY_LINK = "appointment.copy_link"
FOR_INTERPRETER = "appointment.for_interpreter"
CALENDAR = "appointment.calendar"
FORGET = "appointment.forget"
AGAIN = "appointment.again"
"""Book the same claimant again, from a session that is over."""

SAY = "said"
"""The family of what can be said of a session: each is followed by its word, or by no_show, which asks for the kind; each carries a Saying."""
INTERPRETER = "interpreter"
"""The family of what can be said of a session's interpreter: each is followed by its word; each carries a Saying."""
BRIEF = "brief"
"""The family of whether a pre-brief is wanted: each is followed by its word; each carries a Saying."""
AGENCY = "interpreter_agency"
"""A menu of agencies; of which session's interpreter, its block's id says: a Saying."""

# Buttons of a list; each carries a ListPlace.
PAGE_BEFORE = "list.previous"
PAGE_AFTER = "list.next"
FOUND_BEFORE = "found.previous"
FOUND_AFTER = "found.next"
"""Buttons of what was found; each carries a FoundPlace."""
BOOK_NEW = "list.book"
BOOK_FREE = "list.book_free"
"""A menu of free times; each line carries one, with its department."""
OPEN_SESSION = "list.open"
"""A menu of sessions; which ones, its block's id says: a ListPlace."""
WHOLE = "list.whole"
"""Shows what is over too; carries a ListPlace."""
HOME_DAY = "home.day"
HOME_NEXT = "home.next"
"""The day that Home shows: a picker, and a button that carries the day after."""
OTHER_DAY = "list.day"
"""Shows another day in place of this one; carries a ListPlace."""

TAKE_LIST = "list.take"
"""Sends the whole list as a file; carries a ListPlace."""
TAKE_COUNTS = "counts.take"
DRAW_COUNTS = "counts.draw"
"""Send counts as a file, as a table or a picture; each carries a CountsPlace."""

# Buttons of a waiting alert; each carries a WaitingAlert.
SNOOZE = "alert.snooze"
HAVE_IT = "alert.have_it"

TAKEN = "desk.taken"
"""Takes a desk that was handed over; carries a DeskShift."""

OPEN_ALERTS = "alerts.open"
"""Opens the form of what a channel gets; carries nothing, for it is the channel that it is pressed in."""
READ_BOARD_TIME = "alerts.read_time"
"""What is typed or chosen about the board: each has it read back anew."""
ALERTS_BEFORE = "alerts.previous"
ALERTS_AFTER = "alerts.next"
"""Buttons of the list of what channels get; each carries a PlaceInList."""

DRAFT_BOOK = "draft.book"
DRAFT_CHANGE = "draft.change"
"""Buttons of a booking that was read back; they carry nothing: what stands is found by whose they are, and where."""

CONNECT = "workspace.connect"
"""Offers an admin to connect a service; carries nothing."""

# Shortcuts, by the names that the manifest gives them.
BOOK_FROM_MESSAGE = "book_from_message"
FIND_IN_MESSAGE = "find_in_message"
BOOK_APPOINTMENT = "book_appointment"
TODAYS_SESSIONS = "todays_sessions"
FIND_APPOINTMENT = "find_appointment"

# Modals, and the elements in them that act before the submit.
BOOK_FORM = "form.book"
MOVE_FORM = "form.move"
EDIT_FORM = "form.edit"
CANCEL_FORM = "form.cancel"
DECLINE_FORM = "form.decline"
PROPOSE_FORM = "form.propose"
LATE_FORM = "form.late"
ALERTS_FORM = "form.alerts"
FIND_FORM = "form.find"
NOTICE = "notice"
READ_TIME = "form.read_time"
MORE_OPTIONS = "form.more"
HOW_LATE = "form.how_late"
QUICK_TIME = "form.quick"
QUICK_REASON = "form.reason"
MENU = "form.menu"
"""The family of menus that the service fills; each is followed by its field."""
FREE_TIME = "form.free"
VALUE = "value"
"""The action id of every input that does nothing before the submit."""


Several = Annotated[tuple[str, ...], BeforeValidator(lambda one: (one,) if isinstance(one, str) else one)]
"""Words; a button of an older card may carry one alone."""


EVERYTHING = ("*",)
Warned = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda one: (EVERYTHING if one else ()) if isinstance(one, bool) else one),
]
"""What was warned of; a form of an older version knows only whether."""


class _Small(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, defer_build=True)

    def packed(self) -> str:
        return self.model_dump_json(by_alias=True, exclude_defaults=True)


class Seen(_Small):
    """What a button was drawn from: the appointment and its version at that moment."""

    appointment: str = Field(alias="a")
    version: str = Field(default="", alias="v")
    words: str = Field(default="", alias="w")
    """What was typed for the form that it opens, sealed."""


class Undo(Seen):
    """Which change is taken back: what it led to, and the key under which that is written once."""

    form: str = Field(alias="f")


class Saying(Seen):
    """Of which session something is said; the number of what stood and, in whole seconds UTC, its start where the button was drawn; None: neither was looked at."""

    nr: int | None = Field(default=None, alias="n")
    start: int | None = Field(default=None, alias="s")


class WaitingAlert(_Small):
    """Which claimant's waiting an alert is about: the appointment, and since when, in whole seconds UTC."""

    appointment: str = Field(alias="a")
    since: int = Field(alias="s")
    joins: bool = Field(default=True, alias="j")
    """The answer has the way into the room; False: the button itself led there."""


class DeskShift(_Small):
    """Which hand-over: of which channel's desk, and the how-manieth there."""

    channel: str = Field(alias="c")
    nr: int = Field(alias="n")


class CountsPlace(_Small):
    """Of which days and departments counts are."""

    first: date = Field(alias="f")
    last: date = Field(alias="l")
    departments: Several = Field(default=(), alias="d")
    own: Several = Field(default=(), alias="y")


class Shown(_Small):
    """The time that stands read back in a form, and the words that it was read from."""

    when: str = Field(alias="w")
    duration: str = Field(default="", alias="l")
    start: AwareDatetime = Field(alias="s")
    minutes: int = Field(alias="m")


class Answered(_Small):
    """Where whoever opened a form reads what came of it, once it has closed: every form's memory has it under this name."""

    response_url: str | None = Field(default=None, alias="r", repr=False)
    """Slack's address for it: a secret, good for half an hour and five answers."""


class FormState(Answered):
    """What a modal remembers between its views, in `private_metadata` (at most 3,000 characters, nothing personal)."""

    form: str = Field(alias="f")
    """The form's key: it writes at most once under it. For a booking it is the new appointment's reference."""
    channel: str | None = Field(default=None, alias="c")
    appointment: str | None = Field(default=None, alias="a")
    version: str = Field(default="", alias="v")
    shown: Shown | None = Field(default=None, alias="s")
    more: bool = Field(default=False, alias="m")
    redrawn: int = Field(default=0, alias="g")
    """Grows when inputs must take new values: Slack keeps what was typed under an id that it knows."""
    minutes: int | None = Field(default=None, alias="n")
    """The appointment's present length, where a length left empty means that one."""
    start: AwareDatetime | None = Field(default=None, alias="b")
    """When the appointment is now, from which the words for another time count."""
    warned: Warned = Field(default=(), alias="k")
    """What the person has been warned of already, each by a fingerprint; `EVERYTHING`: whatever it was."""
    department: str = Field(default="", alias="p")
    """Whose session it moves: what its department's other sessions leave free is offered."""
    sure: str = Field(default="", alias="d")
    """A department that nobody has seen, and that the person was asked about already."""
    contact_hidden: bool = Field(default=False, alias="h")
    """The form leaves the contact details out, because the person may not see them."""
    touched: tuple[str, ...] = Field(default=(), alias="t")
    """The fields that the person has changed, by name: what else differs was changed by others."""
    message: str = Field(default="", alias="o")
    """The time stamp of the message that it was filled from, in `channel`: never what it said."""
    missed: str = Field(default="", alias="e")
    """The missed session in place of which it books another."""
    late: int = Field(default=0, alias="l")
    """The number of what was noted of its delay where the form was drawn; 0: nothing was."""
    meant: dict[str, str] = Field(default_factory=dict, alias="q")
    """The words that a menu begins with, by field: not the words themselves but what they are kept under."""


class AlertsState(Answered):
    """What the form of a channel's alerts remembers between its views."""

    channel: str = Field(alias="c")
    seen: str = Field(default="", alias="v")
    """A fingerprint of the rules that the form was drawn from."""
    redrawn: int = Field(default=0, alias="g")
    menu: bool = Field(default=False, alias="m")
    """Departments are chosen from a menu."""


def object_name(team: str, appointment: str) -> str:
    """Name an appointment to Slack in letters, digits, hyphens and underscores alone: what else is in it Slack drops."""
    return f"{team}-{urlsafe_b64encode(appointment.encode(errors='replace')).decode().rstrip('=')}"


def named_object(team: str, name: str) -> str | None:
    """Which appointment such a name is of; None for another team's, and for what is no such name."""
    whose, _, packed = name.partition("-")
    try:
        found = urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except ValueError:
        return None
    return found if found and object_name(team, found) == f"{whose}-{packed}" else None


Packed = TypeVar("Packed", bound=_Small)


def unpack(kind: type[Packed], text: str | None) -> Packed | None:
    """Read a value that a button or a modal carries; None for one that an older or a foreign card may hold."""
    try:
        return kind.model_validate_json(text or "")
    except ValidationError:
        return None
