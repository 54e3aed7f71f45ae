"""Understand what was typed after `book`, and put it into the fields that the service's form has."""

from __future__ import annotations

from msgspec import Struct

from blocks.forms.parts import NAME_CUT, not_understood
from blocks.forms.typed import Typed
from bot import when
from bot.appointments.api import Field
from bot.appointments.folding import bare_name
from bot.appointments.model import Interpreter
from bot.appointments.permission import Person
from bot.appointments.values import replace
from bot.line import Kind, Typist, Understood, read_line
from bot.workspace import Workspace
from handlers.forms.filled import interpreter_typed
from handlers.forms.validation import LONGEST_NAME

_OF_FIELD = {
    Field.CONTACT: (Kind.PHONE, Kind.EMAIL, Kind.BIRTH),
    Field.DEPARTMENT: (Kind.DEPARTMENT,),
    Field.INTERPRETER: (Kind.INTERPRETER,),
}
"""What a form has no place for where the service doesn't ask for it."""


class Filled(Struct, frozen=True):
    """The form's fields as understood; `note` says what was not, and `rest` is all that is not the time."""

    typed: Typed
    rest: str
    note: str | None = None


def understand(
    text: str, person: Person, ws: Workspace, seen: tuple[str, ...] = (), *, changes: bool = False
) -> Filled:
    """Fill the form with what a line tells. What was understood as nothing is named above the form.

    `seen`: departments that nobody has set, and that there are; `changes`: the line changes what was said before.
    """
    told = read_line(text, replace(typist_of(ws, person), seen=seen, changes=changes))
    name = bare_name(told.name)
    asks = ws.desk.asks
    homeless = [kind for of, kinds in _OF_FIELD.items() if of not in asks for kind in kinds]
    left = [*told.left, *(words for words, kind in told.words if kind in homeless)]
    typed = Typed(name=name[:LONGEST_NAME], when=told.when[: when.MAX_LENGTH], duration=duration_of(told))
    if Field.DEPARTMENT in asks:
        typed = typed.but(department=told.department)
    if Field.CONTACT in asks:
        typed = typed.but(phone=told.phone, email=told.email, birth=told.birth)
    if Field.INTERPRETER in asks:
        meant = Interpreter(needed=told.interpreter, language=told.language or None)
        typed = typed.but(language=interpreter_typed(meant))
    notes = [
        NAME_CUT.format(LONGEST_NAME) if len(name) > LONGEST_NAME else None,
        not_understood(left) if Field.CUSTOMER not in asks else None,  # its menus may have these
    ]
    return Filled(typed, told.rest, " ".join(filter(None, notes)) or None)


def typist_of(ws: Workspace, person: Person) -> Typist:
    """Gather what a line's meaning depends on beside its words."""
    known, nation = tuple(ws.settings.known_departments), ws.settings.desk_nation
    return Typist(ws.clock(), person.zone, person.locale, known, nation=nation)


def duration_of(told: Understood) -> str:
    """Write the length for *Duration*; empty where none was told."""
    return when.say_minutes(told.minutes) if told.minutes else ""
