"""Keep that a pre-brief is wanted with what is booked."""

from __future__ import annotations

from bot.appointments.briefing import reminders
from bot.appointments.jobs import FollowBrief
from bot.appointments.model import Appointment
from bot.appointments.states import About, Brief, State
from bot.workspace import Workspace
from handlers.forms.flow import Form
from handlers.forms.follow import BY_THEN


def brief_job(form: Form) -> FollowBrief:
    """Have it kept by whoever is alive, once it is known what was booked."""
    return FollowBrief(form=form.state.form, user=form.person.id, delay=BY_THEN)


async def want_brief(ws: Workspace, booked: Appointment, user: str) -> None:
    """Keep it now, with its reminder; said twice it is kept once."""
    state = State(booked.id, About.BRIEF, Brief.WANTED, booked.start, user, ws.clock())
    await ws.states.say(state, code=booked.code, jobs=reminders(booked, ws.clock()))
