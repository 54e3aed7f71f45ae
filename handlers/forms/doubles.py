"""Before something is booked or changed: do they have an appointment already, is the room or the interpreter taken?"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zlib import crc32

from blocks.ids import EVERYTHING
from blocks.words.warnings import ALL_THE_SAME, clashes_words, has_already_words
from bot.appointments.asked import Change, NewAppointment
from bot.appointments.briefing import is_wanted
from bot.appointments.clashes import clashes
from bot.appointments.deeds import Deed
from bot.appointments.errors import AppointmentError
from bot.appointments.filter import folded
from bot.appointments.model import Appointment, Window
from bot.workspace import Workspace
from handlers.forms.flow import Form, LookAgain

WITHIN = timedelta(days=1)
IN_TIME = 1.0
"""Seconds: a booking is not held up for long by what only warns."""
MOST_WARNED = 20
_LAST_FIGURES = 9
"""Figures by which two numbers are the same, whether or not they are written with the country's code."""


async def warn_of_others(ws: Workspace, form: Form, new: NewAppointment) -> None:
    """Have a booking looked at once more whose claimant has an appointment already, or that clashes with another; sent again it books. Raises LookAgain."""
    wanted = Appointment(
        id="", start=new.start, minutes=new.minutes, claimant=new.claimant, interpreter=new.interpreter
    )
    listed = await _around(ws, form, new.start)
    now = ws.clock()
    others = [one for one in listed if one.reference != new.reference and not one.is_over(now)]
    same = [one for one in others if one.start is not None and _is_same(one, new)]
    nearest = min(same, key=lambda one: abs((one.start or now) - new.start), default=None)
    command = ws.settings.appt_command
    already = {} if nearest is None else {warning_key("claimant", nearest): nearest}
    words = [has_already_words(nearest, new.start, ws.setting, command)] if nearest else []
    _look_again(ws, form, Deed.BOOK, wanted, others, already, words)


async def warn_of_clashes(ws: Workspace, form: Form, deed: Deed, change: Change) -> None:
    """Have a change looked at once more that would clash with another session; sent again it is done. Raises LookAgain."""
    if EVERYTHING[0] in form.state.warned:
        return
    others = await _around(ws, form, change.start or form.state.start)
    now_is = next((one for one in others if one.id == form.state.appointment), None)
    if now_is is None:
        try:
            async with asyncio.timeout(IN_TIME):
                now_is = await ws.desk.get(form.person, form.state.appointment or "")
        except (AppointmentError, TimeoutError):
            return  # that is said of the change itself
    asked = {name: getattr(change, name) for name in change.model_fields_set if name in _OF_CLASHES}
    wanted = now_is.model_copy(update=asked)
    if wanted.is_over(ws.clock()) or not (wanted.meeting or wanted.interpreter.language):
        return
    _look_again(ws, form, deed, wanted, others)


_OF_CLASHES = frozenset({"start", "minutes", "interpreter"})


async def _around(ws: Workspace, form: Form, start: datetime | None) -> Sequence[Appointment]:
    """The sessions around a time; none where they can't be told in time: that refuses nobody."""
    if start is None or EVERYTHING[0] in form.state.warned:
        return ()
    try:
        async with asyncio.timeout(IN_TIME):
            return await ws.desk.sessions(form.person, Window.around(start, WITHIN, WITHIN))
    except (AppointmentError, TimeoutError):
        return ()


def _look_again(
    ws: Workspace,
    form: Form,
    deed: Deed,
    wanted: Appointment,
    others: Sequence[Appointment],
    already: Collection[str] = (),
    words: Sequence[str] = (),
) -> None:
    """Say all that its person was not warned of yet, once. Raises LookAgain."""
    brief = bool(form.typed.brief) or is_wanted(wanted, ws.said)
    found = clashes(wanted, others, ws.clock(), ws.said, brief=brief)
    keys = [*already, *(warning_key(clash.what, clash.other) for clash in found)]
    if all(key in form.state.warned for key in keys):
        return
    said = [
        *words,
        *([clashes_words(found, wanted, ws.setting, brief=brief), ALL_THE_SAME[deed]] if found else []),
    ]
    warned = tuple(dict.fromkeys((*keys, *form.state.warned)))[:MOST_WARNED]
    raise LookAgain(form.state.model_copy(update={"warned": warned}), " ".join(said))


def warning_key(what: str, other: Appointment) -> str:
    """Name a warning in few signs: a form's memory is small."""
    return f"{crc32(f'{what}:{other.id}'.encode()):x}"


def _is_same(one: Appointment, new: NewAppointment) -> bool:
    """Whether both are for the same person: by the service's own customer, the name, or the phone."""
    if new.customer is not None:
        return any(customer.id == new.customer.id for customer in one.customers)
    theirs, ours = one.claimant, new.claimant
    by_name = bool(_name(ours.name)) and _name(theirs.name) == _name(ours.name)
    return by_name or (bool(_phone(ours.phone)) and _phone(theirs.phone) == _phone(ours.phone))


def _name(name: str | None) -> list[str]:
    return sorted(folded(name or "").replace(",", " ").split())


def _phone(number: str | None) -> str:
    figures = "".join(sign for sign in number or "" if sign.isdigit())
    return figures[-_LAST_FIGURES:] if len(figures) >= _LAST_FIGURES else ""
