"""The app's Home: drawn anew each time that somebody opens it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blocks.home import closed_home, home
from bot.appointments.errors import AppointmentError
from bot.appointments.permission import NotAllowed
from bot.workspace import Workspace
from handlers.answering import in_words
from handlers.lists.lists import today


async def opened(ws: Workspace, event: Mapping[str, Any]) -> None:
    """Draw the Home that somebody opened. https://docs.slack.dev/reference/events/app_home_opened"""
    if event.get("tab") == "home":
        ws.background.start(in_words(_publish(ws, str(event["user"]))), "home")


async def _publish(ws: Workspace, user: str) -> None:
    """https://docs.slack.dev/reference/methods/views.publish"""
    await ws.replies.publish(user, await _drawn(ws, user))


async def _drawn(ws: Workspace, user: str) -> dict[str, Any]:
    try:
        person = await ws.people.person(user)
        sessions = await ws.desk.sessions(person, today(ws, person))
    except NotAllowed as no:
        return closed_home(no.words)
    except AppointmentError as error:
        return closed_home(f"{error.words} {error.advice}")
    return home(sessions, ws.setting_for(person), ws.settings.appt_command)
