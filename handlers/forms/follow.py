"""Keep which missed session a booking is in place of."""

from __future__ import annotations

from datetime import timedelta

from bot.appointments.jobs import FollowMissed
from bot.appointments.model import Appointment
from bot.appointments.states import About, Again, State
from bot.workspace import Workspace
from handlers.forms.flow import Form

BY_THEN = timedelta(minutes=1)
"""When a form's own process has kept it, if it is alive."""


def follow_job(form: Form) -> FollowMissed:
    """Have it kept by whoever is alive, once it is known what was booked."""
    return FollowMissed(form=form.state.form, missed=form.state.missed, user=form.person.id, delay=BY_THEN)


async def follows(ws: Workspace, missed: str, booked: Appointment, user: str) -> None:
    """Keep it now; said twice it is kept once."""
    state = State(booked.id, About.AGAIN, Again.BOOKED, booked.start, user, ws.clock(), other=missed)
    await ws.states.say(state, code=booked.code)
