"""The app's Home: drawn when somebody opens it, and anew while that was in the last minutes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from blocks.home import Beside, closed_home, home
from blocks.kit import Card
from bot.alerts.typed.grammar import as_typed
from bot.appointments.errors import AppointmentError
from bot.appointments.model import Window
from bot.appointments.permission import NotAllowed, Person
from bot.appointments.slices import aside
from bot.slack.client import SLACK_TROUBLE
from bot.slack.homes import Opened
from bot.workspace import Workspace
from handlers.answering import Ask, in_words

_FIRST_YEAR, _LAST_YEAR = 1970, 9998


async def opened(ws: Workspace, event: Mapping[str, Any]) -> None:
    """Draw the Home that somebody opened. https://docs.slack.dev/reference/events/app_home_opened"""
    if event.get("tab") == "home":
        ws.background.start(in_words(_publish(ws, str(event["user"]), None)), "home")


async def choose_day(ws: Workspace, ask: Ask) -> Card | None:
    """Draw another day on it."""
    try:
        day = date.fromisoformat(ask.words)
    except ValueError:
        return None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return None
    await _publish(ws, ask.user, day)
    return None


async def redraw_opened(ws: Workspace) -> None:
    """Draw those anew that were opened in the last minutes and no longer show what is."""
    for user, was in ws.replies.homes.lately().items():
        view = await _drawn(ws, user, was.day)
        if view != was.view:
            with suppress(*SLACK_TROUBLE):  # it is drawn at the next look
                await ws.replies.publish(user, view)
                ws.replies.homes.redrawn(user, Opened(was.day, view))


async def _publish(ws: Workspace, user: str, day: date | None) -> None:
    """https://docs.slack.dev/reference/methods/views.publish"""
    view = await _drawn(ws, user, day)
    await ws.replies.publish(user, view)
    if len(view["blocks"]) > 1:  # else nothing can be shown, and looking again would be noted again
        ws.replies.homes.opened(user, Opened(day, view))


async def _drawn(ws: Workspace, user: str, chosen: date | None) -> dict[str, Any]:
    try:
        person = await ws.people.person(user)
        day = chosen or ws.clock().astimezone(person.zone).date()
        sessions = await ws.desk.sessions(person, _of_day(person, day))
        mine = await ws.desk.booked_by(person)
    except NotAllowed as no:
        return closed_home(no.words)
    except AppointmentError as error:
        return closed_home(f"{error.words} {error.advice}")
    alerts = [
        (one.channel, as_typed(one.rules))
        for one in await ws.alerts.all(ws.team)
        if one.set_by == user and one.rules.anything
    ]
    beside = Beside(await ws.waits(sessions), mine, alerts)
    setting, command = ws.setting_for(person), ws.settings.appt_command
    return await aside(len(sessions), home, sessions, day, setting, command, beside)


def _of_day(person: Person, day: date) -> Window:
    start = datetime.combine(day, time(), person.zone)
    return Window(start=start, end=datetime.combine(day + timedelta(days=1), time(), person.zone))
