"""Before somebody is booked: do they have an appointment already, within a day of it?"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from blocks.words.warnings import has_already_words
from bot.appointments.asked import NewAppointment
from bot.appointments.errors import AppointmentError
from bot.appointments.filter import folded
from bot.appointments.model import Appointment, Window
from bot.workspace import Workspace
from handlers.forms.flow import Form, LookAgain

WITHIN = timedelta(days=1)
IN_TIME = 1.0
"""Seconds: a booking is not held up for long by what only warns."""
_LAST_FIGURES = 9
"""Figures by which two numbers are the same, whether or not they are written with the country's code."""


async def warn_of_another(ws: Workspace, form: Form, new: NewAppointment) -> None:
    """Have a form looked at once more whose claimant has an appointment already; sent again it books. Raises LookAgain."""
    if form.state.warned:
        return
    window = Window.around(new.start, WITHIN, WITHIN)
    try:
        async with asyncio.timeout(IN_TIME):
            listed = await ws.desk.sessions(form.person, window)
    except (AppointmentError, TimeoutError):
        return  # whether they have another can't be told: that refuses nobody
    now = ws.clock()
    others = [one for one in listed if one.reference != new.reference and not one.is_over(now)]
    same = [one for one in others if one.start is not None and _is_same(one, new)]
    if same:
        nearest = min(same, key=lambda one: abs((one.start or now) - new.start))
        state = form.state.model_copy(update={"warned": True})
        words = has_already_words(nearest, new.start, ws.setting, ws.settings.appt_command)
        raise LookAgain(state, words)


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
